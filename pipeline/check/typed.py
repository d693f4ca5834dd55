"""What was typed in case.toml against what was read, and whether it names things that exist."""

from __future__ import annotations

from pipeline.check.facts import Facts
from pipeline.check.rule import (
    Answers,
    Rule,
    failed,
    not_applicable,
    pages,
    passed,
)
from pipeline.hardship import PROVES, proven_since
from pipeline.mask import masked
from schemas.findings import Severity

OWN_RULES = ("name", "id_number")
"""Fields whose differences identity.names-agree and identity.id-numbers-agree report."""


def agrees_with_read(facts: Facts) -> Answers:
    """填写的与材料上读到的一致。

    为什么：以填写的为准，但两边不同总有一边不对，请核对。
    怎么办：填错的改 case.toml；读错的可以不管，写明怎么核实的更好。

    What was typed agrees with what was read.
    Why: what is typed counts, yet where the two differ one of them is wrong.
    Next: correct case.toml, or leave a misreading as it is, best with a note how it was checked.
    """
    apart = [
        found
        for found in facts.case.contradictions
        if found.field.rpartition(".")[2] not in OWN_RULES
    ]
    since = _since_apart(facts)
    told = tuple(
        failed(
            f"{found.field}：填写的是“{masked(found.typed)}”，材料上读作“{masked(found.read)}”",
            "核对一下：填错的改 case.toml，读错的可以不管",
            pages((found.source,)),
        )
        for found in apart
    )
    return (*told, *since) or (passed("填写的与读到的一致"),)


def _since_apart(facts: Facts) -> Answers:
    """The typed beginning of the hardship far from the day that a paper of the reason tells.

    An illness may have begun long before the hospital: an earlier day is only told of there.
    """
    typed, proven = facts.case.typed.hardship.since, proven_since(facts.case)
    if typed is None or proven is None:
        return ()
    day, paper = proven
    days = (day - typed).days
    if abs(days) <= facts.catalogue.thresholds.hardship_slack:
        return ()
    fell_ill = PROVES.get(paper.kind) == "illness"
    name = facts.kind_name(paper.kind)
    return (
        failed(
            f"hardship.since：填写的是 {typed}，{name}上是 {day}，相差 {abs(days)} 天",
            f"核对一下：填错的改 since；{name}读错的用 [[correction]] 改正；"
            "都没错的，在 story 里写清先后",
            pages(paper.pages),
            paper.kind,
            Severity.INFO if fell_ill and days > 0 else None,
        ),
    )


def corrections_sourced(facts: Facts) -> Answers:
    """每处人工改正都写了依据。

    为什么：改过的金额要说得出是怎么核实的，否则机构可以不认。
    怎么办：在那条 [[correction]] 里写 note，例如“某月某日电话客服核实”。

    Every correction says how it was checked.
    Why: a corrected amount must have a source, or the lender need not accept it.
    Next: write note in that [[correction]], such as the day and the call that confirmed it.
    """
    corrections = facts.case.typed.correction
    if not corrections:
        return (not_applicable("没有人工改正"),)
    known = {page.ref for page in facts.case.pages()}
    return tuple(
        failed(
            f"{entry.file} 第 {entry.page} 页 {entry.field} 改为 {masked(entry.value)}，没写依据",
            "在那条 [[correction]] 里写 note，说明怎么核实的",
            pages(ref for ref in known if (ref.path, ref.page) == (entry.file, entry.page)),
        )
        for entry in corrections
        if not entry.note.strip()
    ) or (passed(f"{len(corrections)} 处改正都写了依据"),)


def files_exist(facts: Facts) -> Answers:
    """case.toml 提到的文件都在文件夹里。

    为什么：文件名写错，指明的材料、改正的金额就不起作用。
    怎么办：对照文件夹改正 case.toml 里的 file；子文件夹用 / 分隔。

    The files named in case.toml are in the folder.
    Why: with a wrong file name the assignment or correction has no effect.
    Next: correct file in case.toml; folders are divided by /.
    """
    typed = facts.case.typed
    named = [("assign", entry.file) for entry in typed.assign]
    named += [("correction", entry.file) for entry in typed.correction]
    named += [("password", entry.file) for entry in typed.password]
    named += [("waive", entry.file) for entry in typed.waive if entry.file]
    if not named:
        return (not_applicable("case.toml 没有提到文件"),)
    known = {source.file.path for source in facts.case.sources}
    return tuple(
        failed(f"case.toml 的 [[{table}]] 提到“{path}”，文件夹里没有", "对照文件夹改正 file")
        for table, path in named
        if path not in known
    ) or (passed("case.toml 提到的文件都在"),)


RULES = (
    Rule("typed.agrees-with-read", Severity.WARN, agrees_with_read),
    Rule("typed.corrections-sourced", Severity.WARN, corrections_sourced),
    Rule("typed.files-exist", Severity.WARN, files_exist),
)
