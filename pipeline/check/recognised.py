"""Whether every page was recognised, and what a person is told of those that were not."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.check.facts import Facts, amounts_in
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    assignment,
    failed,
    not_applicable,
    pages,
    passed,
)
from pipeline.extract.folding import squeezed
from pipeline.extract.lenders import GENERIC, named_in
from schemas.findings import Severity
from schemas.material import Material
from schemas.source import PageRef

FAR_AHEAD = 0.6
"""Sureness from which the only kind in question is put into the entry to be copied."""
TRIAL_WORDS = ("提前结清", "提前还清", "提前还款", "还款计算", "还款测算", "借款测算", "分期测算")
"""Beside the catalogue's words for trials: headings of pages that compute what is not owed yet."""
DEBT_WORDS = ("本金", "利息", "罚息", "违约金", "待还", "应还", "逾期", "欠款")
ENOUGH_WORDS, ENOUGH_AMOUNTS = 2, 2
"""Different words of debts, and amounts to the cent, that make an unknown page look like a bill."""
HEADING = 16
"""Characters of the longest line that is taken for a heading."""
COMPUTED = ("试算", "测算", "计算", "预计", "需还", "结清金额", "应还总额", "共需")
"""Words that a page of results has, and a bill that links to it has not beside the heading."""


@dataclass(frozen=True)
class Trial:
    """A page that computes what a debt would come to.

    product: its catalogue id, name: what it is called; both "" where the page does not say
    """

    page: PageRef
    heading: str
    product: str
    name: str


def page_classified(facts: Facts) -> Answers:
    """每一页都认出了是什么材料。

    为什么：没认出的页编在最后一组“未归类页”里，可能正是缺的那一份，也可能与本案无关。
    怎么办：在 case.toml 用 [[assign]] 写明 file、pages、material；无关的移出文件夹。

    Every page was recognised.
    Why: a page that was not recognised is bound in the last group: it may be the one that is
    missing, or have nothing to do with the case and still go to the lender.
    Next: name it with [[assign]] (file, pages, material) in case.toml, or take it out of the
    folder.

    It only warns: nearly every folder has such a page, leaving one out by itself could lose a
    paper, and a page that lists money nobody has counted blocks.
    """
    unknown = [paper for paper in facts.papers("unknown") if not paper.assigned]
    known = len(facts.case.materials)
    if not known:
        return (not_applicable("没有可以看的页"),)
    trials = {trial.page: trial for trial in trials_of(facts)}
    return tuple(
        _tried(trials[paper.pages[0]]) if paper.pages[0] in trials else _unknown(facts, paper)
        for paper in unknown
    ) or (passed(f"{known} 份材料都认出来了"),)


def _unknown(facts: Facts, paper: Material) -> Answer:
    first = paper.pages[0]
    names = "、".join(f"{facts.kind_name(kind)}（{kind}）" for kind in paper.claimants)
    close = f"，可能是：{names}" if names else ""
    # A guess that is likely wrong would be copied unread.
    sure = len(paper.claimants) == 1 and paper.confidence >= FAR_AHEAD
    guess = paper.claimants[0] if sure else ""
    listed = "括号里的代号" if names else "代号"
    owing = _speaks_of_another_debt(facts, paper)
    told = "；上面写着欠款的金额，可能是一笔没有算进来的债务" if owing else ""
    return failed(
        f"{first.path} 第 {first.page} 页没有认出是什么材料{close}{told}",
        f"无关的移出文件夹；是材料的，看一眼，把{listed}填进 material，放进 case.toml"
        "（全部代号见 schemas/catalogue/README.md）：\n"
        f"{assignment(first, guess)}",
        pages(paper.pages),
        "unknown",
        Severity.BLOCK if owing else None,
    )


def _speaks_of_another_debt(facts: Facts, paper: Material) -> bool:
    """Whether a page lists amounts in the words of a bill, none of which any bill has."""
    lines = [line.text for ref in paper.pages for line in facts.text_lines(ref)]
    text = "".join(map(squeezed, lines))
    # Line by line, with and without its gaps: two amounts side by side are not one number.
    amounts = {one for line in lines for one in amounts_in(f"{line}\n{squeezed(line)}")}
    known = {
        amount.value
        for bill in facts.case.statements
        for parts in (bill.outstanding, *bill.periods)
        for _, amount in parts.stated()
    }
    words = sum(word in text for word in DEBT_WORDS)
    return words >= ENOUGH_WORDS and len(amounts) >= ENOUGH_AMOUNTS and not amounts & known


def _tried(trial: Trial) -> Answer:
    return failed(
        f"{trial.page.path} 第 {trial.page.page} 页像是{trial.name}的“{trial.heading}”，"
        "是试算，不是账单",
        fetch_the_bill(trial),
        pages((trial.page,)),
        "unknown",
    )


def fetch_the_bill(trial: Trial) -> str:
    """What to do with a trial."""
    return f"试算的金额不能申请：到{trial.name}的账单（借款）详情页重新截图，把这一页移出文件夹"


def trials_of(facts: Facts) -> tuple[Trial, ...]:
    """Pages that no statement was read from and whose heading says that they only compute."""
    used = {ref for statement in facts.case.statements for ref in statement.pages}
    refs = (
        ref
        for paper in facts.papers("unknown", "bill", "loan_contract", "collection_message")
        if not paper.assigned
        for ref in paper.pages
        if ref not in used and ref not in facts.duplicates
    )
    return tuple(trial for ref in refs if (trial := _trial(facts, ref)))


def _trial(facts: Facts, ref: PageRef) -> Trial | None:
    texts = [squeezed(line.text) for line in facts.text_lines(ref)]
    words = (*TRIAL_WORDS, *facts.catalogue.vocabulary.trials)
    heading = next(
        (text for text in texts if len(text) <= HEADING and any(word in text for word in words)),
        "",
    )
    others = "".join(text for text in texts if text != heading)
    if not heading or not any(word in others or word in heading for word in COMPUTED):
        return None
    entry = named_in("".join(texts), facts.catalogue)
    named = entry.id != GENERIC
    return Trial(ref, heading, entry.id if named else "", entry.product if named else "某笔借款")


RULES = (Rule("evidence.page-classified", Severity.WARN, page_classified),)
