"""What people put into a pack, or edited in it, outlives every rebuild, at whatever moment it ends.

The packs are small folders; tests/test_flow.py does the same with the whole way.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from pipeline import keeping, staging
from pipeline.builtpack import is_never_input, is_pack, kept_beside
from pipeline.errors import WrongUsage
from pipeline.keeping import NAMED, Kept, kept_text
from pipeline.staging import real_target, whole_folder
from tests.packfolders import contents, write_pack

NEW = {"a.docx": b"the new application", "originals/bill.png": b"bill"}
STEPS = ("exchange", "two steps")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "case" / "reliefpack-out")


@pytest.fixture(params=STEPS)
def swap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of putting the new pack into its place."""
    if request.param == "two steps":
        monkeypatch.setattr(staging, "_exchanged", lambda *_: False)
    return str(request.param)


def rebuilt(pack: Path, files: dict[str, bytes] = NEW) -> Kept | None:
    """What was told of the files kept while the pack was replaced."""
    told: list[Kept] = []
    with whole_folder(pack, told.append) as made:
        write_pack(made, files)
    assert len(told) <= 1
    return told[0] if told else None


def kept(pack: Path) -> dict[str, bytes]:
    return contents(kept_beside(pack))


def test_an_untouched_pack_leaves_nothing_beside_it(pack: Path, swap: str) -> None:
    assert rebuilt(pack) is None
    assert [path.name for path in pack.parent.iterdir()] == [pack.name]
    assert (pack / "a.docx").read_bytes() == NEW["a.docx"]


def test_added_and_edited_files_are_kept_and_named(pack: Path, swap: str) -> None:
    (pack / "a.docx").write_bytes(b"edited")
    (pack / "notes.txt").write_bytes(b"mine")
    (pack / "originals" / "mine.txt").write_bytes(b"mine too")
    told = rebuilt(pack)
    assert told == Kept(kept_beside(pack), ("a.docx", "notes.txt", "originals/mine.txt"))
    assert kept(pack) == {
        "a.docx": b"edited",
        "notes.txt": b"mine",
        "originals/mine.txt": b"mine too",
    }
    assert contents(pack).keys() == {*NEW, "pack.json", "manifest.json"}
    assert rebuilt(pack) is None


def gone(manifest: Path) -> None:
    manifest.unlink()


def nonsense(manifest: Path) -> None:
    manifest.write_bytes(b"{")


def foreign(manifest: Path) -> None:
    manifest.write_text('{"outputs": []}')


@pytest.mark.parametrize("spoil", [gone, nonsense, foreign])
def test_without_a_manifest_of_ours_all_is_kept(
    spoil: Callable[[Path], None], pack: Path, swap: str
) -> None:
    spoil(pack / "manifest.json")
    before = contents(pack)
    assert rebuilt(pack) is not None
    assert kept(pack) == before


def test_nothing_kept_earlier_is_written_over(pack: Path) -> None:
    for number, text in enumerate((b"one", b"two", b"three"), 1):
        (pack / "notes.txt").write_bytes(text)
        (pack / f"{number}.txt").write_bytes(text)
        rebuilt(pack)
    assert kept(pack) == {
        "notes.txt": b"one",
        "1.txt": b"one",
        "2/notes.txt": b"two",
        "2/2.txt": b"two",
        "3/notes.txt": b"three",
        "3/3.txt": b"three",
    }


def test_the_same_bytes_are_kept_once_and_named_again(pack: Path) -> None:
    (pack / "notes.txt").write_bytes(b"mine")
    rebuilt(pack)
    (pack / "notes.txt").write_bytes(b"mine")
    told = rebuilt(pack)
    assert told is not None
    assert told.files == ("notes.txt",)
    assert kept(pack) == {"notes.txt": b"mine"}


def test_files_and_folders_of_one_name_do_not_meet(pack: Path) -> None:
    (pack / "2").write_bytes(b"a file called two")
    rebuilt(pack)
    (pack / "2").mkdir()
    (pack / "2" / "in.txt").write_bytes(b"in a folder called two")
    rebuilt(pack)
    assert sorted(kept(pack).values()) == [b"a file called two", b"in a folder called two"]


