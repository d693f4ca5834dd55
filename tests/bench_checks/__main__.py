"""python -m tests.bench_checks: plant, read, check, compare, print."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.flow import Options
from pipeline.store import Cache, default_cache_folder
from tests.bench_checks.clean import CLEAN, clean
from tests.bench_checks.defects import Defect, alone, in_company
from tests.bench_checks.draft import TIERS
from tests.bench_checks.judge import judged
from tests.bench_checks.planted_bills import BILLS
from tests.bench_checks.planted_papers import PAPERS
from tests.bench_checks.planted_said import SAID
from tests.bench_checks.planted_words import TYPED
from tests.bench_checks.table import Clean, Planted, in_vain, missed, outcome_of, report

DEFECTS: tuple[Defect, ...] = (*PAPERS, *BILLS, *SAID, *TYPED)


def talk(words: str) -> None:
    print(f"  {words}", file=sys.stderr, flush=True)


def clean_cases(names: Sequence[str], tier: str, options: Options) -> Iterator[Clean]:
    for name in names:
        talk(f"{tier}: {name}, nothing planted")
        yield Clean(tier, name, judged(clean(name), tier, options))


def planted(
    defects: Sequence[Defect], tier: str, rounds: int, bases: Sequence[Clean], options: Options
) -> Iterator[Planted]:
    before = {case.name: case.verdict.findings for case in bases}
    for planting in (*alone(defects, tier), *in_company(defects, tier, rounds)):
        talk(f"{tier}: {planting.name}")
        found = judged(planting.draft(), tier, options).findings
        for defect in planting.defects:
            outcome = outcome_of(defect, found, before[planting.base])
            yield Planted(tier, planting.name, len(planting.defects), defect, outcome)


def listed(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m tests.bench_checks", description=__doc__)
    made.add_argument("--tiers", type=listed, default=["clean", "scan", "photo"], metavar="A,B")
    made.add_argument("--only", type=listed, default=[], metavar="A,B", help="defects by name")
    made.add_argument("--rounds", type=int, default=2, help="of defects in company; 0: alone only")
    made.add_argument("--bases", action="store_true", help="only the clean cases that are needed")
    made.add_argument("--jobs", type=int, default=0, help="0: one for each core")
    made.add_argument(
        "--cache", type=Path, help="default: the user's own, so nothing is read twice"
    )
    made.add_argument("--json", type=Path, metavar="FILE", help="write every result")
    made.add_argument("--show", action="store_true", help="list what was missed or said in vain")
    return made


def chosen(arguments: argparse.Namespace, made: argparse.ArgumentParser) -> list[Defect]:
    """The defects that were asked for; every name typed is known."""
    names = {defect.name for defect in DEFECTS}
    for option, known in (("tiers", set(TIERS)), ("only", names)):
        if strange := set(getattr(arguments, option)) - known:
            made.error(f"--{option}: no {', '.join(sorted(strange))}; {', '.join(sorted(known))}")
    return [d for d in DEFECTS if not arguments.only or d.name in arguments.only]


def as_json(hits: Sequence[Planted], cases: Sequence[Clean]) -> dict[str, Any]:
    return {
        "planted": [
            {"tier": h.tier, "planting": h.planting, "company": h.company,
             "defect": h.defect.name, "rule": h.defect.rule, "outcome": h.outcome}
            for h in hits
        ],
        "clean": [
            {"tier": c.tier, "case": c.name, "seconds": c.verdict.seconds,
             "findings": [finding.model_dump(mode="json") for finding in c.verdict.findings]}
            for c in cases
        ],
    }  # fmt: skip


def main() -> None:
    made = parser()
    arguments = made.parse_args()
    defects = chosen(arguments, made)
    options = Options(jobs=arguments.jobs, cache=Cache(arguments.cache or default_cache_folder()))
    needed = {defect.base for defect in defects}
    names = [name for name in CLEAN if name in needed or not arguments.bases]
    hits: list[Planted] = []
    cases: list[Clean] = []
    for tier in arguments.tiers:
        here = list(clean_cases(names, tier, options))
        cases += here
        hits += planted(defects, tier, arguments.rounds, here, options)
    print(report(hits, cases))
    if arguments.show:
        print("\n" + missed(hits) + "\n\n" + in_vain(cases))
    if arguments.json:
        text = json.dumps(as_json(hits, cases), ensure_ascii=False, indent=1)
        arguments.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
