"""Reads the text templates and fills their {words}; what is not known becomes a marked blank."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

_WORD = re.compile(r"\{([a-z_]+)\}")
_BLANK = re.compile(r"【待填：([^】]*)】")


@cache
def texts(name: str) -> dict[str, Any]:
    """The table of texts/{name}.toml."""
    return tomllib.loads(
        resources.files("pipeline.letter.texts").joinpath(f"{name}.toml").read_text("utf-8")
    )


def words_of(template: str) -> tuple[str, ...]:
    """The {words} a template needs, in order."""
    return tuple(dict.fromkeys(_WORD.findall(template)))


def blank(label: str) -> str:
    return f"【待填：{label}】"


def blanks_in(text: str) -> tuple[str, ...]:
    """The labels of the blanks left in `text`."""
    return tuple(dict.fromkeys(_BLANK.findall(text)))


class Filler:
    """Fills templates from `values`; None is not known and becomes a blank.

    Values are put in as they are: braces inside a value are never looked at again.
    """

    def __init__(self, values: Mapping[str, str | None]) -> None:
        self._values = dict(values)

    def fill(self, template: str, **more: str | None) -> str:
        values = {**self._values, **more}
        labels = texts("letter")["blanks"]

        def put(match: re.Match[str]) -> str:
            value = values[match[1]]
            return blank(labels.get(match[1], match[1])) if value is None else value

        return _WORD.sub(put, template)

    def optional(self, template: str, **more: str | None) -> str:
        """The filled phrase, or "" when one of its words is not known."""
        values = {**self._values, **more}
        if any(not values[word] for word in words_of(template)):
            return ""
        return self.fill(template, **more)
