"""The report for the terminal: ready or not, what blocks, what warns, the next step of each."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.text import Text

from pipeline.check import rule_named
from pipeline.mask import shown
from pipeline.relief import Asked, asked_in_all
from pipeline.report.words import money, open_findings, place, unread, waived_findings
from schemas.case import Case
from schemas.catalogue import Catalogue
from schemas.claim import Claim
from schemas.findings import CheckReport, Finding, Outcome, Severity

PLAIN_WIDTH = 100
"""Columns where the output goes to a file or a pipe."""
INDENT = 6
"""Columns that the texts below a finding are set in."""
SHOWN_PAGES = 4
"""Pages named below a finding; the report has them all."""


def report_text(
    case: Case, claim: Claim, report: CheckReport, catalogue: Catalogue, lang: str = "zh"
) -> str:
    """The text for stdout, coloured on a terminal. ID and phone numbers are masked, and what would
    command the terminal is spelt out, in each part before it is coloured."""
    outlet = Console()
    console = Console(
        file=io.StringIO(),
        width=outlet.width if outlet.is_terminal else PLAIN_WIDTH,
        force_terminal=outlet.is_terminal,
        color_system="auto" if outlet.is_terminal else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    with console.capture() as capture:
        parts = _parts(case, claim, report, catalogue, lang == "en", console.width)
        console.print(Group(*parts), no_wrap=True, overflow="ignore", crop=False)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def _parts(
    case: Case, claim: Claim, report: CheckReport, catalogue: Catalogue, english: bool, width: int
) -> Iterator[RenderableType]:
    yield _verdict(case, report, english)
    yield _asked(asked_in_all(case, claim), english)
    for severity, heading in _HEADINGS.items():
        yield from _section(heading, open_findings(report, severity), catalogue, english, width)
    accepted = waived_findings(report)
    if accepted:
        yield _heading(("已说明理由、予以接受", "Accepted, with a reason"), len(accepted), english)
        for finding in accepted:
            yield Text(shown(f"  · {finding.message}（{finding.waived}）"), style="dim")


_HEADINGS = {
    Severity.BLOCK: ("必须解决", "Must be solved"),
    Severity.WARN: ("请核对", "Please look at"),
    Severity.INFO: ("提示", "For information"),
}
_TOKENS = re.compile(r"[!-~]+|.")
_CLOSING = "，。；：、）”！？"
_STYLES = {Severity.BLOCK: "bold red", Severity.WARN: "yellow", Severity.INFO: "dim"}


def _verdict(case: Case, report: CheckReport, english: bool) -> Text:
    blocks = len(open_findings(report, Severity.BLOCK))
    warns = len(open_findings(report, Severity.WARN))
    ready = report.ready and not unread(case)
    style = "bold green" if ready else "bold red"
    if english:
        head = "Ready to hand in" if ready else "Not ready yet"
        rest = f": {blocks} to solve, {warns} to look at"
    else:
        head = "可以提交" if ready else "还不能提交"
        rest = f"：必须解决 {blocks} 项，请核对 {warns} 项"
    name = shown(case.applicant.name or case.name)
    return Text.assemble((f"{name}  ", "bold"), (head, style), rest)


def _asked(asked: Asked, english: bool) -> Text:
    parts = [
        ("利息", "interest", asked.interest),
        ("罚息", "penalty", asked.penalty),
        ("违约金", "late fees", asked.late_fees),
        ("手续费", "fees", asked.fees),
    ]
    named = [(en if english else zh, amount) for zh, en, amount in parts if amount]
    listed = ("; " if english else "，").join(f"{name} {money(amount)}" for name, amount in named)
    total = money(asked.total)
    if english:
        return Text(f"Asked to be waived: {total} yuan" + (f" ({listed})" if named else ""))
    return Text(f"申请减免 {total} 元" + (f"（{listed}）" if named else ""))


def _heading(words: tuple[str, str], count: int, english: bool) -> Text:
    return Text(f"\n{words[english]} ({count})" if english else f"\n{words[0]}（{count}）", "bold")


def _section(
    heading: tuple[str, str],
    findings: Sequence[Finding],
    catalogue: Catalogue,
    english: bool,
    width: int,
) -> Iterator[RenderableType]:
    if not findings:
        return
    yield _heading(heading, len(findings), english)
    for number, finding in enumerate(findings, 1):
        lines = _english(finding, catalogue) if english else _chinese(finding)
        mark = "?" if finding.outcome is Outcome.UNDETERMINED else "✗"
        head, *rest = [shown(line) for line in lines]
        first, *more = folded(head, width - INDENT)
        yield Text.assemble((f"{mark} {number}. ".ljust(INDENT), _STYLES[finding.severity]), first)
        yield from (Text(" " * INDENT + line) for line in more)
        for text in rest:
            style = "" if text.startswith("→") else "dim"
            for line in folded(text, width - INDENT):
                yield Text(" " * INDENT + line, style=style)


def folded(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` columns: Chinese breaks anywhere, other words stay whole."""
    for paragraph in text.splitlines():
        line = ""
        for token in _TOKENS.findall(paragraph):
            if line and cell_len(line) + cell_len(token) > width and token not in _CLOSING:
                yield line.rstrip()
                line = token.lstrip()
            else:
                line += token
        yield line


def _chinese(finding: Finding) -> Iterator[str]:
    yield finding.message
    if finding.next:
        told, mark, copied = finding.next.partition("\n[[")
        yield f"→ {told}"
        yield from _entry(f"[[{copied}" if mark else "")
    yield _where(finding, english=False)


def _english(finding: Finding, catalogue: Catalogue) -> Iterator[str]:
    """What the rule checks and asks for in English; the details stay as the papers have them."""
    rule = rule_named(finding.rule)
    said = rule.words.summary_en if rule else finding.message
    kind = catalogue.materials.get(finding.material)
    verb = "cannot be told" if finding.outcome is Outcome.UNDETERMINED else "no"
    yield f"{said.rstrip('.')}: {verb}" + (f" ({kind.name_en})" if kind else "")
    if rule:
        yield f"→ {rule.words.next_en[:1].upper()}{rule.words.next_en[1:]}"
    yield finding.message
    _, mark, copied = finding.next.partition("\n[[")
    yield from _entry(f"[[{copied}" if mark else "")
    yield _where(finding, english=True)


def _entry(copied: str) -> Iterator[str]:
    """The first entry to copy into case.toml; the report has them all."""
    first, _, rest = copied.partition("\n\n")
    if first:
        yield first
    if rest:
        yield f"… 另有 {rest.count('[[')} 条，见 report.html / more in report.html"


def _where(finding: Finding, english: bool) -> str:
    """The pages a finding speaks of, as far as a line holds them, and its rule."""
    spots = dict.fromkeys((spot.path, spot.page) for spot in finding.evidence)
    pages = [f"{path} p. {page}" if english else place(path, page) for path, page in spots]
    named = (", " if english else "、").join(pages[:SHOWN_PAGES])
    more = len(pages) - SHOWN_PAGES
    if more > 0:
        named += f" and {more} more" if english else f"，另有 {more} 页"
    return f"{named}  {finding.rule}" if named else finding.rule
