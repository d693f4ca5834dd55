"""Many cases through one executor: processes here, or a cluster."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Container, Iterator
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.batch.contained import run_contained
from pipeline.batch.current import inputs_of
from pipeline.batch.guard import GRACE_SECONDS, Bounds
from pipeline.batch.row import Row
from pipeline.batch.summary import write_summaries
from pipeline.batch.task import (
    Builder,
    Task,
    build_case,
    ended_row,
    failed_row,
    noted_row,
    run_task,
    unchanged,
)
from pipeline.batch.watch import Watch
from pipeline.builtpack import OUTPUT, is_never_input
from pipeline.errors import EnvironmentIncomplete, NothingUsable, WrongUsage
from pipeline.ingest.spelling import spelled
from pipeline.interrupts import begin_worker, stop_workers
from pipeline.staging import real_target
from pipeline.store import PART, private_folder, short_name

CASE_SECONDS = 3600.0
"""What one case may take of the clock; some 100 pages take two minutes on one slow core."""
CASE_MEMORY = 6 * 1024**3
"""What the process of one case may hold."""
FILE_WEIGHT = 500_000
"""Bytes that a file counts for besides its own: reading a small page costs nearly as much."""
STATE = ".batch"
"""Below the output folder: what each case was built from, so that a batch can be resumed."""


@dataclass(frozen=True)
class Order:
    """What is asked for. jobs 0: one process for each core; scheduler "": this machine.

    case_seconds, case_memory (bytes): what one case may take, 0 for no bound
    grace: seconds that it then has to stop by itself
    """

    root: Path
    out: Path
    jobs: int = 0
    scheduler: str = ""
    lang: str = "zh"
    case_seconds: float = CASE_SECONDS
    case_memory: int = CASE_MEMORY
    grace: float = GRACE_SECONDS

    @property
    def state(self) -> Path:
        return self.out / STATE


Tell = Callable[[Row | None, int, int], None]
"""Called with (row, done, total) as cases finish; first with no row, when the work begins."""


def run_batch(order: Order, tell: Tell, builder: Builder = build_case) -> tuple[Row, ...]:
    """Build all cases; rows in order of name. Writes the summaries into `order.out`."""
    rows = _run(case_folders(order.root, order.out), order, tell, builder)
    write_summaries(rows, order.out)
    return rows


def watch_batch(
    order: Order, tell: Tell, still: float, builder: Builder = build_case
) -> Iterator[tuple[Row, ...]]:
    """Build cases as they come and change, for ever; gives all rows after each round.

    A case is taken when its files have been still for so many seconds.
    """
    watch, rows = Watch(still), dict[Path, Row]()
    while True:
        try:
            folders = case_folders(order.root, order.out)
        except NothingUsable:
            folders = ()
        links = tuple(folder for folder in folders if folder.is_symlink())
        cases = tuple(folder for folder in folders if folder not in links)
        due = (*(link for link in links if link not in rows), *watch.due(cases))
        if due:
            rows.update(zip(due, _run(due, order, tell, builder), strict=True))
            summed = tuple(rows[folder] for folder in sorted(rows))
            write_summaries(summed, order.out)
            yield summed
        else:
            time.sleep(min(1.0, still / 2))


def _run(folders: tuple[Path, ...], order: Order, tell: Tell, builder: Builder) -> tuple[Row, ...]:
    """The rows of these cases, in their order; links among them are answered, never followed."""
    links = [folder for folder in folders if folder.is_symlink()]
    tasks = [_task(folder, order, builder) for folder in folders if folder not in links]
    private_folder(order.state)
    _sweep(order)
    rows: dict[str, Row] = {}
    tell(None, 0, len(folders))
    linked = ((_absolute(link), _linked_row(link, order.lang)) for link in links)
    built = chain(_unchanged(tasks, order), _finished(tasks, rows, order))
    for folder, row in chain(linked, ((task.folder, row) for task, row in built)):
        rows[folder] = row
        tell(row, len(rows), len(folders))
    return tuple(rows[_absolute(folder)] for folder in folders)


def _absolute(folder: Path) -> str:
    return str(folder.absolute())


def _linked_row(link: Path, lang: str) -> Row:
    """As a path that is not what it must be: what it leads to is none of this root's cases."""
    message = (
        "A link, not followed. Put the case's folder itself here, or build it by its own path."
        if lang == "en"
        else "这是链接，没有跟随。请把案件文件夹本身放进来，或对真实路径单独运行 reliefpack build。"
    )
    return Row(spelled(link.name), "link", WrongUsage.exit_code, message)


def _unchanged(tasks: list[Task], order: Order) -> Iterator[tuple[Task, Row]]:
    """Cases whose packs are what would be built now, found before any worker is started.

    On a cluster the workers look for themselves: they may have other versions.
    """
    if order.scheduler:
        return
    with ThreadPoolExecutor(order.jobs or _cores()) as threads:
        for task, row in zip(tasks, threads.map(unchanged, tasks), strict=True):
            if row is not None:
                yield task, row


def _weight(task: Task) -> int:
    """About how long a case takes: the long ones first, or the last one keeps all others idle."""
    weight = 0
    for _, path in inputs_of(Path(task.folder)):
        with suppress(OSError):
            weight += FILE_WEIGHT + path.lstat().st_size
    return weight


