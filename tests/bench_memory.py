"""Memory over many small cases, part of `python -m tests.bench_batch`: does it stay flat?

Every case is one small bill of its own amounts and a card of its own person, so that nothing comes
out of the cache. While
`batch` works, the memory of each of its processes is sampled against the cases done; processes are
told apart by what they are for, and the largest of each kind counts.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from tests.packcases import font

POINTS = 10
"""Lines of the table."""
WARM = 0.1
"""Share of the cases after which memory is compared with that at the end: engines are loaded, and
most shapes of pages met."""
KINDS = ("parent", "server", "worker", "decoding")
"""The program, what forks its workers, they, and what forks the children that decode for them."""


@dataclass(frozen=True)
class Sample:
    """mb: of the largest process of each kind; 0 where there is none."""

    done: int
    mb: dict[str, float]


def small_cases(count: int, root: Path) -> Path:
    """`count` cases of a drawn bill of changing height and an ID card each, no two alike."""
    for number in range(count):
        case = root / f"case{number:05}"
        case.mkdir(parents=True)
        rows = 4 + number % 7
        image = Image.new("RGB", (540, 130 + 64 * rows), "white")
        pen = ImageDraw.Draw(image)
        pen.text((30, 30), f"花呗 {number % 12 + 1}月账单", fill="black", font=font(28))
        for row in range(rows):
            amount = f"{(number * 7919 + row * 104729) % 900000 / 100 + 100:,.2f}"
            label = ("应还本金", "利息", "逾期罚息", "剩余应还")[row % 4]
            pen.text((30, 110 + 64 * row), f"{label} {amount}元", fill="#222", font=font(24))
        image.save(case / "bill.png")
        _id_card(case, number)
    return root


def _id_card(case: Path, number: int) -> None:
    """A card of another person in each case, for its watermark."""
    image = Image.new("RGB", (856, 540), "#eef4fb")
    pen = ImageDraw.Draw(image)
    name = "".join(chr(0x4E00 + 37 * (number + step) % 5000) for step in (3, 11))
    texts = (
        f"姓名 {name}",
        "性别 女 民族 汉",
        "出生 1990年1月1日",
        "公民身份号码 110101199001011237",
    )
    for row, text in enumerate(texts):
        pen.text((60, 60 + 110 * row), text, fill="black", font=font(34))
    image.save(case / "id.png")
    (case / "case.toml").write_text(
        f'[applicant]\nname = "{name}"\n[[assign]]\nfile = "id.png"\nmaterial = "id_card_front"\n',
        encoding="utf-8",
    )


def sampled(
    command: Sequence[str],
    environment: dict[str, str],
    state: Path,
    family: Callable[[int], Iterator[int]],
) -> list[Sample]:
    """What the processes of a batch hold while they work through the cases."""
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    samples: list[Sample] = []
    while process.poll() is None:
        done = sum(1 for _ in state.glob("*.json"))
        if not samples or done > samples[-1].done:
            samples.append(Sample(done, _largest(process.pid, family)))
        time.sleep(1.0)
    if process.returncode not in (0, 1):
        raise SystemExit(f"batch left with {process.returncode}")
    return samples


def _largest(parent: int, family: Callable[[int], Iterator[int]]) -> dict[str, float]:
    """By how far down from the program a process is: the server that forks workers is the first."""
    largest = dict.fromkeys(KINDS, 0.0)
    depth = {parent: 0}
    for pid in family(parent):
        depth.setdefault(pid, depth.get(_maker(pid), 0) + 1)
        if depth[pid] < len(KINDS):
            kind = KINDS[depth[pid]]
            largest[kind] = max(largest[kind], _resident_mb(pid))
    return largest


def _maker(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _resident_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(float(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def table(samples: Sequence[Sample], cases: int) -> Iterator[str]:
    """Lines of Markdown: memory at ten points, and how much it grew since the first tenth."""
    yield f"{cases} cases of two small pages; MB of the largest process of each kind\n"
    yield "| cases done | " + " | ".join(KINDS) + " |\n|---|" + "---|" * len(KINDS)
    for point in range(1, POINTS + 1):
        found = _at(samples, cases * point // POINTS)
        yield f"| {found.done} | " + " | ".join(f"{found.mb[kind]:.0f}" for kind in KINDS) + " |"
    early, late = _at(samples, int(cases * WARM)), _at(samples, cases)
    rest = max(late.done - early.done, 1)
    grown = (f"{kind} {(late.mb[kind] - early.mb[kind]) / rest * 1000:+.0f} KB" for kind in KINDS)
    yield f"\nGrown a case since {early.done} cases: {', '.join(grown)}"


def _at(samples: Sequence[Sample], done: int) -> Sample:
    """The median in size of the workers among the five samples around that point."""
    place = min(range(len(samples)), key=lambda n: abs(samples[n].done - done))
    around = sorted(samples[max(0, place - 2) : place + 3], key=lambda one: one.mb["worker"])
    middle = around[len(around) // 2]
    return Sample(samples[place].done, middle.mb)
