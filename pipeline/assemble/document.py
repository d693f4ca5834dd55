"""The bundle as a Word file: the same content in the same order as the PDF, from the same data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt

from pipeline.assemble import docx_parts as parts
from pipeline.assemble.copies import SheetPicture
from pipeline.assemble.docx_blocks import Blocks, Data, mark_of
from pipeline.assemble.docx_table import CENTER, RIGHT, SHADE, SHADE_LIGHT, shared_out
from pipeline.assemble.names import printable
from schemas.pack import PackPlan

WIDTH_MM, HEIGHT_MM = 167.0, 225.0
"""Room for a picture on a page."""
BAND_MM = 16.0
"""What the name of a group takes above its first picture."""
PIXELS_PER_MM = 4.0
"""Small pictures are not blown up beyond this."""
EMPTY_ROWS = 6
LETTER_END = 6
"""Paragraphs at the end of a letter that stay together, so that no signature stands alone."""


def write_document(
    plan: PackPlan,
    data: Data,
    sheets: Iterable[SheetPicture],
    numbers: dict[str, int],
    target: Path,
) -> None:
    """Writes the DOCX. `numbers`: key of a sheet → its page in the PDF, shown until Word counts."""
    writer = _Writer(plan, data, numbers)
    writer.cover()
    writer.contents(tuple(sheets))
    for letter in data["letters"]:
        writer.letter(letter)
    writer.schedule()
    writer.recount()
    writer.budget()
    writer.repayment()
    writer.index()
    writer.exhibits()
    writer.communication()
    writer.truth()
    writer.save(target)


class _Writer(Blocks):
    """Adds the parts of the pack to one document, in the order it is asked to."""

    def cover(self) -> None:
        title = self._document.add_paragraph(self._plan.title, style="Title")
        title.alignment = CENTER
        title.paragraph_format.space_before = Pt(110)
        title.paragraph_format.line_spacing = 1.0
        self._text(self._data["address_line"], alignment=CENTER, space_after=Pt(70))
        table = self._document.add_table(rows=0, cols=2)
        parts.set_grid(table, (Mm(40), Mm(92)))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for label, value in self._data["cover"]:
            cells = table.add_row().cells
            cells[0].width, cells[1].width = Mm(40), Mm(92)
            cells[0].paragraphs[0].add_run(label).font.size = Pt(11.5)
            cells[1].paragraphs[0].add_run(value).font.size = Pt(11.5)
        note = "本材料所列金额均注明出处；复印件与截图的原件由申请人保存，可供核对。"
        self._text(note, 9.5, alignment=CENTER, space_before=Pt(120))

    def contents(self, sheets: tuple[SheetPicture, ...]) -> None:
        """The table of contents: a real field, filled with the headings until Word updates it."""
        for sheet in sheets:
            self._sheets.setdefault(sheet.exhibit.number, []).append(sheet)
        title = self._text("目　录", 17, alignment=CENTER, page_break_before=True, line_spacing=1.0)
        title.runs[0].bold = True
        entries = self._entries()
        for place, (words, page) in enumerate(entries):
            paragraph = self._document.add_paragraph()
            paragraph.paragraph_format.tab_stops.add_tab_stop(
                Mm(WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
            )
            if place == 0:
                parts.open_field(paragraph, 'TOC \\o "1-1" \\h \\z \\u')
            paragraph.add_run(f"{words}\t{page}")
            if place == len(entries) - 1:
                parts.close_field(paragraph)

    def _entries(self) -> list[tuple[str, str]]:
        """Headings of the first level, with their pages in the PDF."""
        return [(words, str(page)) for words, page in self._data["headings"]]

    def letter(self, letter: Data) -> None:
        several = len(self._data["letters"]) > 1
        self._heading(letter["title"] + (f"（{letter['lender']}）" if several else ""), 1)
        end = len(letter["parts"]) - 1
        for place, part in enumerate(letter["parts"]):
            style, words = part["style"], part["text"]
            paragraph = self._document.add_paragraph()
            run = paragraph.add_run(words)
            layout = paragraph.paragraph_format
            layout.keep_with_next = end - LETTER_END < place < end
            layout.space_after = Pt(1.5)
            if style in ("salutation", "heading"):
                run.bold = True
                layout.keep_with_next = True
            elif style == "signature":
                paragraph.alignment = RIGHT
                layout.space_before = Pt(11)
            elif style != "respect":
                layout.first_line_indent = Pt(22)

    def schedule(self) -> None:
        data = self._data["schedule"]
        self._heading("欠款明细表", 1)
        if not data["debts"]:
            self._text("没有读到可以列入申请的账单。请补充账单或借款详情截图。")
        else:
            self._text("单位：元。利息与罚息分开列示；每一行注明证据编号与所在页。", 9.5)
            self._schedule_table(data)
            if data["interest_told"]:
                self._text(data["interest_told"])
        if data["fees_kept"]:
            self._text("手续费仅作列示，不在申请减免之内。")
        if data["doubtful"]:
            self._text("标有“待核对”的金额尚未经本人核实，核实前不作为申请依据。")
        if data["excluded"]:
            self._text("未计入本申请的账单：", 9)
            for entry in data["excluded"]:
                self._text(f"· {entry}", 9)

    def _schedule_table(self, data: Data) -> None:
        columns = data["columns"]
        sums = [data["total"], *(debt["subtotal"] for debt in data["debts"])]
        rooms = shared_out(WIDTH_MM - 20 - 21 - 14 - 27, columns, sums)
        table = self._table(["期次", "还款日", "状态", *columns, "证据"], [20, 21, 14, *rooms, 27])
        for debt in data["debts"]:
            table.band(debt["name"], debt["facts"])
            for row in debt["rows"]:
                cells = table.row([row["period"], row["due"], row["state"], *row["amounts"], ""], 3)
                mark = " 待核对" if row["doubtful"] else ""
                self._cite(cells[-1], row["exhibit"], row["target"], mark)
                table.small(cells[-1])
            table.row(["小计", "", "", *debt["subtotal"], ""], 3, bold=True, shade=SHADE_LIGHT)
        table.row(["合计", "", "", *data["total"], ""], 3, bold=True, shade=SHADE)

    def recount(self) -> None:
        """Interest and penalty counted again, the yearly cost, and rules of law as context."""
        data = self._data["recount"]
        if not data["rows"] and not data["costs"]:
            return
        self._heading("息费核算表", 1)
        if data["rows"]:
            self._text(
                "按页面所示的本金、利率、天数重新计算，供核对；差额 = 页面所示 − 核算。单位：元。",
                9.5,
            )
            heads = ["债务", "项目", "范围", "页面所示", "核算", "差额", "算法", "证据"]
            names = ("debt", "item", "where", "shown", "computed", "difference", "shape")
            self._cited_table(heads, [24, 11, 18, 19, 19, 17, 36, 23], data["rows"], names, (3, 6))
        if data["costs"]:
            self._text("年化成本", space_before=Pt(14)).runs[0].bold = True
            heads = ["债务", "页面所示年利率", "推算年化", "推算方法", "证据"]
            costs = ("debt", "disclosed", "computed", "basis")
            self._cited_table(heads, [30, 30, 26, 54, 27], data["costs"], costs, (2, 3))
        if data["law"]:
            words = "相关规定（背景资料，不作结论）"
            self._text(words, space_before=Pt(14)).runs[0].bold = True
            table = self._table(["规定", "内容", "出处", "施行"], [30, 73, 42, 22], 8.5)
            for row in data["law"]:
                table.row([row["title"], row["text"], row["source"], row["since"]], 4)

    def _cited_table(
        self,
        heads: Sequence[str],
        widths: Sequence[float],
        rows: Sequence[Data],
        names: Sequence[str],
        figures: tuple[int, int],
    ) -> None:
        """A table whose last column leads to the exhibit of each row."""
        table = self._table(heads, widths, 8.5)
        for row in rows:
            cells = table.row([*(row[name] for name in names), ""], figures[0], last=figures[1])
            self._cite(cells[-1], row["exhibit"], row["target"])
            table.small(cells[-1])

    def budget(self) -> None:
        data = self._data["budget"]
        self._heading("收支情况表", 1)
        self._text("单位：元／月。", 9.5)
        table = self._table(["项目", "金额", "依据"], [85, 34, 48])
        for section in data["sections"]:
            table.band(section["title"], "")
            if not section["rows"]:
                table.row([section["empty"], "", ""], 1)
                continue
            for row in section["rows"]:
                cells = table.row([row["label"], row["amount"], ""], 1)
                if row["exhibit"]:
                    self._cite(cells[-1], row["exhibit"], f"{row['exhibit']}-1")
                else:
                    cells[-1].paragraphs[0].add_run(row["source"])
                table.small(cells[-1])
            table.row(["小计", section["total"], ""], 1, bold=True, shade=SHADE_LIGHT)
        label = "每月可用于还款（月收入 − 月必要支出 − 其他债务）"
        table.row([label, data["disposable"], ""], 1, bold=True, shade=SHADE)

    def repayment(self) -> None:
        data = self._data["plan"]
        self._heading("还款计划表", 1)
        if not data["rows"]:
            self._text(data["pending"])
        else:
            self._plan_table(data)
        if len(data["shares"]) > 1:
            self._text(data["shared"], space_before=Pt(14)).runs[0].bold = True
            table = self._table(["贷款机构", "应还合计", "各期还款"], [75, 30, 62])
            for row in data["shares"]:
                table.row(row, 1, last=2)
        if data["unknown"]:
            self._text("尚缺：", space_before=Pt(12))
            for entry in data["unknown"]:
                self._text(f"· {entry}")

    def _plan_table(self, data: Data) -> None:
        if data["origin"]:
            number = data["exhibit"]
            self._text(data["origin"] + (f"（见证据{number}）" if number else ""), 9.5)
        self._text(data["sums"], 9.5)
        ends = [20, 14] if data["broken_down"] else [45, 45]
        figures = [row[2 : len(data["heads"]) + 2] for row in data["rows"]]
        rooms = shared_out(WIDTH_MM - 9 - 19 - sum(ends), data["heads"], [*figures, data["total"]])
        heads = ["期次", "还款日", *data["heads"], "资金来源", "备注"]
        table = self._table(heads, [9, 19, *rooms, *ends], 8)
        for row in data["rows"]:
            table.row(row, 2, last=len(data["heads"]) + 2)
        gap = [""] * (len(data["heads"]) - len(data["total"]) + 2)
        table.row(["合计", "", *data["total"], *gap], 2, bold=True, shade=SHADE)

    def index(self) -> None:
        self._heading("证据目录", 1)
        if not self._data["index"]:
            self._text("没有可列入的证据。")
            return
        heads = ["序号", "证据名称", "证明目的", "来源", "形式", "份数", "页码", "备注"]
        table = self._table(heads, [12, 36, 38, 26, 13, 10, 14, 18], 8.5)
        for group in self._data["index"]:
            table.band(f"第{group['number']}组　{group['title']}", "")
            for row in group["exhibits"]:
                cells = table.row(
                    [
                        row["number"],
                        "",
                        row["purpose"],
                        row["origin"],
                        row["form"],
                        row["copies"],
                        "",
                        row["note"],
                    ],
                    8,
                )
                parts.link_to(
                    cells[1].paragraphs[0], mark_of(f"{row['number']}-1"), row["title"], 8.5
                )
                pages = cells[6].paragraphs[0]
                pages.alignment = CENTER
                self._page_of(pages, f"{row['number']}-1")
                if row["count"] > 1:
                    pages.add_run("–")
                    self._page_of(pages, f"{row['number']}-{row['count']}")
                table.small(cells[1])
                table.small(cells[6])

    def exhibits(self) -> None:
        for group in self._plan.groups:
            heading = self._heading(f"证据 第{group.number}组　{group.title}", 1)
            heading.paragraph_format.space_after = Pt(4)
            first = True
            for exhibit in group.exhibits:
                for sheet in self._sheets.get(exhibit.number, ()):
                    self._sheet(sheet, new_page=not first)
                    first = False

    def _sheet(self, sheet: SheetPicture, *, new_page: bool) -> None:
        exhibit = sheet.exhibit
        words = f"证据{exhibit.number}　{printable(exhibit.title)}"
        if sheet.place == 1:
            caption = self._heading(words, 3)
        else:
            caption = self._text(f"{words}（第{sheet.place}张／共{len(exhibit.pages)}张）", 9.5)
        layout = caption.paragraph_format
        layout.page_break_before, layout.space_before, layout.space_after = new_page, Pt(0), Pt(6)
        layout.tab_stops.add_tab_stop(Mm(WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
        stamp = caption.add_run("\t")
        stamp = caption.add_run(f" 证据{exhibit.number} ")
        stamp.bold = True
        parts.box_around(stamp)
        self._mark(caption, mark_of(sheet.key))
        self._picture(sheet, words, HEIGHT_MM if new_page else HEIGHT_MM - BAND_MM)

    def _picture(self, sheet: SheetPicture, words: str, room: float) -> None:
        width = min(WIDTH_MM, room * sheet.width / sheet.height, sheet.width / PIXELS_PER_MM)
        paragraph = self._document.add_paragraph()
        paragraph.alignment = CENTER
        paragraph.paragraph_format.line_spacing = 1.0
        name = f"word/media/sheet-{sheet.key}{sheet.file.suffix}"
        self._pictures[name] = sheet.file
        size = (Mm(width), Mm(width * sheet.height / sheet.width))
        parts.add_picture(self._document, paragraph.add_run(), name, words, size)

    def communication(self) -> None:
        self._heading("沟通记录", 1)
        note = "与贷款机构的每次沟通（在线客服、电话、上传材料）都记在这里，后续沟通可手写补充。"
        self._text(note, 9.5)
        table = self._table(
            ["日期", "方式", "对方／工号", "内容与答复", "证据"], [26, 24, 30, 60, 27]
        )
        for row in self._data["communication"]:
            cells = table.row([row["date"], "", "", row["title"], ""], 5)
            self._cite(cells[-1], row["number"], f"{row['number']}-1")
            table.small(cells[-1])
        for _ in range(EMPTY_ROWS):
            table.row([""] * 5, 5, height=11)

    def truth(self) -> None:
        self._heading("真实性声明", 1)
        for words in self._data["truth"]:
            self._text(words, first_line_indent=Pt(22), line_spacing=Pt(24))
        number = self._data["id_number"] or "________________"
        for line in (
            "申请人（手写签名）：________________",
            f"身份证号码：{number}",
            "日期：　　　　年　　　月　　　日",
        ):
            self._text(line, left_indent=Mm(82), space_before=Pt(22))
