"""Files → upright pages and their readings, in parallel, from the cache where nothing changed."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import (
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from dataclasses import dataclass, field, replace
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from pipeline.decoded import FileRead, fault_of, kept_of, restored
from pipeline.ingest.decode import RawPage
from pipeline.ingest.faults import fault
from pipeline.ingest.sandbox import decode_limited
from pipeline.ingest.spelling import located
from pipeline.interrupts import begin_worker
from pipeline.later import Later, outcome
from pipeline.read.beneath import REVISION as BENEATH_REVISION
from pipeline.read.beneath import lines_beneath
from pipeline.read.grey import REVISION as GREY_REVISION
from pipeline.read.grey import lines_beneath_grey
from pipeline.read.page import REVISION as READ_REVISION
from pipeline.read.page import PageJob, ReadPage, pixels_of, read_page
from pipeline.read.second import REVISION as SECOND_REVISION
from pipeline.read.second import Asked, Span, read_pages_again, second_reader_name
from pipeline.store import Cache, default_cache_folder, digest_of
from pipeline.unpack import PASSING, secret_of
from schemas.case import CaseSource
from schemas.evidence import EngineReading
from schemas.geometry import Box
from schemas.reading import Line, Reading
from schemas.source import Fault, FaultCode, Page, PageRef

DECODE_REVISION = 9
POOL_FROM = 2
"""Pages to be read from which worker processes are worth starting."""
SECOND_PAGES = 12
"""Pages for one start of the second reader: from here on its start is a tenth of its work."""
DECODERS = ("pillow", "pillow-heif", "pypdfium2", "python-docx")

Progress = Callable[[str, int, int], None]
T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)


def silent(stage: str, done: int, total: int) -> None:
    """A progress that nobody watches."""


@dataclass(frozen=True)
class Options:
    """How a case is worked on. jobs 0: one for each core; cache None: nothing is kept."""

    jobs: int = 0
    cache: Cache | None = field(default_factory=lambda: Cache(default_cache_folder()))
    lang: str = "zh"
    scheduler: str = ""

    @property
    def workers(self) -> int:
        return self.jobs or os.cpu_count() or 1


def _silence(engine: str) -> EngineReading:
    return EngineReading(engine=engine, text="", confidence=0.0)


_FOREIGN = (KeyError, TypeError, ValueError)
"""What an entry raises that is JSON but not ours: a miss, never an error."""


@dataclass(frozen=True)
class Gathered:
    """Sources with their pages, and one reading for each page in the same order."""

    sources: tuple[CaseSource, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class SpanRequest:
    """Amounts on one page that want a second reader."""

    page: Page
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class SealedPage:
    """A page with a red seal on it, and where; None: without colour, so it is to be looked for."""

    page: Page
    seal: Box | None


class Gatherer:
    """One run over one case: holds the cache and, while needed, the worker processes."""

    def __init__(self, options: Options, cache: Cache, progress: Progress) -> None:
        self.options = options
        self.cache = cache
        self.progress = progress
        self._pool: Executor | None = None

    def gather(
        self, folder: Path, sources: Sequence[CaseSource], passwords: Mapping[str, str]
    ) -> Gathered:
        """Decode and read every file that has no fault yet."""
        decoded = self._decode_all(folder, sources, passwords)
        jobs: list[tuple[int, PageJob, str]] = []
        for place, (source, raws) in enumerate(zip(sources, decoded, strict=True)):
            for number, (raw, digest) in enumerate(raws[1], 1):
                ref = PageRef(path=source.file.path, page=number)
                jobs.append((place, _job(ref, raw), digest))
        read = self._read_all([(job, digest) for _, job, digest in jobs])
        pages: dict[int, list[Page]] = {}
        lost: dict[int, Fault] = {}
        for (place, job, _), found in zip(jobs, read, strict=True):
            if found is None:
                where = f"第{job.ref.page}页读不出来"
                lost.setdefault(place, fault(FaultCode.DAMAGED, job.ref.path, where))
            else:
                pages.setdefault(place, []).append(found[0])
        done = tuple(
            source.model_copy(
                update={
                    "fault": source.fault or result[0] or lost.get(place),
                    "pages": tuple(pages.get(place, ())),
                }
            )
            for place, (source, result) in enumerate(zip(sources, decoded, strict=True))
        )
        return Gathered(done, tuple(found[1] for found in read if found is not None))

    def _place(self, folder: Path, source: CaseSource) -> Path:
        """Where the bytes of a source lie: in the case folder, or kept out of an archive."""
        if source.file.inside:
            return self.cache.blob_place(source.file.sha256)
        return located(folder, source.file.path)

    def second_readings(self, requests: Sequence[SpanRequest]) -> list[list[EngineReading]]:
        """For each request, the second reader's word on each span."""
        name = second_reader_name()
        keys = [_second_key(name, request) for request in requests]
        kept = [self._kept_list("second", key, EngineReading) for key in keys]
        cold = [
            place
            for place, (found, request) in enumerate(zip(kept, requests, strict=True))
            if found is None or len(found) != len(request.spans)
        ]
        asked = {
            place: (self.cache.blob(requests[place].page.image), requests[place].spans)
            for place in cold
        }
        dealt = _dealt(cold, self.options.workers)
        waiting = [
            (places, self._submit(len(dealt), _second_task, [asked[place] for place in places]))
            for places in dealt
        ]
        for places, work in waiting:
            said = outcome(work)
            for number, place in enumerate(places):
                # Where one page spoiled it for its neighbours, each is asked alone.
                alone = said[number : number + 1] if said else None
                if alone is None:
                    alone = outcome(Later(_second_task, ([asked[place]],)))
                if alone is None:  # nobody agrees: every amount of the page is a doubt
                    kept[place] = [_silence(name)] * len(requests[place].spans)
                else:
                    kept[place] = alone[0]
                    self.cache.put("second", keys[place], [one.model_dump() for one in alone[0]])
                self.progress("confirm", cold.index(place) + 1, len(cold))
        return [found or [] for found in kept]

    def _kept_list(self, stage: str, key: str, model: type[M]) -> list[M] | None:
        """The list of such things kept for a key; None where there is none, or something else."""
        kept = self.cache.get(stage, key)
        try:
            return None if kept is None else [model.model_validate(one) for one in kept]
        except _FOREIGN:
            return None

    def beneath(self, sealed: Sequence[SealedPage]) -> list[tuple[Line, ...]]:
        """The lines around the seal of each page, read without its ink; () where that failed."""
        keys = [_beneath_key(entry) for entry in sealed]
        kept = [self._kept_list("beneath", key, Line) for key in keys]
        cold = sum(found is None for found in kept)
        waiting = {
            place: self._submit(cold, _beneath_task, self.cache.blob(entry.page.image), entry.seal)
            for place, (entry, found) in enumerate(zip(sealed, kept, strict=True))
            if found is None
        }
        for place, work in waiting.items():
            lines = outcome(work) or ()
            kept[place] = list(lines)
            self.cache.put("beneath", keys[place], [line.model_dump(mode="json") for line in lines])
        return [tuple(found or ()) for found in kept]

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _decode_all(
        self, folder: Path, sources: Sequence[CaseSource], passwords: Mapping[str, str]
    ) -> list[FileRead]:
        def one(source: CaseSource) -> FileRead:
            return self._decode(folder, source, passwords.get(source.file.path, ""))

        with ThreadPoolExecutor(self.options.workers) as threads:
            results = []
            for done, result in enumerate(threads.map(one, sources), 1):
                results.append(result)
                self.progress("ingest", done, len(sources))
        return results

    def _decode(self, folder: Path, source: CaseSource, password: str) -> FileRead:
        if source.fault is not None or source.holds:
            return source.fault, []
        name = source.file.path
        of_file = source.file.sha256, Path(name).name, secret_of(password)
        key = digest_of(DECODE_REVISION, *of_file, _versions())
        kept = self.cache.get("decode", key)
        with contextlib.suppress(*_FOREIGN):
            if kept is not None and all(
                self.cache.has_blob(page["blob"]) for page in kept["pages"]
            ):
                return restored(kept, name)
        decoded = decode_limited(
            self._place(folder, source), Path(name).name, password, source.file.sha256
        )
        pages = [(raw, self.cache.put_blob(raw.picture)) for raw in decoded.pages]
        if decoded.lasting and decoded.fault not in PASSING:
            self.cache.put("decode", key, kept_of(decoded, pages))
        return fault_of(decoded, name), pages

    def _read_all(self, jobs: Sequence[tuple[PageJob, str]]) -> list[tuple[Page, Reading] | None]:
        """Page and reading of each job; None where the reader failed on a page."""
        results: list[tuple[Page, Reading] | None] = [None] * len(jobs)
        waiting: list[tuple[int, str, Future[ReadPage] | Later[ReadPage]]] = []
        keys = [_read_key(job, digest) for job, digest in jobs]
        kept = [self._kept_reading(key, job.ref) for key, (job, _) in zip(keys, jobs, strict=True)]
        cold = sum(1 for found in kept if found is None)
        if cold:
            self.progress("read", 0, cold)
        for place, ((job, digest), found) in enumerate(zip(jobs, kept, strict=True)):
            if found is not None:
                results[place] = found
                continue
            whole = job if job.picture else _with_picture(job, self.cache.blob(digest))
            waiting.append((place, keys[place], self._submit(cold, _read_task, whole, digest)))
        for done, (place, key, future) in enumerate(waiting, 1):
            made = outcome(future)
            results[place] = self._keep_reading(key, made) if made else None
            self.progress("read", done, len(waiting))
        return results

    def _kept_reading(self, key: str, ref: PageRef) -> tuple[Page, Reading] | None:
        kept = self.cache.get("read", key)
        try:
            if kept is None or not self.cache.has_blob(kept["page"]["image"]):
                return None
            page = Page.model_validate({**kept["page"], "ref": ref})
            return page, Reading.model_validate({**kept["reading"], "ref": ref})
        except _FOREIGN:
            return None

    def _keep_reading(self, key: str, read: ReadPage) -> tuple[Page, Reading]:
        page = read.page
        if read.picture is not None:
            page = page.model_copy(update={"image": self.cache.put_blob(read.picture)})
        value = {
            "page": page.model_dump(mode="json"),
            "reading": read.reading.model_dump(mode="json"),
        }
        self.cache.put("read", key, value)
        return page, read.reading

    def _submit(self, load: int, task: Callable[..., T], *args: Any) -> Future[T] | Later[T]:
        """Run a task in a worker where that is worth it, else here when its result is wanted."""
        if self.options.workers > 1 and load >= POOL_FROM:
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(
                    self.options.workers, mp_context=context, initializer=begin_worker
                )
            return self._pool.submit(task, *args)
        return Later(task, args)


