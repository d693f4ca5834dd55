"""The whole way from a folder to a pack, without the real engines: order, errors, wholeness."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from pipeline import flow
from pipeline.errors import NothingUsable, PackInvalid, WrongUsage
from pipeline.keeping import Kept
from pipeline.store import Cache
from schemas.findings import Finding, Outcome, Severity
from schemas.reading import Line
from tests import files
from tests.engines import Engines, FakeReader, installed
from tests.sheets import Sheet

BILL = Sheet().rows(
    "借呗", ("待还总额", "1,016.80"), ("待还本金", "1,000.00"), ("利息", "12.30"), ("罚息", "4.50")
)
CARD = Sheet().rows(
    "姓名 张样本", "性别 男 民族 汉", "住址 某市某路1号", "公民身份号码 110199199408291192"
)
PAGES = {(1080, 700): BILL, (1080, 701): BILL, (900, 560): CARD}
"""What the stand-in reader sees on pictures of these sizes."""

TOML = """
[hardship]
reason = "illness"
since = 2026-03-12
[signing]
date = 2026-11-21
"""


def seen(width: int, height: int) -> tuple[Line, ...]:
    sheet = PAGES.get((width, height))
    return tuple(sheet.lines) if sheet else ()


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Engines:
    return installed(Engines(FakeReader(seen)), monkeypatch)


@pytest.fixture
def options(tmp_path: Path) -> flow.Options:
    return flow.Options(jobs=1, cache=Cache(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "张样本的案子"
    made.mkdir()
    (made / "账单.png").write_bytes(files.png(files.picture(1080, 700)))
    (made / "身份证.jpg").write_bytes(files.jpeg(files.picture(900, 560)))
    (made / "case.toml").write_text(TOML, encoding="utf-8")
    return made


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_case_is_read_from_end_to_end(
    engines: Engines, options: flow.Options, folder: Path
) -> None:
    built = flow.build(folder, None, options)
    assert built.pack == folder / "reliefpack-out"
    assert built.case.applicant.name == "张样本"
    assert (str(built.claim.interest), str(built.claim.penalty)) == ("12.30", "4.50")
    assert built.record == (built.pack / "pack.json").read_text(encoding="utf-8")
    assert {"pack.json", "manifest.json", "report.html", "originals", "upload"} <= {
        path.name for path in built.pack.iterdir()
    }


def test_a_second_build_asks_no_engine_and_gives_the_same_bytes(
    engines: Engines, options: flow.Options, folder: Path, tmp_path: Path
) -> None:
    flow.build(folder, tmp_path / "first", options)
    assert engines.calls > 0
    engines.forget()
    flow.build(folder, tmp_path / "second", options)
    assert engines.calls == 0
    assert digests(tmp_path / "first") == digests(tmp_path / "second")


def test_a_cold_cache_gives_the_same_bytes(
    engines: Engines, options: flow.Options, folder: Path, tmp_path: Path
) -> None:
    flow.build(folder, tmp_path / "first", options)
    flow.build(folder, tmp_path / "second", flow.Options(jobs=1, cache=None))
    assert digests(tmp_path / "first") == digests(tmp_path / "second")


def test_the_inputs_stay_as_they_are(
    engines: Engines, options: flow.Options, folder: Path, tmp_path: Path
) -> None:
    before = digests(folder)
    flow.build(folder, tmp_path / "out", options)
    assert digests(folder) == before


def test_a_pack_in_the_folder_is_no_input_of_the_next_build(
    engines: Engines, options: flow.Options, folder: Path
) -> None:
    first = flow.build(folder, None, options)
    again = flow.build(folder, None, options)
    assert [source.file.path for source in again.case.sources] == ["账单.png", "身份证.jpg"]
    assert again.record == first.record


def test_a_pack_in_the_usual_place_makes_no_difference_to_one_elsewhere(
    engines: Engines, options: flow.Options, folder: Path, tmp_path: Path
) -> None:
    flow.build(folder, tmp_path / "first", options)
    flow.build(folder, None, options)
    flow.build(folder, tmp_path / "second", options)
    assert digests(tmp_path / "first") == digests(tmp_path / "second")


def test_an_earlier_pack_among_the_papers_is_named_and_what_is_new_in_it_read(
    engines: Engines, options: flow.Options, folder: Path
) -> None:
    flow.build(folder, folder / "旧材料", options)
    (folder / "旧材料" / "新截图.png").write_bytes(files.png(files.picture(1080, 701)))
    built = flow.build(folder, None, options)
    named = {one["path"]: one for one in json.loads(built.record)["files"]}
    assert named.keys() == {"旧材料", "旧材料/新截图.png", "账单.png", "身份证.jpg"}
    assert named["旧材料"]["fault"]["code"] == "ignored"
    assert named["旧材料"]["fault"]["next"]
    assert named["旧材料/新截图.png"]["pages"]
    assert built.pack is not None
    assert (built.pack / "originals" / "旧材料" / "新截图.png").is_file()
    assert "旧材料" in (built.pack / "report.html").read_text("utf-8")


def test_what_somebody_did_to_a_pack_is_kept_beside_the_next(
    engines: Engines, options: flow.Options, folder: Path
) -> None:
    first = flow.build(folder, None, options)
    assert first.pack is not None
    assert first.kept is None
    before = digests(first.pack)
    [document] = first.pack.glob("*.docx")
    document.write_bytes(document.read_bytes() + b"edited")
    edited = document.read_bytes()
    (first.pack / "originals" / "mine.txt").write_bytes(b"mine")
    again = flow.build(folder, None, options)
    place = folder / "reliefpack-out.kept"
    assert again.kept == Kept(place, tuple(sorted((document.name, "originals/mine.txt"))))
    assert (place / document.name).read_bytes() == edited
    assert (place / "originals" / "mine.txt").read_bytes() == b"mine"
    assert digests(first.pack) == before
    third = flow.build(folder, None, options)
    assert third.kept is None
    assert digests(first.pack) == before


def test_a_build_that_fails_leaves_the_pack_with_what_somebody_did_to_it(
    engines: Engines, options: flow.Options, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = flow.build(folder, None, options)
    assert built.pack is not None
    (built.pack / "notes.txt").write_bytes(b"mine")
    before = digests(folder)
    monkeypatch.setattr(flow, "write_manifest", lambda *_: (_ for _ in ()).throw(Interrupted))
    with pytest.raises(Interrupted):
        flow.build(folder, None, options)
    assert digests(folder) == before


def test_checking_writes_nothing(engines: Engines, options: flow.Options, folder: Path) -> None:
    before = digests(folder)
    built = flow.check_case(folder, options)
    assert built.pack is None
    assert built.report.findings
    assert digests(folder) == before


def test_checking_says_the_same_as_building(
    engines: Engines, options: flow.Options, folder: Path, tmp_path: Path
) -> None:
    checked = flow.check_case(folder, options)
    built = flow.build(folder, tmp_path / "out", options)
    of_pack = [one for one in built.report.findings if one.rule.startswith("pack.")]
    others = [one for one in built.report.findings if one not in of_pack]
    assert others == [one for one in checked.report.findings if not one.rule.startswith("pack.")]
    assert (checked.claim, checked.case) == (built.claim, built.case)


def test_the_day_is_the_signing_day_else_today(
    engines: Engines, options: flow.Options, folder: Path
) -> None:
    assert flow.read_case(folder, options).today == date(2026, 11, 21)
    (folder / "case.toml").unlink()
    assert flow.read_case(folder, options).today == date.today()


def test_progress_names_the_stages_in_order(
    engines: Engines, options: flow.Options, folder: Path, tmp_path: Path
) -> None:
    told: list[str] = []
    flow.build(folder, tmp_path / "out", options, lambda stage, *_: told.append(stage))
    stages = ["ingest", "read", "confirm", "check", "assemble"]
    assert [stage for stage in dict.fromkeys(told) if stage in stages] == stages


# --- files on their own ---------------------------------------------------------------------------


def test_files_read_on_their_own_are_not_joined(
    engines: Engines, options: flow.Options, folder: Path
) -> None:
    (folder / "账单2.png").write_bytes(files.png(files.picture(1080, 701)))
    case = flow.read_files([folder / "账单.png", folder / "账单2.png"], options)
    assert [statement.id for statement in case.statements] == ["s1", "s2"]
    assert [source.file.path for source in case.sources] == ["账单.png", "账单2.png"]
    assert case.duplicates == ()


def test_the_same_screens_in_a_case_are_one_debt(
    engines: Engines, options: flow.Options, folder: Path
) -> None:
    (folder / "账单2.png").write_bytes(files.png(files.picture(1080, 701)))
    case = flow.read_case(folder, options)
    assert len(case.statements) == 1
    assert len(case.duplicates) == 1


def test_a_broken_file_among_others_is_told(
    engines: Engines, options: flow.Options, folder: Path
) -> None:
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7 no more")
    case = flow.read_files([folder / "账单.png", folder / "坏.pdf"], options)
    assert [source.unread for source in case.sources] == [False, True]


# --- errors leave nothing behind ------------------------------------------------------------------


def broken(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name != "case.toml":
            path.write_bytes(b"\xff\xd8\xff broken")


def empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def only_system_files(folder: Path) -> None:
    empty(folder)
    (folder / ".DS_Store").write_bytes(b"x")


@pytest.mark.parametrize("spoil", [broken, empty, only_system_files])
def test_nothing_usable(
    spoil: object, engines: Engines, options: flow.Options, folder: Path, tmp_path: Path
) -> None:
    spoil(folder)  # type: ignore[operator]
    with pytest.raises(NothingUsable) as caught:
        flow.build(folder, tmp_path / "out", options)
    assert caught.value.remedy
    assert not (tmp_path / "out").exists()


CASE_FILES = {
    "a misspelt table": '[aplicant]\nname = "张样本"',
    "a misspelt key": '[applicant]\nnmae = "张样本"',
    "a reason nobody knows": '[hardship]\nreason = "ilness"',
    "no TOML": "[applicant",
    "a file that is not there": '[[assign]]\nfile = "帐单.png"\nmaterial = "bill"',
    "a material nobody knows": '[[assign]]\nfile = "账单.png"\nmaterial = "bil"',
    "a password for no file": '[[password]]\nfile = "x.pdf"\npassword = "1"',
}


@pytest.mark.parametrize("name", CASE_FILES)
def test_a_wrong_case_file_stops_before_anything_is_read(
    name: str, engines: Engines, options: flow.Options, folder: Path, tmp_path: Path
) -> None:
    (folder / "case.toml").write_text(CASE_FILES[name], encoding="utf-8")
    with pytest.raises(WrongUsage, match=r"case\.toml"):
        flow.build(folder, tmp_path / "out", options)
    assert engines.calls == 0
    assert not (tmp_path / "out").exists()


def test_a_correction_that_fits_nothing_stops_before_anything_is_written(
    engines: Engines, options: flow.Options, folder: Path, tmp_path: Path
) -> None:
    correction = '[[correction]]\nfile = "身份证.jpg"\nfield = "outstanding.interest"\nvalue = "1"'
    (folder / "case.toml").write_text(correction, encoding="utf-8")
    with pytest.raises(WrongUsage, match="correction"):
        flow.build(folder, tmp_path / "out", options)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_there(options: flow.Options, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage):
        flow.build(tmp_path / "gone", None, options)
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_is_a_file(options: flow.Options, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(WrongUsage):
        flow.build(folder, tmp_path / "out", options)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_an_output_folder_with_other_things_in_it(
    options: flow.Options, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(WrongUsage):
        flow.build(folder, tmp_path / "out", options)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.docx"]


def test_an_output_behind_a_link_is_made_where_the_link_leads(
    engines: Engines, options: flow.Options, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "disk").mkdir()
    link = folder / "reliefpack-out"
    link.symlink_to(tmp_path / "disk", target_is_directory=True)
    flow.build(folder, tmp_path / "plain", options)
    for _ in range(2):
        built = flow.build(folder, None, options)
        assert built.pack == link
        assert link.is_symlink()
        assert digests(tmp_path / "disk") == digests(tmp_path / "plain")
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ("case.toml", "reliefpack-out", "账单.png", "身份证.jpg")
    )


def test_an_output_link_that_leads_nowhere_stops_before_anything_is_read(
    engines: Engines, options: flow.Options, folder: Path, tmp_path: Path
) -> None:
    (folder / "reliefpack-out").symlink_to(tmp_path / "gone")
    with pytest.raises(WrongUsage, match="reliefpack-out"):
        flow.build(folder, None, options)
    assert engines.calls == 0
    assert not (tmp_path / "gone").exists()


@pytest.mark.parametrize("above", [False, True], ids=["the case", "above it"])
def test_the_case_itself_is_never_replaced(
    above: bool, engines: Engines, options: flow.Options, folder: Path
) -> None:
    out = folder.parent if above else folder
    (out / "pack.json").write_text("{}")
    before = digests(out)
    with pytest.raises(WrongUsage, match="案件文件夹"):
        flow.build(folder, out, options)
    assert digests(out) == before


class Interrupted(BaseException):
    """As Ctrl-C."""


@pytest.mark.parametrize("stage", ["write_pack", "verify_pack", "report_html", "write_manifest"])
def test_an_interrupted_build_leaves_the_previous_pack_whole(
    stage: str,
    engines: Engines,
    options: flow.Options,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise Interrupted

    flow.build(folder, tmp_path / "out", options)
    before, beside = digests(tmp_path / "out"), sorted(tmp_path.iterdir())
    (folder / "case.toml").write_text(TOML + "[request]\nmonths = 6\n", encoding="utf-8")
    monkeypatch.setattr(flow, stage, stop)
    with pytest.raises(Interrupted):
        flow.build(folder, tmp_path / "out", options)
    assert digests(tmp_path / "out") == before
    assert sorted(tmp_path.iterdir()) == beside


def test_a_pack_that_does_not_verify_is_not_left_behind(
    engines: Engines,
    options: flow.Options,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = Finding(
        rule="pack.links-true",
        outcome=Outcome.FAILED,
        severity=Severity.BLOCK,
        message="目录指错了页",
    )
    monkeypatch.setattr(flow, "verify_pack", lambda *_: (wrong,))
    with pytest.raises(PackInvalid, match="目录指错了页"):
        flow.build(folder, tmp_path / "out", options)
    assert not (tmp_path / "out").exists()


def test_a_password_opens_a_file_and_is_written_nowhere(
    engines: Engines, options: flow.Options, folder: Path, tmp_path: Path
) -> None:
    secret = "geheim8888"
    (folder / "流水.pdf").write_bytes(files.encrypted(files.chinese_pdf(), secret))
    entry = f'[[password]]\nfile = "流水.pdf"\npassword = "{secret}"\n'
    (folder / "case.toml").write_text(TOML + entry, encoding="utf-8")
    built = flow.build(folder, tmp_path / "out", options)
    assert all(source.fault is None for source in built.case.sources)
    written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert not any(secret.encode() in path.read_bytes() for path in written)
    assert secret not in built.record


def test_unread_files_make_exit_code_1(
    engines: Engines, options: flow.Options, folder: Path
) -> None:
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7 no more")
    built = flow.check_case(folder, options)
    assert built.exit_code == 1
    assert [file["path"] for file in json.loads(built.record)["files"] if file["fault"]] == [
        "坏.pdf"
    ]


def test_a_page_that_cannot_be_read_is_named_and_the_rest_is_built(
    engines: Engines, options: flow.Options, folder: Path, tmp_path: Path
) -> None:
    def failing(width: int, height: int) -> tuple[Line, ...]:
        if (width, height) == (100, 60):
            raise ValueError("odd")
        return seen(width, height)

    engines.reader.sees = failing
    scan = files.tiff(files.picture(100, 50), files.picture(100, 60))
    (folder / "扫描.tif").write_bytes(scan)
    built = flow.build(folder, tmp_path / "out", options)
    [file] = [one for one in json.loads(built.record)["files"] if one["path"] == "扫描.tif"]
    assert "第2页" in file["fault"]["message"]
    assert [page["page"] for page in file["pages"]] == [1]
    assert built.exit_code == 1
    told = [one for one in built.report.findings if one.rule == "evidence.file-readable"]
    assert [one.outcome for one in told] == [Outcome.FAILED]
