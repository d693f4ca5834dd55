"""python -m samples write | make DIR | bills DIR."""

from __future__ import annotations

import argparse
from pathlib import Path

HERE = Path(__file__).parent / "cases"


def _write(arguments: argparse.Namespace) -> None:
    from samples.cases import illness, unemployment
    from samples.messy import messy

    for make in (illness, unemployment, messy):
        print(make().write(arguments.dir))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m samples", description=__doc__)
    commands = parser.add_subparsers(required=True)
    write = commands.add_parser("write", help="make the committed cases anew")
    write.add_argument("--dir", type=Path, default=HERE)
    write.set_defaults(run=_write)
    return parser


def main() -> None:
    arguments = _parser().parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