@contextlib.contextmanager
def gatherer(options: Options, progress: Progress) -> Iterator[Gatherer]:
    """A Gatherer whose workers and throw-away cache are gone when the block ends."""
    with contextlib.ExitStack() as stack:
        kept = options.cache
        if kept is None:
            kept = Cache(
                Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="reliefpack-")))
            )
        worker = Gatherer(options, kept, progress)
        stack.callback(worker.close)
        yield worker


def _read_task(job: PageJob, digest: str) -> ReadPage:
    return read_page(job, digest, _LateReader())


class _LateReader:
    """The shared reader, whose models are loaded when there is a picture to be read."""

    def __init__(self) -> None:
        self.name, self.version = engine_version()

    def read(self, image: Any) -> Any:
        from pipeline.read.rapid import shared_reader

        return shared_reader().read(image)


def _beneath_task(picture: bytes, seal: Box | None) -> tuple[Line, ...]:
    from pipeline.read.rapid import shared_reader

    if seal is None:
        return lines_beneath_grey(pixels_of(picture), shared_reader())
    return lines_beneath(pixels_of(picture), seal, shared_reader())


def _beneath_key(sealed: SealedPage) -> str:
    engine = engine_version()
    if sealed.seal is None:  # the second reader has a word in it
        return digest_of(GREY_REVISION, sealed.page.image, "grey", *engine, second_reader_name())
    return digest_of(BENEATH_REVISION, sealed.page.image, sealed.seal.as_list(), *engine)


