"""Word files → pages: what Word shows is read, what it hides or crosses out is not."""

from __future__ import annotations

from collections.abc import Callable

import docx
import numpy as np
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from pipeline.ingest import limits, office, typeset
from pipeline.ingest.decode import Decoded, decode
from schemas.source import FaultCode
from tests import files
from tests.wordfiles import (
    NAMES,
    changed,
    element,
    paragraph,
    pasted,
    pixels,
    run,
    saved,
    shapes,
    table,
    texts,
    whole,
    word,
)

# --- length ---------------------------------------------------------------------------------------


def test_a_word_file_is_read_up_to_the_documented_limit() -> None:
    lines = [f"第{number}行" for number in range(70 * 39)]
    assert texts(files.word_file(lines)) == lines


def limited(monkeypatch: pytest.MonkeyPatch, data: bytes, name: str = "a.docx") -> Decoded:
    monkeypatch.setattr(office, "MAX_PAGES", 2)
    return decode(data, name, "")


def test_what_lies_beyond_the_limit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert office.MAX_PAGES == limits.MAX_PAGES == 200
    at_limit = limited(monkeypatch, files.word_file(["一行"] * 78))
    assert (at_limit.fault, len(at_limit.pages)) == (None, 2)
    beyond = limited(monkeypatch, files.word_file(["一行"] * 79))
    assert (beyond.fault, len(beyond.pages)) == (FaultCode.TOO_MANY_PAGES, 2)
    assert "前 2 页" in beyond.detail


def test_pictures_count_as_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = [files.png(files.picture(400 + number, 300)) for number in range(2)]
    decoded = limited(monkeypatch, pasted(*pictures, text="说明"))
    assert decoded.fault is FaultCode.TOO_MANY_PAGES
    assert shapes(decoded.pages) == [(1240, 1754), (400, 300)]


def test_a_text_file_beyond_the_limit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = limited(monkeypatch, b"1\n" * 79, "a.csv")
    assert (decoded.fault, len(decoded.pages)) == (FaultCode.TOO_MANY_PAGES, 2)


def test_no_line_ends_inside_an_amount_or_a_date() -> None:
    for lead in range(30, 60):
        found = texts(files.word_file(["收" * lead + "12,345.67元2026-09-10"]))
        assert any("12,345.67" in line for line in found)
        assert any("2026-09-10" in line for line in found)


# --- tables ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "amount",
    [
        paragraph("<w:r><w:t>1,000.00</w:t><w:br/><w:t>234.56</w:t></w:r>"),
        paragraph(run("1,000.00")) + paragraph(run("234.56")),
        table((paragraph(run("1,000.00")),), (paragraph(run("234.56")),)) + paragraph(),
    ],
    ids=["break", "paragraphs", "table"],
)
def test_lines_of_a_cell_stand_beside_those_of_its_neighbour(amount: str) -> None:
    names = paragraph("<w:r><w:t>本金</w:t><w:br/><w:t>利息</w:t></w:r>")
    [page] = whole(word(table((names, amount))))
    lines = {line.text: line.box for line in page.lines}
    assert list(lines) == ["本金", "1,000.00", "利息", "234.56"]
    assert lines["本金"].y0 == lines["1,000.00"].y0 < lines["利息"].y0 == lines["234.56"].y0
    assert lines["1,000.00"].x0 == lines["234.56"].x0 > lines["利息"].x1


def test_columns_of_a_table_stay_apart_and_inside_the_page() -> None:
    long = paragraph(run("很长的说明" * 20)) + paragraph(run("完"))
    cells = (long, paragraph(run("110101199001011234")), paragraph(run("12,345.67")))
    [page] = whole(word(table(cells)))
    assert {"110101199001011234", "12,345.67", "完"} <= {line.text for line in page.lines}
    assert max(line.box.x1 for line in page.lines) <= office.WIDTH - office.MARGIN + 1
    for one in page.lines:
        for other in page.lines:
            apart = one.box.x1 < other.box.x0 or other.box.x1 < one.box.x0
            assert one is other or apart or one.box.y0 != other.box.y0


