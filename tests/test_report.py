"""report.html and the terminal's text, from example facts and pictures drawn here."""

from __future__ import annotations

import base64
import io
import os
import pty
import re
import sys
import time
from contextlib import suppress
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image, ImageDraw

from pipeline.check import Facts, run_checks
from pipeline.check.example import Example, examples_of, healthy, merged
from pipeline.check.example_facts import BOX, facts_of
from pipeline.cli.commands import show_built
from pipeline.cli.voice import Voice
from pipeline.report import report_html, report_text
from pipeline.report.markup import Html, el
from pipeline.report.pictures import Wanted, pictures_of
from pipeline.report.text import folded
from pipeline.store import Cache
from schemas.casefile import Waive
from schemas.catalogue import load_catalogue
from schemas.geometry import Box
from schemas.source import Page

RED = (200, 30, 30)


def picture(width: int = 1080, height: int = 2400, media: str = "JPEG") -> bytes:
    """A white page with a red block where every example amount stands."""
    page = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(page).rectangle((BOX.x0, BOX.y0, BOX.x1, BOX.y1), fill=RED)
    out = io.BytesIO()
    page.save(out, media, quality=80)
    return out.getvalue()


def with_pictures(facts: Facts, cache: Cache) -> Facts:
    """The facts with a picture behind every page."""
    digest = cache.put_blob(picture())
    sources = tuple(
        source.model_copy(
            update={
                "pages": tuple(page.model_copy(update={"image": digest}) for page in source.pages)
            }
        )
        for source in facts.case.sources
    )
    return replace(facts, case=facts.case.model_copy(update={"sources": sources}))


def example(rule: str, name: str) -> Example:
    return next(found for found in examples_of(rule) if found.id == name)


def html_of(facts: Facts, cache: Cache) -> str:
    report = run_checks(facts)
    return report_html(
        facts.case,
        facts.claim,
        facts.repayment,
        report,
        facts.groups,
        cache,
        load_catalogue(),
    )


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture
def clean(cache: Cache) -> Facts:
    return with_pictures(facts_of(healthy(), load_catalogue()), cache)


def changed(cache: Cache, **changes: Any) -> Facts:
    return with_pictures(facts_of(merged(healthy(), changes), load_catalogue()), cache)


