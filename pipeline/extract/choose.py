"""Which of several figures for one part is meant, told by the sum that the page states.

A page may state a part twice (of the period and of the whole, of one loan and of all), or split it
(罚息 and 复利 apart). The choice that makes a stated total to the cent is taken; where none does,
the figures stay as they stand and contradict each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, product
from math import prod
from typing import TypeVar

from pipeline.extract.folding import squeezed
from pipeline.extract.stated import Stated
from schemas.base import CENT
from schemas.statement import COMPONENTS

Each = TypeVar("Each")
ZERO = Decimal(0)
MOST = 400
"""Combinations looked at; a page that offers more is not understood anyway."""


def chosen(totals: dict[str, list[Stated]]) -> dict[str, list[Stated]]:
    """The figures of the whole, the meant one of each part first and alone where a sum tells."""
    parts = [name for name in COMPONENTS if totals.get(name)]
    unclear = [name for name in parts if len({one.value for one in totals[name]}) > 1]
    wholes = sorted(totals.get("total", []), key=lambda one: -one.value)
    if not unclear or not wholes:
        return totals
    choices = [
        list(_choices(totals[name])) if name in unclear else totals[name][:1] for name in parts
    ]
    if prod(map(len, choices)) > MOST:
        return totals
    for whole in wholes:
        for picked in product(*choices):
            made = sum((one.value for one in picked), Decimal(0))
            if abs(made - whole.value) <= CENT and not _across_rounds(picked, totals):
                meant = {name: [one] for name, one in zip(parts, picked, strict=True)}
                others = [one for one in totals["total"] if one.value > whole.value]
                if any(_word(one) == _word(whole) for one in others):
                    return totals  # One of several rounds: the others would be lost.
                return {**totals, **meant, "total": [whole, *others]}
    return totals


def _across_rounds(picked: Sequence[Stated], totals: dict[str, list[Stated]]) -> bool:
    """Whether figures lie in several rounds of the same labels: of one 本金, the next one's 罚息.

    Equal instalments make such sums come out by chance.
    """
    rows = [one.token.row for one in picked]
    picks = {id(one) for one in picked}
    for name in COMPONENTS:
        between = [one for one in totals.get(name, ()) if min(rows) <= one.token.row <= max(rows)]
        for one in between:
            others = {other.token.row for other in between if _word(other) == _word(one)}
            if id(one) in picks and len(others) > 1:
                return True
    return False


def _choices(entries: Sequence[Stated]) -> Iterator[Stated]:
    """Each figure alone, the widest first; then figures under different words, added up."""
    distinct: list[Stated] = []
    for entry in entries:
        if all(entry.value != other.value for other in distinct):
            distinct.append(entry)
    yield from distinct
    for count in (2, 3):
        for group in combinations(distinct, count):
            if len({_word(one) for one in group}) == count:
                yield added(group)


def added(group: Sequence[Stated]) -> Stated:
    """Figures that together are one part; each keeps its place on the page."""
    return replace(
        group[0],
        value=sum((one.value for one in group), Decimal(0)),
        label="＋".join(one.label for one in group),
        more=tuple(group),
    )


def _word(stated: Stated) -> str:
    return re.sub(r"\W", "", squeezed(stated.label))


def with_compound(
    totals: dict[str, list[Stated]], is_compound: Callable[[str], bool]
) -> dict[str, list[Stated]]:
    """罚息 and 复利 listed apart, as banks do, are one penalty where no sum says otherwise.

    is_compound: whether a label is of interest on interest
    """
    entries = totals.get("penalty", [])
    compound = [one for one in entries if is_compound(one.label)]
    plain = [one for one in entries if one not in compound]
    if len(compound) != 1 or not plain or any(one.more for one in plain):
        return totals
    return {**totals, "penalty": [added((plain[0], compound[0])), *plain[1:]]}


_IN_WAN = re.compile(r"\d(?:\.(?P<places>\d+))?\s?万")


def without_rounded(
    totals: dict[str, list[Each]], stated: Callable[[Each], Stated]
) -> dict[str, list[Each]]:
    """The totals less one in 万 that the parts, or a total to the cent, round or are cut off to:
    1.28万元 over 本金 12,000.00, 利息 512.33, 罚息 288.10.

    stated: the amount of an entry
    """
    wholes = [stated(one) for one in totals.get("total", ())]
    parts = [stated(totals[name][0]).value for name in COMPONENTS if totals.get(name)]
    exact = [one.value for one in wholes if not _IN_WAN.search(one.token.text)]
    exact += [sum(parts, ZERO)] if len(parts) > 1 else []
    rounded = {id(one) for one in wholes if any(_rounds_to(value, one) for value in exact)}
    if not rounded:
        return totals
    kept = {
        name: [one for one in entries if id(stated(one)) not in rounded]
        for name, entries in totals.items()
    }
    return {name: entries for name, entries in kept.items() if entries}


def _rounds_to(value: Decimal, whole: Stated) -> bool:
    """Whether a total in 万 says an amount less exactly."""
    said = _IN_WAN.search(whole.token.text)
    if said is None or value == whole.value:
        return False
    last = Decimal(10_000).scaleb(-len(said["places"] or ""))
    return -last / 2 <= value - whole.value < last


PLAIN_FEES = ("费用", "手续费", "服务费", "其他费用", "应还费用", "各项费用", "息费")
"""Labels of fees that may be of all kinds."""


def with_kinds(
    totals: dict[str, list[Stated]], booked: Callable[[int], bool]
) -> dict[str, list[Stated]]:
    """Fees of several kinds (取现手续费, 年费) are one sum where no total says otherwise; so are
    fees, and interest of several kinds, in a list of bookings.

    booked: whether a row, by its number, is one of a list of bookings
    """
    found = dict(totals)
    for name in ("fees", "interest"):
        entries, listed = _each_once([one for one in totals.get(name, []) if one.value], booked)
        words, values = {_word(one) for one in entries}, [one.value for one in entries]
        apart = len(words) == len(entries)
        kinds = apart and not words & set(PLAIN_FEES) if name == "fees" else apart and listed
        sums = max(values, default=ZERO) * 2 == sum(values) or len(set(values)) < len(values)
        if len(entries) > 1 and not any(one.more for one in entries) and not sums:
            several = kinds or (name == "fees" and listed)
            entries = [added(entries)] if several else totals[name]
        if entries:
            found[name] = entries
    return found


def _each_once(
    entries: Sequence[Stated], booked: Callable[[int], bool]
) -> tuple[list[Stated], bool]:
    """The figures, one for each word and value, and whether each of them is booked."""
    groups: dict[tuple[str, Decimal], list[Stated]] = {}
    for one in entries:
        groups.setdefault((_word(one), one.value), []).append(one)
    listed = all(any(booked(one.token.row) for one in group) for group in groups.values())
    return [group[0] for group in groups.values()], bool(groups) and listed
