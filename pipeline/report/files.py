"""All pages as thumbnails, and every file of the folder with what became of it."""

from __future__ import annotations

from pipeline.report.markup import Html, el, joined
from pipeline.report.view import View, badge, image, section
from pipeline.report.words import FORMS, kib, place
from schemas.case import CaseSource
from schemas.source import FaultCode, Page, PageRef


def gallery_section(view: View) -> Html | None:
    """Every page upright, with what it was taken for; copies crossed out."""
    pages = view.case.pages()
    if not pages:
        return None
    copies = dict(view.case.duplicates)
    figures = (_figure(view, page, copies.get(page.ref)) for page in pages)
    note = "打叉的是重复页，不编入材料包。认错的，在 case.toml 用 [[assign]] 改。"
    return section("pages", f"全部页面（{len(pages)}）", note, el("div", *figures, cls="gallery"))


def _figure(view: View, page: Page, original: PageRef | None) -> Html:
    picture = view.pictures.thumbs.get(page.ref)
    shown = image(picture, place(page.ref.path, page.ref.page)) if picture else el("span", "无图")
    return el(
        "figure",
        el("div", shown, cls="frame"),
        el("figcaption", *_caption(view, page, original)),
        id=view.anchors[page.ref],
        cls="page copy" if original else "page",
    )


def _caption(view: View, page: Page, original: PageRef | None) -> list[Html]:
    material = view.facts.materials_of.get(page.ref)
    kind = material.kind if material else "unknown"
    kinds = material.kinds if material else (kind,)
    name = (
        "没有认出" if kind == "unknown" else "、".join(view.facts.kind_name(one) for one in kinds)
    )
    debts = "、".join(found.product for found in view.statements_of.get(page.ref, ())
                      if found.product)  # fmt: skip
    sure = "人工指定" if material and material.assigned else (
        f"把握 {material.confidence:.0%}" if material and kind != "unknown" else "")  # fmt: skip
    turned = f"已转正 {page.rotation}°" if page.rotation else ""
    told = [text for text in (FORMS.get(page.form, ""), sure, turned) if text]
    lines = [
        el("b", f"{name}{'·' + debts if debts and kind == 'bill' else ''}"),
        el("span", " · ".join(told), cls="faint"),
        Html("<br>"),
        el("span", place(page.ref.path, page.ref.page), cls="faint"),
    ]
    if original:
        lines += [Html("<br>"), joined((badge("重复", "bad"), " 同 ", view.link(original)))]
    return lines


def files_section(view: View) -> Html:
    """Every file of the folder, also those nobody could read."""
    titles = ("文件", "大小", "页数", "结果")
    head = el("thead", el("tr", *(el("th", title, cls="num" if title in ("大小", "页数") else None)
                                  for title in titles)))  # fmt: skip
    rows = (_row(view, source) for source in view.case.sources)
    note = "文件夹里的每个文件都在这里，一个不少；原件按原样放在 originals/。"
    table = el("table", head, el("tbody", *rows), cls="stack")
    return section("files", f"全部文件（{len(view.case.sources)}）", note, table)


def _row(view: View, source: CaseSource) -> Html:
    return el(
        "tr",
        el("td", source.file.path, cls="path"),
        el("td", kib(source.file.size), cls="num", data_label="大小"),
        el("td", str(len(source.pages)), cls="num", data_label="页数"),
        el("td", *_fate(view, source)),
    )


def _fate(view: View, source: CaseSource) -> list[Html | str]:
    if source.fault:
        ignored = source.fault.code is FaultCode.IGNORED
        tone, word = ("none", "跳过") if ignored else ("bad", "没读出来")
        told = source.fault.message.removeprefix(source.file.path).lstrip("：: ")
        return [badge(word, tone), f" {told}。{source.fault.next}"]
    if source.duplicate_of:
        return [badge("重复", "warn"), f" 与 {source.duplicate_of} 完全相同"]
    if source.holds:
        return [badge("已打开", "good"), f" 压缩包，里面 {source.holds} 个文件列在下面"]
    kinds = dict.fromkeys(
        view.facts.kind_name(material.kind)
        for page in source.pages
        if (material := view.facts.materials_of.get(page.ref))
    )
    if source.pages and all(page.ref in view.facts.duplicates for page in source.pages):
        return [badge("重复", "warn"), f" {'、'.join(kinds)}，不编入材料包"]
    return [badge("已读", "good"), f" {'、'.join(kinds)}"]
