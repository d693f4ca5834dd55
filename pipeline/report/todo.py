"""What is to be done: findings with their next step and pictures, and the checklist."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check import rule_named
from pipeline.check.checklist import WRITTEN_HERE, Need, all_needs, need_name
from pipeline.report.markup import Html, el, joined
from pipeline.report.view import SPOTS, View, badge, image, ref_of, section, shown_spots
from pipeline.report.words import open_findings, settled_findings, waived_findings
from schemas.findings import Finding, Outcome, Severity, Spot

HEADINGS = {
    Severity.BLOCK: ("block", "必须解决", "这些问题不解决，材料会被退回，或金额可能有误。"),
    Severity.WARN: ("warn", "请核对", "程序拿不准，或容易被追问的地方。看一眼，确认无误即可提交。"),
    Severity.INFO: ("info", "提示", "不影响提交。"),
}
LEVELS = {"required": "必备", "conditional": "视情况", "helpful": "可补充"}


def findings_sections(view: View) -> Iterator[Html]:
    """One section for each severity that has something open."""
    for severity, (key, title, note) in HEADINGS.items():
        found = open_findings(view.report, severity)
        if found:
            cards = (_card(view, finding, number) for number, finding in enumerate(found, 1))
            yield section(key, f"{title}（{len(found)}）", note, *cards)


def _card(view: View, finding: Finding, number: int) -> Html:
    rule = rule_named(finding.rule)
    doubt = badge("无法判断", "none") if finding.outcome is Outcome.UNDETERMINED else None
    why = rule.words.why if rule else ""
    told = el(
        "div",
        el("h3", el("b", f"{number}."), finding.message, Html(" "), doubt),
        _next(finding.next),
        el("p", why, Html(" "), el("span", finding.rule, cls="faint"), cls="why"),
    )
    spots = _spots(view, finding)
    tone = f"finding {finding.severity}"
    return el("article", told, spots, cls=f"{tone} pictured" if spots else tone)


def _next(text: str) -> Html | None:
    """The next step; what is to be copied into case.toml stands apart."""
    if not text:
        return None
    told, mark, copied = text.partition("[[")
    # Only an entry on lines of its own is for copying; "[[correction]]" in a sentence is not.
    if mark and told.endswith("\n"):
        return joined((el("p", told.strip(), cls="next"), el("pre", f"[[{copied}")))
    return el("p", text, cls="next")


def _spots(view: View, finding: Finding) -> Html | None:
    # A file that could not be read has no page to show; the message names it.
    shown = [spot for spot in shown_spots(finding) if ref_of(spot) in view.anchors]
    if not shown:
        return None
    more = len(set(finding.evidence)) - SPOTS
    rest = el("p", f"另有 {more} 处", cls="faint") if more > 0 else None
    return el("div", *(_spot(view, spot) for spot in shown), rest, cls="spots")


def _spot(view: View, spot: Spot) -> Html:
    ref = ref_of(spot)
    strip = view.pictures.strips.get((ref, spot.box)) if spot.box else None
    mini = view.pictures.minis.get(ref)
    picture = strip or mini
    alt = f"{ref.path} 第 {ref.page} 页{'：' + spot.text if spot.text else ''}"
    return el(
        "div",
        image(picture, alt, 2 if strip else 1) if picture else None,
        view.link(ref),
        cls="spot strip" if strip else "spot",
    )


def waived_section(view: View) -> Html | None:
    """What a person accepted, with the reason given in case.toml."""
    found = waived_findings(view.report)
    if not found:
        return None
    rows = (
        el("article", el("h3", finding.message), el("p", f"理由：{finding.waived}"),
           el("p", finding.rule, cls="faint"), cls="finding info")
        for finding in found
    )  # fmt: skip
    note = "在 case.toml 的 [[waive]] 里说明理由、予以接受的问题。"
    return section("waived", f"已接受（{len(found)}）", note, *rows)


def checklist_section(view: View) -> Html:
    """Every requirement of the case with its state."""
    rows = (_need(view, need) for need in all_needs(view.facts))
    head = el(
        "thead", el("tr", *(el("th", name) for name in ("材料", "状态", "在哪里，或怎么取得")))
    )
    table = el("table", head, el("tbody", *rows), cls="stack")
    return section("checklist", "材料清单", "通用材料和本案困难原因要求的材料。", table)


def _need(view: View, need: Need) -> Html:
    names = need_name(view.facts, need)
    level = LEVELS[need.requirement.level]
    state, where = _state(view, need)
    return el(
        "tr",
        el("td", el("b", names), Html(" "), el("span", level, cls="faint")),
        el("td", state),
        el("td", where, cls="path"),
    )


def _state(view: View, need: Need) -> tuple[Html, Html]:
    requirement = need.requirement
    if need.papers:
        refs = [ref for paper in need.papers for ref in paper.pages[:1]]
        links = [view.link(ref, ref.path) for ref in dict.fromkeys(refs)]
        listed = joined(part for link in links for part in (link, Html("<br>")))
        return badge("有" if need.met else "不够", "good" if need.met else "bad"), listed
    if not need.holds:
        return badge("本案不需要", "none"), joined((requirement.why,))
    if set(requirement.any_of) <= set(WRITTEN_HERE):
        return _written(view, requirement.any_of[0])
    tone = "bad" if requirement.level == "required" else "warn"
    if requirement.level == "helpful":
        return badge("没有，可补", "none"), joined((requirement.get,))
    return badge("缺", tone), joined((requirement.get,))


def _written(view: View, kind: str) -> tuple[Html, Html]:
    """A paper the program writes: there unless its makings are not."""
    facts = view.facts
    made = facts.claim.total > 0 if kind == "application_letter" else facts.repayment.instalments
    if made:
        return badge("程序生成", "good"), joined(("在材料包里，请本人核对后签名",))
    return badge("还不能生成", "bad"), joined(("先解决上面的问题",))


def settled_section(view: View) -> Html:
    """The checks that found nothing, so that silence is not mistaken for success."""
    passed = [f for f in settled_findings(view.report) if f.outcome is Outcome.PASSED]
    rest = [f for f in settled_findings(view.report) if f.outcome is not Outcome.PASSED]
    return section(
        "settled",
        f"已通过的检查（{len(passed)}）",
        "",
        el("table", el("tbody", *(_settled(finding) for finding in passed)), cls="stack"),
        el("details", el("summary", f"本案用不到的检查（{len(rest)}）"),
           el("table", el("tbody", *(_settled(finding) for finding in rest)), cls="stack")),
    )  # fmt: skip


def _settled(finding: Finding) -> Html:
    rule = rule_named(finding.rule)
    return el(
        "tr",
        el("td", rule.words.summary.rstrip("。") if rule else finding.rule),
        el("td", finding.message, cls="faint"),
        el("td", finding.rule, cls="faint"),
    )
