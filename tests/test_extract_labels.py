"""What a label means: a table of labels as bills print them, with the roles they must get."""

from __future__ import annotations

import pytest

from pipeline.extract.labels import Role
from pipeline.extract.words import last_clause
from tests.sheets import grammar

OWED = (
    # label, component, scope
    ("本金", "principal", ""),
    ("应还本金", "principal", ""),
    ("待还本金", "principal", ""),
    ("剩余本金", "principal", "debt"),
    ("剩余未还本金", "principal", "debt"),
    ("逾期本金", "principal", "overdue"),
    ("利息", "interest", ""),
    ("应还利息", "interest", ""),
    ("待还利息", "interest", ""),
    ("剩余应还利息", "interest", "debt"),
    ("本期应还利息", "interest", "period"),
    ("循环利息", "interest", ""),
    ("其中利息", "interest", ""),
    ("罚息", "penalty", ""),
    ("应还罚息", "penalty", ""),
    ("逾期利息", "penalty", "overdue"),
    ("逾期罚息", "penalty", ""),
    ("逾期费", "penalty", ""),
    ("逾期费用", "penalty", ""),
    ("已产生罚息", "penalty", ""),
    ("复利", "penalty", ""),
    ("手续费", "fees", ""),
    ("分期手续费", "fees", ""),
    ("分期服务费", "fees", ""),
    ("担保费", "fees", ""),
    ("年费", "fees", ""),
    ("违约金", "late_fees", ""),
    ("滞纳金", "late_fees", ""),
    ("应还违约金", "late_fees", ""),
    ("待还总额", "total", ""),
    ("剩余待还", "", "debt"),
    ("剩余应还", "", "debt"),
    ("全部待还", "", "debt"),
    ("本期应还", "", "period"),
    ("本月应还", "", "period"),
    ("8月待还", "", "period"),
    ("下月待还", "", "next"),
    ("本期应还金额", "", "period"),
    ("应还总额", "total", ""),
    ("合计", "total", ""),
    ("本息合计", "total", ""),
    ("本金和利息", "total", ""),
    # Traditional characters.
    ("應還金額", "", ""),
    ("剩餘應還", "", "debt"),
    ("罰息", "penalty", ""),
    ("逾期費用", "penalty", ""),
    ("違約金", "late_fees", ""),
    ("滯納金", "late_fees", ""),
    ("手續費", "fees", ""),
    ("循環利息", "interest", ""),
    # As screens decorate them.
    ("利息（元）", "interest", ""),
    ("罚息：", "penalty", ""),
    ("利 息", "interest", ""),
)

NEVER_OWED = (
    # label, bucket
    ("已还利息", "paid"),
    ("已还本金", "paid"),
    ("累计已还", "paid"),
    ("实还金额", "paid"),
    ("已减免罚息", "waived"),
    ("减免利息", "waived"),
    ("优惠金额", "waived"),
    ("红包抵扣", "waived"),
    ("免息", "waived"),
    ("预计利息", "projected"),
    ("逾期后罚息", "projected"),
    ("提前结清金额", "projected"),
    ("试算利息", "projected"),
    ("总额度", "ignore"),
    ("可用额度", "ignore"),
    ("取现额度", "ignore"),
    ("已用额度", "ignore"),
    ("最低应还", "ignore"),
    ("最低还款额", "ignore"),
    ("本期最低应还金额", "ignore"),
    ("最低應繳", "ignore"),
    ("未出账", "ignore"),
    ("减免前利息", "ignore"),
    ("借款金额", "ignore"),
    ("借款本金", "ignore"),
    ("放款金额", "ignore"),
    ("日利息", "ignore"),
    ("存款结息", "ignore"),
    ("上期账单金额", "ignore"),
    ("上期账单余额", "ignore"),
    ("账户余额", "ignore"),
    ("消费金额", "ignore"),
    ("工资收入", "ignore"),
)