def test_a_link_is_kept_as_a_link(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "x.txt").write_bytes(b"far away")
    (pack / "folder").symlink_to(tmp_path / "far", target_is_directory=True)
    (pack / "nowhere").symlink_to(tmp_path / "gone")
    (pack / "a.docx").unlink()
    (pack / "a.docx").symlink_to(tmp_path / "far" / "x.txt")
    rebuilt(pack)
    links = {path.name: os.readlink(path) for path in kept_beside(pack).iterdir()}
    assert links == {
        "folder": str(tmp_path / "far"),
        "nowhere": str(tmp_path / "gone"),
        "a.docx": str(tmp_path / "far" / "x.txt"),
    }
    assert contents(tmp_path / "far") == {"x.txt": b"far away"}


def test_pipes_and_files_of_the_system_are_nobody_s_work(pack: Path) -> None:
    os.mkfifo(pack / "pipe")
    (pack / ".DS_Store").write_bytes(b"x")
    assert rebuilt(pack) is None
    assert not kept_beside(pack).exists()


def test_a_disk_without_hard_links_gets_copies(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    for text in (b"one", b"two"):
        (pack / "notes.txt").write_bytes(text)
        rebuilt(pack)
    assert kept(pack) == {"notes.txt": b"one", "2/notes.txt": b"two"}


def test_a_full_disk_leaves_the_pack_as_it_is(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    (pack / "notes.txt").write_bytes(b"mine")
    before = contents(pack)
    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr(keeping.shutil, "copy2", full)
    with pytest.raises(OSError, match="full"):
        rebuilt(pack)
    assert contents(pack) == before
    assert kept(pack) == {}


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_stands_in_the_way_is_told_and_the_pack_stays(
    kind: str, pack: Path, tmp_path: Path
) -> None:
    (pack / "notes.txt").write_bytes(b"mine")
    before = contents(pack)
    if kind == "file":
        kept_beside(pack).write_bytes(b"other")
    else:
        (tmp_path / "far").mkdir()
        kept_beside(pack).symlink_to(tmp_path / "far")
    with pytest.raises(WrongUsage) as caught:
        rebuilt(pack)
    assert str(kept_beside(pack)) in caught.value.message
    assert str(kept_beside(pack)) in caught.value.english
    assert contents(pack) == before
    rest = [path for path in pack.parent.iterdir() if path.name.startswith(".")]
    assert rest == []


def test_a_file_saved_at_the_last_moment_is_kept(
    pack: Path, swap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking for such files and putting the new pack there."""
    swapped = staging._swap

    def late(one: Path, target: Path, save: Any) -> None:
        (target / "late.txt").write_bytes(b"late")
        swapped(one, target, save)

    monkeypatch.setattr(staging, "_swap", late)
    told = rebuilt(pack)
    assert told is not None
    assert told.files == ("late.txt",)
    assert kept(pack) == {"late.txt": b"late"}


def test_a_late_file_in_a_pack_that_a_killed_run_left_is_kept(pack: Path) -> None:
    left = write_pack(pack.with_name(f".{pack.name}.new-dead"))
    (left / "late.txt").write_bytes(b"late")
    unfinished = pack.with_name(f".{pack.name}.new-half")
    unfinished.mkdir()
    (unfinished / "half.pdf").write_bytes(b"nobody's")
    told = rebuilt(pack)
    assert told is not None
    assert told.files == ("late.txt",)
    assert kept(pack) == {"late.txt": b"late"}
    assert not left.exists()
    assert not unfinished.exists()


# --- killed at any moment -------------------------------------------------------------------------

MINE = {"a.docx": b"edited", "notes.txt": b"mine", "originals/mine.txt": b"mine too"}
WATCHED = {keeping.__file__, staging.__file__}


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Run it in a child that is killed before its nth line; whether it got so far."""
    child = os.fork()
    if child == 0:
        seen = 0

        def trace(frame: FrameType, event: str, _: object) -> Any:
            nonlocal seen
            if frame.f_code.co_filename not in WATCHED:
                return None
            if event == "line":
                seen += 1
                if seen == step:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        code = 1
        try:
            sys.settrace(trace)
            work()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork there")
def test_killed_at_any_line_nothing_is_lost(tmp_path: Path, swap: str) -> None:
    old = contents(write_pack(tmp_path / "old"))
    new = contents(write_pack(tmp_path / "new", NEW))
    step, killed = 0, True
    while killed:
        step += 1
        pack = write_pack(tmp_path / f"{step}" / "reliefpack-out")
        for name, data in MINE.items():
            (pack / name).write_bytes(data)
        killed = killed_at(step, partial(rebuilt, pack))
        if swap == "exchange":
            assert contents(pack) in ({**old, **MINE}, new)
        everywhere = contents(pack.parent)
        for name, data in MINE.items():
            assert data in [one for path, one in everywhere.items() if path.endswith(name)], step
        rebuilt(pack)
        assert contents(pack) == new
        assert kept(pack) == MINE, step
        assert sorted(path.name for path in pack.parent.iterdir()) == [
            "reliefpack-out",
            "reliefpack-out.kept",
        ]
    assert step > 100


# --- names and words ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["reliefpack-out", "mine", "材料", "x" * 250, ".hidden"])
def test_what_is_kept_or_in_the_making_is_never_taken_for_papers(name: str, tmp_path: Path) -> None:
    place = kept_beside(tmp_path / name)
    assert is_never_input(place.name)
    with whole_folder(tmp_path / name) as made:
        assert is_never_input(made.name)
    assert not is_never_input(name)


def test_the_usual_place_has_a_short_name(tmp_path: Path) -> None:
    assert kept_beside(tmp_path / "reliefpack-out") == tmp_path / "reliefpack-out.kept"


@pytest.mark.parametrize("name", ["old.kept", "kept", "reliefpack", "花呗"])
def test_folders_of_people_are_papers(name: str) -> None:
    assert not is_never_input(name)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_words_say_which_and_where(lang: str) -> None:
    told = Kept(Path("/case/reliefpack-out.kept"), ("a.docx", "originals/mine.txt"))
    text = kept_text(told, lang)
    for expected in ("/case/reliefpack-out.kept", "a.docx", "originals/mine.txt", "2"):
        assert expected in text
    assert ("moved to" in text) is (lang == "en")
    many = kept_text(Kept(told.place, tuple(f"f{n:03}" for n in range(NAMED + 5))), lang)
    assert f"f{NAMED - 1:03}" in many
    assert f"f{NAMED:03}" not in many


# --- what counts as a pack ------------------------------------------------------------------------


def test_a_folder_is_a_pack_by_what_it_says(tmp_path: Path) -> None:
    assert is_pack(write_pack(tmp_path / "pack"))


def other_record(pack: Path) -> None:
    (pack / "pack.json").write_text('{"schema": "resource/1"}')


def no_record(pack: Path) -> None:
    (pack / "pack.json").unlink()


def endless_manifest(pack: Path) -> None:
    with (pack / "manifest.json").open("r+b") as file:
        file.truncate(1 << 30)


def deep_manifest(pack: Path) -> None:
    text = '{"schema": "reliefpack-manifest/1", "outputs": ' + "[" * 100_000
    (pack / "manifest.json").write_text(text)


def piped_manifest(pack: Path) -> None:
    (pack / "manifest.json").unlink()
    os.mkfifo(pack / "manifest.json")


def piped_record(pack: Path) -> None:
    (pack / "pack.json").unlink()
    os.mkfifo(pack / "pack.json")


@pytest.mark.parametrize(
    "spoil",
    [other_record, no_record, endless_manifest, deep_manifest, piped_manifest, piped_record],
)
def test_what_is_no_pack_is_told_at_once(spoil: Callable[[Path], None], pack: Path) -> None:
    spoil(pack)
    assert not is_pack(pack)


# --- links ----------------------------------------------------------------------------------------


def test_behind_a_link_the_pack_is_made_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "out").symlink_to("disk")
    assert real_target(tmp_path / "out") == tmp_path / "disk"
    assert real_target(tmp_path / "disk" / "new") == tmp_path / "disk" / "new"


@pytest.mark.parametrize("below", ["", "new"], ids=["itself", "above"])
@pytest.mark.parametrize("kind", ["dangling", "loop"])
def test_a_link_that_leads_nowhere_is_wrong_usage(kind: str, below: str, tmp_path: Path) -> None:
    link = tmp_path / "out"
    link.symlink_to("gone" if kind == "dangling" else "out")
    with pytest.raises(WrongUsage) as caught:
        real_target(link / below)
    for text in (caught.value.message, caught.value.english):
        assert str(link) in text
    assert link.is_symlink()


def test_a_place_below_a_file_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(WrongUsage, match="不是文件夹"):
        real_target(tmp_path / "file" / "out")
