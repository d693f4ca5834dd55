"""The second reader: Tesseract over the crops of the amounts alone, one start for many pages.

It shares nothing with the first reader, so that where both see the same digits a misread is
unlikely. Where Tesseract is absent the first reader reads the crops again at another scale, which
is a weaker witness, and its name says so. This file alone knows Tesseract.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from pipeline.read.engine import Pixels
from pipeline.read.figures import Grey, Span, figures_of
from schemas.evidence import EngineReading

__all__ = [
    "REVISION",
    "Asked",
    "Span",
    "figures_read",
    "read_again",
    "read_pages_again",
    "second_reader_name",
]

REVISION = 3
ROW = 2.6
"""Height of a montage's rows, in heights of the figures in them."""
HEIGHT = 24
"""Height of the figures, pixels: about what Tesseract was trained on."""
SECOND_HEIGHT = 32
"""Their height when those that came out differently are looked at once more."""
TIMEOUT_SECONDS = 60
"""For one page; a call for many has as many times this."""
WHITELIST = "0123456789.,-"


@cache
def second_reader_name() -> str:
    """ "tesseract 5.3.0", or "rescaled" where there is no Tesseract with English digits."""
    if shutil.which("tesseract") is None:
        return "rescaled"
    try:
        import pytesseract

        if "eng" not in pytesseract.get_languages():
            return "rescaled"
        return f"tesseract {pytesseract.get_tesseract_version()}"
    except (OSError, subprocess.SubprocessError, SystemExit):
        return "rescaled"


@dataclass(frozen=True)
class Asked:
    """Amounts of one page. `pixels` gives its picture each time it is wanted, so that the pictures
    of many pages are never held together."""

    pixels: Callable[[], Pixels]
    spans: tuple[Span, ...]

    def figures(self, places: Sequence[int], tall: int) -> list[Grey]:
        """The spans at `places`, cut out."""
        image = self.pixels()
        return [figures_of(image, self.spans[place], tall) for place in places]


def read_again(image: Pixels, spans: Sequence[Span]) -> list[EngineReading]:
    """A second reading of each span of `image`, in order; text "" where nothing was seen."""
    return read_pages_again([Asked(lambda: image, tuple(spans))])[0]


def read_pages_again(pages: Sequence[Asked]) -> list[list[EngineReading]]:
    """For each page a second reading of each span; as if each page had been read alone.

    What comes out unlike the first reading is looked at once more at another size, so that a crop
    that Tesseract stumbles over is not a doubt yet.
    """
    readings: list[list[EngineReading]] = [[] for _ in pages]
    everything: dict[int, Sequence[int]] = {
        place: range(len(page.spans)) for place, page in enumerate(pages) if page.spans
    }
    if second_reader_name() == "rescaled":
        for place, spans in everything.items():
            readings[place] = _rescaled(pages[place].figures(spans, HEIGHT))
        return readings
    for place, _, found in _looked_at(pages, everything, HEIGHT):
        readings[place] = found
    unlike = {
        place: strange
        for place, spans in everything.items()
        if (strange := [n for n in spans if not _alike(pages[place].spans[n], readings[place][n])])
    }
    for place, spans, again in _looked_at(pages, unlike, SECOND_HEIGHT):
        for number, reading in zip(spans, again, strict=True):
            if _alike(pages[place].spans[number], reading):
                readings[place][number] = reading
    return readings


def figures_read(sheets: Sequence[list[Grey]], tall: int) -> list[list[EngineReading]]:
    """For each sheet a reading of each crop, whose figures are `tall` pixels high."""
    if second_reader_name() == "rescaled":
        return [_rescaled(crops) for crops in sheets]
    return _tesseract(sheets, tall)


def _looked_at(
    pages: Sequence[Asked], wanted: Mapping[int, Sequence[int]], tall: int
) -> Iterator[tuple[int, Sequence[int], list[EngineReading]]]:
    """Page, spans wanted of it, and what was read of them; one start for all."""
    if not wanted:
        return
    sheets = [pages[place].figures(spans, tall) for place, spans in wanted.items()]
    found = _tesseract(sheets, tall)
    for (place, spans), read in zip(wanted.items(), found, strict=True):
        yield place, spans, read


