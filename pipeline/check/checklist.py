"""Whether the papers that the reason asks for are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.check.conditions import CONDITIONS
from pipeline.check.facts import Facts, credits_of
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    failed,
    not_applicable,
    pages,
    passed,
    undetermined,
)
from pipeline.hardship import PROVES, reason_of
from schemas.catalogue import Requirement
from schemas.findings import Severity
from schemas.material import Material

WRITTEN_HERE = ("application_letter", "repayment_plan")
"""Papers the program writes itself: never missing for want of a paper."""


@dataclass(frozen=True)
class Need:
    """One requirement, the papers that meet it, and whether the case calls for it at all."""

    requirement: Requirement
    papers: tuple[Material, ...]
    met: bool
    holds: bool

    @property
    def material(self) -> str:
        return self.requirement.any_of[0]


def needs_of(facts: Facts) -> Iterator[Need]:
    """The requirements that hold for the case, those of every case first."""
    return (need for need in all_needs(facts) if need.holds)


def all_needs(facts: Facts) -> Iterator[Need]:
    """Also the requirements whose condition the case does not meet.

    What another requirement asks for already is not listed as helpful once more; nor is what a
    condition would ask for where it is asked for anyway.
    """
    needs = [_need(facts, requirement) for requirement in _requirements(facts)]
    strict = {kind for need in needs if _strict(need) for kind in need.requirement.any_of}
    seen: list[Requirement] = []
    asked: set[str] = set()
    for need in needs:
        again = not _strict(need) and set(need.requirement.any_of) <= strict | asked
        if need.requirement not in seen and not again and not _asked_anyway(need, needs):
            yield need
            asked |= set(need.requirement.any_of) if need.holds else set()
        seen.append(need.requirement)


def _asked_anyway(need: Need, needs: list[Need]) -> bool:
    kinds = need.requirement.any_of
    return not need.holds and any(o.holds and o.requirement.any_of == kinds for o in needs)


def _strict(need: Need) -> bool:
    return need.holds and need.requirement.level != "helpful"


def _requirements(facts: Facts) -> Iterator[Requirement]:
    """Of every case, of its reason, of the lenders it is about, of the way it is handed in."""
    catalogue, reason = facts.catalogue, reason_of(facts.case)
    for name in ("every_case", reason):
        if name in catalogue.checklists:
            yield from catalogue.checklists[name].require
    for product in dict.fromkeys(bill.product_id for bill in facts.claimed):
        if product in catalogue.lenders:
            yield from catalogue.lenders[product].require
    channel = catalogue.channels.get(facts.case.typed.request.channel)
    yield from channel.require if channel else ()


def _need(facts: Facts, requirement: Requirement) -> Need:
    papers = facts.holding(*requirement.any_of)
    large = requirement.over is None or facts.claim.total > requirement.over
    holds = large and CONDITIONS[requirement.when](facts)
    return Need(requirement, papers, _met(facts, requirement, papers), holds)


def _met(facts: Facts, requirement: Requirement, papers: tuple[Material, ...]) -> bool:
    if set(requirement.any_of) <= set(WRITTEN_HERE):
        return True
    if requirement.count > 1 and len(papers) < requirement.count:
        return _before_and_after(facts, papers)
    return len(papers) >= requirement.count


def _before_and_after(facts: Facts, papers: tuple[Material, ...]) -> bool:
    """Whether one paper shows wages on both sides of the day the hardship began."""
    since = facts.case.typed.hardship.since
    days = [day for paper in papers for day, _ in credits_of(paper)]
    return since is not None and bool(days) and min(days) < since < max(days)


def required(facts: Facts) -> Answers:
    """必备材料齐全。

    为什么：缺一样，机构就退回补件，审核时间从头算。
    怎么办：按提示补齐，放进文件夹后重新运行；已经有而没认出来的，用 [[assign]] 指明。

    All required papers are there.
    Why: one missing paper sends the application back and the clock starts again.
    Next: add it to the folder and run again; name a paper that was not recognised with [[assign]].
    """
    needs = [
        need
        for need in needs_of(facts)
        if need.requirement.level == "required" and not need.requirement.proof
    ]
    lacking = tuple(_lacking(facts, need) for need in needs if not need.met)
    return lacking or (passed(f"{len(needs)} 项必备材料齐全"),)


def need_name(facts: Facts, need: Need) -> str:
    """What the group is called, else the names of its papers."""
    names = "或".join(facts.kind_name(kind) for kind in need.requirement.any_of)
    return need.requirement.name or names


def _lacking(facts: Facts, need: Need) -> Answer:
    why = f"（{need.requirement.why}）" if need.requirement.why else ""
    return failed(
        f"缺少{need_name(facts, need)}{why}", need.requirement.get, material=need.material
    )


def _numbers(need: Need) -> dict[str, int]:
    """How many there are of each kind that would meet a requirement; of payslips, the months."""
    found: dict[str, set[str]] = {}
    for paper in need.papers:
        month = paper.fields.get("pay_month")
        for kind in set(paper.kinds) & set(need.requirement.any_of):
            found.setdefault(kind, set()).add(month.value if month else paper.id)
    return {kind: len(each) for kind, each in found.items()}


def _too_few(facts: Facts, need: Need) -> Iterator[Answer]:
    """Papers of which lenders want several, where nothing else of the group is there."""
    numbers = _numbers(need)
    if any(number >= need.requirement.counts.get(kind, 1) for kind, number in numbers.items()):
        return
    for kind, number in numbers.items():
        wanted = need.requirement.counts[kind]
        yield failed(
            f"{facts.kind_name(kind)}只有 {number} 份，一般要 {wanted} 份",
            need.requirement.get,
            pages(ref for paper in need.papers for ref in paper.pages),
            kind,
        )


def reason_proof(facts: Facts) -> Answers:
    """困难原因有证明材料。

    为什么：只有本人说明而没有第三方证明的困难，机构不予采信。
    怎么办：按提示补证明，放进文件夹后重新运行；原因没有写的，在 case.toml 的 [hardship] 写 reason。

    The reason for the hardship is proven.
    Why: a hardship told but not proven by a third party is not believed.
    Next: add the proof to the folder and run again; write reason under [hardship] in case.toml.
    """
    reason = reason_of(facts.case)
    if reason is None:
        return (_no_reason(facts),)
    proofs = [need for need in needs_of(facts) if need.requirement.proof]
    lacking = tuple(_lacking(facts, need) for need in proofs if not need.met)
    shown = pages(ref for need in proofs for paper in need.papers for ref in paper.pages)
    name = facts.catalogue.checklists[reason].name
    return lacking or (passed(f"困难原因（{name}）有证明材料", shown),)


def _no_reason(facts: Facts) -> Answer:
    speaking = [paper for paper in facts.case.materials if any(k in PROVES for k in paper.kinds)]
    reasons = dict.fromkeys(PROVES[k] for paper in speaking for k in paper.kinds if k in PROVES)
    names = "、".join(facts.catalogue.checklists[reason].name for reason in reasons)
    return undetermined(
        f"材料里能看出不止一种困难原因（{names}）"
        if reasons
        else "没有写困难原因，也没有能看出原因的材料",
        "在 case.toml 的 [hardship] 写 reason（illness 疾病、accident 意外、unemployment 失业、"
        "income_drop 收入下降、disaster 自然灾害、family_change 家庭变故、other 其他）",
        pages(ref for paper in speaking for ref in paper.pages),
        severity=Severity.BLOCK,
    )


def conditional(facts: Facts) -> Answers:
    """按本案情况应有的材料齐全。

    为什么：例如用了亲属的诊断证明，就要证明两人是一家人；工资条一个月的看不出常年收入。
    怎么办：按提示补齐，放进文件夹后重新运行。

    Papers that the circumstances call for are there.
    Why: with a relative's diagnosis, for one, kinship has to be shown; one payslip does not tell
    what is usually earned.
    Next: add the paper to the folder and run again.
    """
    every = list(needs_of(facts))
    needs = [need for need in every if need.requirement.level == "conditional"]
    lacking = [_lacking(facts, need) for need in needs if not need.met]
    few = [answer for need in every if need.met for answer in _too_few(facts, need)]
    if not needs and not few:
        return (not_applicable("本案没有附带条件的材料"),)
    return (*lacking, *few) or (passed("附带条件的材料齐全"),)


def helpful(facts: Facts) -> Answers:
    """有助于审核的材料（不是必须）。

    为什么：多一份第三方证明，多一分可信。
    怎么办：容易取得的就补上，取不到不影响提交。

    Papers that help but are not required.
    Why: each paper by a third party adds weight.
    Next: add what is easy to get; the pack can be handed in without.
    """
    needs = [need for need in needs_of(facts) if need.requirement.level == "helpful"]
    lacking = dict.fromkeys(need_name(facts, need) for need in needs if not need.met)
    if not lacking:
        return (passed("有助于审核的材料也都有了"),)
    return (failed(f"还可以补充：{'、'.join(lacking)}", "容易取得的就补上，取不到不影响提交"),)


RULES = (
    Rule("checklist.required", Severity.BLOCK, required),
    Rule("checklist.reason-proof", Severity.BLOCK, reason_proof),
    Rule("checklist.conditional", Severity.WARN, conditional),
    Rule("checklist.helpful", Severity.INFO, helpful),
)
