"""python -m tests.bench_reading: draw, read, compare, print."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.bench_reading import alternatives, cost
from tests.bench_reading.pages import SETS, TIERS, Drawn, draw_all, names, sheets_of
from tests.bench_reading.score import Told, score
from tests.bench_reading.table import Result, compared, report, wrong_pages
from tests.bench_reading.told import told_of

SUBSET_TIERS = ("clean", "photo")


@dataclass(frozen=True)
class Run:
    """One measurement: its pages, where they lie, where readings are kept, how many at a time."""

    drawn: Sequence[Drawn]
    folder: Path
    cache: Path
    jobs: int

    def paths(self) -> list[Path]:
        return [self.folder / page.name for page in self.drawn]


def talk(stage: str, done: int, total: int) -> None:
    if done == total or done % 20 == 0:
        print(f"  {stage} {done}/{total}", file=sys.stderr, flush=True)


def compare(drawn: Sequence[Drawn], told: Mapping[str, Told]) -> list[Result]:
    return [Result(d, told[d.name], score(d.wanted, told[d.name])) for d in drawn]


def costs_of(run: Run, engines: Sequence[str], count: int) -> dict[str, cost.Cost]:
    """Before anything else is read, since a child's peak memory starts from its parent's."""
    if not count:
        return {}
    files = cost.spread(run.paths(), count)
    found = {}
    for subject in (cost.OURS, *(name for name in engines if cost.installed(name))):
        print(f"  cost of {subject} on {len(files)} pages", file=sys.stderr, flush=True)
        found[subject] = cost.measured(subject, files)
    return found


def one_of_each(drawn: Sequence[Drawn]) -> list[Drawn]:
    """The first seed of each layout, in the two tiers that differ most."""
    found: dict[tuple[str, str, str], Drawn] = {}
    for page in drawn:
        sheet = page.sheet
        if sheet.group != "papers" and sheet.tier in SUBSET_TIERS:
            found.setdefault((sheet.group, sheet.layout, sheet.tier), page)
    return list(found.values())


def other_readers(
    run: Run, readers: Sequence[str], own: Sequence[Result]
) -> list[tuple[str, list[Result]]]:
    """The same pages as the program reads them, and as each of the other readers would."""
    subset = one_of_each(run.drawn)
    chosen = {page.name for page in subset}
    found = [("both readers", [result for result in own if result.drawn.name in chosen])]
    for name in readers:
        if missing := alternatives.lacking(name):
            print(f"  {name} is left out: {missing} is not installed", file=sys.stderr)
            continue
        print(f"  reading {len(subset)} pages with {name} alone", file=sys.stderr, flush=True)
        files = [page.name for page in subset]
        told = alternatives.told_by_many(name, run.folder, files, run.cache, run.jobs)
        found.append((alternatives.TITLES[name], compare(subset, told)))
    return found if len(found) > 1 else []


def as_json(result: Result) -> dict[str, Any]:
    figures = result.told.figures
    return {
        "file": result.drawn.name,
        **asdict(result.drawn.sheet),
        "wanted": asdict(result.drawn.wanted),
        "told": {
            "kind": result.told.kind,
            "needs_review": result.told.needs_review,
            "figures": None
            if figures is None
            else {n: {"value": str(f.value), "status": f.status} for n, f in figures.items()},
        },
        **asdict(result.outcome),
    }


def listed(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m tests.bench_reading", description=__doc__)
    made.add_argument("--seeds", type=int, default=3, help="of each layout in each tier")
    made.add_argument("--only", choices=SETS, help="one set of pages alone")
    made.add_argument("--layouts", type=listed, default=[], metavar="A,B", help="also papers")
    made.add_argument("--tiers", type=listed, default=list(TIERS), metavar="A,B")
    made.add_argument("--jobs", type=int, default=0, help="0: one for each core")
    made.add_argument("--cache", type=Path, help="keep pages and readings here, to go on later")
    made.add_argument("--json", type=Path, metavar="FILE", help="write every page's result")
    made.add_argument("--show", action="store_true", help="list pages that are wrong or in review")
    made.add_argument(
        "--engines",
        type=listed,
        default=list(cost.BACKENDS),
        metavar="A,B",
        help=f"bare engines to compare cost to: {', '.join(cost.BARE)} (-1: on one thread)",
    )
    made.add_argument("--cost-pages", type=int, default=24, metavar="N", help="0: no cost")
    made.add_argument(
        "--readers",
        type=listed,
        default=list(alternatives.READERS),
        metavar="A,B",
        help="other readers to try on a part of the pages",
    )
    return made


def checked(arguments: argparse.Namespace, made: argparse.ArgumentParser) -> argparse.Namespace:
    """Every name typed is known."""
    for option, known in (
        ("layouts", names()),
        ("tiers", TIERS),
        ("engines", cost.BARE),
        ("readers", tuple(alternatives.READERS)),
    ):
        if strange := set(getattr(arguments, option)) - set(known):
            made.error(f"--{option}: no {', '.join(sorted(strange))}; there are {', '.join(known)}")
    return arguments


def measure(arguments: argparse.Namespace, place: Path) -> None:
    sheets = sheets_of(
        arguments.seeds,
        (arguments.only,) if arguments.only else SETS,
        arguments.layouts,
        arguments.tiers,
    )
    if not sheets:
        sys.exit("no such pages: look at --only, --layouts and --tiers together")
    jobs = arguments.jobs or os.cpu_count() or 1
    folder = place / "pages"
    print(f"  drawing {len(sheets)} pages", file=sys.stderr, flush=True)
    run = Run(draw_all(sheets, folder, jobs), folder, place / "cache", jobs)
    costs = costs_of(run, arguments.engines, arguments.cost_pages)
    files = [page.name for page in run.drawn]
    results = compare(run.drawn, told_of(folder, files, run.cache, jobs, talk))
    others = other_readers(run, arguments.readers, results)
    print(report(results))
    if others:
        print("\n" + compared(others))
    if costs:
        print("\n" + cost.described(costs))
    if arguments.show:
        print("\n" + wrong_pages(results))
    if arguments.json:
        kept = {
            "pages": [as_json(result) for result in results],
            "readers": {title: [as_json(result) for result in held] for title, held in others},
            "costs": {name: asdict(held) for name, held in costs.items()},
        }
        arguments.json.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")


def main() -> None:
    made = parser()
    arguments = checked(made.parse_args(), made)
    with tempfile.TemporaryDirectory(prefix="reliefpack-bench-") as folder:
        measure(arguments, arguments.cache or Path(folder))


if __name__ == "__main__":
    main()