def test_a_table_too_wide_for_columns_is_set_line_after_line() -> None:
    cells = tuple(paragraph(run(f"{number},345.67")) for number in range(10, 30))
    found = texts(word(table((paragraph(run("甲")) + paragraph(run("乙")), *cells))))
    assert found[0].startswith("甲 乙  10,345.67  11,345.67")
    assert all(any(f"{number},345.67" in line for line in found) for number in range(10, 30))


def test_a_merged_cell_is_read_once() -> None:
    document = docx.Document()
    grid = document.add_table(2, 3)
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "合计"
    grid.cell(0, 2).text = "500.00"
    grid.cell(1, 0).text = "其中利息"
    grid.cell(0, 2).merge(grid.cell(1, 2))
    assert texts(saved(document)) == ["合计", "500.00", "其中利息"]


def test_tables_in_tables_without_end_are_pages_or_a_fault() -> None:
    for depth in (5, typeset.MAX_DEPTH + 5, 60):
        inner = paragraph(run("12.30"))
        for _ in range(depth):
            inner = table((inner + paragraph(),))
        assert texts(word(inner)) == ["12.30"]
    document = b"<w:tbl><w:tr><w:tc>" * 3000 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 3000

    def nested(xml: bytes) -> bytes:
        return xml.replace(b"<w:sectPr", document + b"<w:sectPr", 1)

    decoded = decode(changed(word(), {"word/document.xml": nested}), "a.docx", "")
    assert decoded.fault is FaultCode.DAMAGED


# --- what is shown and what is not ----------------------------------------------------------------


def either(new: str, old: str) -> str:
    """A run with two renderings of one thing."""
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{new}</mc:Choice>"
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


VANISH, STRIKE = "<w:vanish/>", "<w:strike/>"
SHOWN = {
    "hidden": (run("9", VANISH) + run("5200.00"), "5200.00"),
    "not hidden": (run("5200.00", '<w:vanish w:val="0"/>'), "5200.00"),
    "struck out": (run("3000.00", STRIKE) + run("5200.00"), "5200.00"),
    "struck out twice": (run("3000.00", "<w:dstrike/>") + run("5200.00"), "5200.00"),
    "not struck out": (run("5200.00", '<w:strike w:val="false"/>'), "5200.00"),
    "inserted": (f'<w:ins w:id="1" w:author="a">{run("5200.00")}</w:ins>', "5200.00"),
    "deleted": (
        '<w:del w:id="1" w:author="a"><w:r><w:delText>3000.00</w:delText></w:r></w:del>'
        + run("5200.00"),
        "5200.00",
    ),
    "moved away": (
        "".join(
            f'<w:{name} w:id="1" w:author="a">{run(text)}</w:{name}>'
            for name, text in (("moveFrom", "3000.00"), ("moveTo", "5200.00"))
        ),
        "5200.00",
    ),
    "a content control": (
        f"<w:sdt><w:sdtContent>{run('5200.00')}</w:sdtContent></w:sdt>",
        "5200.00",
    ),
    "a field": (f'<w:fldSimple w:instr="=1+1">{run("5200.00")}</w:fldSimple>', "5200.00"),
    "a choice": (
        either("<w:t>5200.00</w:t>", "<w:t>9999.00</w:t>"),
        "5200.00",
    ),
}


@pytest.mark.parametrize("name", SHOWN)
def test_the_text_that_counts_is_read_and_no_other(name: str) -> None:
    content, told = SHOWN[name]
    assert texts(word(paragraph(run("月收入 "), content, run(" 元")))) == [f"月收入 {told} 元"]


def styled(about: str) -> bytes:
    """A run and a paragraph in styles that say `about`, the latter by the style it is based on."""
    document = docx.Document()
    styles = document.part.styles.element
    for kind, name, base in (
        ("character", "S1", ""),
        ("paragraph", "S2", ""),
        ("paragraph", "S3", '<w:basedOn w:val="S2"/>'),
    ):
        look = f"<w:rPr>{about}</w:rPr>" if name != "S3" else ""
        opening = f'<w:style {NAMES} w:type="{kind}" w:styleId="{name}">'
        styles.append(element(f'{opening}<w:name w:val="{name}"/>{base}{look}</w:style>'))
    for block in (
        paragraph(run("利息 ", ""), run("99.00", '<w:rStyle w:val="S1"/>'), run("12.30")),
        paragraph('<w:pPr><w:pStyle w:val="S3"/></w:pPr>', run("罚息 77.00")),
    ):
        node = element(block.replace("<w:p>", f"<w:p {NAMES}>", 1))
        document.element.body.insert(len(document.element.body) - 1, node)
    return saved(document)