def _second_task(asked: Sequence[tuple[bytes, tuple[Span, ...]]]) -> list[list[EngineReading]]:
    return read_pages_again([Asked(partial(pixels_of, picture), spans) for picture, spans in asked])


def _second_key(name: str, request: SpanRequest) -> str:
    spans = [_span_key(span) for span in request.spans]
    return digest_of(SECOND_REVISION, name, request.page.image, spans)


def _dealt(places: Sequence[int], workers: int) -> list[Sequence[int]]:
    """The places in as few parts as keep all workers busy, none too long to hear nothing of."""
    size = min(SECOND_PAGES, -(-len(places) // workers)) or 1
    return [places[start : start + size] for start in range(0, len(places), size)]


@cache
def engine_version() -> tuple[str, str]:
    """Name and version of the first reader without loading it."""
    from pipeline.read.rapid import backend_name

    backend = backend_name()
    return f"rapidocr-{backend}", f"{version('rapidocr')}/{version(backend)}"


@cache
def _versions() -> list[str]:
    return [version(name) for name in DECODERS]


def _job(ref: PageRef, raw: RawPage) -> PageJob:
    about = raw.form, raw.captured, raw.lines, raw.turned, raw.software
    return PageJob(ref, raw.picture, *about)


def _with_picture(job: PageJob, picture: bytes) -> PageJob:
    return replace(job, picture=picture)


def _read_key(job: PageJob, digest: str) -> str:
    words = [line.model_dump(mode="json") for line in job.lines]
    about = [job.form, job.captured, job.turned, job.software]
    return digest_of(READ_REVISION, digest, about, words, *engine_version())


def _span_key(span: Span) -> list[Any]:
    return [span.line.text, list(span.line.quad), span.start, span.end]
