"""What keeps a page from being read by a person: by its measures and by how sure the reader was."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.catalogue.models import Thresholds
from schemas.reading import Reading
from schemas.source import Page

NEVER_BLURRED = ("electronic", "screenshot")
"""Drawn by a machine: neither dark nor glaring, whatever the measures say."""


def legibility_faults(page: Page, reading: Reading | None, limits: Thresholds) -> Iterator[str]:
    """What is wrong with a page, in words; nothing for a readable one."""
    quality = page.quality
    drawn = page.form in NEVER_BLURRED
    if page.form != "electronic" and quality.sharpness < limits.sharpness_floor:
        yield "模糊"
    if not drawn and quality.contrast < limits.contrast_floor:
        yield "太暗或太淡"
    if not drawn and quality.glare > limits.glare_ceiling:
        yield "反光"
    if _cut(page, reading, limits):
        yield "边上的字被切掉了"
    if page.form != "electronic" and max(page.width, page.height) < limits.longest_side_floor:
        yield f"图片太小（{page.width}×{page.height} 像素）"
    if 0 < quality.text_height < limits.text_height_floor:
        yield "字太小"
    confidence = mean_confidence(reading) if reading else None
    if confidence is not None and confidence < limits.legible_confidence:
        yield f"大半看不清（把握 {confidence:.0%}）"


def _cut(page: Page, reading: Reading | None, limits: Thresholds) -> bool:
    """Whether print runs out of the picture; a screen that scrolls ends in the middle of a line."""
    if page.form == "electronic" or reading is None or len(reading.lines) < limits.cut_lines + 1:
        return False
    ends = 0 if page.form in NEVER_BLURRED else page.quality.cut_ends
    return max(page.quality.cut_sides, ends) >= limits.cut_lines


def mean_confidence(reading: Reading) -> float | None:
    """Mean over all characters of a page; None on a page without text."""
    weights = [(len(line.text), line.confidence) for line in reading.lines if line.text]
    total = sum(count for count, _ in weights)
    return sum(count * sure for count, sure in weights) / total if total else None
