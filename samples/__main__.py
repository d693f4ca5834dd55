"""python -m samples write | make DIR | bills DIR | papers DIR."""

from __future__ import annotations

import argparse
from pathlib import Path

from samples.aside import ASIDE
from samples.degrade import TIERS
from samples.papers import PAPERS
from samples.screens import LAYOUTS
from samples.single import CARD_PDF, SCROLLED

HERE = Path(__file__).parent / "cases"


def _write(arguments: argparse.Namespace) -> None:
    from samples.cases import illness, unemployment
    from samples.messy import messy

    for make in (illness, unemployment, messy):
        print(make().write(arguments.dir))


def _make(arguments: argparse.Namespace) -> None:
    from samples.randomcase import random_case

    for seed in range(arguments.seed, arguments.seed + arguments.count):
        print(random_case(seed, arguments.tier).write(arguments.dir))


def _bills(arguments: argparse.Namespace) -> None:
    from samples.single import bill

    for seed in range(arguments.seed, arguments.seed + arguments.count):
        print(bill(seed, arguments.layout, arguments.tier).write(arguments.dir))


def _papers(arguments: argparse.Namespace) -> None:
    from samples.single import paper

    for seed in range(arguments.seed, arguments.seed + arguments.count):
        print(paper(seed, arguments.kind, arguments.tier).write(arguments.dir))


def _many(command: argparse.ArgumentParser, tier: str) -> None:
    command.add_argument("dir", type=Path)
    command.add_argument("--seed", type=int, default=1, help="the first of the seeds")
    command.add_argument("--count", type=int, default=1)
    command.add_argument("--tier", default=tier, choices=(*TIERS, "mixed"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m samples", description=__doc__)
    commands = parser.add_subparsers(required=True)
    write = commands.add_parser("write", help="make the committed cases anew")
    write.add_argument("--dir", type=Path, default=HERE)
    write.set_defaults(run=_write)
    make = commands.add_parser("make", help="random cases")
    _many(make, "mixed")
    make.set_defaults(run=_make)
    bills = commands.add_parser("bills", help="single bills, each with its truth")
    _many(bills, "clean")
    names = ("", *LAYOUTS, *ASIDE, CARD_PDF, SCROLLED)
    bills.add_argument("--layout", default="", choices=names)
    bills.set_defaults(run=_bills)
    papers = commands.add_parser("papers", help="single papers, each with its truth")
    _many(papers, "clean")
    papers.add_argument("--kind", default="", choices=("", *PAPERS))
    papers.set_defaults(run=_papers)
    return parser


def main() -> None:
    arguments = _parser().parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
