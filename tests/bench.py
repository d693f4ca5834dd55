"""`make bench`: what building the sample cases costs, cold and warm, and which stage it goes to.

Each build runs in a process of its own with one job and a cache of its own, so that CPU time (of
the process and its children) can be told apart by stage. The figures to compare between machines
and versions are the ratios; seconds are printed to say how long it took here.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
CASES = ROOT / "samples" / "cases"
STAGES = ("start", "ingest", "read", "understand", "confirm", "check", "assemble")


def cpu_seconds() -> float:
    """User and system time of this process and of the children it has waited for."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


@dataclass
class Meter:
    """A progress that adds up CPU by stage.

    Stages tell of work done, so the time since the last word belongs to the one that speaks; the
    first word of `check` and `assemble` (0 done) closes what went on before.
    """

    last: float = 0.0
    spent: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))

    def __call__(self, stage: str, done: int, _total: int) -> None:
        now = cpu_seconds()
        owner = stage if done else "understand"
        self.spent[owner] = self.spent.get(owner, 0.0) + now - self.last
        self.last = now


@dataclass(frozen=True)
class Cost:
    """What one build took; seconds, megabytes, CPU seconds by stage."""

    pages: int
    cpu: float
    wall: float
    peak_mb: float
    stages: dict[str, float]


def one_build(case: Path, out: Path) -> Cost:
    """Build `case` here and now."""
    start = time.monotonic()
    from pipeline import flow

    meter = Meter()
    meter("start", 1, 1)
    built = flow.build(case, out, flow.Options(jobs=1), meter)
    return Cost(
        pages=len(built.case.pages()),
        cpu=cpu_seconds(),
        wall=time.monotonic() - start,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
        stages=meter.spent,
    )


def measured(case: Path, out: Path, cache: Path) -> Cost:
    """The same in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--one", str(case), str(out)],
        cwd=ROOT,
        env={**os.environ, "RELIEFPACK_CACHE": str(cache)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def compare(case: Path) -> str:
    """What one case costs cold and warm."""
    with tempfile.TemporaryDirectory() as folder:
        cache, out = Path(folder) / "cache", Path(folder) / "out"
        cold = measured(case, out, cache)
        warm = measured(case, out, cache)
    return "\n".join(
        (
            f"{case.name}: {cold.pages} pages, warm/cold {warm.cpu / cold.cpu:.0%}",
            *(_line(name, cost) for name, cost in (("cold", cold), ("warm", warm))),
        )
    )


def _line(name: str, cost: Cost) -> str:
    total = sum(cost.stages.values()) or 1.0
    shares = "  ".join(f"{stage} {spent / total:.0%}" for stage, spent in cost.stages.items())
    return (
        f"  {name}  {cost.cpu:.1f} s CPU, {cost.cpu / cost.pages:.2f} a page, "
        f"{cost.wall:.1f} s wall, {cost.peak_mb:.0f} MB  |  {shares}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=2, type=Path, metavar=("CASE", "OUT"))
    parser.add_argument("cases", nargs="*", type=Path)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(asdict(one_build(*arguments.one))))
        return
    found = arguments.cases or sorted(path for path in CASES.iterdir() if path.is_dir())
    for case in found:
        print(compare(case), flush=True)


if __name__ == "__main__":
    main()
