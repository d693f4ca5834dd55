"""What reading costs: this program on some pages, and the bare engine on the same.

Each is measured in a process of its own, so that peak memory is its own too:

    python -m tests.bench_reading.cost SUBJECT FILE …

SUBJECT: "reliefpack", or a bare engine of `BARE`.
"""

from __future__ import annotations

import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.bench import ROOT, Meter, cpu_seconds

OURS = "reliefpack"
BACKENDS = ("onnxruntime", "openvino")
BARE = (*BACKENDS, *(f"{backend}-1" for backend in BACKENDS))
"""RapidOCR as it comes, which takes every core; with -1 on one thread, as this program runs it."""
READING = ("read", "confirm")
"""The stages in which engines look at pictures."""


@dataclass(frozen=True)
class Cost:
    """What `pages` pages took: seconds, megabytes; `load`: CPU for the models, not in `cpu`."""

    pages: int
    load: float
    cpu: float
    wall: float
    peak_mb: float
    stages: dict[str, float] = field(default_factory=dict)

    def a_page(self, *stages: str) -> float:
        """CPU seconds a page; of some stages, or of all."""
        spent = sum(self.stages.get(stage, 0.0) for stage in stages) if stages else self.cpu
        return spent / self.pages


Work = Callable[[], dict[str, float]]
"""Does the work; CPU seconds by stage, where stages are known."""


def ours(files: Sequence[Path]) -> Work:
    """Decode, read, read again, understand: one job and nothing in the cache."""
    from pipeline.read.rapid import shared_reader
    from tests.bench_reading.told import told_of

    shared_reader()

    def work() -> dict[str, float]:
        with tempfile.TemporaryDirectory() as cache:
            meter = Meter(last=cpu_seconds())
            told_of(files[0].parent, [file.name for file in files], Path(cache), 1, meter)
        return {stage: spent for stage, spent in meter.spent.items() if spent}

    return work


def bare(subject: str, files: Sequence[Path]) -> Work:
    """RapidOCR as it comes, on one inference engine or the other."""
    from rapidocr import EngineType, RapidOCR

    backend, _, single = subject.partition("-")
    params: dict[str, Any] = {"Global.log_level": "error"}
    params |= {f"{part}.engine_type": EngineType(backend) for part in ("Det", "Cls", "Rec")}
    if single:
        params["EngineConfig.openvino.inference_num_threads"] = 1
        params["EngineConfig.onnxruntime.intra_op_num_threads"] = 1
        params["EngineConfig.onnxruntime.inter_op_num_threads"] = 1
    engine = RapidOCR(params=params)

    def work() -> dict[str, float]:
        for file in files:
            engine(str(file))
        return {}

    return work


def decoding(files: Sequence[Path]) -> float:
    """CPU seconds for decoding, which the sandbox spends where nobody can add it up."""
    from pipeline.ingest.decode import decode

    start = cpu_seconds()
    for file in files:
        decode(file.read_bytes(), file.name, "")
    return cpu_seconds() - start


def here(subject: str, files: Sequence[Path]) -> Cost:
    """Measure in this process."""
    began = cpu_seconds()
    work = ours(files) if subject == OURS else bare(subject, files)
    loaded, start = cpu_seconds(), time.monotonic()
    stages = work()
    spent, wall = cpu_seconds() - loaded, time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    if subject == OURS:
        decoded = decoding(files)
        spent += decoded
        stages["ingest"] = stages.get("ingest", 0.0) + decoded
    return Cost(len(files), loaded - began, spent, wall, peak, stages)


def measured(subject: str, files: Sequence[Path]) -> Cost:
    """Measure in a fresh process. To be called while this one is small: a child's peak memory
    starts from its parent's."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench_reading.cost", subject, *map(str, files)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def installed(subject: str) -> bool:
    return importlib.util.find_spec(subject.partition("-")[0]) is not None


def spread(files: Sequence[Path], count: int) -> list[Path]:
    """`count` of the files, evenly over all of them."""
    count = min(count, len(files))
    return [files[place * len(files) // count] for place in range(count)]


def described(costs: dict[str, Cost]) -> str:
    """One line for each, and what this program costs in the measure of the bare engine."""
    own = costs[OURS]
    stages = ", ".join(f"{name} {own.a_page(name):.2f}" for name in own.stages)
    lines = [
        f"cost on {own.pages} pages, one process, one job, model load apart",
        f"{_line(OURS, own)}  ({stages})",
    ]
    for name, cost in costs.items():
        if name != OURS:
            whole, looked = own.a_page() / cost.a_page(), own.a_page(*READING) / cost.a_page()
            ratio = f"{OURS} to it: all {whole:.2f}, readers alone {looked:.2f}"
            lines.append(f"{_line('rapidocr ' + name, cost)}  ({ratio})")
    return "\n".join(lines)


def _line(name: str, cost: Cost) -> str:
    return (
        f"  {name:<22}{cost.a_page():6.2f} s CPU a page {cost.wall / cost.pages:6.2f} s wall"
        f" {cost.peak_mb:6.0f} MB peak {cost.load:5.1f} s load"
    )


if __name__ == "__main__":
    print(json.dumps(asdict(here(sys.argv[1], [Path(name) for name in sys.argv[2:]]))))
