"""`make bench`, second part: pages a minute of `batch`, beside OCRmyPDF on the same pages.

Pages are drawn (bills and papers; screenshots, chat copies, photos, scans), with text PDFs among
them, and dealt to cases of equal size. Every figure is a ratio within this run: `batch` with a cold
cache against OCRmyPDF with Tesseract chi_sim and with the ocrmypdf-rapidocr plugin at the same
number of jobs; one worker against two, beside what two processes can do here at best; the same
order given again, one file added, and packs lost with the cache kept, each against cold; and the
peak memory. `--memory-cases N` measures memory over many small cases instead.

OCRmyPDF gets the pages as one PDF, so that it starts once, and skips pages that have text, as
reliefpack does; drawing and converting are not counted. Where other programs take the processors
(last column: how many of them, on average), the ratios of CPU time hold better than those of the
clock. The peers are installed on demand into an environment of their own in the user's cache
folder.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdf
from PIL import Image

from pipeline.store import default_cache_folder
from tests.bench_memory import sampled, small_cases, table
from tests.bench_reading.pages import draw_all, sheets_of
from tests.bench_scaling import bound

ROOT = Path(__file__).parent.parent
CASES = 4
TEXT_PDF_EVERY = 12
PEERS = ("ocrmypdf", "ocrmypdf-rapidocr")
DPI = 200
SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2)."""
BOUND_PAGES = 10
"""Pages by which it is measured what two processes can do."""
PROGRAM = "from pipeline.cli import main\nif __name__ == '__main__': main()\n"


@dataclass(frozen=True)
class Cost:
    """seconds of the clock; cpu: seconds of its processes; peak_mb: of them together, sampled;
    others: processors that other programs took, on average."""

    seconds: float
    cpu: float
    peak_mb: float
    others: float


def corpus(pages: int, folder: Path) -> list[Path]:
    """`pages` files of one page each, dealt to CASES folders."""
    drawn = folder / "drawn"
    sheets = sheets_of(1)
    step = max(1, len(sheets) // pages)
    names = [drawn / one.name for one in draw_all(sheets[::step][:pages], drawn, 2)]
    for number in range(0, len(names), TEXT_PDF_EVERY):
        names[number] = _text_pdf(number, drawn)
    dealt = []
    for number, path in enumerate(names):
        case = folder / "cases" / f"case{number % CASES}"
        case.mkdir(parents=True, exist_ok=True)
        dealt.append(Path(shutil.move(path, case / path.name)))
    return dealt


def _text_pdf(number: int, folder: Path) -> Path:
    from tests.files import chinese_pdf

    path = folder / f"text-{number}.pdf"
    path.write_bytes(
        chinese_pdf(text=f"第{number}号账单 本期应还金额1,234.56元，其中利息12.30元。")
    )
    return path


def one_pdf(files: Sequence[Path], target: Path) -> Path:
    """All pages in one PDF; those of PDFs as they are, pictures at DPI."""
    writer = pypdf.PdfWriter()
    for path in files:
        if path.suffix == ".pdf":
            writer.append(path)
            continue
        buffer = io.BytesIO()
        with Image.open(path) as image:
            image.convert("RGB").save(buffer, "PDF", resolution=DPI, quality=92)
        buffer.seek(0)
        writer.append(buffer)
    writer.write(target)
    return target


def needs() -> str:
    """The package of what OCRmyPDF with chi_sim needs and is not here; "" where all is."""
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=False
    ).stdout.split()
    if "chi_sim" not in listed:
        return "tesseract-ocr-chi-sim"
    return "" if shutil.which("gs") else "ghostscript"


def peers() -> Path:
    """The program of the peer, installed beside the cache when it is not there yet."""
    folder = default_cache_folder().with_name("reliefpack-bench")
    program = folder / "bin" / "ocrmypdf"
    if not program.exists():
        print(f"installing {' '.join(PEERS)} into {folder}", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin" / "pip"), "install", "-q", *PEERS], check=True)
    return program


def measured(command: Sequence[str], environment: dict[str, str] | None = None) -> Cost:
    """What a command takes; exit 1 is "not ready" here and no fault."""
    own = _children(os.getpid())
    start, cpu, busy = time.monotonic(), _cpu_of_children(), _cpu_of_all()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    peak = [0.0]
    sampler = threading.Thread(target=_sample, args=(process, peak), daemon=True)
    sampler.start()
    _, said = process.communicate()
    _reap_orphans(own)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command[0]} left with {process.returncode}: {said.decode()[-2000:]}")
    seconds, used = time.monotonic() - start, _cpu_of_children() - cpu
    return Cost(seconds, used, peak[0], max(0.0, _cpu_of_all() - busy - used) / seconds)


def adopt_orphans() -> None:
    """What a measured program leaves behind becomes a child of this process (Linux).

    Servers that fork for it end when it has ended; only whoever waits for them is told their CPU.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(SUBREAPER, 1)


def _reap_orphans(own: set[int]) -> None:
    """Waits for every child but our `own`."""
    for pid in _children(os.getpid()) - own:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _children(pid: int) -> set[int]:
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    with contextlib.suppress(OSError):
        return {int(child) for thread in threads for child in thread.read_text().split()}
    return set()


def _cpu_of_all() -> float:
    """Seconds that the processors of this machine have worked; 0 where the system does not say."""
    try:
        numbers = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    except OSError:
        return 0.0
    user, nice, system, _idle, _waiting, interrupt, soft = map(int, numbers[:7])
    return (user + nice + system + interrupt + soft) / os.sysconf("SC_CLK_TCK")


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _sample(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_memory(pid) for pid in _family(process.pid)))
        time.sleep(0.5)


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _memory(pid: int) -> float:
    """MB of a process, shared pages divided among those that share them; 0 where unknown."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(float(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:"))


