"""Whether the papers about present pay are of one employer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from pipeline.check.facts import Facts
from pipeline.check.rule import Answers, Rule, failed, not_applicable, passed, places
from pipeline.extract.folding import squeezed
from schemas.evidence import FieldValue
from schemas.findings import Severity
from schemas.material import Material

PRESENT = ("income_certificate", "payslip", "pay_cut_notice")
"""Papers that speak of the pay of these months; what ended a job may be of another."""
ALIKE = 0.6
"""Share of its characters that two readings of one name have in common at least."""
_FORM = re.compile(r"\([^()]*\)?|(?:股份|有限|责任|集团|公司|分公司|总)+")


def one_employer(facts: Facts) -> Answers:
    """收入材料上的单位是同一家。

    为什么：收入证明、工资条和降薪通知写着不同的单位，机构会怀疑其中一份不是本人的。
    怎么办：换了单位、劳务派遣或代发的，在情况说明里写一句；拿错的，换成本单位的。

    The papers about the pay are of one employer.
    Why: where certificate, payslips and notice name different employers, one is doubted.
    Next: say so if the job changed, or the wages are paid through another company; replace a paper
    that is not of one's own employer.
    """
    named = list(_named(facts))
    if len(named) < 2:
        return (not_applicable("收入材料上读到的单位不足两份"),)
    differing = [
        (one, other)
        for one, other in combinations(named, 2)
        if one[0].kind != other[0].kind and not _alike(one[1].value, other[1].value)
    ]
    if not differing:
        return (passed(f"{len(named)} 份收入材料上的单位是同一家"),)
    (paper, name), (second, other) = differing[0]
    return (
        failed(
            f"{facts.kind_name(paper.kind)}上的单位是“{name.value}”，"
            f"{facts.kind_name(second.kind)}上是“{other.value}”",
            "换了单位、劳务派遣或代发的，在情况说明里写一句；拿错的换成本单位的；"
            "读错的用 [[correction]] 改 employer",
            (*places(name), *places(other)),
            second.kind,
        ),
    )


def _named(facts: Facts) -> Iterator[tuple[Material, FieldValue]]:
    for paper in facts.papers(*PRESENT):
        value = paper.fields.get("employer")
        if value is not None and value.value:
            yield paper, value


def _alike(one: str, other: str) -> bool:
    """Whether two names may be of one company: one in the other, or much the same."""
    first, second = (_FORM.sub("", squeezed(name)) for name in (one, other))
    if not first or not second or first in second or second in first:
        return True
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


RULES = (Rule("income.one-employer", Severity.WARN, one_employer),)
