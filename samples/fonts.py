"""Find a Chinese typeface; the Debian Noto CJK fonts first, whatever else is there after them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

NOTO = Path("/usr/share/fonts/opentype/noto")
OTHERS = (
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"),
)
SIMPLIFIED, TRADITIONAL = 2, 3


class NoFont(RuntimeError):
    """No Chinese typeface on this machine: apt-get install fonts-noto-cjk."""


@lru_cache(maxsize=8)
def _file(serif: bool, bold: bool) -> Path:
    weight = "Bold" if bold else "Regular"
    families = ("NotoSerifCJK", "NotoSansCJK") if serif else ("NotoSansCJK",)
    wanted = [NOTO / f"{family}-{weight}.ttc" for family in families]
    wanted += [NOTO / "NotoSansCJK-Regular.ttc", *OTHERS]
    for path in wanted:
        if path.is_file():
            return path
    raise NoFont("no Chinese typeface found: apt-get install fonts-noto-cjk")


@lru_cache(maxsize=256)
def face(
    size: int, *, serif: bool = False, bold: bool = False, traditional: bool = False
) -> ImageFont.FreeTypeFont:
    """A typeface at `size` pixels; basic layout, so that every machine draws alike."""
    path = _file(serif, bold)
    index = (TRADITIONAL if traditional else SIMPLIFIED) if path.parent == NOTO else 0
    return ImageFont.truetype(
        str(path), max(size, 6), index=index, layout_engine=ImageFont.Layout.BASIC
    )