SPECIAL = (
    # label, kind
    ("最晚还款日", "date.due"),
    ("到期还款日", "date.due"),
    ("还款日", "date.due"),
    ("還款日", "date.due"),
    ("本期最晚还款日", "date.due"),
    ("到期日", "date.due"),
    ("账单日", "date.statement"),
    ("帳單日", "date.statement"),
    ("截至", "date.as_of"),
    ("查询时间", "date.as_of"),
    ("借款日期", "date.lent"),
    ("日利率", "rate.daily"),
    ("年利率（单利）", "rate.annual"),
    ("年化利率", "rate.annual"),
    ("逾期天数", "overdue_days"),
    ("逾期天數", "overdue_days"),
    ("期数", "period"),
    ("期次", "period"),
    ("状态", "status"),
)

NO_LABEL = (
    "猜你喜欢",
    "客服热线",
    "我的订单编号",
    "余额",
    "招商银行信用卡中心",
    "尊敬的客户您好",
    "",
    "……",
    "请于最晚还款日前足额还款以免影响您的信用记录",
)


def role(label: str) -> Role:
    found = grammar().parse(label)
    assert found is not None, f"{label} means nothing"
    return found


@pytest.mark.parametrize(("label", "component", "scope"), OWED, ids=[label for label, *_ in OWED])
def test_labels_of_what_is_owed(label: str, component: str, scope: str) -> None:
    found = role(label)
    assert (found.kind, found.component, found.scope) == ("amount", component, scope)
    assert found.bucket in ("owed", "")


@pytest.mark.parametrize(("label", "bucket"), NEVER_OWED, ids=[label for label, _ in NEVER_OWED])
def test_labels_of_what_is_never_owed(label: str, bucket: str) -> None:
    found = role(label)
    assert (found.kind, found.bucket) == ("amount", bucket)


@pytest.mark.parametrize(("label", "kind"), SPECIAL, ids=[label for label, _ in SPECIAL])
def test_labels_of_dates_rates_and_the_like(label: str, kind: str) -> None:
    assert role(label).kind == kind


@pytest.mark.parametrize("label", NO_LABEL, ids=[label or "nothing" for label in NO_LABEL])
def test_words_that_are_no_label(label: str) -> None:
    assert grammar().parse(label) is None


def test_a_statement_day_is_never_taken_for_a_due_day() -> None:
    """账单日 and 还款日 stand side by side on every card bill."""
    assert {role("账单日").kind, role("还款日").kind} == {"date.statement", "date.due"}


@pytest.mark.parametrize(
    "sentence",
    [
        "如逾期将产生罚息12.00元",
        "若未按时还款，将收取违约金50.00元",
        "预计利息30.00元",
        "例如：借款10000元，每日利息5.00元",
        "提前结清可省利息88.00元",
    ],
)
def test_sentences_about_what_might_be(sentence: str) -> None:
    assert grammar().projected_context(sentence)


@pytest.mark.parametrize("sentence", ["已产生罚息12.00元", "其中利息30.00元", "剩余待还1,000.00元"])
def test_sentences_about_what_is(sentence: str) -> None:
    assert not grammar().projected_context(sentence)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("已还清", "paid"),
        ("已结清", "paid"),
        ("已逾期", "overdue"),
        ("逾期34天", "overdue"),
        ("待还款", "due"),
        ("未到期", "upcoming"),
        ("未出账", "upcoming"),
        ("已减免", "waived"),
        ("查看详情", ""),
    ],
    ids=lambda value: str(value) or "none",
)
def test_status_words(text: str, status: str) -> None:
    assert grammar().status(text) == status


@pytest.mark.parametrize(
    ("heading", "bucket"),
    [
        ("还款计划", "owed"),
        ("还款记录", "paid"),
        ("提前结清试算", "projected"),
        ("优惠明细", "waived"),
        ("猜你喜欢", "ignore"),
        ("【还款记录】", "paid"),
        ("还款记录仅供参考", ""),
    ],
    ids=lambda value: str(value) or "none",
)
def test_headings_open_a_section(heading: str, bucket: str) -> None:
    assert grammar().section(heading) == bucket


@pytest.mark.parametrize(
    "label", ["欠款合计（贷款余额+拖欠利息+拖欠罚息)", "欠款合计(本金、拖欠利息及罚息)", "欠款合计"]
)
def test_what_a_sum_is_made_of_says_nothing_of_its_scope(label: str) -> None:
    found = role(label)
    assert (found.component, found.bucket, found.scope) == ("total", "", "debt")
    assert last_clause("截至打印日," + label) == label