class Reader(HTMLParser):
    """Collects the tags, attributes and text of a page, and that every tag is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in ("img", "meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def test_a_clean_case_is_said_to_be_ready(clean: Facts, cache: Cache) -> None:
    text = read(html_of(clean, cache)).text
    assert "可以提交" in text
    assert "还不能提交" not in text
    assert "必须解决（" not in text


def test_it_is_one_file_that_asks_for_nothing(clean: Facts, cache: Cache) -> None:
    seen = read(html_of(clean, cache))
    assert not {"script", "link", "iframe", "object", "form"} & set(seen.tags)
    for name, value in seen.attributes:
        assert not name.startswith("on")
        if name == "src":
            assert value.startswith("data:image/jpeg;base64,")
        if name == "href":
            assert value.startswith("#")
    assert not re.search(r"https?://|url\(", html_of(clean, cache))


def test_every_link_leads_to_a_place_on_the_page(clean: Facts, cache: Cache) -> None:
    seen = read(html_of(clean, cache))
    places = {value for name, value in seen.attributes if name == "id"}
    wanted = {value[1:] for name, value in seen.attributes if name == "href"}
    assert wanted <= places


def test_same_input_same_bytes_warm_or_cold(clean: Facts, cache: Cache) -> None:
    cold = html_of(clean, cache)
    assert html_of(clean, cache) == cold
    (cache.folder / "entries").rename(cache.folder / "gone")
    assert html_of(clean, cache) == cold


def test_what_papers_say_is_never_markup(cache: Cache) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="y">'
    facts = changed(
        cache,
        typed={"applicant": {"name": evil}},
        material={"bill": {"file": f"{evil}.png"}},
        statement={
            "huabei": {
                "file": f"{evil}.png",
                "product": evil,
                "lender": evil,
                "outstanding": {"interest": {"value": "60.00", "status": "doubtful", "text": evil}},
            }
        },
    )
    page = html_of(facts, cache)
    seen = read(page)
    assert "script" not in seen.tags
    assert not any(name.startswith("on") for name, _ in seen.attributes)
    assert evil in seen.text


def test_every_amount_stands_beside_the_place_it_was_read_from(clean: Facts, cache: Cache) -> None:
    page = html_of(clean, cache)
    amounts = [
        amount
        for statement in clean.case.statements
        for parts in (statement.outstanding, *statement.periods)
        for _, amount in parts.stated()
    ]
    crops = re.findall(r'<img src="data:image/jpeg;base64,([^"]+)" alt="原图：', page)
    assert len(crops) == len(amounts)
    crop = Image.open(io.BytesIO(base64.b64decode(crops[0]))).convert("RGB")
    red, green, blue = crop.getpixel((crop.width // 2, crop.height // 2))  # type: ignore[misc]
    assert red > 150
    assert max(green, blue) < 80


def test_both_readers_are_heard_where_they_differ(cache: Cache) -> None:
    page = read(html_of(example("amounts.confirmed", "two-readers-differ").facts(load_catalogue()),
                        cache)).text  # fmt: skip
    assert "一读 94.93" in page
    assert "二读 494.93" in page
    assert "存疑" in page
    assert 'field = "outstanding.interest"' in page


def test_every_file_is_accounted_for(cache: Cache) -> None:
    facts = changed(
        cache,
        fault={"坏的.pdf": {"code": "damaged", "message": "文件已损坏", "next": "重新导出"}},
    )
    text = read(html_of(facts, cache)).text
    for source in facts.case.sources:
        assert source.file.path in text
    assert "文件已损坏" in text
    assert "还不能提交" in text


def test_copies_are_crossed_out_and_left_out_bills_say_why(cache: Cache) -> None:
    facts = example("evidence.duplicates", "same-picture-twice").facts(load_catalogue())
    page = html_of(with_pictures(facts, cache), cache)
    assert page.count('class="page copy"') == 1
    older = example("amounts.newest-of-same-debt", "older-screen-left-out").facts(load_catalogue())
    assert "不计入" in read(html_of(older, cache)).text


def test_a_missing_paper_is_named_with_the_way_to_get_it(cache: Cache) -> None:
    facts = example("checklist.reason-proof", "illness-without-diagnosis").facts(load_catalogue())
    text = read(html_of(facts, cache)).text
    assert "缺少诊断证明或出院记录" in text
    assert "病案室" in text


def test_a_waiver_is_printed_with_its_reason(cache: Cache) -> None:
    facts = example("evidence.page-legible", "blurred-photo").facts(load_catalogue())
    waive = Waive(rule="evidence.page-legible", reason="原件只有这么清楚")
    typed = facts.case.typed.model_copy(update={"waive": (waive,)})
    facts = replace(facts, case=facts.case.model_copy(update={"typed": typed}))
    text = read(html_of(facts, cache)).text
    assert "原件只有这么清楚" in text
    assert "可以提交" in text


def test_lost_pictures_leave_the_words(clean: Facts, tmp_path: Path) -> None:
    empty = Cache(tmp_path / "empty")
    seen = read(html_of(clean, empty))
    assert "img" not in seen.tags
    assert "全部页面" in seen.text


def test_nothing_read_at_all_still_makes_a_report(cache: Cache) -> None:
    bare = {"today": healthy()["today"]}
    text = read(html_of(facts_of(bare, load_catalogue()), cache)).text
    assert "还不能提交" in text


def test_crops_keep_inside_the_page_and_the_page_is_never_enlarged(cache: Cache) -> None:
    page = page_of("a.png", cache.put_blob(picture(200, 100, "PNG")), 200, 100)
    outside = Box(x0=190, y0=90, x1=500, y1=400)
    made = pictures_of([page], {page.ref: Wanted(crops=frozenset({outside}))}, cache)
    assert made.thumbs[page.ref].width == 200
    assert made.crops[page.ref, outside].width <= 200


def bill_like(number: int) -> bytes:
    """A screen full of figures in a coarse font, unlike any other."""
    page = Image.new("RGB", (1080, 2400), "white")
    draw = ImageDraw.Draw(page)
    for row in range(45):
        draw.text((60, 50 * row), f"{number}-{row} principal interest", "black", font_size=30)
        draw.text((700, 50 * row), f"{number * 1000 + row * 7:,.2f}", RED, font_size=34)
    out = io.BytesIO()
    page.save(out, "PNG", compress_level=1)
    return out.getvalue()


def page_of(path: str, image: str, width: int, height: int) -> Page:
    return Page.model_validate(
        {
            "ref": {"path": path, "page": 1},
            "image": image,
            "media": "image/png",
            "width": width,
            "height": height,
            "look": "0" * 16,
            "form": "screenshot",
            "quality": {"sharpness": 1, "contrast": 1, "glare": 0, "text_height": 1},
        }
    )


def test_fifteen_pages_are_quick_and_small(cache: Cache) -> None:
    boxes = frozenset(Box(x0=700, y0=50 * row, x1=900, y1=50 * row + 36) for row in range(45))
    pages = [
        page_of(f"{number}.png", cache.put_blob(bill_like(number)), 1080, 2400)
        for number in range(15)
    ]
    begun = time.process_time()
    made = pictures_of(pages, {page.ref: Wanted(crops=boxes) for page in pages}, cache)
    assert time.process_time() - begun < 3
    assert len(made.crops) == 15 * len(boxes)
    size = sum(len(one.uri) for one in (*made.crops.values(), *made.thumbs.values()))
    assert size < 3_000_000


def test_markup_escapes_all_but_markup() -> None:
    assert el("p", "a<b & c", cls='x"y') == '<p class="x&quot;y">a&lt;b &amp; c</p>'
    assert el("p", Html("<b>a</b>")) == "<p><b>a</b></p>"
    assert el("img", src="data:") == '<img src="data:">'


def text_of(facts: Facts, lang: str = "zh") -> str:
    return report_text(facts.case, facts.claim, run_checks(facts), load_catalogue(), lang)


def test_the_terminal_says_ready(clean: Facts) -> None:
    assert "可以提交" in text_of(clean)
    assert "Ready to hand in" in text_of(clean, "en")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        pytest.param("zh", ("还不能提交", "必须解决（1）", "缺少诊断证明或出院记录", "→"), id="zh"),
        pytest.param("en", ("Not ready yet", "Must be solved (1)", "proven", "→"), id="en"),
    ],
)
def test_the_terminal_says_what_blocks_and_what_to_do(lang: str, words: tuple[str, ...]) -> None:
    facts = example("checklist.reason-proof", "illness-without-diagnosis").facts(load_catalogue())
    text = text_of(facts, lang)
    for word in (*words, "checklist.reason-proof"):
        assert word in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_numbers_of_people_are_masked_on_the_terminal(lang: str) -> None:
    facts = example("amounts.confirmed", "two-readers-differ").facts(load_catalogue())
    report = run_checks(facts)
    leaking = tuple(
        finding.model_copy(
            update={"message": finding.message + " 110101199003071006 13800000000",
                    "next": "打 13800000000"}
        )
        for finding in report.findings
    )  # fmt: skip
    report = report.model_copy(update={"findings": leaking})
    text = report_text(facts.case, facts.claim, report, load_catalogue(), lang)
    assert "110101199003071006" not in text
    assert "13800000000" not in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_terminal_gets_the_colours_of_the_report_and_no_command_of_a_paper(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2026-11-27: the colours were spelt out like the commands, as \\x1b[2m before every line."""
    said = on_a_terminal(commanding_facts(), lang, monkeypatch)
    assert "\x1b[1m" in said
    assert "\\x1b[1m" not in said
    for spelt in ("红\\x1b[2J  ", "黄\\x1b[2J.jpg", "\\u202egpj"):
        assert spelt in said
    assert re.search("\x1b(?!\\[[0-9;]*m)|[\x80-\x9f\u202e]", said) is None


