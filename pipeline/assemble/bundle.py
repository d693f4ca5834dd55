"""The bundle PDF; the one file that knows Typst.

Text from papers reaches the template as JSON values, never as source, so nothing in it can run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import typst

from pipeline.assemble.copies import SheetPicture
from pipeline.assemble.data import mapped
from pipeline.assemble.fonts import chinese_fonts, covered
from pipeline.assemble.names import printable
from pipeline.assemble.splice import is_grey, stand_in
from pipeline.assemble.textlayer import text_layer
from pipeline.errors import PackInvalid
from schemas.pack import PackPlan
from schemas.reading import Reading
from schemas.source import PageRef

TEMPLATE = "bundle.typ"
STANDARD: Literal["a-2b"] = "a-2b"


def bundle_pdf(
    plan: PackPlan,
    data: dict[str, Any],
    sheets: Sequence[SheetPicture],
    readings: dict[PageRef, Reading],
    folder: Path,
) -> bytes:
    """The PDF/A-2b bytes with stand-ins for the pictures (see splice.py); always the same bytes.

    `folder` takes template, data and stand-ins.
    """
    fonts = chinese_fonts()
    groups = _exhibit_data(plan, sheets, readings)
    families = {"serif": fonts.serif, "sans": fonts.sans}
    whole = {**mapped(data, covered), "exhibits": groups, "fonts": families}
    (folder / "data.json").write_text(json.dumps(whole, ensure_ascii=False), "utf-8")
    source = resources.files("pipeline.assemble.template").joinpath(TEMPLATE)
    (folder / TEMPLATE).write_bytes(source.read_bytes())
    for sheet in sheets:
        (folder / stand_in_name(sheet)).write_bytes(stand_in_of(sheet))
    return compiled(folder, TEMPLATE, timestamp_of(plan))


def stand_in_of(sheet: SheetPicture) -> bytes:
    return stand_in(sheet.key, is_grey(sheet.file))


def stand_in_name(sheet: SheetPicture) -> str:
    return f"stand-in-{sheet.key}.jpg"


def timestamp_of(plan: PackPlan) -> datetime:
    """The fixed moment all documents of the pack are dated with: noon of the signing day."""
    return datetime.combine(plan.today, time(12), tzinfo=UTC)


def compiled(folder: Path, template: str, moment: datetime) -> bytes:
    """One Typst run inside `folder`, which it cannot read outside of."""
    try:
        return typst.compile(
            str(folder / template),
            root=str(folder),
            pdf_standards=STANDARD,
            timestamp=moment,
            pdf_tags=False,
        )
    except typst.TypstError as error:
        raise PackInvalid(
            f"排版失败：{error.message}", f"检查版式文件 {template}；{error.diagnostic}"
        ) from error


def _exhibit_data(
    plan: PackPlan,
    sheets: Iterable[SheetPicture],
    readings: dict[PageRef, Reading],
) -> list[dict[str, Any]]:
    by_exhibit: dict[str, list[dict[str, Any]]] = {}
    for sheet in sheets:
        by_exhibit.setdefault(sheet.exhibit.number, []).append(
            {
                "key": sheet.key,
                "number": sheet.exhibit.number,
                "title": covered(printable(sheet.exhibit.title)),
                "place": sheet.place,
                "count": len(sheet.exhibit.pages),
                "file": stand_in_name(sheet),
                "width": sheet.width,
                "height": sheet.height,
                "lines": text_layer(sheet.page, readings.get(sheet.page.source)),
            }
        )
    return [
        {
            "number": group.number,
            "title": group.title,
            "sheets": [row for e in group.exhibits for row in by_exhibit.get(e.number, ())],
        }
        for group in plan.groups
    ]
