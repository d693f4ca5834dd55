"""Which pages are drawn for the measurement, and what each of them says."""

from __future__ import annotations

import multiprocessing
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from samples.aside import ASIDE, LOOKED_INTO
from samples.papers import PAPERS
from samples.screens import LAYOUTS, render
from samples.single import Specimen, paper, specimen
from samples.truth import Truth
from tests.bench_reading.score import Wanted

SETS = ("tuned", "aside", "papers")
TIERS = ("clean", "chat", "photo", "scan")
FIRST_SEED = 7001
"""Far from the small seeds that whoever mends the extraction looks at."""
TIER_STEP = 1000
"""Each tier draws other bills, so that a rate rests on as many as there are pages."""
STRANGERS = ("invoice", "menu", "article", "scene", "rate_table", "collection_message")
"""Papers that might be taken for bills: drawn in every tier, the other kinds in one each."""


@dataclass(frozen=True)
class Sheet:
    """One page to draw: of a set, a layout (or kind of paper), a tier and a seed."""

    group: str
    layout: str
    tier: str
    seed: int


@dataclass(frozen=True)
class Drawn:
    """A page as a file called `name`, and what a careful person finds on it."""

    sheet: Sheet
    name: str
    wanted: Wanted


def sheets_of(
    seeds: int,
    groups: Collection[str] = SETS,
    layouts: Collection[str] = (),
    tiers: Sequence[str] = TIERS,
) -> list[Sheet]:
    """All pages of the measurement, the same for the same arguments; layouts (): all."""
    found = [*_bills(seeds, tiers), *_papers(tiers)]
    return [s for s in found if s.group in groups and (not layouts or s.layout in layouts)]


def names() -> tuple[str, ...]:
    """Every layout and every kind of paper that can be asked for."""
    return (*LAYOUTS, *ASIDE, *PAPERS)


def _bills(seeds: int, tiers: Sequence[str]) -> Iterator[Sheet]:
    for group, held in (
        ("tuned", (*LAYOUTS, *LOOKED_INTO)),
        ("aside", (name for name in ASIDE if name not in LOOKED_INTO)),
    ):
        for layout in held:
            for tier in tiers:
                first = FIRST_SEED + TIER_STEP * TIERS.index(tier)
                for seed in range(first, first + seeds):
                    yield Sheet(group, layout, tier, seed)


def _papers(tiers: Sequence[str]) -> Iterator[Sheet]:
    for place, kind in enumerate(PAPERS):
        chosen = tiers if kind in STRANGERS else (tiers[place % len(tiers)],)
        for tier in chosen:
            yield Sheet("papers", kind, tier, FIRST_SEED + TIER_STEP * TIERS.index(tier))


def draw(sheet: Sheet, folder: Path) -> Drawn:
    """Draw one page into `folder`; its truth goes to no file that a reader could find."""
    made = _specimen(sheet)
    name = f"{sheet.group}-{sheet.tier}-{made.name}"
    (folder / name).write_bytes(made.data)
    return Drawn(sheet, name, wanted_of(made.pages[0]))


def draw_all(sheets: Sequence[Sheet], folder: Path, jobs: int) -> list[Drawn]:
    """All pages, in the order of `sheets`, drawn by `jobs` processes."""
    folder.mkdir(parents=True, exist_ok=True)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        return list(pool.map(partial(draw, folder=folder), sheets, chunksize=4))


def _specimen(sheet: Sheet) -> Specimen:
    if sheet.group == "papers":
        return paper(sheet.seed, sheet.layout, sheet.tier)
    layout = {**ASIDE, **LAYOUTS}[sheet.layout]
    screen = render(layout, sheet.seed)
    name = f"{sheet.seed:05d}-{sheet.layout}"
    return specimen(name, screen.image, screen.truth, sheet.seed, sheet.tier, sheet.layout)


def wanted_of(truth: Truth) -> Wanted:
    """What the marks of a page say is owed."""
    if truth.material != "bill":
        return Wanted(truth.material, {})
    stated = truth.outstanding()
    return Wanted("bill", {name: value for name, value in stated.items() if value is not None})
