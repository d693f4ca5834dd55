"""Pages understood together: what is a bill, whose it is, which amounts want a second reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.interpret import interpret, understand
from pipeline.store import Cache
from schemas.casefile import Assign
from schemas.source import PageRef
from tests.sheets import (
    SecondReader,
    Sheet,
    catalogue,
    gathered,
    interpreted,
    outstanding,
    statements,
)
from tests.test_classify import PAPERS, sheet_of

ROWS = (("待还本金", "1,000.00"), ("利息", "12.30"), ("罚息", "4.50"))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def asked(
    sheets: Sequence[Sheet], cache: Cache, copies: Sequence[tuple[PageRef, PageRef]] = ()
) -> list[str]:
    """The amounts for which the second reader was asked."""
    reader = SecondReader(cache)
    interpret(understand(gathered(sheets), (), catalogue()), copies, reader, catalogue(), False)
    return reader.asked


def test_the_second_reader_is_asked_about_amounts_of_bills_alone(cache: Cache) -> None:
    sheets = [Sheet("a.png").rows("借呗", *ROWS), sheet_of(PAPERS["bank_statement"], "b.png")]
    assert sorted(asked(sheets, cache)) == ["1,000.00", "12.30", "4.50"]


def test_the_second_reader_is_not_asked_about_copies(cache: Cache) -> None:
    sheets = [Sheet("a.png").rows("借呗", *ROWS), Sheet("b.png").rows("借呗", ("利息", "9.00"))]
    copies = [(PageRef(path="b.png", page=1), PageRef(path="a.png", page=1))]
    assert "9.00" not in asked(sheets, cache, copies)


def test_an_amount_is_asked_about_once(cache: Cache) -> None:
    assert len(asked([Sheet("a.png").rows("借呗", *ROWS)], cache)) == 3


def test_distractors_need_no_second_reader(cache: Cache) -> None:
    sheet = Sheet("a.png").rows("借呗", *ROWS, ("总额度", "20,000.00"), ("预计利息", "99.00"))
    assert sorted(asked([sheet], cache)) == ["1,000.00", "12.30", "4.50"]


def test_a_copy_is_still_a_paper(cache: Cache) -> None:
    sheets = [Sheet("a.png").rows("借呗", *ROWS), Sheet("b.png").rows("借呗", *ROWS)]
    copies = [(PageRef(path="b.png", page=1), PageRef(path="a.png", page=1))]
    found = interpreted(sheets, cache, copies=copies)
    assert [material.kind for material in found.materials] == ["bill", "bill"]
    assert len(found.statements) == 1


def test_the_holder_of_a_bill_comes_from_the_page(cache: Cache) -> None:
    [statement] = statements([Sheet().rows("借呗", "借款人：张*本", *ROWS)], cache)
    assert statement.holder is not None
    assert statement.holder.value == "张*本"


def test_a_page_said_to_be_a_bill_is_read_as_one(cache: Cache) -> None:
    sheet = Sheet("a.png").rows("某某平台", ("利息", "12.30"))
    assert interpreted([sheet], cache).statements == ()
    assign = [Assign(file="a.png", material="bill")]
    [statement] = interpreted([sheet], cache, assign=assign).statements
    assert outstanding(statement) == {"interest": "12.30 read"}


def test_a_page_said_to_be_no_bill_states_nothing(cache: Cache) -> None:
    assign = [Assign(file="bill.png", material="loan_contract")]
    assert interpreted([Sheet().rows("借呗", *ROWS)], cache, assign=assign).statements == ()


def test_a_stray_page_belongs_to_the_paper_before_it(cache: Cache) -> None:
    sheets = [sheet_of(PAPERS["lease"], "a.pdf"), sheet_of("其他约定\n无", "a.pdf")]
    sheets[1].page = 2
    [paper] = interpreted(sheets, cache).materials
    assert (paper.kind, len(paper.pages)) == ("lease", 2)


def test_a_stray_page_after_a_bill_stays_unknown(cache: Cache) -> None:
    sheets = [Sheet("a.pdf").rows("借呗", *ROWS), sheet_of("温馨提示\n无", "a.pdf")]
    sheets[1].page = 2
    found = interpreted(sheets, cache).materials
    assert [paper.kind for paper in found] == ["bill", "unknown"]


def test_pages_of_a_bill_file_are_one_debt(cache: Cache) -> None:
    sheets = [
        Sheet("a.pdf").rows("借呗", *ROWS),
        Sheet("a.pdf", page=2).rows("借呗", ("违约金", "2.00")),
    ]
    [statement] = statements(sheets, cache)
    assert outstanding(statement)["late_fees"] == "2.00 read"
    assert [ref.page for ref in statement.pages] == [1, 2]


def test_the_lender_a_person_names_for_a_page_counts(cache: Cache) -> None:
    sheet = Sheet("a.png").rows("某某平台", ("利息", "12.30"))
    typed = Assign(file="a.png", material="bill", lender="huabei")
    [statement] = interpreted([sheet], cache, assign=[typed]).statements
    assert statement.product_id == "huabei"
    assert statement.lender == "重庆蚂蚁消费金融有限公司"


@pytest.mark.parametrize(
    ("row", "holder"),
    [
        pytest.param(("白条用户", "吴样例"), "吴样例", id="user-of-the-product"),
        pytest.param(("账户", "陈样本"), "陈样本", id="account"),
        pytest.param("会员：*样例", "*样例", id="masked"),
        pytest.param("账号实名：李**（已认证）", "李**", id="real-name-masked"),
        pytest.param(("支付宝实名", "*样例"), "*样例", id="real-name-beside"),
        pytest.param(("实名认证", "已完成"), "", id="real-name-checked"),
        pytest.param("杨样例 女士，您好！", "杨样例", id="spoken-to"),
        pytest.param("周样例 先生：", "周样例", id="spoken-to-with-a-colon"),
        pytest.param("您好女士，您好", "", id="no-name-spoken-to"),
        pytest.param(("账户", "余额"), "", id="a-balance"),
        pytest.param(("花呗账户", "正常"), "", id="a-state"),
        pytest.param(("用户", "协议"), "", id="no-surname"),
    ],
)
def test_the_user_of_a_screen_holds_the_bill(
    row: str | tuple[str, str], holder: str, cache: Cache
) -> None:
    [statement] = statements([Sheet().rows("京东白条", row, *ROWS)], cache)
    assert (statement.holder.value if statement.holder else "") == holder


MESSAGE = (
    "【平安银行】尊敬的谢样本先生，您尾号7731的平安信用卡11月账单已逾期8天，截至11月21日",
    "尚欠人民币{total}元，其中本金6,120.55元，利息156.07元，违约金38.30元。请尽快还款，以免影响",
    "您的信用记录。如已还款请忽略。平安银行股份有限公司信用卡中心",
)


@pytest.mark.parametrize(
    ("total", "kind"), [("6,314.92", "bill"), ("6,400.00", "collection_message")]
)
def test_a_message_that_itemises_the_debt_is_a_bill(total: str, kind: str, cache: Cache) -> None:
    """A demand that says to the cent what the debt is made of is not left out of the claim."""
    sheet = Sheet("短信.png").rows(*(line.format(total=total) for line in MESSAGE))
    [paper] = interpreted([sheet], cache).materials
    assert paper.kind == kind
