"""Markup that cannot be broken by what papers say: text is escaped unless it is `Html` already."""

from __future__ import annotations

import html
from collections.abc import Iterable

VOID = ("img", "meta", "br", "link")


class Html(str):
    """Text that is markup."""

    __slots__ = ()


Child = str | Html | None


def el(tag: str, *children: Child, **attributes: str | bool | None) -> Html:
    """One element; `cls` is the class, None and False leave an attribute out."""
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in VOID:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{joined(children)}</{tag}>")


def joined(children: Iterable[Child]) -> Html:
    """Children one after the other, text escaped."""
    return Html("".join(_escaped(child) for child in children if child is not None))


def _escaped(child: str) -> str:
    return child if isinstance(child, Html) else html.escape(child, quote=False)


def _attribute(name: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    key = {"cls": "class", "for_": "for"}.get(name, name.replace("_", "-"))
    return f" {key}" if value is True else f' {key}="{html.escape(value)}"'
