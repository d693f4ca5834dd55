"""Amounts in letters: in capitals and figures, over the ends of lines, paid before owed ones."""

from __future__ import annotations

import pytest

from pipeline.extract.labels import without_capitals
from tests.sheets import Sheet, drafted, owed


def letter(*lines: str) -> Sheet:
    return Sheet().rows(*lines)


def test_the_label_stands_before_the_amount_in_capitals() -> None:
    sheet = letter(
        "截至2026年11月12日，您已逾期153天，尚欠借款本金人民",
        "币柒万叁仟贰佰陆拾元整（￥73,260.00）、利息人民币捌仟零肆拾伍元",
        "玖角壹分（¥8,045.91）、罚息人民币肆仟肆佰壹拾柒元贰角捌分",
        "（¥4,417.28），共计人民币捌万伍仟柒佰贰拾叁元壹角玖分",
        "（￥85,723.19）。",
    )
    assert owed(sheet) == {
        "principal": "73260.00",
        "interest": "8045.91",
        "penalty": "4417.28",
        "total": "85723.19",
    }


def test_what_was_paid_stays_paid_to_the_end_of_its_clause() -> None:
    sheet = letter(
        "截至2026年11月18日，该借款人累计已偿还本金44,500.00元、利息",
        "9,127.60元、罚息215.00元；尚未偿还本金35,500.00元、利息1,384.22",
        "元、罚息1,206.39元，另有已批准减免罚息300.00元不再收取。",
    )
    assert owed(sheet) == {"principal": "35500.00", "interest": "1384.22", "penalty": "1206.39"}
    assert {name: str(one.value) for name, one in drafted(sheet).paid.items()} == {
        "principal": "44500.00", "interest": "9127.60", "penalty": "215.00",
    }  # fmt: skip


def test_a_sum_of_all_points_of_a_list_is_the_total() -> None:
    sheet = letter(
        "①剩余全部本金 RMB64,380.17", "②已到期未付利息 RMB3,120.44", "③逾期罚息 RMB892.36",
        "④违约金 RMB1,287.60", "⑤上门催收服务费 RMB600.00", "以上①至⑤合计RMB70,280.57。",
    )  # fmt: skip
    found = owed(sheet)
    assert (found["total"], found["late_fees"], found["fees"]) == ("70280.57", "1287.60", "600.00")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("利息人民币捌仟零肆拾伍元玖角壹分（", "利息", id="before-a-bracket"),
        pytest.param("贷款本金壹拾叁万贰仟柒佰伍拾元整(", "贷款本金", id="without-a-currency"),
        pytest.param("待还总额", "待还总额", id="no-capitals"),
        pytest.param("分期万元", "分期万元", id="too-few"),
    ],
)
def test_capitals_are_taken_off_a_label(text: str, left: str) -> None:
    assert without_capitals(text) == left
