"""Which Chinese fonts this machine has: asked of Typst, so that the answer is what it will use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import typst

from pipeline.errors import EnvironmentIncomplete

SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "Songti SC", "SimSun")
SANS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "SimHei",
)
REMEDY = "apt-get install fonts-noto-cjk"
REGULAR = 400


@dataclass(frozen=True)
class ChineseFonts:
    """Family names for the bundle, and the file of the sans one for drawing on pictures."""

    serif: str
    sans: str
    sans_file: str
    sans_index: int


@cache
def chinese_fonts() -> ChineseFonts:
    """The best fonts found; EnvironmentIncomplete where this machine has no Chinese font."""
    files = {
        font.family: (font.path, font.index)
        for font in sorted(typst.Fonts().fonts(), key=lambda font: -abs(font.weight - REGULAR))
        if font.path and font.style == "normal"
    }
    sans = next((family for family in SANS if family in files), "")
    serif = next((family for family in SERIF if family in files), sans)
    sans = sans or serif
    if not sans:
        raise EnvironmentIncomplete("没有中文字体，无法排版申请材料", REMEDY)
    path, index = files[sans]
    return ChineseFonts(serif=serif, sans=sans, sans_file=str(path), sans_index=index)