@pytest.mark.parametrize("about", [VANISH, STRIKE])
def test_styles_hide_and_strike_out_too(about: str) -> None:
    assert texts(styled(about)) == ["利息 12.30"]


def test_struck_out_text_is_shown_crossed_out_beside_what_is_read() -> None:
    [struck] = whole(word(paragraph(run("月收入 "), run("3000.00", STRIKE), run(" 5200.00"))))
    [plain] = whole(word(paragraph(run("月收入 "), run("3000.00"), run(" 5200.00"))))
    [line], [other] = struck.lines, plain.lines
    assert (line.text, other.text) == ("月收入  5200.00", "月收入 3000.00 5200.00")
    assert line.box == other.box
    assert line.centres[-7:] == other.centres[-7:]
    drawn, words = pixels(struck).astype(int), pixels(plain).astype(int)
    more = np.argwhere(np.abs(drawn - words) > 100)
    first, last = (line.box.x0 + (line.box.x1 - line.box.x0) * other.centres[k] for k in (4, 10))
    assert more[:, 1].min() > first - 20
    assert more[:, 1].max() < last + 20
    assert len(more) > 50


def test_a_page_of_nothing_but_struck_out_text_is_no_page_to_be_read_as_a_picture() -> None:
    pages = whole(word(paragraph(run("3000.00", STRIKE))))
    assert [int(pixels(page).min()) for page in pages] == [255]


def box(text: str) -> str:
    content = f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"
    new = (
        "<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    return either(new, old)


def test_the_text_of_a_text_box_is_read_once_behind_its_paragraph() -> None:
    data = word(paragraph(run("收入"), box("5200.00"), run("证明")), paragraph(run("特此证明")))
    assert texts(data) == ["收入证明", "5200.00", "特此证明"]


def test_blocks_in_content_controls_are_read_and_deleted_rows_are_not() -> None:
    control = f"<w:sdt><w:sdtContent>{paragraph(run('利息 12.30'))}</w:sdtContent></w:sdt>"
    rows = "".join(
        f"<w:tr><w:trPr>{about}</w:trPr><w:tc>{paragraph(run(text))}</w:tc></w:tr>"
        for text, about in (("罚息", ""), ("违约金", '<w:del w:id="3" w:author="a"/>'))
    )
    assert texts(word(control, f"<w:tbl>{rows}</w:tbl>")) == ["利息 12.30", "罚息"]


def test_headers_footers_and_notes_are_read_once_and_page_numbers_left_out() -> None:
    document = docx.Document()
    document.add_paragraph("收入证明")
    for section in (document.sections[0], document.add_section()):
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = "样本市样本有限公司"
    footer = document.sections[0].footer
    footer.paragraphs[0].text = "地址：样本路 1 号"
    command = f"<w:instrText {NAMES}> PAGE </w:instrText>"
    numbered = footer.add_paragraph("第 3 页")
    numbered.add_run()._r.append(element(command))
    assert texts(saved(document)) == ["样本市样本有限公司", "收入证明", "地址：样本路 1 号"]


def test_the_words_of_a_footnote_are_read_behind_the_text() -> None:
    document = docx.Document()
    document.add_paragraph("月收入 5200 元")
    note = f"<w:footnotes {NAMES}><w:footnote>{paragraph(run('税前'))}</w:footnote></w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, note.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert texts(saved(document)) == ["月收入 5200 元", "税前"]


def numbered(level: int, text: str = "", name: int = 1) -> str:
    about = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>'
    return f"<w:p><w:pPr>{about}</w:pPr>{run(text) if text else ''}</w:p>"


def lists(*levels: tuple[str, str]) -> Callable[[bytes], bytes]:
    """numbering.xml with one kind of list; list 2 is the same, begun anew at 5."""
    kinds = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for place, (style, text) in enumerate(levels)
    )
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    of = '<w:abstractNumId w:val="0"/>'
    xml = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">{kinds}</w:abstractNum>'
        f'<w:num w:numId="1">{of}</w:num><w:num w:numId="2">{of}{again}</w:num></w:numbering>'
    )
    return lambda _: xml.encode()


