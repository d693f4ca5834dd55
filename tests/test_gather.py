"""Files → pages and readings: from the cache where nothing changed, in the order of the input."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from pipeline import gather
from pipeline.errors import EnvironmentIncomplete
from pipeline.gather import Gathered, Gatherer, Options, SpanRequest, gatherer, silent
from pipeline.ingest.decode import Decoded
from pipeline.ingest.scan import scan_folder
from pipeline.read.page import PageJob, ReadPage
from pipeline.read.second import Span
from pipeline.store import Cache
from schemas.evidence import EngineReading
from schemas.source import FaultCode
from tests import files, sheets
from tests.engines import Engines, installed


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Engines:
    return installed(Engines(), monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "case"
    made.mkdir()
    (made / "a.png").write_bytes(files.png(files.picture(300, 200)))
    (made / "b.tif").write_bytes(files.tiff(files.picture(100, 50), files.picture(100, 60)))
    (made / "c.pdf").write_bytes(files.chinese_pdf())
    (made / "d.jpg").write_bytes(b"\xff\xd8\xffno picture")
    return made


def gathered(folder: Path, cache: Cache, passwords: Mapping[str, str] | None = None) -> Gathered:
    worker = Gatherer(Options(jobs=1, cache=cache), cache, silent)
    try:
        return worker.gather(folder, scan_folder(folder), passwords or {})
    finally:
        worker.close()


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_pages_and_readings_come_in_the_order_of_the_input(
    engines: Engines, folder: Path, cache: Cache
) -> None:
    found = gathered(folder, cache)
    refs = [page.ref for source in found.sources for page in source.pages]
    assert [str(ref) for ref in refs] == ["a.png#1", "b.tif#1", "b.tif#2", "c.pdf#1"]
    assert [reading.ref for reading in found.readings] == refs
    assert [reading.lines[0].text for reading in found.readings[:3]] == [
        "300x200",
        "100x50",
        "100x60",
    ]


def test_a_text_layer_is_taken_in_place_of_reading(
    engines: Engines, folder: Path, cache: Cache
) -> None:
    reading = gathered(folder, cache).readings[-1]
    assert reading.engine == "text"
    assert files.WORDS[:10] in "".join(line.text for line in reading.lines)


def test_a_file_that_cannot_be_read_keeps_its_place(
    engines: Engines, folder: Path, cache: Cache
) -> None:
    source = gathered(folder, cache).sources[-1]
    assert source.fault is not None
    assert (source.fault.code, source.pages) == (FaultCode.DAMAGED, ())


def test_a_second_run_asks_no_engine_and_gives_the_same(
    engines: Engines, folder: Path, cache: Cache
) -> None:
    first = gathered(folder, cache)
    engines.decoded.clear()
    engines.read.clear()
    assert gathered(folder, cache) == first
    assert (engines.decoded, engines.read) == ([], [])


def test_a_renamed_file_is_not_read_again(engines: Engines, folder: Path, cache: Cache) -> None:
    gathered(folder, cache)
    engines.read.clear()
    (folder / "a.png").rename(folder / "z.png")
    found = gathered(folder, cache)
    assert engines.read == []
    assert [str(reading.ref) for reading in found.readings][-1] == "z.png#1"


def test_a_changed_file_is_read_again_alone(engines: Engines, folder: Path, cache: Cache) -> None:
    gathered(folder, cache)
    engines.read.clear()
    (folder / "a.png").write_bytes(files.png(files.picture(310, 200)))
    gathered(folder, cache)
    assert engines.read == ["a.png#1"]


def test_a_file_saved_anew_without_change_is_not_read_again(
    engines: Engines, folder: Path, cache: Cache
) -> None:
    gathered(folder, cache)
    engines.decoded.clear()
    (folder / "a.png").write_bytes((folder / "a.png").read_bytes())
    gathered(folder, cache)
    assert engines.decoded == []


@pytest.mark.parametrize(
    ("name", "stage"),
    [("READ_REVISION", "read"), ("DECODE_REVISION", "decoded")],
)
def test_a_new_revision_is_worked_anew(
    name: str,
    stage: str,
    engines: Engines,
    folder: Path,
    cache: Cache,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gathered(folder, cache)
    getattr(engines, stage).clear()
    monkeypatch.setattr(gather, name, getattr(gather, name) + 1)
    gathered(folder, cache)
    assert len(getattr(engines, stage)) == 4


def test_another_engine_reads_anew(engines: Engines, folder: Path, cache: Cache) -> None:
    gathered(folder, cache)
    engines.read.clear()
    engines.reader.version = "2"
    gathered(folder, cache)
    assert len(engines.read) == 4


def test_a_password_added_later_opens_the_file(
    engines: Engines, folder: Path, cache: Cache
) -> None:
    (folder / "e.pdf").write_bytes(files.encrypted(files.chinese_pdf(), "8888"))
    locked = gathered(folder, cache).sources[-1]
    assert locked.fault is not None
    assert locked.fault.code is FaultCode.ENCRYPTED
    opened = gathered(folder, cache, {"e.pdf": "8888"}).sources[-1]
    assert opened.fault is None
    assert len(opened.pages) == 1


def test_passwords_are_never_kept(engines: Engines, folder: Path, cache: Cache) -> None:
    (folder / "e.pdf").write_bytes(files.encrypted(files.chinese_pdf(), "geheim8888"))
    gathered(folder, cache, {"e.pdf": "geheim8888"})
    kept = [path for path in cache.folder.rglob("*") if path.is_file()]
    assert kept
    assert not any(b"geheim8888" in path.read_bytes() for path in kept)


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        pytest.param(Decoded(fault=FaultCode.DAMAGED), True, id="a damaged file stays damaged"),
        pytest.param(Decoded(fault=FaultCode.TIMEOUT), False, id="time may suffice tomorrow"),
        pytest.param(Decoded(fault=FaultCode.MEMORY), False, id="memory may suffice tomorrow"),
        pytest.param(Decoded(fault=FaultCode.UNREADABLE), False, id="rights may be given"),
        pytest.param(Decoded(fault=FaultCode.DAMAGED, lasting=False), False, id="a crash"),
    ],
)
def test_which_faults_are_remembered(
    answer: Decoded, kept: bool, engines: Engines, folder: Path, cache: Cache
) -> None:
    engines.answer = answer
    gathered(folder, cache)
    engines.decoded.clear()
    gathered(folder, cache)
    assert (engines.decoded == []) is kept


def test_a_cache_that_lost_its_pictures_is_filled_again(
    engines: Engines, folder: Path, cache: Cache
) -> None:
    first = gathered(folder, cache)
    for path in (cache.folder / "blobs").rglob("*"):
        if path.is_file():
            path.unlink()
    assert gathered(folder, cache) == first
    assert cache.blob(first.sources[0].pages[0].image)


@pytest.mark.parametrize("entry", [b"{broken", b"{}", b"[]", b"null", b'{"page": {}, "pages": 1}'])
def test_a_cache_with_broken_entries_is_filled_again(
    entry: bytes, engines: Engines, folder: Path, cache: Cache
) -> None:
    first = gathered(folder, cache)
    for path in (cache.folder / "entries").rglob("*.json"):
        path.write_bytes(entry)
    assert gathered(folder, cache) == first


def failing_on(page: str, engines: Engines, error: Exception) -> Callable[..., ReadPage]:
    def read(job: PageJob, digest: str) -> ReadPage:
        if str(job.ref) == page:
            raise error
        return engines.read_task(job, digest)

    return read


def test_a_page_the_reader_fails_on_stops_nothing_else(
    engines: Engines, folder: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "_read_task", failing_on("b.tif#1", engines, ValueError("odd")))
    found = gathered(folder, cache)
    refs = [str(page.ref) for source in found.sources for page in source.pages]
    assert refs == ["a.png#1", "b.tif#2", "c.pdf#1"]
    assert [str(reading.ref) for reading in found.readings] == refs
    fault = found.sources[1].fault
    assert fault is not None
    assert (fault.code, "第1页" in fault.message) == (FaultCode.DAMAGED, True)


def test_a_page_the_reader_failed_on_is_tried_again(
    engines: Engines, folder: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(gather, "_read_task", failing_on("a.png#1", engines, ValueError("odd")))
        gathered(folder, cache)
    assert gathered(folder, cache).sources[0].fault is None


def test_a_missing_engine_is_no_matter_of_a_page(
    engines: Engines, folder: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = EnvironmentIncomplete("没有识别引擎")
    monkeypatch.setattr(gather, "_read_task", failing_on("a.png#1", engines, absent))
    with pytest.raises(EnvironmentIncomplete):
        gathered(folder, cache)


def test_without_a_cache_nothing_is_left_behind(
    engines: Engines, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "tmp").mkdir()
    with gatherer(Options(jobs=1, cache=None), silent) as worker:
        assert worker.gather(folder, scan_folder(folder), {}).readings
    assert list((tmp_path / "tmp").iterdir()) == []


def test_progress_is_told_for_every_file_and_page(
    engines: Engines, folder: Path, cache: Cache
) -> None:
    told: list[tuple[str, int, int]] = []
    worker = Gatherer(Options(jobs=1, cache=cache), cache, lambda *said: told.append(said))
    worker.gather(folder, scan_folder(folder), {})
    for stage in ("ingest", "read"):
        done = [done for name, done, total in told if (name, total) == (stage, 4)]
        assert done == sorted(done)
        assert done[-1] == 4


def request(cache: Cache, texts: tuple[str, ...], size: int = 100) -> SpanRequest:
    digest = cache.put_blob(files.jpeg(files.picture(size, size)))
    page = sheets.Sheet().as_page().model_copy(update={"image": digest})
    lines = [sheets.line(text, 0, 50 * number) for number, text in enumerate(texts)]
    return SpanRequest(page, tuple(Span(line, 0, len(line.text)) for line in lines))


def confirmed(worker: Gatherer, *requests: SpanRequest) -> list[list[str]]:
    return [[one.text for one in given] for given in worker.second_readings(requests)]


def test_second_readings_are_asked_once(engines: Engines, cache: Cache) -> None:
    worker = Gatherer(Options(jobs=1, cache=cache), cache, silent)
    asked = request(cache, ("12.30", "4.50"))
    assert confirmed(worker, asked) == [["12.30", "4.50"]]
    assert confirmed(worker, asked) == [["12.30", "4.50"]]
    assert engines.confirmed == ["12.30", "4.50"]


def test_second_readings_come_in_the_order_asked(engines: Engines, cache: Cache) -> None:
    worker = Gatherer(Options(jobs=1, cache=cache), cache, silent)
    first, second = request(cache, ("1.00",)), request(cache, ("2.00",), size=110)
    confirmed(worker, second)
    assert confirmed(worker, first, second) == [["1.00"], ["2.00"]]


def test_another_amount_of_the_same_page_is_asked_anew(engines: Engines, cache: Cache) -> None:
    worker = Gatherer(Options(jobs=1, cache=cache), cache, silent)
    confirmed(worker, request(cache, ("12.30",)))
    confirmed(worker, request(cache, ("12.30", "4.50")))
    assert engines.confirmed == ["12.30", "12.30", "4.50"]


def test_a_new_revision_of_the_second_reader_is_asked_anew(
    engines: Engines, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Gatherer(Options(jobs=1, cache=cache), cache, silent)
    confirmed(worker, request(cache, ("12.30",)))
    monkeypatch.setattr(gather, "SECOND_REVISION", gather.SECOND_REVISION + 1)
    confirmed(worker, request(cache, ("12.30",)))
    assert engines.confirmed == ["12.30", "12.30"]


def test_a_second_reader_that_fails_agrees_with_nothing(
    engines: Engines, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: object) -> None:
        raise RuntimeError("Tesseract process timeout")

    worker = Gatherer(Options(jobs=1, cache=cache), cache, silent)
    asked = request(cache, ("12.30", "4.50"))
    with monkeypatch.context() as patched:
        patched.setattr(gather, "_second_task", slow)
        assert confirmed(worker, asked) == [["", ""]]
    assert confirmed(worker, asked) == [["12.30", "4.50"]]


def test_a_page_that_the_second_reader_fails_on_takes_no_other_along(
    engines: Engines, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbling(asked: Sequence[tuple[bytes, tuple[Span, ...]]]) -> list[list[EngineReading]]:
        if any(span.line.text == "13.13" for _, spans in asked for span in spans):
            raise RuntimeError("Tesseract process timeout")
        return engines.second_task(asked)

    monkeypatch.setattr(gather, "_second_task", stumbling)
    worker = Gatherer(Options(jobs=1, cache=cache), cache, silent)
    asked = [request(cache, (text,), size) for text, size in (("1.00", 100), ("13.13", 110))]
    assert confirmed(worker, *asked, request(cache, ("2.00",), 120)) == [["1.00"], [""], ["2.00"]]


@pytest.mark.parametrize(
    ("pages", "workers", "sizes"),
    [(0, 2, []), (1, 2, [1]), (5, 2, [3, 2]), (5, 1, [5]), (30, 2, [12, 12, 6])],
)
def test_pages_are_dealt_in_few_parts(pages: int, workers: int, sizes: list[int]) -> None:
    assert [len(part) for part in gather._dealt(range(pages), workers)] == sizes


def test_how_far_a_page_was_turned_adds_up(engines: Engines, folder: Path, cache: Cache) -> None:
    (folder / "a.png").write_bytes(files.with_orientation(6))
    engines.reader.rotation = 270
    page = gathered(folder, cache).sources[0].pages[0]
    assert page.rotation == 0
    assert gathered(folder, cache).sources[0].pages[0] == page
