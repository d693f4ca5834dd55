"""Names of files as text: one spelling for each name, also where it holds bytes that are no UTF-8.

Such bytes, and backslashes that would look like them, are spelled `\\xNN`; so two files never share
a spelling.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

_LOOKS_SPELLED = re.compile(r"\\x[0-9a-f]{2}")


def spelled(name: str) -> str:
    """The text for a name as Python gives it (undecodable bytes as surrogates)."""
    raw = os.fsencode(name)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return raw.replace(b"\\", b"\\x5c").decode("utf-8", "backslashreplace")
    return text.replace("\\", "\\x5c") if _LOOKS_SPELLED.search(text) else text


def located(folder: Path, path: str) -> Path:
    """Where the file spelled `path` (relative, `/`) lies; no such place if it is gone."""
    place = folder
    for part in PurePosixPath(path).parts:
        if _LOOKS_SPELLED.search(part):
            part = _raw(place, part)
        place = place / part
    return place


def _raw(folder: Path, part: str) -> str:
    try:
        return next((name for name in os.listdir(folder) if spelled(name) == part), part)
    except OSError:
        return part
