"""What stands over the plan: whether its payments make what is to be repaid."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.assemble.data import pack_data
from pipeline.store import Cache
from tests.packcases import CaseBuilder, catalogue, illness_case
from tests.test_letter_write import plan_of


@pytest.fixture
def builder(tmp_path: Path) -> CaseBuilder:
    return CaseBuilder(Cache(tmp_path / "cache"), tmp_path / "case")


@pytest.mark.parametrize(
    ("broken_down", "off", "words"),
    [
        (True, "0.00", "各期之和与应还总额 7,016.16 元一致。"),
        (False, "0.00", "单位：元。应还总额 7,016.16 元；各期之和与它一致。"),
        (False, "5.00", "单位：元。应还总额 7,011.16 元；各期之和与它不一致，待申请人核对。"),
    ],
    ids=["broken down", "payments alone", "another sum"],
)
def test_the_plan_says_whether_it_makes_the_debt(
    broken_down: bool, off: str, words: str, builder: CaseBuilder
) -> None:
    illness_case(builder)
    plan = plan_of(builder)
    changed = {
        "broken_down": broken_down,
        "to_repay": plan.repayment.to_repay - Decimal(off),
    }
    told = plan.model_copy(update={"repayment": plan.repayment.model_copy(update=changed)})
    data = pack_data(told, builder.case(), catalogue())
    assert data["plan"]["sums"].endswith(words)
