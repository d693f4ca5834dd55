"""Where a font with Chinese glyphs lies on this machine."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
_WANTED = (
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansSC-Regular.otf", 0),
    ("SourceHanSansSC-Regular.otf", 0),
    ("NotoSansCJKsc-Regular.otf", 0),
    ("wqy-zenhei.ttc", 0),
    ("wqy-microhei.ttc", 0),
    ("PingFang.ttc", 0),
    ("msyh.ttc", 0),
    ("simsun.ttc", 0),
    ("NotoSerifCJK-Regular.ttc", 2),
    ("uming.ttc", 0),
)
"""File names that carry simplified Chinese, best first, with the face inside a collection."""


@cache
def chinese_font_path() -> tuple[Path, int] | None:
    """The best Chinese font and its index in the collection; None where there is none."""
    present: dict[str, Path] = {}
    for folder in _FOLDERS:
        for parent, _, names in os.walk(os.path.expanduser(folder)):
            for name in names:
                present.setdefault(name, Path(parent) / name)
    for name, index in _WANTED:
        if name in present:
            return present[name], index
    return None
