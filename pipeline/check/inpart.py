"""Whether less than all of a charge is asked to be waived, and less than what is owed."""

from __future__ import annotations

from decimal import Decimal

from pipeline.check.amounts import CLAIMABLE
from pipeline.check.facts import Facts, yuan
from pipeline.check.rule import Answer, Answers, Rule, failed, not_applicable, pages, passed
from pipeline.relief import CHARGES, OWN_LETTER, owed_in_all, parts_asked
from schemas.findings import Severity


def part_within_claim(facts: Facts) -> Answers:
    """只申请减免一部分的，写明是多少，且不超过所欠。

    为什么：写的比账单上的还多，申请就站不住；只减一半的，另一半要算进还款计划。
    怎么办：对照明细表改 case.toml 的 [request] part；全部申请的，把这一项删掉。

    A part that is asked to be waived is less than what is owed.
    Why: nobody waives more than is owed; of what is waived by half the rest must be repaid.
    Next: correct part under [request] in case.toml; take it out to ask for all.
    """
    typed = facts.case.typed.request.part
    over = tuple(
        failed(
            f"[request] part 写的{CLAIMABLE[name]} {yuan(value)}，多于明细表上的 {yuan(owed)}",
            "对照明细表改正；全部申请减免的，把这一项删掉",
            material=OWN_LETTER,
        )
        for name in CHARGES
        if isinstance(value := getattr(typed, name), Decimal)
        and value > (owed := owed_in_all(facts.claim.lines, name))
    )
    parts = parts_asked(facts.case, facts.claim)
    if not parts and not over:
        return (not_applicable("没有只申请减免一部分"),)
    told = "、".join(
        f"{CLAIMABLE[name]} {yuan(owed_in_all(facts.claim.lines, name))}中的 {yuan(part)}"
        for name, part in parts.items()
    )
    read = all(getattr(typed, name) is None for name in parts)
    letters = facts.papers(OWN_LETTER) if read else ()
    by = "按自己写的申请书，" if read else ""
    said: Answer = passed(
        f"{by}申请减免{told}", pages(ref for letter in letters for ref in letter.pages)
    )
    return over or (said,)


RULES = (Rule("amounts.part-within-claim", Severity.BLOCK, part_within_claim),)