class Bench:
    """One run of all measurements over one corpus."""

    def __init__(self, folder: Path, pages: int, jobs: int) -> None:
        self.folder, self.jobs = folder, jobs
        self.files = corpus(pages, folder)
        self.program = folder / "program.py"
        self.program.write_text(PROGRAM)

    def batch(self, jobs: int, cache: str, out: str) -> Cost:
        """`batch` into the folder of that name, with the cache of that name."""
        command = [sys.executable, str(self.program), "batch", str(self.folder / "cases")]
        environment = {"PYTHONPATH": str(ROOT), "RELIEFPACK_CACHE": str(self.folder / cache)}
        return measured(
            [*command, "--out", str(self.folder / out), "--jobs", str(jobs)], environment
        )

    def peer(self, pdf: Path, *options: str) -> Cost:
        command = [str(peers()), "--skip-text", "--output-type", "pdf", "--jobs", str(self.jobs)]
        return measured([*command, *options, str(pdf), str(self.folder / "peer.pdf")])

    def add_one(self) -> None:
        """One more picture in the first case."""
        spare = draw_all(sheets_of(2)[1:2], self.folder / "spare", 1)[0]
        shutil.move(self.folder / "spare" / spare.name, self.folder / "cases" / "case0")


def report(bench: Bench) -> Iterator[str]:
    """Lines of Markdown, each as soon as it is measured."""
    count = len(bench.files)
    yield f"{count} pages, {bench.jobs} jobs, load {os.getloadavg()[0]:.1f} before"
    yield "| | pages a minute | ratio | CPU a page | ratio | others |\n|---|---|---|---|---|---|"
    cold = bench.batch(bench.jobs, "cache", "out")
    yield _line("`batch`, cold", count, cold, cold, "1")
    pdf = one_pdf(bench.files, bench.folder / "all.pdf")
    tesseract = bench.peer(pdf, "-l", "chi_sim")
    yield _line("OCRmyPDF, Tesseract chi_sim", count, tesseract, cold, _times(tesseract, cold))
    rapid = bench.peer(pdf, "-l", "chi_sim", "--plugin", "ocrmypdf_rapidocr")
    yield _line("OCRmyPDF, RapidOCR plugin", count, rapid, cold, _times(rapid, cold))
    single = bench.batch(1, "single", "single-out")
    gain = f"{_times(single, cold)} by {bench.jobs} workers"
    yield _line("`batch`, cold, 1 worker", count, single, cold, gain)
    again = bench.batch(bench.jobs, "cache", "out")
    yield _line("again, nothing changed", count, again, cold, _share(again, cold))
    lost = bench.batch(bench.jobs, "cache", "another-out")
    yield _line("again, packs lost", count, lost, cold, _share(lost, cold))
    bench.add_one()
    added = bench.batch(bench.jobs, "cache", "out")
    yield _line("one file added", count, added, cold, _share(added, cold))
    pictures = [path for path in bench.files if path.suffix != ".pdf"][:BOUND_PAGES]
    yield f"\n{bench.jobs} processes that share nothing read {bound(pictures, bench.jobs):.2f}× as"
    yield "much here as one alone. "
    yield f"Peak memory: {cold.peak_mb:.0f} MB with {bench.jobs} workers, "
    yield f"{single.peak_mb:.0f} MB with 1; OCRmyPDF {tesseract.peak_mb:.0f} MB, "
    yield f"with RapidOCR {rapid.peak_mb:.0f} MB. Load after: {os.getloadavg()[0]:.1f}"


def memory(cases: int, jobs: int) -> Iterator[str]:
    """Lines of Markdown: what `batch` holds over many small cases."""
    with tempfile.TemporaryDirectory(prefix="reliefpack-bench-") as name:
        folder = Path(name)
        small_cases(cases, folder / "cases")
        program, out = folder / "program.py", folder / "out"
        program.write_text(PROGRAM)
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "RELIEFPACK_CACHE": str(folder / "cache"),
        }
        command = [sys.executable, str(program), "batch", str(folder / "cases"), "--out", str(out)]
        samples = sampled([*command, "--jobs", str(jobs)], environment, out / ".batch", _family)
        yield from table(samples, cases)


def _line(name: str, count: int, cost: Cost, cold: Cost, ratio: str) -> str:
    per_page = f"{cost.cpu / count:.2f} s | {cost.cpu / cold.cpu:.2f}"
    speed = count / cost.seconds * 60
    return f"| {name} | {speed:.1f} | {ratio} | {per_page} | {cost.others:.1f} |"


def _share(part: Cost, cold: Cost) -> str:
    return f"{part.seconds / cold.seconds:.1%} of cold"


def _times(slow: Cost, fast: Cost) -> str:
    return f"{slow.seconds / fast.seconds:.1f}×"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--memory-cases", type=int, metavar="N", help="only memory over N small cases"
    )
    arguments = parser.parse_args()
    if arguments.memory_cases:
        for line in memory(arguments.memory_cases, arguments.jobs):
            print(line, flush=True)
        return
    lacking = needs()
    if lacking:
        sys.exit(f"{lacking} is missing, which the other programs need: apt-get install {lacking}")
    peers()
    adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="reliefpack-bench-") as folder:
        for line in report(Bench(Path(folder), arguments.pages, arguments.jobs)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
