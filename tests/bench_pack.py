"""`make bench`, second part: what assembling costs once everything is read.

Draws cases of 15 and 300 pages (bills, papers, photos that compress badly), then plans, writes and
verifies the pack in a process of its own. Exit code 1 where a limit is missed.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.assemble import verify_pack, write_manifest, write_pack
from pipeline.assemble.bundle import bundle_pdf, stand_in_of
from pipeline.assemble.copies import Copies
from pipeline.assemble.data import pack_data
from pipeline.assemble.splice import with_pictures
from pipeline.store import Cache
from tests.bench import ROOT, cpu_seconds
from tests.packcases import CaseBuilder, Drawn, catalogue, illness_case
from tests.test_letter_write import plan_of

CLEAR, STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")
SMALL, LARGE = 15, 300
LIMITS = {SMALL: (2.0, 1000.0), LARGE: (20.0, 1000.0)}
"""Pages → most CPU seconds and most megabytes; of the small case the bundle alone is timed."""


@dataclass(frozen=True)
class Spent:
    """CPU seconds of the bundle PDF alone and of the whole pack, verified; the most memory, MB."""

    pages: int
    bundle: float
    pack: float
    wall: float
    peak_mb: float


def drawn(builder: CaseBuilder, pages: int) -> None:
    """An ordinary case, filled up to `pages` with distinct photographed papers."""
    illness_case(builder)
    rng = np.random.default_rng(5)
    while len(builder.readings) < pages:
        place = len(builder.readings)
        grain = rng.normal(225, 9, (1754, 1240, 3)).clip(0, 255).astype(np.uint8)
        paper = Drawn(Image.fromarray(grain))
        for row in range(24):
            paper.write(
                f"第{place}页 第{row}行 支出 {place * 24 + row}.{row:02d} 元",
                120,
                90 + row * 64,
                34,
            )
        builder.material("medical_receipt", builder.file(f"papers/{place:03d}.jpg", [paper]))


def forget_peak() -> None:
    """Starts the measure of the most memory anew, so that drawing the case is not in it."""
    if CLEAR.exists():
        CLEAR.write_text("5")


def peak_megabytes() -> float:
    """The most memory since `forget_peak`; since the start where the system cannot tell."""
    if STATUS.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text())
        if found:
            return int(found[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def spent(pages: int, root: Path) -> Spent:
    """Draws the case, then measures here and now."""
    folder = root / "张样本"
    folder.mkdir(parents=True)
    builder = CaseBuilder(Cache(root / "cache"), folder)
    drawn(builder, pages)
    case, known = builder.case(), catalogue()
    start, wall = cpu_seconds(), time.monotonic()
    plan = plan_of(builder)
    work, out = root / "work", root / "out"
    work.mkdir()
    out.mkdir()
    copies = Copies(case, builder.cache, work)
    sheets = tuple(sheet for exhibit in plan.exhibits() for sheet in copies.sheets(exhibit))
    readings = {reading.ref: reading for reading in case.readings}
    pdf = bundle_pdf(plan, pack_data(plan, case, known), sheets, readings, work)
    with_pictures(pdf, {stand_in_of(sheet): sheet.file for sheet in sheets}, work / "bundle.pdf")
    bundle, again = cpu_seconds() - start, cpu_seconds()
    del pdf, sheets, copies
    forget_peak()
    written = write_pack(plan, case, folder, builder.cache, out, known)
    findings = verify_pack(out, plan, written)
    write_manifest(out, case, written)
    broken = [one.message for one in findings if one.rule == "pack.links-true" and one.next]
    if broken:
        raise SystemExit("\n".join(broken))
    return Spent(
        pages=len(case.readings),
        bundle=bundle,
        pack=cpu_seconds() - again,
        wall=time.monotonic() - wall,
        peak_mb=peak_megabytes(),
    )


def measured(pages: int) -> Spent:
    """The same in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench_pack", "--one", str(pages), folder],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return Spent(**json.loads(done.stdout.splitlines()[-1]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=2, metavar=("PAGES", "FOLDER"))
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(asdict(spent(int(arguments.one[0]), Path(arguments.one[1]) / "case"))))
        return 0
    missed = False
    for pages, (seconds, megabytes) in LIMITS.items():
        cost = measured(pages)
        taken = cost.bundle if pages == SMALL else cost.pack
        over = taken > seconds or cost.peak_mb > megabytes
        missed = missed or over
        print(
            f"assemble {cost.pages} pages: bundle {cost.bundle:.1f} s CPU, whole pack verified "
            f"{cost.pack:.1f} s CPU, {cost.peak_mb:.0f} MB  |  limit {seconds:.0f} s, "
            f"{megabytes:.0f} MB: {'MISSED' if over else 'kept'}",
            flush=True,
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
