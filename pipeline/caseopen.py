"""case.toml opened with care: whatever lies there costs little, and is told with its place.

It must be a regular file of the case folder (a link may name another file in it), small, and of
the shape of a case.toml: TOML itself has no bounds, and its reader neither. What is found beyond a
bound is a fault like a misspelt key.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import WrongUsage
from schemas.casefile import ENTRIES, LONGEST_STORY
from schemas.catalogue.load import Told, shortened

NAME = "case.toml"
MAX_BYTES = 1_000_000
MAX_FAULTS = 50
"""Faults told at a time."""
MAX_DEPTH = 8
"""Parts of a dotted key, and brackets in brackets; the keys that are known have three."""
MAX_KEYS = 100
"""Keys of one table."""
MAX_KEY = 100
"""Characters of a key."""
MAX_DIGITS = 30
"""Digits of a whole number; an ID or card number without its quotes is told as such."""

_FULL_WIDTH = str.maketrans("＝［］，．：０１２３４５６７８９“”‘’＂", '=[],.:0123456789""\'\'"')
_SHORT_DATE = re.compile(r"=\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\s*(#.*)?$")
_SIGN = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"{3,5}|\\?\Z)'
    r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*"?'
    r"|'[^'\n]*'?"
    r"|\#[^\n]*"
    r"|[\[\]{}=,.\n]"
    r"|\d[\d_]*",
    re.DOTALL,
)
"""Strings and comments whole (an open one to its end), and the signs that give TOML its shape."""
_SECRET = re.compile(r"(password[\"']?\s*[=＝]).*", re.IGNORECASE)
"""A password, which no message repeats."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no document can hold; tabs and new lines are text."""


def case_data(folder: Path) -> dict[str, Any] | None:
    """The tables of `folder`/case.toml as they are typed, within bounds; None where there is none.

    Raises WrongUsage where it is no plain file, too large, no TOML, or of no sane shape.
    """
    raw = _bytes_of(folder)
    if raw is None:
        return None
    text = _decoded(raw)
    outside = list(_shape_faults(text))
    if outside:
        raise wrong(outside)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise wrong([_syntax_fault(error, text)]) from error
    beyond = list(_beyond(data, ""))
    if beyond:
        raise wrong(beyond)
    return data


def wrong(faults: list[Told], count: int = 0) -> WrongUsage:
    """The faults in one error, MAX_FAULTS of them by name. count: how many there are, if more."""
    count = max(count, len(faults))
    chinese = [f"  {fault.chinese}" for fault in faults[:MAX_FAULTS]]
    english = [f"  {fault.english}" for fault in faults[:MAX_FAULTS]]
    if count > len(chinese):
        chinese.append(f"  …… 另有 {count - len(chinese)} 处")
        english.append(f"  … and {count - len(english)} more")
    return WrongUsage(
        f"{NAME} 有 {count} 处错误：\n" + "\n".join(chinese),
        f"改正后重新运行；可用的键见 README 或 reliefpack init 写出的 {NAME}。",
        f"{NAME} has {count} fault(s):\n" + "\n".join(english) + "\n"
        "Mend them and start again; `reliefpack init` writes a file that shows every key.",
    )