def _alike(span: Span, reading: EngineReading) -> bool:
    first = unicodedata.normalize("NFKC", span.line.text[span.start : span.end])
    return re.sub(r"[^0-9.]", "", first) == re.sub(r"[^0-9.]", "", reading.text)


def _tesseract(sheets: Sequence[list[Grey]], tall: int) -> list[list[EngineReading]]:
    """For each sheet one reading of each crop, whose figures are `tall` pixels high.

    One start for all sheets, each a page of its own: what stands on one changes nothing on another.
    """
    import pytesseract

    pitch = round(ROW * tall)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory(prefix="second-") as folder:
        table = pytesseract.image_to_data(
            str(_listed([_montage(crops, pitch) for crops in sheets], Path(folder))),
            lang="eng",
            config=f"--psm 6 -c tessedit_char_whitelist={WHITELIST}",
            output_type=pytesseract.Output.DICT,
            timeout=TIMEOUT_SECONDS * len(sheets),
        )
    name = second_reader_name()
    return [
        [_joined(name, words) for words in _rows(table, number, len(crops), pitch)]
        for number, crops in enumerate(sheets, 1)
    ]


def _listed(pictures: Sequence[Grey], folder: Path) -> Path:
    """A text file that names the pictures: Tesseract takes each for a page."""
    names = [folder / f"{number}.pgm" for number in range(len(pictures))]
    for name, picture in zip(names, pictures, strict=True):
        Image.fromarray(picture).save(name)
    listed = folder / "pages.txt"
    listed.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    return listed


def _rows(
    table: Mapping[str, list[Any]], page: int, count: int, pitch: int
) -> list[list[tuple[str, float]]]:
    """The words, with confidence, in each of the `count` rows of a page."""
    rows: list[list[tuple[str, float]]] = [[] for _ in range(count)]
    columns = ("page_num", "text", "top", "height", "conf")
    for number, text, top, height, confidence in zip(*(table[c] for c in columns), strict=True):
        row = (top + height / 2) // pitch
        if number == page and text.strip() and 0 <= row < count:
            rows[int(row)].append((text.strip(), float(confidence) / 100))
    return rows


def _joined(name: str, words: list[tuple[str, float]]) -> EngineReading:
    text = "".join(word for word, _ in words)
    confidence = min((value for _, value in words), default=0.0)
    return EngineReading(engine=name, text=text, confidence=round(max(confidence, 0.0), 3))


def _montage(crops: list[Grey], pitch: int) -> Grey:
    """The crops one under the other, in rows of `pitch` pixels."""
    width = max(crop.shape[1] for crop in crops) + 2 * pitch
    sheet = np.full((pitch * len(crops), width), 255, np.uint8)
    for row, crop in enumerate(crops):
        spare = max(0, crop.shape[0] - pitch) // 2
        shown = crop[spare : spare + pitch]
        top = row * pitch + (pitch - shown.shape[0]) // 2
        sheet[top : top + shown.shape[0], pitch : pitch + shown.shape[1]] = shown
    return sheet


def _rescaled(crops: list[Grey]) -> list[EngineReading]:
    from pipeline.read.rapid import shared_reader

    larger = [
        cv2.copyMakeBorder(crop, 12, 12, 24, 24, cv2.BORDER_CONSTANT, value=255) for crop in crops
    ]
    read = shared_reader().recognise([cv2.cvtColor(crop, cv2.COLOR_GRAY2RGB) for crop in larger])  # type: ignore[misc]
    return [
        EngineReading(
            engine="rescaled",
            text=re.sub(r"[^0-9.,\-]", "", text),
            confidence=round(float(np.mean(certainties)), 3) if certainties else 0.0,
        )
        for text, _, certainties in read
    ]
