"""How much two processes can do here at best, part of `python -m tests.bench_batch`.

The same pages are read by the bare reader, first in one process alone, then in two at once that
share nothing. What two do in the time of one bounds what `batch` can gain by its second worker on
this machine: two threads of one core, or other programs, give less than twice.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent


def bound(pages: Sequence[Path], processes: int) -> float:
    """Times the work of one process that so many do in the same time."""
    alone = _seconds(pages, 1)
    return processes * alone / _seconds(pages, processes)


def _seconds(pages: Sequence[Path], processes: int) -> float:
    """What the slowest of them took for reading; loading is not counted."""
    command = [sys.executable, "-m", "tests.bench_scaling", *map(str, pages)]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(processes)
    ]
    for process in started:  # all have loaded before one begins
        assert process.stdout is not None
        process.stdout.readline()
    for process in started:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.flush()
    return max(float(process.communicate()[0]) for process in started)


def main() -> None:
    from pipeline.read.page import pixels_of
    from pipeline.read.rapid import shared_reader

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path)
    images = [pixels_of(path.read_bytes()) for path in parser.parse_args().pages]
    reader = shared_reader()
    reader.read(images[0])
    print("ready", flush=True)
    sys.stdin.readline()
    start = time.monotonic()
    for image in images:
        reader.read(image)
    print(time.monotonic() - start)


if __name__ == "__main__":
    main()