def _bytes_of(folder: Path) -> bytes | None:
    """What the file holds. Nothing but a regular file inside the folder is ever waited for or read:
    a pipe would never end, a device neither, and a link could show another person's file.
    """
    path = folder / NAME
    try:
        is_link = stat.S_ISLNK(os.lstat(path).st_mode)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, error) from error
    place = os.path.realpath(path)
    if is_link and not Path(place).is_relative_to(os.path.realpath(folder)):
        raise wrong([_LINK.at(NAME)])
    try:
        descriptor = os.open(place, _FLAGS)
        try:
            return _regular(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _unreadable(path, error) from error


def _regular(descriptor: int) -> bytes:
    """All of an open file that is a regular one and no larger than MAX_BYTES."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise wrong([_NO_FILE.at(NAME)])
    with open(descriptor, "rb", closefd=False) as file:
        raw = file.read(MAX_BYTES + 1)
    size = max(status.st_size, len(raw))
    if len(raw) > MAX_BYTES:
        told = Told(
            f"太大，不是 {NAME}（{size} 字节，最多 {MAX_BYTES}）",
            f"too large to be one ({size} bytes, at most {MAX_BYTES})",
        )
        raise wrong([told.at(NAME)])
    return raw


_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_LINK = Told(
    "是指向案件文件夹以外的链接，不会读取；请把文件本身放进文件夹",
    "is a link to something outside the case folder and is not followed; put the file itself there",
)
_NO_FILE = Told(
    "不是普通文件（是文件夹、管道或设备）；请换成文本文件",
    "is no regular file (a folder, a pipe or a device); a text file is wanted",
)


def _unreadable(path: Path, error: OSError) -> WrongUsage:
    return WrongUsage(
        f"无法读取 {path}：{error.strerror}",
        f"检查文件权限；{NAME} 应是普通文本文件。",
        f"Cannot read {path}: {error.strerror}. {NAME} must be a plain text file.",
    )


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise wrong([Told("请以 UTF-8 编码保存", "save it as UTF-8").at(NAME)])


def _shape_faults(text: str) -> Iterator[Told]:
    """Lines whose keys or brackets go deeper, or whose numbers are longer, than any that are known.

    Looked for before the text is parsed: parsing costs the square of the depth of a key, and a call
    for each bracket.
    """
    line, deep, parts = 1, 0, 1
    for match in _SIGN.finditer(text):
        sign = match.group()
        if sign in "[{":
            deep += 1
        elif sign in "]}":
            deep = max(0, deep - 1)
        elif sign == ".":
            parts += 1
        if sign in "[]{}=,\n":
            parts = 1
        if deep > MAX_DEPTH or parts > MAX_DEPTH:
            yield _too_deep(line)
            return
        if sign[0].isdigit() and len(sign) > MAX_KEY:
            yield Told(
                f"{NAME}: 第{line}行的数字太长", f"{NAME}: line {line}: the number is too long"
            )
        line += sign.count("\n")


def _too_deep(line: int) -> Told:
    return Told(
        f"{NAME}: 第{line}行：键或括号套得太深，最多 {MAX_DEPTH} 层",
        f"{NAME}: line {line}: keys or brackets are nested too deep, at most {MAX_DEPTH} levels",
    )


def _beyond(value: object, key: str) -> Iterator[Told]:
    """What in the tables is longer or larger than anything a person types. key: "" for the whole"""
    where = f"{NAME}: {key}" if key else NAME
    if isinstance(value, Mapping):
        if len(value) > MAX_KEYS:
            yield Told(f"键太多，最多 {MAX_KEYS} 个", f"at most {MAX_KEYS} keys").at(where)
            return
        for name, inner in value.items():
            inside = f"{key}.{name}" if key else name
            if len(name) > MAX_KEY or _CONTROL.search(name):
                told = Told("键太长或有看不见的字符", "the key is too long or holds control signs")
                yield told.at(f"{NAME}: {shortened(ascii(inside))}")
            else:
                yield from _beyond(inner, inside)
    elif isinstance(value, list):
        if len(value) > ENTRIES:
            told = Told(
                f"最多 {ENTRIES} 项，这里有 {len(value)} 项",
                f"at most {ENTRIES} entries, not {len(value)}",
            )
            yield told.at(where)
            return
        for number, inner in enumerate(value):
            yield from _beyond(inner, f"{key}.{number}")
    elif isinstance(value, str):
        yield from (told.at(where) for told in _text_faults(value))
    elif isinstance(value, int) and abs(value) >= 10**MAX_DIGITS:
        yield Told(f"数字太大，最多 {MAX_DIGITS} 位", f"at most {MAX_DIGITS} digits").at(where)


def _text_faults(text: str) -> Iterator[Told]:
    if len(text) > LONGEST_STORY:
        yield Told(
            f"太长，最多 {LONGEST_STORY} 个字，这里有 {len(text)} 个",
            f"at most {LONGEST_STORY} characters, not {len(text)}",
        )
    found = _CONTROL.search(text)
    if found:
        sign = f"U+{ord(found.group()):04X}"
        yield Told(f"里面有不能印出来的字符 {sign}", f"holds {sign}, which cannot be printed")


def _syntax_fault(error: tomllib.TOMLDecodeError, text: str) -> Told:
    """The line that does not parse, with the usual reason for it."""
    found = re.search(r"at line (\d+)", str(error))
    lines = text.splitlines() or [""]
    number = int(found.group(1)) if found else len(lines)
    line = _SECRET.sub(r"\1…", shortened(lines[max(0, min(number, len(lines)) - 1)].strip()))
    hint = _syntax_hint(line) or Told(str(error), str(error))
    return Told(
        f"{NAME}: 第{number}行格式不对：{line}\n      {hint.chinese}",
        f"{NAME}: line {number} is not TOML: {line}\n      {hint.english}",
    )


def _syntax_hint(line: str) -> Told | None:
    date = _SHORT_DATE.search(line)
    if date:
        year, month, day = (int(part) for part in date.groups()[:3])
        iso = f"{year:04d}-{month:02d}-{day:02d}"
        return Told(f"日期写作 {iso}", f"dates are written {iso}")
    mended = line.translate(_FULL_WIDTH)
    if mended != line:
        return Told(f"要用半角符号：{mended}", f"use half-width signs: {mended}")
    bare = re.match(r"([\w.]+)\s*=\s*([^\"'\s\[{].*)$", line)
    if bare:
        quoted = f'{bare[1]} = "{bare[2]}"'
        return Told(f"文字要写在引号里：{quoted}", f"text must be in quotes: {quoted}")
    return None