def listed(content: bytes, *levels: tuple[str, str]) -> list[str]:
    found = texts(changed(content, {"word/numbering.xml": lists(*levels)}))
    return [" ".join(text.split()) for text in found]


def test_numbers_that_word_counts_are_read() -> None:
    data = word(numbered(0, "申请人"), numbered(1, "5200元"), numbered(1, "x"), numbered(0, "事由"))
    assert listed(data, ("chineseCounting", "%1、"), ("decimal", "%1.%2")) == [
        "一、 申请人", "一.1 5200元", "一.2 x", "二、 事由",
    ]  # fmt: skip


def test_a_column_that_word_numbers_is_a_column_of_numbers() -> None:
    data = word(table((numbered(0), paragraph(run("500.00"))), (numbered(0), paragraph(run("8")))))
    assert listed(data, ("decimal", "%1")) == ["1 500.00", "2 8"]


def test_a_list_begun_anew_counts_from_there() -> None:
    data = word(numbered(0, "a"), numbered(0, "b", 2), numbered(0, "c", 2), numbered(0, "d", 9))
    assert listed(data, ("upperLetter", "(%1)")) == ["(A) a", "(E) b", "(F) c", "d"]


# --- what is no plain Word file -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.docm", "a.docx"])
def test_a_word_file_with_macros_is_unsupported_and_not_damaged(name: str) -> None:
    def macros(xml: bytes) -> bytes:
        plain = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        assert plain in xml
        return xml.replace(plain, b"vnd.ms-word.document.macroEnabled.main+xml")

    decoded = decode(changed(word(), {"[Content_Types].xml": macros}), name, "")
    assert decoded.fault is FaultCode.UNSUPPORTED
    assert "宏" in decoded.detail


def test_another_document_inside_is_named() -> None:
    data = word(paragraph(run("说明")), '<w:altChunk r:id="rId999"></w:altChunk>')
    decoded = decode(data, "a.docx", "")
    assert (decoded.fault, len(decoded.pages)) == (FaultCode.UNSUPPORTED, 1)
    assert "没有读" in decoded.detail


def test_amounts_of_a_plain_table_stand_under_their_heads() -> None:
    rows = [
        ("期次", "还款日", "本金", "每期还款金额（元）", "资金来源"),
        ("第1期", "2026年12月16日", "1,445.00", "1,445.00", "货款"),
        ("第12期", "2027年11月16日", "1,460.24", "1,460.24", "货款"),
    ]
    [page] = whole(word(table(*(tuple(paragraph(run(one)) for one in row) for row in rows))))
    boxes: dict[str, list[int]] = {}
    for line in page.lines:
        boxes.setdefault(line.text, []).append(line.box.x0)
    assert boxes["每期还款金额（元）"][0] == boxes["1,445.00"][1] == boxes["1,460.24"][1]
    assert boxes["资金来源"] == boxes["货款"][:1]


def test_words_beside_words_stay_one_line() -> None:
    rows = [("姓名", "张样本"), ("联系电话", "略")]
    found = texts(word(table(*(tuple(paragraph(run(one)) for one in row) for row in rows))))
    assert found == ["姓名  张样本", "联系电话  略"]


def test_what_stands_behind_an_empty_cell_stays_in_its_column() -> None:
    rows = [
        ("收入", "元", "支出", "元"),
        ("工资", "2,245", "房租", "1,300"),
        ("", "", "伙食", "900"),
    ]
    [page] = whole(word(table(*(tuple(paragraph(run(one)) for one in row) for row in rows))))
    left = {line.text: line.box.x0 for line in page.lines}
    assert left["伙食"] == left["房租"]
    assert left["900"] == left["1,300"]
