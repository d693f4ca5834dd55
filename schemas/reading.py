"""What a reader saw on a page."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import Field, model_validator

from schemas.base import Frozen
from schemas.geometry import Box
from schemas.source import PageRef


class Line(Frozen):
    """One run of text.

    text: as read, without normalisation
    box: the rectangle around it
    quad: its corners clockwise from top left (x, y, x, y, …), which carry the slant in photos
    confidence: mean over the characters, 0–1 (1.0 for a text layer)
    centres: x of each character's centre along the line, 0–1 from left to right
    certainties: confidence of each character, same length as `text`
    """

    text: str
    box: Box
    quad: tuple[float, float, float, float, float, float, float, float]
    confidence: float = Field(ge=0, le=1)
    centres: tuple[float, ...]
    certainties: tuple[float, ...]

    @model_validator(mode="after")
    def _same_length(self) -> Line:
        if not len(self.text) == len(self.centres) == len(self.certainties):
            raise ValueError("centres and certainties have one number for each character")
        return self

    def emptied(self) -> Line:
        return self.model_copy(update={"text": "", "centres": (), "certainties": ()})


class Reading(Frozen):
    """All lines of one upright page, top to bottom, by one engine ("rapidocr-openvino", "text")."""

    ref: PageRef
    engine: str
    lines: tuple[Line, ...]

    def part(self, numbers: Collection[int]) -> Reading:
        """The reading with all lines emptied but those of these numbers, which they keep."""
        lines = (
            line if number in numbers else line.emptied() for number, line in enumerate(self.lines)
        )
        return self.model_copy(update={"lines": tuple(lines)})