def commanding_facts() -> Facts:
    """Facts in whose names and findings stand signs that command a terminal."""
    facts = example("amounts.confirmed", "two-readers-differ").facts(load_catalogue())
    person = facts.case.applicant.model_copy(update={"name": "红\x1b[2J"})
    return replace(facts, case=facts.case.model_copy(update={"applicant": person}))


def on_a_terminal(facts: Facts, lang: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What `check` prints where stdout is a terminal, every finding in commanding words."""
    said = run_checks(facts)
    findings = tuple(
        finding.model_copy(update={"message": "黄\x1b[2J.jpg \u202egpj", "next": "\x9b2J"})
        for finding in said.findings
    )
    report = said.model_copy(update={"findings": findings})
    built = SimpleNamespace(case=facts.case, claim=facts.claim, report=report)
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    ours, its = pty.openpty()
    heard = bytearray()
    ear = Thread(target=listen, args=(ours, heard))
    ear.start()
    with open(its, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdout", terminal)
        show_built(built, as_json=False, voice=Voice(lang))
        monkeypatch.undo()
    ear.join()
    os.close(ours)
    return heard.decode()


def listen(descriptor: int, heard: bytearray) -> None:
    """Take in what comes until the other side closes, which Linux tells as an error."""
    with suppress(OSError):
        while part := os.read(descriptor, 4096):
            heard += part


def test_long_lines_fold_between_chinese_characters_and_between_words() -> None:
    assert list(folded("缺少诊断证明书，请补", 10)) == ["缺少诊断证", "明书，请补"]
    assert list(folded("一二三四五，六", 10)) == ["一二三四五，", "六"]
    assert list(folded("see report.html now", 12)) == ["see", "report.html", "now"]
