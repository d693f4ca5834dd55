"""The one coordinate convention: pixels of the upright page, origin top left, y downwards."""

from __future__ import annotations

from typing import Any

from pydantic import model_serializer, model_validator

from schemas.base import Frozen


class Box(Frozen):
    """An axis-parallel rectangle in pixels of the upright page; written as [x0, y0, x1, y1]."""

    x0: int
    y0: int
    x1: int
    y1: int

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            if len(value) != 4:
                raise ValueError("a box is [x0, y0, x1, y1]")
            return dict(zip(("x0", "y0", "x1", "y1"), value, strict=True))
        return value

    @model_validator(mode="after")
    def _ordered(self) -> Box:
        if self.x0 > self.x1 or self.y0 > self.y1:
            raise ValueError(f"a box runs from top left to bottom right: {self.as_list()}")
        return self

    @model_serializer
    def as_list(self) -> list[int]:
        return [self.x0, self.y0, self.x1, self.y1]

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0

    def union(self, other: Box) -> Box:
        return Box(
            x0=min(self.x0, other.x0),
            y0=min(self.y0, other.y0),
            x1=max(self.x1, other.x1),
            y1=max(self.y1, other.y1),
        )
