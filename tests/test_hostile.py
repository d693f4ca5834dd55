"""Files of an attacker, and a machine that fails: every file named, the rest built."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import flow, gather
from pipeline.errors import EnvironmentIncomplete, InputChanged, NothingUsable, WrongUsage
from pipeline.ingest.decode import Decoded, decode
from pipeline.ingest.limits import DECODE_SECONDS, MAX_FOLDER_DEPTH
from pipeline.ingest.sandbox import decode_limited
from pipeline.ingest.scan import told_apart
from pipeline.store import Cache
from tests import files, hostile
from tests.engines import Engines, installed

KINDS: dict[str, Callable[[], bytes]] = {
    "jpg": lambda: files.jpeg(files.picture(300, 200)),
    "png": files.png,
    "pdf": files.chinese_pdf,
    "docx": lambda: files.word_file(["利息 12.30"]),
    "webp": lambda: files.saved(files.picture(), "WEBP"),
    "heic": files.heic,
    "tif": lambda: files.tiff(files.picture(), files.picture()),
    "gif": lambda: files.animated("GIF"),
    "bmp": lambda: files.saved(files.picture(), "BMP"),
    "zip": lambda: hostile.zipped({"a.jpg": files.jpeg(), "b/c.png": files.png()}),
}
WHOLE = {kind: make() for kind, make in KINDS.items()}


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Engines:
    return installed(Engines(), monkeypatch)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A folder with one good picture."""
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "good.png").write_bytes(files.png(files.picture(500, 400)))
    return folder


@pytest.fixture
def options(tmp_path: Path) -> flow.Options:
    return flow.Options(jobs=1, cache=Cache(tmp_path / "cache"))


def record_of(built: flow.Built) -> dict[str, dict[str, Any]]:
    """pack.json's files by path; every path once."""
    found = json.loads(built.record)["files"]
    named = {file["path"]: file for file in found}
    assert len(named) == len(found)
    return named


def codes(named: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {path: (file["fault"] or {}).get("code", "") for path, file in named.items()}


def answered(decoded: Decoded) -> bool:
    """Pages or a fault; none of the inputs here is read in part, which gives both."""
    return bool(decoded.pages) != bool(decoded.fault)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(hostile.BOMBS))
