"""The numbers that Word counts by itself before a paragraph: 一、 (1) 1.2 or a bullet.

They stand in no text of the file: a column of 期次 filled that way would come out empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from docx.oxml.ns import nsmap

Node: TypeAlias = Any
BULLET = "•"
MAX_LEVEL = 8
_W = f"{{{nsmap['w']}}}"
_CHINESE = "〇一二三四五六七八九"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"))
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class _Level:
    start: int
    style: str
    text: str
    legal: bool


class Numbering:
    """Counts the numbered paragraphs of one document, in the order they are asked for."""

    def __init__(self, part: Node) -> None:
        tree = next(
            (
                relation.target_part.element
                for relation in part.rels.values()
                if not relation.is_external and relation.reltype.endswith("/numbering")
            ),
            None,
        )
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        if tree is not None:
            self._levels = {
                str(one.get(f"{_W}abstractNumId")): _levels(one)
                for one in tree.iter(f"{_W}abstractNum")
            }
            self._lists = {
                str(one.get(f"{_W}numId")): (_value(one, "abstractNumId"), _starts(one))
                for one in tree.iter(f"{_W}num")
            }
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._styles = {
            style.get(f"{_W}styleId"): style for style in part.styles.element.iter(f"{_W}style")
        }

    def of(self, paragraph: Node) -> str:
        """What Word shows before a paragraph, "" where it shows nothing; counts it."""
        name, level = self._place(paragraph)
        kind, starts = self._lists.get(name, ("", {}))
        levels = self._levels.get(kind, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(kind, {})
        if level in starts and (name, level) not in self._begun:
            self._begun.add((name, level))
            counts[level] = starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else levels[level].start
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return _shown(levels, counts, level)

    def _place(self, paragraph: Node) -> tuple[str, int]:
        """(list, level) of a paragraph, by itself or by its style."""
        about = paragraph.find(f"{_W}pPr")
        seen: set[str] = set()
        level = ""
        while about is not None:
            numbered = about.find(f"{_W}numPr")
            if numbered is not None:
                level = level or _value(numbered, "ilvl")
                if name := _value(numbered, "numId"):
                    return name, int(level) if level.isdecimal() else 0
            key = _value(about, "pStyle") or _value(about.getparent(), "basedOn")
            if not key or key in seen or key not in self._styles:
                break
            seen.add(key)
            about = self._styles[key].find(f"{_W}pPr")
        return "", 0


def _value(parent: Node, name: str) -> str:
    found = parent.find(f"{_W}{name}")
    return "" if found is None else str(found.get(f"{_W}val", ""))


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


def _levels(kind: Node) -> dict[int, _Level]:
    levels = {}
    for one in kind.iter(f"{_W}lvl"):
        place = _number(str(one.get(f"{_W}ilvl", "")), MAX_LEVEL + 1)
        if place <= MAX_LEVEL:
            levels[place] = _Level(
                _number(_value(one, "start"), 1),
                _value(one, "numFmt") or "decimal",
                _value(one, "lvlText"),
                one.find(f"{_W}isLgl") is not None,
            )
    return levels


def _starts(one: Node) -> dict[int, int]:
    """Levels at which a list begins anew, and with what."""
    return {
        _number(str(override.get(f"{_W}ilvl", "")), 0): _number(value, 1)
        for override in one.iter(f"{_W}lvlOverride")
        if (value := _value(override, "startOverride"))
    }


def _shown(levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
    own = levels[level]
    if own.style == "bullet":
        return BULLET
    if own.style == "none":
        return ""

    def counted(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        about = levels.get(place, own)
        return _STYLES.get("" if own.legal else about.style, str)(counts.get(place, about.start))

    return _PLACE.sub(counted, own.text)


def _chinese(number: int) -> str:
    """一, 十, 十二, 三十; beyond 99 in plain digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _CHINESE[tens]) + "十" if tens else ""
    return head + (_CHINESE[ones] if ones else "")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def _roman(number: int) -> str:
    if not 0 < number < 400:
        return str(number)
    text = ""
    for value, sign in (*_ROMAN, (1, "i")):
        text += sign * (number // value)
        number %= value
    return text


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 0 < number <= 20 else str(number)


_STYLES: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
"""How a number is written; any other way as plain digits."""
