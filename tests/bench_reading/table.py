"""Outcomes → rates beside what was aimed at, as plain text. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from tests.bench_reading.pages import SETS, TIERS, Drawn
from tests.bench_reading.score import CLAIMED, Outcome, Told

EXACT = {"clean": 0.99, "chat": 0.99, "photo": 0.97, "scan": 0.97}
ACCEPTED = {"clean": 0.95, "chat": 0.95, "photo": 0.85, "scan": 0.85}
KINDS = dict.fromkeys(TIERS, 0.98)
NAME, CELL = 26, 13


@dataclass(frozen=True)
class Result:
    """A page, what the program said of it, and how that compares."""

    drawn: Drawn
    told: Told
    outcome: Outcome


@dataclass(frozen=True)
class Measure:
    """A rate: which pages it is of, which of them are right, what is aimed at in each tier."""

    title: str
    bills_alone: bool
    right: Callable[[Outcome], bool]
    aim: dict[str, float]


MEASURES = (
    Measure("interest", True, lambda o: o.exact("interest"), EXACT),
    Measure("penalty", True, lambda o: o.exact("penalty", "late_fees"), EXACT),
    Measure("principal", True, lambda o: o.exact("principal"), EXACT),
    Measure("int.+pen.", True, lambda o: o.exact(*CLAIMED), EXACT),
    Measure("accepted", True, lambda o: o.accepted, ACCEPTED),
    Measure("kinds", False, lambda o: o.kind_right, KINDS),
)
HEAD = ("pages", "bills", *(measure.title for measure in MEASURES), "silent", "taken")
LEGEND = """\
A cell is the rate and what is aimed at (mixed rows: its mean over the row's pages); ! is missed.
interest, penalty (with late fees), principal, int.+pen.: bills whose figure is true to the cent
accepted: bills that stand without a person   kinds: pages whose kind is right
silent: wrong figures that no doubt points at   taken: pages said to owe that owe nothing"""


def rate(results: Sequence[Result], measure: Measure) -> tuple[float, float] | None:
    """(share of right ones, share aimed at), None where there is nothing to measure."""
    of = [r for r in results if r.outcome.bill or not measure.bills_alone]
    if not of:
        return None
    return (
        fmean(measure.right(r.outcome) for r in of),
        fmean(measure.aim[r.drawn.sheet.tier] for r in of),
    )


def report(results: Sequence[Result]) -> str:
    """For each set: all of it, by tier, by layout."""
    blocks = [LEGEND]
    for group in SETS:
        held = [r for r in results if r.drawn.sheet.group == group]
        if held:
            layouts = dict.fromkeys(r.drawn.sheet.layout for r in held)
            rows = [_row("all", held)]
            rows += [_row(tier, _of_tier(held, tier)) for tier in TIERS if _of_tier(held, tier)]
            named = layouts if group != "papers" else ()  # one page of each: no rates
            rows += [_row(f"  {n}", [r for r in held if r.drawn.sheet.layout == n]) for n in named]
            blocks.append("\n".join((_line(group, HEAD), *rows)))
    return "\n\n".join(blocks)


def compared(titled: Iterable[tuple[str, Sequence[Result]]]) -> str:
    """The same pages read in several ways, by tier."""
    rows = [
        _row(f"{title}, {tier}", _of_tier(results, tier))
        for title, results in titled
        for tier in TIERS
        if _of_tier(results, tier)
    ]
    return "\n".join((_line("readers", HEAD), *rows))


def wrong_pages(results: Iterable[Result]) -> str:
    """One line for each page that came out wrong in any way, or that a person must look at."""
    return "\n".join(_wrong(result) for result in results if _is_wrong(result.outcome))


def _is_wrong(outcome: Outcome) -> bool:
    asked = outcome.bill and not outcome.accepted
    return bool(asked or outcome.wrong or outcome.taken or not outcome.kind_right)


def _wrong(result: Result) -> str:
    wanted, told, outcome = result.drawn.wanted, result.told, result.outcome
    parts = [result.drawn.name]
    if not outcome.kind_right:
        parts.append(f"kind {told.kind}, is {wanted.material}")
    for name in outcome.wrong:
        figure = (told.figures or {}).get(name)
        said = f"{figure.value} ({figure.status})" if figure else "none"
        mark = " SILENT" if name in outcome.silent else ""
        parts.append(f"{name} {said}, is {wanted.owed.get(name)}{mark}")
    if outcome.taken:
        parts.append("TAKEN for a bill")
    if outcome.bill and not outcome.accepted:
        doubtful = [name for name, figure in (told.figures or {}).items() if figure.doubtful]
        parts.append(f"a person is asked ({', '.join(doubtful) or 'about the page'})")
    return "  ".join(parts)


def _of_tier(results: Sequence[Result], tier: str) -> list[Result]:
    return [r for r in results if r.drawn.sheet.tier == tier]


def _row(name: str, results: Sequence[Result]) -> str:
    bills = sum(1 for r in results if r.outcome.bill)
    rates = [_cell(rate(results, measure)) for measure in MEASURES]
    silent = sum(len(r.outcome.silent) for r in results)
    taken = sum(r.outcome.taken for r in results)
    return _line(name, (len(results), bills, *rates, _count(silent), _count(taken)))


def _cell(measured: tuple[float, float] | None) -> str:
    if measured is None:
        return "–"
    got, aim = measured
    return f"{100 * got:.1f} ≥{round(100 * aim, 1):g}{'!' if got < aim - 1e-9 else ' '}"


def _count(found: int) -> str:
    return f"{found} =0{'!' if found else ' '}"


def _line(name: str, cells: Sequence[object]) -> str:
    pages, bills, *rest = cells
    return f"{name:<{NAME}}{pages:>6}{bills:>6}" + "".join(f"{cell:>{CELL}}" for cell in rest)
