"""ZIPs of papers: every file in them named, none trusted."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from pipeline import flow
from pipeline.ingest import archive
from pipeline.ingest.archive import Entry, cleaned, entries
from pipeline.ingest.images import Refused
from pipeline.store import Cache
from schemas.source import FaultCode
from tests import files, hostile
from tests.engines import Engines, installed

PNG = files.png(files.picture(300, 200))


def found(data: bytes, password: str = "") -> dict[str, str]:
    """Name → fault code, "" where the file came out."""
    return {one.name: one.fault.value if one.fault else "" for one in entries(data, password)}


def test_files_come_out_as_they_went_in() -> None:
    data = hostile.zipped({"IMG_1.jpg": b"one", "more/IMG_2.jpg": b"two"})
    assert list(entries(data, "")) == [Entry("IMG_1.jpg", b"one"), Entry("more/IMG_2.jpg", b"two")]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        pytest.param("../../etc/cron.d/x.jpg", "etc/cron.d/x.jpg", id="leads up"),
        pytest.param("/etc/x.jpg", "etc/x.jpg", id="absolute"),
        pytest.param("C:\\Users\\x.jpg", "Users/x.jpg", id="drive"),
        pytest.param("..", "无名", id="only up"),
        pytest.param("a\n\x1b[2Jb\u202egpj.jpg", "a[2Jbgpj.jpg", id="signs that hide"),
        pytest.param("x" * 500 + ".jpg", "x" * 116 + ".jpg", id="long"),
        pytest.param("", "无名", id="empty"),
    ],
)
def test_names_lead_nowhere(name: str, label: str) -> None:
    assert cleaned(name) == label


def test_two_names_that_a_disk_may_take_for_one_stay_two() -> None:
    data = hostile.zipped({"a.jpg": b"1", "A.JPG": b"2", "x/../a.jpg": b"3"})
    assert list(found(data)) == ["a.jpg", "A (2).JPG", "x/a.jpg"]


def test_names_from_chinese_windows_are_read() -> None:
    info = zipfile.ZipInfo("账单.jpg".encode("gb18030").decode("cp437"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(info, b"x")
    data = bytearray(buffer.getvalue())
    raw, utf8 = "账单.jpg".encode("gb18030"), info.filename.encode()
    whole = bytes(data)
    if utf8 in whole:  # Python marks such names as UTF-8; an old archiver does not
        made_bytes = io.BytesIO()
        with zipfile.ZipFile(made_bytes, "w") as plain:
            plain.writestr("a" * len(raw), b"x")
        whole = made_bytes.getvalue().replace(b"a" * len(raw), raw)
    assert list(found(whole)) == ["账单.jpg"]


def test_a_link_in_an_archive_is_not_followed() -> None:
    info = zipfile.ZipInfo("link.jpg")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(info, "/etc/passwd")
    assert found(buffer.getvalue()) == {"link.jpg": "outside"}


def test_bounds_are_told_file_by_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_ENTRY_BYTES", 5_000_000)
    monkeypatch.setattr(archive, "MAX_ARCHIVE_BYTES", 60)
    data = hostile.zipped(
        {
            "good.jpg": b"x" * 50,
            "bomb.jpg": bytes(3_000_000),
            "large.jpg": bytes(6_000_000),
            "late.jpg": b"y" * 50,
            "empty.jpg": b"",
            "__MACOSX/._good.jpg": b"z",
        }
    )
    assert found(data) == {
        "good.jpg": "",
        "bomb.jpg": "too_large",
        "large.jpg": "too_large",
        "late.jpg": "too_large",
        "empty.jpg": "empty",
        "__MACOSX/._good.jpg": "ignored",
    }


def test_more_files_than_the_limit_are_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_ARCHIVE_ENTRIES", 3)
    inner = hostile.zipped({"1.jpg": b"1", "2.jpg": b"2", "3.jpg": b"3"})
    with pytest.raises(Refused) as refused:
        found(hostile.zipped({f"{n}.jpg": b"x" for n in range(4)}))
    assert refused.value.code is FaultCode.TOO_LARGE
    assert found(hostile.zipped({"in.zip": inner})) == {"in.zip": "", "in.zip/…": "too_large"}


def test_archives_in_archives_are_opened_to_a_depth() -> None:
    assert found(hostile.nested_zip(2)) == {"1.zip": "", "1.zip/a.jpg": ""}
    assert found(hostile.nested_zip(5)) == {
        "4.zip": "",
        "4.zip/3.zip": "",
        "4.zip/3.zip/…": "too_large",
    }


def test_a_file_that_does_not_fit_its_checksum_is_damaged() -> None:
    data = hostile.zipped({"a.jpg": b"whole", "b.jpg": b"other"}, zipfile.ZIP_STORED)
    assert found(data.replace(b"whole", b"whale")) == {"a.jpg": "damaged", "b.jpg": ""}


@pytest.mark.parametrize("name", ["[Content_Types].xml", "mimetype"])
def test_an_office_file_is_no_heap_of_papers(name: str) -> None:
    with pytest.raises(Refused, match="unsupported"):
        found(hostile.zipped({name: b"x", "xl/sheet.xml": b"x"}))


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Engines:
    return installed(Engines(), monkeypatch)


def test_papers_in_an_archive_are_papers_of_the_case(engines: Engines, tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    data = hostile.zipped(
        {
            "IMG_1.png": PNG,
            "bad.jpg": b"\xff\xd8\xff",
            "in.zip": hostile.zipped({"y.png": files.png()}),
        }
    )
    (case / "photos.zip").write_bytes(data)
    (case / "case.toml").write_text(
        '[[assign]]\nfile = "photos.zip/IMG_1.png"\npages = [1]\nmaterial = "lease"\n'
    )
    options = flow.Options(jobs=1, cache=Cache(tmp_path / "cache"))
    built = flow.build(case, None, options)
    told = {
        source.file.path: (source.holds, len(source.pages), source.unread)
        for source in built.case.sources
    }
    assert told == {
        "photos.zip": (4, 0, False),
        "photos.zip/IMG_1.png": (0, 1, False),
        "photos.zip/bad.jpg": (0, 0, True),
        "photos.zip/in.zip": (1, 0, False),
        "photos.zip/in.zip/y.png": (0, 1, False),
    }
    assert built.case.of_kind("lease")
    kept = [path for path in (built.pack / "originals").rglob("*") if path.is_file()]
    assert [path.name for path in kept] == ["photos.zip"]
    assert kept[0].read_bytes() == data
    engines.decoded.clear()
    flow.build(case, None, options)
    assert engines.decoded == []


def test_a_locked_archive_asks_for_its_password(engines: Engines, tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    (case / "good.png").write_bytes(PNG)
    data = bytearray(hostile.zipped({"a.png": files.png()}))
    data[6] |= 1  # both headers say that it is encrypted
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (case / "locked.zip").write_bytes(data)
    built = flow.build(case, None, flow.Options(jobs=1, cache=Cache(tmp_path / "cache")))
    faults = {one.file.path: one.fault for one in built.case.sources if one.fault}
    assert faults["locked.zip/a.png"].code is FaultCode.ENCRYPTED
    assert "case.toml" in faults["locked.zip/a.png"].next