def test_a_bomb_ends_in_pages_or_a_fault(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(hostile.BOMBS[name]())
    started = time.monotonic()
    decoded = decode_limited(path, name, "")
    assert answered(decoded)
    assert time.monotonic() - started < DECODE_SECONDS / 3
    assert sum(len(page.picture) for page in decoded.pages) < 20_000_000


def test_a_document_reads_no_file_of_this_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("GEHEIM")
    decoded = decode(hostile.docx_that_asks_for(str(secret)), "a.docx", "")
    assert not any("GEHEIM" in line.text for page in decoded.pages for line in page.lines)


@pytest.mark.parametrize("share", range(1, 10))
@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_a_file_cut_off_is_pages_or_a_fault(kind: str, share: int) -> None:
    data = WHOLE[kind]
    assert answered(decode(data[: len(data) * share // 10], f"a.{kind}", ""))


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(WHOLE))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(flips=st.lists(st.tuples(st.integers(0, 1 << 30), st.integers(0, 7)), max_size=30))
def test_a_file_with_flipped_bits_is_pages_or_a_fault(
    kind: str, flips: list[tuple[int, int]], tmp_path: Path
) -> None:
    data = bytearray(WHOLE[kind])
    for place, bit in flips:
        data[place % len(data)] ^= 1 << bit
    path = tmp_path / f"a.{kind}"
    path.write_bytes(data)
    assert answered(decode_limited(path, path.name, ""))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_odd_names_reach_the_pack_and_lead_nowhere(
    engines: Engines, case: Path, options: flow.Options
) -> None:
    for number, name in enumerate(hostile.NAMES):
        with open(os.fsencode(case) + b"/" + name, "wb") as file:
            file.write(files.png(files.picture(300 + number, 200)))
    built = flow.build(case, None, options)
    named = record_of(built)
    assert set(codes(named).values()) == {""}
    assert len(named) == len(hostile.NAMES) + 1
    originals = [path for path in (built.pack / "originals").rglob("*") if path.is_file()]
    assert len(originals) == len(named)
    assert not any(path.is_absolute() or ".." in path.parts for path in map(Path, named))
    around = {path.name for path in case.parent.iterdir()}
    assert around == {"case", "cache"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_what_is_no_file_is_named_and_never_opened(
    engines: Engines, case: Path, options: flow.Options, tmp_path: Path
) -> None:
    os.mkfifo(case / "pipe.jpg")
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(os.path.relpath(case / "sock.png"))
    (case / "out.jpg").symlink_to("/etc/hostname")
    (case / "up").symlink_to("..")
    (case / "loop.jpg").symlink_to("loop.jpg")
    (case / "empty.jpg").mkdir()
    (case / "full.jpg").mkdir()
    (case / "full.jpg" / "a.png").write_bytes(files.png(files.picture(310, 200)))
    deep = case.joinpath(*["d"] * (MAX_FOLDER_DEPTH + 20))
    deep.mkdir(parents=True)
    (deep / "a.png").write_bytes(b"x")
    (case / "zero.pdf").write_bytes(b"")
    (case / "wrong.pdf").write_bytes(files.png(files.picture(320, 200)))
    told = codes(record_of(flow.build(case, None, options)))
    too_deep = "/".join(["d"] * MAX_FOLDER_DEPTH)
    assert told == {
        "good.png": "",
        "full.jpg/a.png": "",
        "wrong.pdf": "",
        "pipe.jpg": "unreadable",
        "sock.png": "unreadable",
        "out.jpg": "outside",
        "up": "outside",
        "loop.jpg": "unreadable",
        "empty.jpg": "unreadable",
        too_deep: "unreadable",
        "zero.pdf": "empty",
    }


def test_every_fault_says_what_to_do(engines: Engines, case: Path, options: flow.Options) -> None:
    for kind, data in WHOLE.items():
        (case / f"cut.{kind}").write_bytes(data[: len(data) // 2])
    (case / "tool.exe").write_bytes(b"MZ" * 100)
    (case / "old.rar").write_bytes(b"Rar!\x1a\x07\x00" + b"x" * 50)
    named = record_of(flow.build(case, None, options))
    faults = [file["fault"] for file in named.values() if file["fault"]]
    assert len(faults) >= 8
    assert all(fault["message"] and fault["next"] for fault in faults)


def test_a_file_that_vanishes_while_it_is_read_is_named(
    engines: Engines, case: Path, options: flow.Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    (case / "b.png").write_bytes(files.png(files.picture(310, 200)))

    def leaving(path: Path, name: str, password: str, sha256: str = "") -> Decoded:
        decoded = engines.decode(path, name, password)
        (case / "b.png").unlink(missing_ok=True)
        return decoded

    monkeypatch.setattr(gather, "decode_limited", leaving)
    built = flow.build(case, None, options)
    assert codes(record_of(built)) == {"good.png": "", "b.png": "unreadable"}
    assert built.exit_code == 1


def test_a_file_that_grows_while_it_is_read_is_read_whole(
    engines: Engines, case: Path, options: flow.Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = case / "late.png"
    late.write_bytes(files.png(files.picture(310, 200))[:100])
    grown = files.png(files.picture(310, 200))

    def growing(path: Path, name: str, password: str, sha256: str = "") -> Decoded:
        late.write_bytes(grown)
        return engines.decode(path, name, password)

    monkeypatch.setattr(gather, "decode_limited", growing)
    named = record_of(flow.build(case, None, options))
    assert (named["late.png"]["size"], len(named["late.png"]["pages"])) == (len(grown), 1)


def test_a_folder_that_never_stands_still_is_said(
    engines: Engines, case: Path, options: flow.Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(1, 1000))

    def restless(path: Path, name: str, password: str, sha256: str = "") -> Decoded:
        decoded = engines.decode(path, name, password)
        (case / "good.png").write_bytes(files.png(files.picture(500 + next(clock), 400)))
        return decoded

    monkeypatch.setattr(gather, "decode_limited", restless)
    with pytest.raises(InputChanged, match="改动"):
        flow.build(case, None, options)
    assert not (case / "reliefpack-out").exists()


def test_a_file_read_as_other_bytes_than_were_hashed_is_no_page(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(files.png())
    decoded = decode_limited(path, path.name, "", sha256="0" * 64)
    assert (decoded.fault, decoded.lasting) == ("unreadable", False)


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"\x00" * 50, None], ids=["empty", "half", "zeros", "bit"]
)
def test_a_damaged_cache_is_read_anew(
    damage: bytes | None, engines: Engines, case: Path, tmp_path: Path
) -> None:
    def built() -> str:
        return flow.build(case, None, flow.Options(jobs=1, cache=Cache(tmp_path / "cache"))).record

    (case / "more.zip").write_bytes(WHOLE["zip"])
    before = built()
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            path.write_bytes(data[:-9] + b"7" + data[-8:] if damage is None else damage)
    assert built() == before


def test_leftovers_of_a_crash_are_gone_after_the_next_build(
    engines: Engines, case: Path, options: flow.Options
) -> None:
    left = case / ".reliefpack-out.new-dead"
    left.mkdir()
    (left / "half.pdf").write_bytes(b"x")
    flow.build(case, None, options)
    assert sorted(path.name for path in case.iterdir()) == ["good.png", "reliefpack-out"]


def test_a_pack_caught_between_two_names_comes_back(
    engines: Engines, case: Path, options: flow.Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow.build(case, None, options)
    before = (case / "reliefpack-out" / "manifest.json").read_bytes()
    (case / "reliefpack-out").rename(case / ".reliefpack-out.old-1")

    def refuse(*_: object) -> None:
        raise NothingUsable("nothing")

    monkeypatch.setattr(flow, "write_pack", refuse)
    with pytest.raises(NothingUsable):
        flow.build(case, None, options)
    assert sorted(path.name for path in case.iterdir()) == ["good.png", "reliefpack-out"]
    assert (case / "reliefpack-out" / "manifest.json").read_bytes() == before


def test_a_pack_is_for_its_user_alone(
    engines: Engines, case: Path, options: flow.Options, tmp_path: Path
) -> None:
    before = os.umask(0)
    try:
        flow.build(case, tmp_path / "out" / "pack", options)
    finally:
        os.umask(before)
    made = [*(tmp_path / "out").rglob("*"), tmp_path / "out", *(tmp_path / "cache").rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in made if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in made if path.is_file()} == {0o600}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a small file system; only root may."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = []

    def mount(how: str) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", how, "none", str(place)]
        if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
            pytest.skip("only root may mount a small disk")
        mounted.append(place)
        return place

    yield mount
    for one in mounted:
        subprocess.run(["umount", "-l", str(one)], check=True)


def test_a_full_disk_says_so_and_leaves_nothing(
    engines: Engines, case: Path, options: flow.Options, small_disk: Callable[[str], Path]
) -> None:
    disk = small_disk("size=200k")
    with pytest.raises(EnvironmentIncomplete, match="磁盘满了"):
        flow.build(case, disk / "out", options)
    assert list(disk.iterdir()) == []


def test_a_full_cache_disk_says_so(
    engines: Engines, case: Path, small_disk: Callable[[str], Path], tmp_path: Path
) -> None:
    disk = small_disk("size=64k")
    with contextlib.suppress(OSError):
        (disk / "filler").write_bytes(bytes(1 << 17))
    options = flow.Options(jobs=1, cache=Cache(disk / "cache"))
    with pytest.raises(EnvironmentIncomplete, match="磁盘满了"):
        flow.build(case, tmp_path / "out", options)


def test_a_place_that_cannot_be_written_says_so(
    engines: Engines, case: Path, options: flow.Options, small_disk: Callable[[str], Path]
) -> None:
    disk = small_disk("ro")
    with pytest.raises(WrongUsage, match="不能写入"):
        flow.build(case, disk / "out", options)


def test_a_clock_that_jumps_changes_nothing(
    engines: Engines, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (case / "case.toml").write_text("[signing]\ndate = 2026-11-21\n")
    first = flow.build(case, None, flow.Options(jobs=1, cache=Cache(tmp_path / "one"))).record
    ticking = iter(range(4_000_000_000, 0, -100_000))
    monkeypatch.setattr(time, "time", lambda: float(next(ticking)))
    again = flow.build(case, None, flow.Options(jobs=1, cache=Cache(tmp_path / "two"))).record
    assert again == first


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a/x/1.jpg", "b/x/1.jpg", "a/2.jpg", "a/2.jpg")]
    told = [str(path.relative_to(folder)) for folder, path in told_apart(paths)]
    assert told == ["a/x/1.jpg", "b/x/1.jpg", "2.jpg"]


def test_files_of_one_name_are_read_each_for_itself(engines: Engines, tmp_path: Path) -> None:
    for name, width in (("a", 300), ("b", 310)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "IMG.png").write_bytes(files.png(files.picture(width, 200)))
    paths = [tmp_path / "a" / "IMG.png", tmp_path / "b" / "IMG.png"]
    read = flow.read_files(paths, flow.Options(jobs=1, cache=Cache(tmp_path / "cache")))
    assert [source.file.path for source in read.sources] == ["a/IMG.png", "b/IMG.png"]
    assert [page.width for page in read.pages()] == [300, 310]


def test_what_acts_in_a_document_stays_behind(
    engines: Engines, case: Path, options: flow.Options
) -> None:
    extra = (
        "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
        "/Names<</EmbeddedFiles<</Names[(a.exe)<</Type/Filespec/F(a.exe)>>]>>>>"
        "/AcroForm<</Fields[<</T(name)/FT/Tx>>]>>"
    )
    (case / "active.pdf").write_bytes(hostile.pdf(extra=extra, content=b"0 0 m 99 99 l S"))
    (case / "case.toml").write_text(
        '[[assign]]\nfile = "active.pdf"\npages = [1]\nmaterial = "lease"\n'
    )
    built = flow.build(case, None, options)
    made = [
        path
        for path in built.pack.rglob("*.pdf")
        if "originals" not in path.relative_to(built.pack).parts
    ]
    assert made
    for path in made:
        reader = pypdf.PdfReader(path)
        assert not {"/OpenAction", "/AcroForm", "/AA"} & set(reader.root_object)
        assert "/EmbeddedFiles" not in (reader.root_object.get("/Names") or {})
        assert b"JavaScript" not in path.read_bytes()
