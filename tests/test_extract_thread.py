"""Reminders one below the other: the last of one account counts, two accounts are two debts."""

from __future__ import annotations

import pytest

from pipeline.store import Cache
from tests.sheets import Sheet, interpreted, outstanding, statements

CENTRE = 400


def sms(
    sheet: Sheet,
    day: str,
    tail: str,
    penalty: str,
    total: str,
    last: str = "请及时还款。拒收请回复R",
) -> Sheet:
    """One reminder as a phone shows it, under the time it came."""
    return (
        sheet.at(CENTRE, sheet.y, f"{day} 10:05")
        .gap(90)
        .rows(
            f"【样本消费金融】尊敬的客户，您尾号{tail}",
            f"的贷款已逾期，当前应还总额{total}元",
            f"（含本金3,210.00元、利息208.45元、罚息{penalty}元），",
            last,
        )
        .gap()
    )


def thread(second: str = "8841") -> Sheet:
    first = sms(Sheet(), "11月13日", "8841", "27.70", "3,446.15")
    return sms(first, "昨天", second, "63.72", "3,482.17")


def test_the_last_reminder_about_one_loan_counts(cache: Cache) -> None:
    [statement] = interpreted([thread()], cache).statements
    assert outstanding(statement) == {
        "principal": "3210.00 verified",
        "interest": "208.45 verified",
        "penalty": "63.72 verified",
        "total": "3482.17 verified",
    }


def test_reminders_about_two_loans_are_no_one_loan(cache: Cache) -> None:
    found = statements([thread("7702")], cache)
    assert [outstanding(one)["penalty"] for one in found] == ["27.70 verified", "63.72 verified"]


@pytest.mark.parametrize("last", ["本次扣款未成功，请及时还款", "如已还清，请忽略本短信"])
def test_a_reminder_that_names_what_is_not_done_still_tells_of_a_debt(
    last: str, cache: Cache
) -> None:
    first = sms(Sheet(), "11月13日", "8841", "27.70", "3,446.15", last)
    found = statements([sms(first, "昨天", "7702", "63.72", "3,482.17")], cache)
    assert [outstanding(one)["penalty"] for one in found] == ["27.70 verified", "63.72 verified"]


def test_a_shorter_later_message_does_not_take_the_place_of_a_longer_one(cache: Cache) -> None:
    sheet = sms(Sheet(), "11月13日", "8841", "27.70", "3,446.15")
    sheet.at(CENTRE, sheet.y, "昨天 10:05").gap(90).rows(
        "【样本消费金融】您尾号8841的贷款逾期，", "请尽快归还3,482.17元。"
    )
    [statement] = statements([sheet], cache)
    assert outstanding(statement)["penalty"].startswith("27.70")


def card(sheet: Sheet, time: str, *rows: tuple[str, str]) -> Sheet:
    """A reminder of a bank's account: labels with their values, under the time it came."""
    sheet.at(900, sheet.y, "样本")
    sheet.at(CENTRE, sheet.y, time).gap(90)
    for label, value in rows:
        sheet.at(60, sheet.y, label).at(320, sheet.y, value).gap(90)
    return sheet.gap()


def test_a_loan_and_a_card_in_one_chat_are_two_debts(cache: Cache) -> None:
    loan = (
        ("贷款账号", "9433****0218"), ("逾期本金", "6,740.12元"), ("逾期欠息", "1,086.95元"),
        ("罚息", "118.43元"), ("应还合计", "7,945.50元"),
    )  # fmt: skip
    bill = (
        ("信用卡末四位", "6605"), ("人民币应还", "3,527.80元"), ("其中利息", "58.26元"),
        ("其中违约金", "20.00元"),
    )  # fmt: skip
    sheet = card(Sheet().row("中国邮政储蓄银行"), "11月20日 上午10:06", *loan)
    found = statements([card(sheet, "11月23日 上午9:00", *bill)], cache)
    assert [outstanding(one)["interest"].split()[0] for one in found] == ["1086.95", "58.26"]


def test_rows_that_differ_in_the_penalty_alone_are_put_to_a_person(cache: Cache) -> None:
    sheet = Sheet().row("样本贷")
    for penalty, total in (("5.54", "3,423.99"), ("27.70", "3,446.15")):
        sheet.rows(("应还合计", total), ("本金", "3,210.00"), ("利息", "208.45"), ("罚息", penalty))
        sheet.gap()
    [statement] = statements([sheet], cache)
    assert outstanding(statement)["penalty"].endswith("doubtful")


@pytest.mark.parametrize("time", ["21:05", "2026-11-03 21:05"])
def test_times_beside_loans_part_no_messages(time: str, cache: Cache) -> None:
    """A list of loans, each under the time of lending at the left edge, stays one screen."""
    sheet = Sheet().row("样本贷")
    for total, parts in (
        ("812.00", ("800.00", "10.00", "2.00")),
        ("407.50", ("400.00", "6.00", "1.50")),
    ):
        sheet.row(time).rows(("应还合计", total))
        sheet.rows(*zip(("本金", "利息", "罚息"), parts, strict=True)).gap()
    [statement] = statements([sheet], cache)
    assert outstanding(statement)["interest"] == "16.00 verified"


def test_a_message_of_a_sum_alone_gives_way_to_one_that_takes_it_apart(cache: Cache) -> None:
    sheet = Sheet().at(CENTRE, 100, "10月30日 09:02").gap(90)
    sheet.rows("【众安小贷】您的借款已逾期10天，", "当前应还5,246.81元，请尽快还款。").gap()
    sheet.at(CENTRE, sheet.y, "11月25日 09:05").gap(90).rows(
        "【众安小贷】您的借款（尾号4471）已逾期36天，应还总额5327.46元，",
        "其中本金5000.00元、利息215.30元、罚息112.16元。请尽快还款。",
    )
    [statement] = interpreted([sheet], cache).statements
    assert outstanding(statement)["total"] == "5327.46 verified"
    assert not statement.needs_review
