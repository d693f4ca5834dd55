"""Which debt a screen is of: what tells two loans of one product apart, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.check.example import healthy
from pipeline.check.example_facts import facts_of
from pipeline.check.run import run_checks
from pipeline.claim import claim_of
from pipeline.extract.identity import Likeness, Marks, likeness
from pipeline.extract.overview import loans_said
from pipeline.store import Cache
from schemas.case import Case, Person
from schemas.casefile import Assign, CaseFile
from schemas.claim import Claim
from tests.sheets import Sheet, catalogue, interpreted

DUES = {1: date(2026, 6, 10), 2: date(2026, 7, 10)}
LATER = {1: date(2026, 8, 10), 2: date(2026, 9, 10)}
LOAN = Marks("jiebei", "", "", "", "", None, None, None, {}, None)


@pytest.mark.parametrize(
    ("mine", "its", "expected"),
    [
        pytest.param({}, {}, Likeness.OPEN, id="nothing-named"),
        pytest.param({}, {"product": "huabei"}, Likeness.OTHER, id="another-product"),
        pytest.param({"lender": "样本银行"}, {"lender": "范例银行"}, Likeness.OTHER, id="lenders"),
        pytest.param({"lender": "样本银行"}, {}, Likeness.OPEN, id="lender-not-denied"),
        pytest.param({"holder": "张*本"}, {"holder": "张样本"}, Likeness.OPEN, id="masked-holder"),
        pytest.param({"holder": "张样本"}, {"holder": "赵范例"}, Likeness.OTHER, id="two-holders"),
        pytest.param({"account": "8801"}, {"account": "8801"}, Likeness.SAME, id="one-account"),
        pytest.param({"account": "8801"}, {"account": "7702"}, Likeness.OTHER, id="two-accounts"),
        pytest.param({"loan": "一"}, {"loan": "二"}, Likeness.OTHER, id="named-apart"),
        pytest.param(
            {"loan": "一", "lent": 9000}, {"loan": "一", "lent": 3600}, Likeness.SAME,
            id="named-the-same",
        ),
        pytest.param({"dues": DUES}, {"dues": DUES}, Likeness.SAME, id="same-days"),
        pytest.param({"dues": DUES}, {"dues": LATER}, Likeness.OTHER, id="other-days"),
        pytest.param(
            {"dues": DUES}, {"dues": {**DUES, 2: date(2026, 7, 16)}}, Likeness.SAME,
            id="one-day-misread",
        ),
        pytest.param(
            {"dues": {1: DUES[1]}}, {"dues": {1: LATER[1]}}, Likeness.OPEN, id="one-day-is-little"
        ),
        pytest.param(
            {"dues": DUES, "lent": 9000, "principal": 4500},
            {"dues": DUES, "lent": 3600, "principal": 1200},
            Likeness.OTHER, id="same-days-other-amounts",
        ),
        pytest.param({"lent": 9000}, {"lent": 3600}, Likeness.OPEN, id="one-difference-is-little"),
        pytest.param(
            {"lent": 9000, "principal": 4500}, {"lent": 3600, "principal": 1200}, Likeness.OTHER,
            id="lent-and-principal",
        ),
        pytest.param(
            {"lent": 9000, "principal": 600, "total": 640, "charges": {"interest": 40}},
            {"lent": 3600, "principal": 600, "total": 625, "charges": {"interest": 25}},
            Likeness.OTHER, id="lent-where-each-closes",
        ),
        pytest.param(
            {"lent": 9000, "principal": 600, "total": 640, "charges": {"interest": 40}},
            {"lent": 3600, "principal": 600, "total": 625, "charges": {"interest": 15}},
            Likeness.OPEN, id="lent-where-one-does-not-close",
        ),
        pytest.param(
            {"lent": 9000, "began": date(2026, 5, 1)}, {"lent": 3600, "began": date(2026, 3, 1)},
            Likeness.OTHER, id="lent-and-day",
        ),
        pytest.param(
            {"began": date(2026, 5, 1), "principal": 900},
            {"began": date(2026, 5, 1), "principal": 600},
            Likeness.SAME, id="partly-repaid",
        ),
        pytest.param(
            {"terms": 6, "principal": 900}, {"terms": 12, "principal": 600}, Likeness.OTHER,
            id="terms-and-principal",
        ),
        pytest.param({"principal": 900}, {"principal": 600}, Likeness.OPEN, id="principal-alone"),
    ],
)  # fmt: skip
def test_likeness(mine: dict[str, object], its: dict[str, object], expected: Likeness) -> None:
    def marks(told: dict[str, object]) -> Marks:
        kept = {k: Decimal(v) if k in ("lent", "principal") else v for k, v in told.items()}  # type: ignore[arg-type]
        return replace(LOAN, **kept)  # type: ignore[arg-type]

    assert likeness(marks(mine), marks(its)) is expected
    assert likeness(marks(its), marks(mine)) is expected


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def loan(path: str, lent: str, day: str, rows: tuple[tuple[str, str], ...]) -> Sheet:
    """A screen of one loan; every row is a label and a figure."""
    return Sheet(path).rows(
        "借呗 借款详情", ("截至", "2026-11-18"), ("借款金额", lent), ("借款日期", day), *rows
    )


FIRST = loan("a.png", "3,600.00", "2026-05-18",
             (("待还本金", "2,400.00"), ("利息", "73.44"), ("罚息", "26.64"),
              ("待还总额", "2,500.08")))  # fmt: skip
SECOND = loan("b.png", "9,000.00", "2026-03-18",
              (("待还本金", "6,750.00"), ("利息", "410.40"), ("罚息", "6.75"),
               ("待还总额", "7,167.15")))  # fmt: skip
WHOLE = Sheet("c.png").rows("借呗", ("截至", "2026-11-18"), ("待还总额", "9,667.23"))


def claimed(cache: Cache, *sheets: Sheet, assign: tuple[Assign, ...] = ()) -> tuple[Case, Claim]:
    found = interpreted(list(sheets), cache, assign=assign)
    case = Case(
        name="x", today=date(2026, 11, 21), typed=CaseFile(),
        applicant=Person(name="", id_number="", phone="", address=""),
        sources=(), readings=(), materials=found.materials, statements=found.statements,
        duplicates=(), contradictions=(),
    )  # fmt: skip
    return case, claim_of(case, catalogue())


def test_two_loans_of_one_product_are_both_claimed(cache: Cache) -> None:
    case, claim = claimed(cache, FIRST, SECOND)
    assert (claim.interest, claim.penalty) == (Decimal("483.84"), Decimal("33.39"))
    assert [statement.title for statement in case.statements] == [
        "借呗（2026年5月18日借3,600.00元）",
        "借呗（2026年3月18日借9,000.00元）",
    ]


def test_a_loan_of_another_day_is_not_an_older_screen(cache: Cache) -> None:
    before = loan("b.png", "9,000.00", "2026-03-18",
                  (("待还本金", "6,750.00"), ("利息", "410.40"), ("罚息", "6.75")))  # fmt: skip
    for line in list(before.lines):
        if line.text == "2026-11-18":
            before.lines[before.lines.index(line)] = line.model_copy(update={"text": "2026-11-12"})
    _, claim = claimed(cache, FIRST, before)
    assert claim.interest == Decimal("483.84")
    assert claim.excluded == ()


def test_the_sum_over_two_loans_is_not_counted_besides(cache: Cache) -> None:
    for order in ((FIRST, SECOND, WHOLE), (WHOLE, FIRST, SECOND)):
        _, claim = claimed(cache, *order)
        assert claim.interest == Decimal("483.84")
        assert [entry.reason for entry in claim.excluded] == ["overview"]


def test_the_same_loan_on_two_days_is_counted_once(cache: Cache) -> None:
    later = loan("b.png", "3,600.00", "2026-05-18",
                 (("待还本金", "2,400.00"), ("利息", "75.00"), ("罚息", "29.00")))  # fmt: skip
    later.lines[:] = [
        line.model_copy(update={"text": "2026-11-20"}) if line.text == "2026-11-18" else line
        for line in later.lines
    ]
    _, claim = claimed(cache, FIRST, later)
    assert claim.interest == Decimal("75.00")
    assert [entry.reason for entry in claim.excluded] == ["older"]


def test_a_person_tells_two_loans_apart(cache: Cache) -> None:
    plain = [
        Sheet(path).rows("借呗", ("截至", "2026-11-18"), ("待还本金", owed), ("利息", interest))
        for path, owed, interest in (("a.png", "900.00", "9.00"), ("b.png", "400.00", "4.00"))
    ]
    case, claim = claimed(cache, *plain)
    assert len(case.statements) == 1
    assert case.statements[0].needs_review
    named = tuple(Assign(file=f"{n}.png", material="bill", loan=n) for n in "ab")
    case, claim = claimed(cache, *plain, assign=named)
    assert claim.interest == Decimal("13.00")
    assert [statement.apart for statement in case.statements] == ["a", "b"]


COMPANY = "贷款人：重庆蚂蚁消费金融有限公司"


def details(path: str, lent: str, day: str, rows: tuple[tuple[str, str], ...]) -> Sheet:
    """The details of a loan on a screen that names the company and no product."""
    return Sheet(path).rows(
        "借款详情", ("借款金额", lent), ("借款日期", day), *rows, ("截至", "2026-11-18"), COMPANY
    )


BARE = (
    details("a.png", "3,600.00", "2026-05-18",
            (("待还本金", "2,400.00"), ("待还利息", "73.44"), ("待还罚息", "26.64"),
             ("剩余待还", "2,500.08"))),
    details("b.png", "9,000.00", "2026-03-18",
            (("待还本金", "6,750.00"), ("待还利息", "410.40"), ("待还罚息", "6.75"),
             ("剩余待还", "7,167.15"))),
)  # fmt: skip
OWN_PAGE = Sheet("c.png").rows(
    "借呗", ("全部待还", "9,667.23"), ("待还本金", "9,150.00"), ("待还利息", "483.84"),
    ("待还罚息", "33.39"), ("截至", "2026-11-18"), COMPANY,
)  # fmt: skip


def test_details_without_a_product_are_of_their_companys(cache: Cache) -> None:
    case, claim = claimed(cache, OWN_PAGE, *BARE)
    assert {statement.product for statement in case.statements} == {"借呗"}
    assert claim.interest == Decimal("483.84")
    assert [entry.reason for entry in claim.excluded] == ["overview"]


def test_details_are_of_the_product_that_lends(cache: Cache) -> None:
    bill = Sheet("d.png").rows(
        "花呗", ("剩余应还", "1,926.45"), ("应还本金", "1,860.40"), ("利息", "66.05"), COMPANY
    )
    case, claim = claimed(cache, bill, OWN_PAGE, *BARE)
    assert [statement.product for statement in case.statements] == ["花呗", "借呗", "借呗", "借呗"]
    assert claim.interest == Decimal("549.89")


def test_details_of_another_company_stay_by_themselves(cache: Cache) -> None:
    other = Sheet("e.png").rows("借款详情", ("待还本金", "900.00"), ("待还利息", "9.00"),
                                "贷款人：样本小额贷款有限公司")  # fmt: skip
    case, claim = claimed(cache, OWN_PAGE, other)
    assert [statement.product for statement in case.statements] == ["借呗", "其他借款"]
    assert claim.interest == Decimal("492.84")


def test_a_round_sum_in_common_makes_no_page_anothers(cache: Cache) -> None:
    named = Sheet("a.png").rows("借呗", ("待还本金", "5,000.00"), ("待还利息", "60.10"))
    bare = Sheet("b.png").rows("借款详情", ("待还本金", "5,000.00"), ("待还利息", "71.30"))
    case, claim = claimed(cache, named, bare)
    assert [statement.product for statement in case.statements] == ["借呗", "其他借款"]
    assert claim.interest == Decimal("131.40")


def order(path: str, due: str, rows: tuple[str, str, str]) -> Sheet:
    principal, interest, whole = rows
    return Sheet(path).rows(
        "分期乐 订单详情", ("第4/6期", "已逾期"), ("应还日", due), ("应还本金", principal),
        ("应还利息", interest), ("本期待还", whole), "罚息按日计算，截至2026-11-18",
    )  # fmt: skip


def test_a_sum_that_shares_a_row_with_one_of_its_loans_is_no_loan(cache: Cache) -> None:
    whole = Sheet("w.png").rows(
        "分期乐", ("待还总额", "900.66"), ("待还本金", "833.17"), ("待还利息", "67.49"),
        ("第4/6期", "应还日 2026-10-08"), ("待还", "353.16"), ("截至", "2026-11-18"),
    )  # fmt: skip
    orders = (
        order("a.png", "2026-10-08", ("333.17", "19.99", "353.16")),
        order("b.png", "2026-10-22", ("500.00", "47.50", "547.50")),
    )
    case, claim = claimed(cache, whole, *orders)
    assert claim.interest == Decimal("67.49")
    assert [entry.reason for entry in claim.excluded] == ["overview"]
    assert [statement.apart for statement in case.statements[1:]] == [
        "2026年10月8日到期", "2026年10月22日到期",
    ]  # fmt: skip


def loans_complete(cache: Cache, *sheets: Sheet) -> tuple[Claim, list[tuple[str, str]]]:
    """The claim, and what the checks on loans and on pages of one day say: rule and outcome."""
    case, claim = claimed(cache, *sheets)
    case = case.model_copy(update={"readings": tuple(sheet.reading() for sheet in sheets)})
    facts = replace(facts_of(healthy(), catalogue()), case=case, claim=claim)
    rules = ("amounts.loans-complete", "amounts.same-day-conflict", "amounts.totals-close")
    found = [f for f in run_checks(facts).findings if f.rule in rules]
    return claim, [(f.rule, f"{f.outcome} {f.severity}") for f in found if f.next]


MISSING = [("amounts.loans-complete", "failed block")]
COUNTED = Sheet("c.png").rows(
    "借呗", ("截至", "2026-11-18"), ("待还总额", "9,667.23"), "共2笔借款未还",
    ("待还本金", "9,150.00"), ("待还利息", "483.84"), ("待还罚息", "33.39"),
)  # fmt: skip
LISTED = Sheet("c.png").rows(
    "借呗 我的借款", ("截至", "2026-11-18"), ("全部待还", "9,667.23"),
    ("2026-05-18 借3,600.00元", "待还 2,500.08"), ("2026-03-18 借9,000.00元", "待还 7,167.15"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sheets", "interest"),
    [
        pytest.param((FIRST, WHOLE), "73.44", id="sum-alone"),
        pytest.param((WHOLE, SECOND), "410.40", id="sum-first"),
        pytest.param((FIRST, COUNTED), "73.44", id="sum-says-how-many"),
        pytest.param((FIRST, LISTED), "73.44", id="list-of-loans"),
        pytest.param((OWN_PAGE, BARE[1]), "410.40", id="sum-with-parts"),
    ],
)
def test_a_loan_that_the_sum_holds_besides_has_no_page(
    cache: Cache, sheets: tuple[Sheet, ...], interest: str
) -> None:
    claim, said = loans_complete(cache, *sheets)
    assert said == MISSING
    assert claim.interest == Decimal(interest)


def again(total: str, day: str = "2026-11-18", *rows: tuple[str, str]) -> Sheet:
    return Sheet("c.png").rows("借呗", ("截至", day), ("待还总额", total), *rows)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(again("7,500.08"), id="one-digit-misread"),
        pytest.param(again("2,600.00", "2026-11-18", ("借款金额", "3,600.00")), id="of-a-loan"),
        pytest.param(again("9,667.23", "2026-11-18", ("本期应还", "2,500.08")), id="due-now-of-it"),
        pytest.param(again("2,503.28", "2026-11-19"), id="grown-by-a-day"),
        pytest.param(again("9,667.23", "2026-11-10"), id="paid-since"),
    ],
)
def test_a_larger_figure_of_one_loan_is_no_sum_over_two(cache: Cache, other: Sheet) -> None:
    _, said = loans_complete(cache, FIRST, other)
    assert "amounts.loans-complete" not in [rule for rule, _ in said]


def months(path: str, days: int, *amounts: str) -> Sheet:
    """The screen of a monthly credit that bears no day but says how long the first is overdue."""
    total = sum(map(Decimal, amounts))
    sheet = Sheet(path).rows("花呗", ("逾期应还", f"{total:,.2f}"), f"已逾期{days}天", "待还账单")
    for place, amount in enumerate(amounts):
        month = 9 + place
        sheet.row(f"{month}月账单", f"¥{amount}")
        sheet.row(f"还款日 {month:02d}月10日 已逾期{days - 30 * place}天")
    return sheet


OCTOBER = months("a.png", 32, "1306.98", "943.08")


@pytest.mark.parametrize(
    ("other", "blocked"),
    [
        pytest.param(months("b.png", 75, "1334.64", "963.07", "620.02"), False, id="grown"),
        pytest.param(months("b.png", 75, "1534.64", "963.07", "620.02"), True, id="grown-too-far"),
        pytest.param(months("b.png", 75, "963.07", "1334.64", "620.02"), True, id="other-rows"),
        pytest.param(months("b.png", 32, "1334.64", "963.07", "620.02"), True, id="one-day"),
    ],
)
def test_the_later_of_two_lists_of_months_that_bear_no_day(
    cache: Cache, other: Sheet, blocked: bool
) -> None:
    claim, said = loans_complete(cache, OCTOBER, other)
    assert (("amounts.same-day-conflict", "failed block") in said) is blocked
    assert blocked or [entry.statement for entry in claim.excluded] == ["s1"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("共2笔借款", 2), ("2笔待还", 2), ("待还借款(3笔)", 3), ("共两笔", 2),
        ("借款笔数：2", 2),
        ("共2笔还款记录", None), ("近3笔", None), ("共12期", None), ("已结清2笔", None),
        ("您有2笔借款未结清", 2), ("第2笔借款", None),
    ],
)  # fmt: skip
def test_loans_said(text: str, count: int | None) -> None:
    assert loans_said([text]) == count


def funded(path: str, company: str, *parts: str) -> Sheet:
    principal, interest, total = parts
    return Sheet(path).rows(
        "京东金条 借款明细", ("出资方", company), ("待还本金", principal), ("待还利息", interest),
        ("待还合计", total),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("company", "principal", "count"),
    [
        pytest.param("江苏银行股份有限公司", "8,400.00", 2, id="another-company"),
        pytest.param("京东盛际小额贷款", "8,400.00", 1, id="one-company"),
        pytest.param("江苏银行股份有限公司", "11,200.00", 1, id="one-sum-lent-together"),
    ],
)
def test_loans_of_one_platform_from_two_companies(
    cache: Cache, company: str, principal: str, count: int
) -> None:
    total = f"{Decimal(principal.replace(',', '')) + Decimal('298.77'):,.2f}"
    first = funded("a.png", "京东盛际小额贷款", "11,200.00", "402.15", "11,602.15")
    claim, _ = loans_complete(cache, first, funded("b.png", company, principal, "298.77", total))
    assert len({line.statement for line in claim.lines}) == count
