"""Which Chinese fonts this machine has: asked of Typst, so that the answer is what it will use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import typst
from PIL import ImageFont

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
PROBE = 24
"""Pixels at which a character is drawn to see whether the font has it."""


MISSING = "〓"
"""Printed for a character that the fonts do not have (the printer's own mark for it)."""
_COMMON = re.compile(
    r"[ -~\u3000-\u3002\u4e00-\u9fa5\uff01-\uff5e￥¥、。（）【】《》“”：；，·…—–−]*"
)
"""Text of these alone is in every Chinese font and need not be looked at."""


@dataclass(frozen=True)
class ChineseFonts:
    """Family names for the bundle, and their files with the face inside a collection."""

    serif: str
    sans: str
    serif_file: tuple[str, int]
    sans_file: tuple[str, int]


@cache
def chinese_fonts() -> ChineseFonts:
    """The best fonts found; EnvironmentIncomplete where this machine has no Chinese font."""
    files = {
        font.family: (str(font.path), font.index)
        for font in sorted(typst.Fonts().fonts(), key=lambda font: -abs(font.weight - REGULAR))
        if font.path and font.style == "normal"
    }
    sans = next((family for family in SANS if family in files), "")
    serif = next((family for family in SERIF if family in files), sans)
    sans = sans or serif
    if not sans:
        raise EnvironmentIncomplete("没有中文字体，无法排版申请材料", REMEDY)
    return ChineseFonts(serif, sans, files[serif], files[sans])


@lru_cache(maxsize=64)
def sans_font(size: int) -> ImageFont.FreeTypeFont:
    """The sans font for drawing and measuring."""
    return _opened(chinese_fonts().sans_file, size)


def covered(text: str) -> str:
    """`text` with every character that the fonts lack replaced by 〓; a PDF/A may not hold such."""
    if _COMMON.fullmatch(text):
        return text
    return "".join(sign if _is_covered(sign) else MISSING for sign in text)


@cache
def _is_covered(sign: str) -> bool:
    return bool(_COMMON.fullmatch(sign)) or all(
        bytes(font.getmask(sign)) != empty for font, empty in _probes()
    )


@cache
def _probes() -> tuple[tuple[ImageFont.FreeTypeFont, bytes], ...]:
    """Both fonts, each with the picture it shows for what it does not have."""
    fonts = chinese_fonts()
    found = [_opened(file, PROBE) for file in {fonts.serif_file, fonts.sans_file}]
    return tuple((font, bytes(font.getmask("\uffff"))) for font in found)


def _opened(file: tuple[str, int], size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file[0], size, index=file[1], layout_engine=ImageFont.Layout.BASIC)
