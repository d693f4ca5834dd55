"""Whether the papers can be read, were recognised, and are whole."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.facts import Facts
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    correction,
    failed,
    not_applicable,
    pages,
    passed,
    undetermined,
)
from pipeline.legibility import NEVER_BLURRED, legibility_faults, mean_confidence
from schemas.case import CaseSource
from schemas.findings import Severity, Spot
from schemas.reading import Reading
from schemas.source import FaultCode, Page, PageRef
from schemas.statement import Statement

SIDE_GROUPS = ("communication", "other")
"""Exhibit groups that an application can do without."""
SCATTERED = 30
"""So many characters may be made out in the squares of a code."""
FEW_SIGNS = 6
"""Characters that a reader sees in a picture that has none: the eyes of a cat."""
FAULT_SEVERITY = {
    FaultCode.IGNORED: Severity.INFO,
    FaultCode.UNSUPPORTED: Severity.WARN,
    FaultCode.EMPTY: Severity.WARN,
    FaultCode.OUTSIDE: Severity.WARN,
}
"""A file of another sort is no paper; any other fault may have cost us one, so it blocks."""


def file_readable(facts: Facts) -> Answers:
    """文件夹里的每个文件都能打开。

    为什么：打不开的文件里可能正有缺的那份材料。
    怎么办：加密的在 case.toml 的 [[password]] 写密码；损坏的重新导出或重拍；无关文件移出文件夹。

    Every file of the folder can be opened.
    Why: the file that does not open may be the very paper that is missing.
    Next: give the password under [[password]], export a damaged file again, move what does not
    belong out of the folder.
    """
    faulted = [source for source in facts.case.sources if source.fault]
    if not faulted:
        return (passed(f"{len(facts.case.sources)} 个文件都能打开"),)
    return tuple(_fault(source) for source in faulted)


def _fault(source: CaseSource) -> Answer:
    assert source.fault is not None
    told = source.fault.message.removeprefix(source.file.path).lstrip("：: ")
    return failed(
        f"{source.file.path}：{told}",
        source.fault.next,
        pages((PageRef(path=source.file.path, page=1),)),
        severity=FAULT_SEVERITY.get(source.fault.code),
    )


def page_legible(facts: Facts) -> Answers:
    """每一页都清晰可辨。

    为什么：模糊、反光、裁切、字太小的页会被退回，金额也容易读错。
    怎么办：放平、光线均匀、四角拍全，重拍一张；截图发原图，不要用聊天软件压缩过的。

    Every page is legible.
    Why: blurred, glaring, cut or tiny pages are returned, and their figures are easily misread.
    Next: take it again, flat and evenly lit, all corners in; send screenshots uncompressed.
    """
    seen = [page for page in facts.case.pages() if page.ref not in facts.duplicates]
    if not seen:
        return (not_applicable("没有可以看的页"),)
    problems = tuple(answer for page in seen for answer in _page_problems(facts, page))
    return problems or (passed(f"{len(seen)} 页都清晰可辨"),)


def _page_problems(facts: Facts, page: Page) -> Iterator[Answer]:
    reading = facts.readings.get(page.ref)
    material = facts.materials_of.get(page.ref)
    kind = material.kind if material else "unknown"
    where = f"{page.ref.path} 第 {page.ref.page} 页（{facts.kind_name(kind)}）"
    faults = list(legibility_faults(page, reading, facts.catalogue.thresholds))
    step = "放平、光线均匀、四角拍全，重拍一张；截图用原图"
    step += "；不是材料的移出文件夹" if kind == "unknown" else ""
    flat = kind == "unknown" and _hardly_a_paper(facts, page)
    if _is_blank(facts, page, reading):
        yield undetermined(
            f"{where}是空白页",
            "看一眼原件这一页有没有内容：有的重新导出或重拍，没有的不用管",
            pages((page.ref,)),
            kind,
            Severity.WARN,
        )
        return
    if faults and not flat:
        known = facts.catalogue.materials.get(kind)
        side = known is not None and known.group in SIDE_GROUPS and kind != "unknown"
        yield failed(
            f"{where}{'、'.join(faults)}",
            step,
            pages((page.ref,)),
            kind,
            Severity.WARN if side else None,
        )
    elif flat or not reading or not reading.lines:
        yield undetermined(
            f"{where}没有读到文字",
            "看一眼是不是材料：是的重拍，不是的移出文件夹",
            pages((page.ref,)),
            kind,
        )


def _is_blank(facts: Facts, page: Page, reading: Reading | None) -> bool:
    """Whether a white sheet without words is what a paper ends with, and none that is blurred."""
    quality, limits = page.quality, facts.catalogue.thresholds
    wordless = reading is not None and not reading.lines
    return wordless and quality.filled < limits.blank_ceiling and quality.pale > WHITE


WHITE = 0.95
"""Share of a sheet that is pale where nothing was printed on it."""


def _hardly_a_paper(facts: Facts, page: Page) -> bool:
    """Whether a picture without words is mostly of one shade, largely in strong colours or in many
    hues, as no paper is, however blurred; a screen of many lines is one all the same."""
    reading = facts.readings.get(page.ref)
    signs = sum(len(line.text) for line in reading.lines) if reading else 0
    quality, limits = page.quality, facts.catalogue.thresholds
    if quality.strips >= limits.strips_many and page.form in NEVER_BLURRED:
        return False
    flat = quality.filled < limits.filled_floor or quality.coloured > limits.coloured_ceiling
    no_paper = quality.pale < limits.pale_floor and quality.coloured > limits.coloured_few
    if signs <= FEW_SIGNS and (flat or no_paper or quality.hues >= limits.hues_many):
        return True
    # A code to scan: what is drawn by a machine is never too blurred to be read.
    unread = reading is not None and (mean_confidence(reading) or 1.0) < limits.legible_confidence
    return page.form in NEVER_BLURRED and unread and signs <= SCATTERED


def duplicates(facts: Facts) -> Answers:
    """没有重复的页。

    为什么：重复的页不编进材料包，也不重复计算；列出来请核对是否真的重复。
    怎么办：真的重复可以不管；其实是不同的页，请告诉程序：重新截图，或换一张更完整的。

    No page is there twice.
    Why: copies stay out of the pack and are never counted; they are listed so that you can look.
    Next: nothing, if they are copies; if they are different pages take a more complete screenshot.
    """
    if not facts.case.duplicates:
        return (passed("没有重复的页"),)
    return tuple(
        failed(
            f"{copy.path} 第 {copy.page} 页与 {first.path} 第 {first.page} 页重复，只用后者",
            "确实重复可以不管；其实不同的，重新截一张完整的",
            pages((copy, first)),
        )
        for copy, first in facts.case.duplicates
    )


def seal_seen(facts: Facts) -> Answers:
    """证明类材料看得到公章。

    为什么：没有盖章的证明不被采信；程序只认红色印章，黑白复印件要请人看一眼。
    怎么办：看一眼原件：有章而拍得淡的重拍彩色的；确实没有的，请出具单位补盖。

    Certificates show a seal.
    Why: an unsealed certificate is not believed; the program knows red seals only, so a grey copy
    wants a person to look.
    Next: photograph a faint seal again, in colour; have a missing one added by whoever issued it.
    """
    sealed = _sealed_kinds(facts)
    if not sealed:
        return (not_applicable("没有需要盖章的材料"),)
    unseen = [
        kind for kind, states in sealed.items() if "seen" not in states and "unseen" in states
    ]
    unknown = [kind for kind, states in sealed.items() if not states & {"seen", "unseen"}]
    problems = (
        [
            failed(
                f"没有看到公章：{_names(facts, unseen)}",
                "看一眼原件：有章而拍得淡的重拍；没有的请补盖",
                _pages_of(facts, unseen),
                unseen[0],
            )
        ]
        if unseen
        else []
    )
    grey = [kind for kind in unknown if "grey" in sealed[kind]]
    others = [kind for kind in unknown if kind not in grey]
    problems += [
        undetermined(
            f"{told}：{_names(facts, kinds)}",
            step,
            _pages_of(facts, kinds),
            kinds[0],
            Severity.INFO,
        )
        for kinds, told, step in (
            (grey, "黑白件，认不出有没有章", "请人看一眼；能拍彩色原件的重拍更好"),
            (others, "没有核对有没有章", "请人看一眼"),
        )
        if kinds
    ]
    return tuple(problems) or (passed(f"{len(sealed)} 种证明都看得到章"),)


def _sealed_kinds(facts: Facts) -> dict[str, set[str]]:
    """What was seen of seals ("seen", "unseen", "grey", …) by kind of paper that wants one."""
    states: dict[str, set[str]] = {}
    for paper in facts.case.materials:
        kind = facts.catalogue.materials.get(paper.kind)
        if kind and "seal" in kind.fields and not facts.is_copy(paper):
            seal = paper.fields.get("seal")
            states.setdefault(paper.kind, set()).add(seal.value if seal else "")
    return states


def _names(facts: Facts, kinds: list[str]) -> str:
    return "、".join(facts.kind_name(kind) for kind in kinds)


def _pages_of(facts: Facts, kinds: list[str]) -> tuple[Spot, ...]:
    return pages(ref for paper in facts.papers(*kinds) for ref in paper.pages)


def screen_dated(facts: Facts) -> Answers:
    """账单看得出日期和平台。

    为什么：没有日期的截图，不知道是哪一天的金额；没有平台的，不知道欠谁的。
    怎么办：重新截图，把日期、还款日和平台名称截进去；或用 [[correction]] 填 as_of。

    The bills show their date and platform.
    Why: without a date nobody knows which day the amounts are of; without a platform, whose.
    Next: take the screenshot again with date and platform on it, or fill as_of with [[correction]].
    """
    if not facts.claimed:
        return (not_applicable("没有计入申请的账单"),)
    return tuple(
        failed(
            f"{bill.title}账单看不出{'和'.join(lacking)}",
            _dated_how(bill),
            pages(bill.pages),
            "bill",
        )
        for bill in facts.claimed
        if (lacking := _undated(bill))
    ) or (passed(f"{len(facts.claimed)} 份账单都看得出日期{_unplaced(facts) or '和平台'}"),)


def _dated_how(bill: Statement) -> str:
    again = "重新截图，把日期和平台名称截进去"
    if bill.as_of:
        return again
    entry = correction(bill.pages[0], "as_of", "年-月-日，如 2026-11-05")
    return f"{again}；知道是哪天的，放进 case.toml：\n{entry}"


def _undated(bill: Statement) -> list[str]:
    lacking = [] if bill.as_of else ["日期"]
    return lacking if bill.product or bill.lender else [*lacking, "平台"]


def _unplaced(facts: Facts) -> str:
    """A word on bills of no known platform, of which legal.lender-named speaks."""
    generic = [bill for bill in facts.claimed if bill.product_id == "generic" and not bill.lender]
    return f"；{len(generic)} 份没有认出是哪个平台、哪家机构的" if generic else ""


def export_not_statement(facts: Facts) -> Answers:
    """没有用记账导出代替银行流水。

    为什么：支付平台导出的表格注明仅供个人对账，不能当流水证明。
    怎么办：在银行 App 或柜台导出带电子章的流水；支付平台可申请“交易流水证明”。

    No bookkeeping export stands in for a bank statement.
    Why: the platform's table says itself that it is for bookkeeping only.
    Next: export a sealed statement from the bank, or ask the platform for a certified one.
    """
    exports = facts.papers("transaction_export")
    if not exports:
        return (not_applicable("没有用记账导出的表格"),)
    if facts.papers("bank_statement"):
        return (passed("另有银行流水"),)
    return (
        failed(
            "只有支付平台的交易导出，没有银行流水",
            "在银行 App 或柜台导出带电子章的流水",
            pages(ref for paper in exports for ref in paper.pages),
            "bank_statement",
        ),
    )


RULES = (
    Rule("evidence.file-readable", Severity.BLOCK, file_readable),
    Rule("evidence.page-legible", Severity.BLOCK, page_legible),
    Rule("evidence.duplicates", Severity.WARN, duplicates),
    Rule("evidence.seal-seen", Severity.WARN, seal_seen),
    Rule("evidence.screen-dated", Severity.WARN, screen_dated),
    Rule("evidence.export-not-statement", Severity.WARN, export_not_statement),
)
