"""What lies in a folder: every file accounted for, none followed out of it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from pipeline.builtpack import kept_beside
from pipeline.errors import NothingUsable, WrongUsage
from pipeline.ingest import scan
from pipeline.ingest.scan import scan_folder, single_file
from tests.packfolders import write_pack

SYSTEM = (".DS_Store", "Thumbs.db", "desktop.ini", "._IMG_2034.JPG")


def listed(folder: Path, leave_out: Path | None = None) -> dict[str, str]:
    """Path → fault code, "" for a file that can be read."""
    return {
        source.file.path: source.fault.code.value if source.fault else ""
        for source in scan_folder(folder, leave_out)
    }


def put(folder: Path, *names: str, data: bytes = b"x") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_files_come_in_a_fixed_order_with_digest_and_size(tmp_path: Path) -> None:
    put(tmp_path, "b.png", "a.png", "子文件夹/c.png", data=b"abc")
    sources = scan_folder(tmp_path)
    assert [source.file.path for source in sources] == ["a.png", "b.png", "子文件夹/c.png"]
    digest = hashlib.sha256(b"abc").hexdigest()
    assert {(one.file.sha256, one.file.size) for one in sources} == {(digest, 3)}


def test_case_toml_is_no_paper(tmp_path: Path) -> None:
    put(tmp_path, "a.png", "case.toml")
    assert listed(tmp_path) == {"a.png": ""}


@pytest.mark.parametrize("name", SYSTEM)
def test_files_of_the_system_are_listed_as_ignored(name: str, tmp_path: Path) -> None:
    put(tmp_path, name, "a.png")
    assert listed(tmp_path) == {name: "ignored", "a.png": ""}


def test_hidden_files_are_read_like_others(tmp_path: Path) -> None:
    put(tmp_path, ".账单.png")
    assert listed(tmp_path) == {".账单.png": ""}


def test_an_empty_file_is_a_fault(tmp_path: Path) -> None:
    put(tmp_path, "a.png", data=b"")
    assert listed(tmp_path) == {"a.png": "empty"}


def test_a_file_over_the_limit_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MAX_FILE_BYTES", 2)
    put(tmp_path, "a.png", data=b"xyz")
    assert listed(tmp_path) == {"a.png": "too_large"}


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "outside/secret.png", "case/a.png")
    (tmp_path / "case" / "link.png").symlink_to(tmp_path / "outside" / "secret.png")
    assert listed(tmp_path / "case") == {"a.png": "", "link.png": "outside"}


def test_a_linked_folder_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "outside/secret.png", "case/a.png")
    (tmp_path / "case" / "more").symlink_to(tmp_path / "outside", target_is_directory=True)
    assert listed(tmp_path / "case") == {"a.png": "", "more": "outside"}


def test_a_link_that_leads_nowhere_is_a_fault(tmp_path: Path) -> None:
    put(tmp_path, "a.png")
    (tmp_path / "link.png").symlink_to(tmp_path / "gone.png")
    assert listed(tmp_path) == {"a.png": "", "link.png": "unreadable"}


def test_a_link_in_a_circle_is_a_fault(tmp_path: Path) -> None:
    put(tmp_path, "a.png")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert listed(tmp_path) == {"a.png": "", "loop": "unreadable"}


def test_a_link_inside_the_folder_is_a_paper(tmp_path: Path) -> None:
    put(tmp_path, "a.png")
    (tmp_path / "b.png").symlink_to(tmp_path / "a.png")
    assert listed(tmp_path) == {"a.png": "", "b.png": ""}


def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    put(tmp_path, "a.png")
    os.mkfifo(tmp_path / "pipe")
    assert listed(tmp_path) == {"a.png": "", "pipe": "unreadable"}


def test_a_file_that_cannot_be_opened_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.png", "b.png")
    opened = Path.open

    def refusing(self: Path, *args: Any, **more: Any) -> object:
        if self.name == "a.png":
            raise PermissionError(self)
        return opened(self, *args, **more)

    monkeypatch.setattr(Path, "open", refusing)  # root may open anything
    assert listed(tmp_path) == {"a.png": "unreadable", "b.png": ""}


def test_a_folder_that_cannot_be_listed_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.png", "closed/b.png")
    listing = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(path)
        return listing(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert listed(tmp_path) == {"a.png": "", "closed": "unreadable"}


def test_the_output_folder_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, "a.png", "out/b.png")
    assert listed(tmp_path, tmp_path / "out") == {"a.png": ""}


@pytest.mark.parametrize("place", ["old", "deep/er/old"])
def test_a_pack_built_before_is_named_and_not_read(place: str, tmp_path: Path) -> None:
    put(tmp_path, "a.png")
    write_pack(tmp_path / place)
    assert listed(tmp_path) == {"a.png": "", place: "ignored"}
    [told] = [one.fault for one in scan_folder(tmp_path) if one.file.path == place]
    assert told is not None
    assert place in told.message
    assert "材料包" in told.message
    assert told.next


def test_what_was_added_to_an_earlier_pack_is_a_paper(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "old")
    put(pack, "new.png", "originals/more.png", "mine/deep.png", ".DS_Store")
    assert listed(tmp_path) == {
        "old": "ignored",
        "old/new.png": "",
        "old/originals/more.png": "",
        "old/mine/deep.png": "",
        "old/.DS_Store": "ignored",
    }


def test_what_was_edited_in_an_earlier_pack_is_named_and_papers_are_read(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "old")
    put(pack, "a.docx", "upload/01.jpg", "originals/bill.png", data=b"other bytes")
    sources = {one.file.path: one for one in scan_folder(tmp_path)}
    assert listed(tmp_path) == {
        "old": "ignored",
        "old/a.docx": "ignored",
        "old/upload/01.jpg": "ignored",
        "old/originals/bill.png": "",
    }
    edited = sources["old/a.docx"]
    assert edited.fault is not None
    assert "改动过" in edited.fault.message
    assert edited.fault.next
    assert edited.file.sha256 == hashlib.sha256(b"other bytes").hexdigest()


def test_links_in_an_earlier_pack_are_accounted_for_and_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "secret/bill.png")
    pack = write_pack(tmp_path / "case" / "old")
    (pack / "link.png").symlink_to(tmp_path / "secret" / "bill.png")
    (pack / "a.docx").unlink()
    (pack / "a.docx").symlink_to(tmp_path / "secret" / "bill.png")
    assert listed(tmp_path / "case") == {
        "old": "ignored",
        "old/a.docx": "outside",
        "old/link.png": "outside",
    }


def test_a_pack_in_a_pack_is_named_too(tmp_path: Path) -> None:
    put(write_pack(write_pack(tmp_path / "old") / "older"), "new.png")
    assert listed(tmp_path) == {"old": "ignored", "old/older": "ignored", "old/older/new.png": ""}


def test_files_that_are_only_called_so_make_no_pack(tmp_path: Path) -> None:
    put(tmp_path, "old/pack.json", "old/manifest.json", "old/bill.png", data=b"{}")
    assert listed(tmp_path) == {"old/pack.json": "", "old/manifest.json": "", "old/bill.png": ""}


def test_a_pack_that_lies_too_deep_is_a_fault_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "MAX_FOLDER_DEPTH", 1)
    put(tmp_path, "a.png")
    write_pack(tmp_path / "old")
    assert [one.file.path for one in scan_folder(tmp_path)] == ["a.png", "old"]
    assert listed(tmp_path) == {"a.png": "", "old": "unreadable"}


def test_the_output_is_not_spoken_of_whatever_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "case/a.png")
    put(write_pack(tmp_path / "case" / "sub" / "out"), "new.png")
    monkeypatch.chdir(tmp_path)
    whole = {"a.png": ""}
    assert listed(tmp_path / "case", tmp_path / "case" / "sub" / "out") == whole
    assert listed(Path("case"), tmp_path / "case" / "sub" / "out") == whole
    assert listed(Path("case"), tmp_path / "case" / ".." / "case" / "sub" / "out") == whole


@pytest.mark.parametrize("where", ["elsewhere", "case/packs"])
def test_an_output_behind_a_link_is_not_spoken_of(where: str, tmp_path: Path) -> None:
    put(tmp_path, "case/a.png")
    write_pack(tmp_path / where)
    (tmp_path / "case" / "out").symlink_to(tmp_path / where)
    assert listed(tmp_path / "case", tmp_path / "case" / "out") == {"a.png": ""}


def test_a_pack_in_the_usual_place_is_spoken_of_once_somebody_touched_it(tmp_path: Path) -> None:
    put(tmp_path, "a.png")
    pack = write_pack(tmp_path / "reliefpack-out")
    assert listed(tmp_path, tmp_path / "elsewhere") == {"a.png": ""}
    put(pack, "new.png")
    assert listed(tmp_path, tmp_path / "elsewhere") == {
        "a.png": "",
        "reliefpack-out": "ignored",
        "reliefpack-out/new.png": "",
    }


def test_a_pack_behind_a_link_in_the_usual_place_neither(tmp_path: Path) -> None:
    put(tmp_path, "case/a.png")
    pack = write_pack(tmp_path / "disk")
    (tmp_path / "case" / "reliefpack-out").symlink_to(pack)
    assert listed(tmp_path / "case", tmp_path / "elsewhere") == {"a.png": ""}
    put(pack, "new.png")
    whole = {"a.png": "", "reliefpack-out": "outside"}
    assert listed(tmp_path / "case", tmp_path / "elsewhere") == whole
    assert listed(tmp_path / "case", tmp_path / "case" / "reliefpack-out") == {"a.png": ""}


@pytest.mark.parametrize("name", ["reliefpack-out", "mine"])
def test_what_was_kept_of_a_pack_is_no_paper(name: str, tmp_path: Path) -> None:
    put(tmp_path, "a.png", f"{kept_beside(Path(name))}/notes.txt")
    assert listed(tmp_path) == {"a.png": ""}


def test_a_folder_with_a_pack_json_alone_is_no_pack(tmp_path: Path) -> None:
    put(tmp_path, "mine/pack.json")
    assert listed(tmp_path) == {"mine/pack.json": ""}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_names_that_are_no_text_are_listed_all_the_same(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb2\xe2.png"))).write_bytes(b"x")
    [name] = listed(tmp_path)
    assert name.encode().decode() == name


def test_an_empty_folder_is_nothing_usable(tmp_path: Path) -> None:
    with pytest.raises(NothingUsable, match=tmp_path.name):
        scan_folder(tmp_path)


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="找不到"):
        scan_folder(tmp_path / "gone")


def test_a_file_in_place_of_a_folder_is_wrong_usage(tmp_path: Path) -> None:
    put(tmp_path, "a.png")
    with pytest.raises(WrongUsage) as caught:
        scan_folder(tmp_path / "a.png")
    assert "reliefpack read" in caught.value.remedy


def test_more_files_than_the_limit_is_wrong_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "MAX_FILES", 2)
    put(tmp_path, "a", "b", "c")
    with pytest.raises(WrongUsage, match="超过 2 个"):
        scan_folder(tmp_path)


def test_a_single_file_goes_by_its_name_alone(tmp_path: Path) -> None:
    put(tmp_path, "子/a.png")
    assert single_file(tmp_path / "子" / "a.png").file.path == "a.png"


@pytest.mark.parametrize("name", ["gone.png", "."], ids=["not there", "a folder"])
def test_a_single_file_must_be_one(name: str, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage):
        single_file(tmp_path / name)