def _sweep(order: Order) -> None:
    """Take away what a run that was killed left between its files."""
    for folder in (order.out, order.state):
        for pattern in (f"{PART}*", "*.now", "*.over"):
            for path in folder.glob(pattern):
                if path.is_file():
                    path.unlink(missing_ok=True)


def case_folders(root: Path, out: Path) -> tuple[Path, ...]:
    """Sub-folders of `root` that are cases, by name; NothingUsable where there is none.

    Links to folders, and links to nothing, are among them for their rows alone: whoever works on
    cases must not follow them. WrongUsage where `out` leads nowhere.
    """
    real_target(out.absolute())
    try:
        entries = sorted(root.iterdir())
    except OSError as error:
        raise WrongUsage(
            f"打不开 {root}：{error.strerror}", "检查路径和权限。", f"Cannot open {root}: {error}"
        ) from error
    folders = tuple(
        entry
        for entry in entries
        if (entry.is_dir() or (entry.is_symlink() and not entry.exists()))
        and not entry.name.startswith(".")
        and entry.name != OUTPUT
        and not is_never_input(entry.name)
        and not _is_same(entry, out)
    )
    if not folders:
        raise NothingUsable(
            f"{root} 里没有案件：每个案件应是一个子文件夹。",
            f"若它本身就是一个案件，请用：reliefpack build {root}",
            f"No cases in {root}: each case is a sub-folder. For one case: reliefpack build {root}",
        )
    return folders


def _is_same(entry: Path, out: Path) -> bool:
    """Whether it is the output folder, or the link to it that was named as such."""
    return entry.absolute() == out.absolute() or (
        not entry.is_symlink() and entry.resolve() == out.resolve()
    )


def _task(folder: Path, order: Order, builder: Builder) -> Task:
    return Task(
        folder=_absolute(folder),
        out=str((order.out / folder.name).absolute()),
        state=str((order.state / short_name(spelled(folder.name))).absolute()),
        lang=order.lang,
        builder=builder,
        bounds=Bounds(order.case_seconds, order.case_memory, not order.scheduler, order.grace),
    )


def _finished(tasks: list[Task], done: Container[str], order: Order) -> Iterator[tuple[Task, Row]]:
    """Tasks not done yet, with their rows as they finish; those that a dying worker took along
    come last.

    A case's own failure is a row, so an exception tells of the workers only, whatever its type:
    where a result is lost after it was fetched, `distributed` gives a TypeError or a cancellation
    (`cfexecutor._cascade_future`). Each such case is tried alone before anything is said of it.
    """
    suspects = sorted((task for task in tasks if task.folder not in done), key=_weight)[::-1]
    while suspects:
        waiting, suspects = suspects, []
        with _executor(order, len(waiting)) as executor:
            for task, future in _submitted(executor, waiting, _work(order)):
                if future.cancelled() or future.exception() is not None:
                    suspects.append(task)
                else:
                    yield task, future.result()
        known = [(task, row) for task in suspects if (row := noted_row(task))]
        yield from known
        named = {task.folder for task, _ in known}
        suspects = [task for task in suspects if task.folder not in named]
        if not named:
            break
    for task in suspects:
        with _executor(replace(order, jobs=1), 1) as executor:
            row = _row_of(task, executor.submit(_work(order), task))
        yield task, row or ended_row(task)


def _work(order: Order) -> Callable[[Task], Row]:
    return run_contained if order.scheduler else run_task


def _submitted(
    executor: Executor, tasks: list[Task], work: Callable[[Task], Row]
) -> Iterator[tuple[Task, Future[Row]]]:
    waiting: dict[Future[Row], Task] = {}
    broken: list[Task] = []
    for task in tasks:
        try:
            waiting[executor.submit(work, task)] = task
        except BrokenExecutor:  # a worker died while we were still handing out work
            broken.append(task)
    for future in as_completed(waiting):
        yield waiting[future], future
    for task in broken:
        future = Future()
        future.set_exception(BrokenExecutor())
        yield task, future


def _row_of(task: Task, future: Future[Row]) -> Row | None:
    """The row, or None where the worker died under the case."""
    try:
        return future.result()
    except Exception as error:
        if isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":
            return None
        return failed_row(task, f"{type(error).__name__}: {error}")


@contextmanager
def _executor(order: Order, tasks: int) -> Iterator[Executor]:
    """Processes here, or a cluster. On an interrupt nothing is waited for."""
    if order.scheduler:
        with _cluster(order.scheduler) as executor:
            yield executor
        return
    workers = max(1, min(order.jobs or _cores(), tasks))
    context = _start_method()
    executor = ProcessPoolExecutor(workers, context, initializer=begin_worker)
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        stop_workers()
        raise
    executor.shutdown()


def _start_method() -> Any:
    """Workers are forked from a server that holds the program's modules and nothing of this
    process: a plain fork would copy engines and threads in an unknown state."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.batch.preload"])
    return context


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise EnvironmentIncomplete(
            "使用 --scheduler 需要 dask.distributed，但没有安装。",
            "安装：pip install distributed",
            "--scheduler needs dask.distributed: pip install distributed",
        ) from error
    try:
        client = distributed.Client(address)
    except (OSError, ValueError) as error:
        raise WrongUsage(
            f"连不上调度器 {address}：{error}",
            "检查地址（如 tcp://127.0.0.1:8786）和调度器是否在运行。",
            f"Cannot reach the scheduler {address}: {error}",
        ) from error
    with client:
        yield client.get_executor()


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1
