"""Batch: parallel, resumable, one bad case never stops the rest. The builder is a fake."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch import (
    Order,
    Row,
    current,
    row_text,
    run,
    run_batch,
    summary_text,
    watch,
    watch_batch,
)
from pipeline.batch.current import inputs_of
from pipeline.batch.summary import summary_csv, summary_html
from pipeline.batch.task import Task, run_task, unchanged
from pipeline.builtpack import kept_beside
from pipeline.errors import EnvironmentIncomplete, NothingUsable, WrongUsage
from pipeline.keeping import Kept


@dataclass
class FakeSource:
    unread: bool = False


@dataclass
class FakeCase:
    sources: tuple[FakeSource, ...] = (FakeSource(),)


@dataclass
class FakeReport:
    findings: tuple[object, ...] = ()


@dataclass
class FakeBuilt:
    exit_code: int
    pack: Path
    record: str
    report: FakeReport
    case: FakeCase
    kept: Kept | None = None


def fake_build(folder: Path, out: Path, lang: str, progress: Any) -> FakeBuilt:
    """Does what the case's file says, and counts its calls beside the case."""
    says = (folder / "says.txt").read_text()
    with (folder.parent / f"calls-{folder.name}").open("a") as calls:
        calls.write("x")
    if says == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if says == "crash":
        raise ZeroDivisionError("boom")
    if says == "nothing":
        raise NothingUsable("没有可用的材料", "放入账单")
    if says == "font":
        raise EnvironmentIncomplete("没有字体")
    out.mkdir(parents=True, exist_ok=True)
    (out / "pack.json").write_text("{}")
    outputs = [{"path": "pack.json", "sha256": hashlib.sha256(b"{}").hexdigest(), "size": 2}]
    (out / "manifest.json").write_text(json.dumps({"outputs": outputs}))
    ready = says == "ready"
    record = {
        "files": [{"fault": None, "pages": [{}, {}]}],
        "missing": [] if ready else ["bill"],
        "asked": {"total": "12.34"},
    }
    return FakeBuilt(0 if ready else 1, out, json.dumps(record), FakeReport(), FakeCase())


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    root = tmp_path / "cases"
    for name, says in (("甲", "ready"), ("乙 2", "draft"), ("丙", "crash"), ("丁", "nothing")):
        add_case(root, name, says)
    (root / "readme.txt").write_text("not a case")
    (root / ".hidden").mkdir()
    return root


def add_case(root: Path, name: str, says: str) -> None:
    (root / name).mkdir(parents=True)
    (root / name / "says.txt").write_text(says)


def batch(root: Path, **options: object) -> dict[str, Row]:
    order = Order(root, root / "reliefpack-out", **{"jobs": 1, **options})
    return {row.case: row for row in run_batch(order, lambda *_: None, fake_build)}


def calls(root: Path, name: str) -> int:
    path = root / f"calls-{name}"
    return len(path.read_text()) if path.exists() else 0


def test_one_bad_case_never_stops_the_rest(cases: Path) -> None:
    rows = batch(cases)
    assert {name: row.state for name, row in rows.items()} == {
        "甲": "ready",
        "乙 2": "draft",
        "丙": "failed",
        "丁": "unusable",
    }
    assert "ZeroDivisionError: boom" in rows["丙"].message
    assert "放入账单" in rows["丁"].message
    assert rows["乙 2"].missing == ("bill",)
    assert rows["甲"].pages == 2


def test_unchanged_cases_are_not_built_again(cases: Path) -> None:
    batch(cases)
    (cases / "乙 2" / "new.jpg").write_bytes(b"x")
    rows = batch(cases)
    assert rows["甲"].reused
    assert not rows["乙 2"].reused
    assert (calls(cases, "甲"), calls(cases, "乙 2"), calls(cases, "丙")) == (1, 2, 2)


def test_a_damaged_pack_is_built_again(cases: Path) -> None:
    batch(cases)
    (cases / "reliefpack-out" / "甲" / "pack.json").unlink()
    assert not batch(cases)["甲"].reused
    assert calls(cases, "甲") == 2


def test_a_damaged_record_is_no_record(cases: Path) -> None:
    batch(cases)
    (cases / "reliefpack-out" / ".batch" / "甲.json").write_text("{")
    assert batch(cases)["甲"].state == "ready"
    assert calls(cases, "甲") == 2


def test_a_typo_in_case_toml_is_said_in_its_row(cases: Path) -> None:
    (cases / "甲" / "case.toml").write_text("[aplicant]\n")
    row = batch(cases)["甲"]
    assert (row.state, row.exit_code) == ("wrong", 2)
    assert "did you mean 'applicant'" in row.message


def test_a_dying_worker_takes_nobody_along(cases: Path) -> None:
    add_case(cases, "戊", "die")
    rows = batch(cases, jobs=2)
    assert rows["戊"].state == "failed"
    assert "内存" in rows["戊"].message
    assert rows["甲"].state == "ready"
    assert rows["乙 2"].state == "draft"
    assert len(rows) == 5


def test_rows_are_told_as_they_finish(cases: Path) -> None:
    told: list[tuple[int, int]] = []
    order = Order(cases, cases / "out", jobs=1)
    run_batch(order, lambda _row, done, total: told.append((done, total)), fake_build)
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert not (cases / "out" / "out").exists()


def test_summaries_say_the_same_in_every_form(cases: Path) -> None:
    rows = tuple(batch(cases).values())
    out = cases / "reliefpack-out"
    record = json.loads((out / "summary.json").read_text())
    lines = list(csv.DictReader((out / "summary.csv").read_text("utf-8-sig").splitlines()))
    page = (out / "index.html").read_text()
    assert record["ready"] is False
    assert record["states"] == {"draft": 1, "failed": 1, "ready": 1, "unusable": 1}
    assert [line["case"] for line in lines] == [row["case"] for row in record["cases"]]
    assert 'href="%E7%94%B2/report.html"' in page
    assert "共 4 个案件" in summary_text(rows, "zh")
    assert "4 cases: ready 1" in summary_text(rows, "en")


def test_the_page_sorts_by_readiness_and_says_what_is_missing() -> None:
    rows = (
        Row("甲", "draft", 1, missing=("bill",), pack="/out/甲"),
        Row("乙", "ready", 0, pack="/out/乙"),
        Row("丙", "wrong", 2, "第一行\n第<二>行"),
    )
    page = summary_html(rows)
    assert page.index(">乙<") < page.index(">甲<") < page.index(">丙<")
    assert "还缺：" in page
    assert "1 件" in page
    assert "第一行<br>第&lt;二&gt;行" in page


def test_names_cannot_become_formulas_or_markup() -> None:
    row = Row('=HYPERLINK("x")<b>', "ready", 0, pack="x")
    assert "'=HYPERLINK" in summary_csv((row,))
    assert "<b>" not in summary_html((row,)).split("<tbody>")[1]


def test_no_cases_is_nothing_usable(tmp_path: Path) -> None:
    with pytest.raises(NothingUsable, match="子文件夹"):
        batch(tmp_path)


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the folders whose files somebody asks for in this process."""
    names: list[str] = []

    def noting(folder: Path) -> Iterable[tuple[str, Path]]:
        names.append(folder.name)
        return inputs_of(folder)

    for module in (current, run, watch):
        monkeypatch.setattr(module, "inputs_of", noting)
    return names


@pytest.fixture
def far(tmp_path: Path) -> Path:
    """A folder outside the root that looks like a case."""
    add_case(tmp_path / "far", "case", "ready")
    return tmp_path / "far" / "case"


def test_linked_sub_folders_get_a_row_and_are_not_followed(
    cases: Path, far: Path, listed: list[str]
) -> None:
    (cases / "far").symlink_to(far)
    (cases / "loop").symlink_to(".")
    (cases / "gone").symlink_to("nowhere")
    (cases / "file").symlink_to("readme.txt")
    rows = batch(cases)
    links = {name: row for name, row in rows.items() if row.state == "link"}
    assert links.keys() == {"far", "loop", "gone"}
    assert {row.exit_code for row in links.values()} == {2}
    assert all("链接" in row.message and not row.pack for row in links.values())
    assert rows["甲"].state == "ready"
    assert list(rows) == sorted(rows)
    assert calls(far.parent, "case") == 0
    assert set(listed) == {"甲", "乙 2", "丙", "丁"}
    assert [path.name for path in far.iterdir()] == ["says.txt"]
    assert sorted(path.name for path in (cases / "reliefpack-out").iterdir()) == sorted(
        (".batch", "index.html", "summary.csv", "summary.json", "甲", "乙 2")
    )
    record = json.loads((cases / "reliefpack-out" / "summary.json").read_text())
    assert record["states"]["link"] == 3
    assert not record["ready"]


def test_links_alone_are_told_and_nothing_is_built(tmp_path: Path, far: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "far").symlink_to(far)
    row = batch(tmp_path / "root", lang="en")["far"]
    assert (row.state, "not followed" in row.message) == ("link", True)
    assert "link, not followed 1" in summary_text((row,), "en")
    assert ">链接，未跟随<" in summary_html((row,))


def test_watching_follows_no_links_either(cases: Path, far: Path, listed: list[str]) -> None:
    (cases / "far").symlink_to(far)
    order = Order(cases, cases / "reliefpack-out", jobs=1)
    rounds = watch_batch(order, lambda *_: None, 0.0, fake_build)
    seen = next(rounds)
    assert [(row.case, row.state) for row in seen if row.state == "link"] == [("far", "link")]
    assert {row.case for row in next(rounds)} == {"far", "甲", "乙 2", "丙", "丁"}
    assert calls(far.parent, "case") == 0
    assert set(listed) == {"甲", "乙 2", "丙", "丁"}


@pytest.mark.parametrize("where", ["far", "cases/results"])
def test_results_behind_a_link_are_no_case(where: str, cases: Path, tmp_path: Path) -> None:
    (tmp_path / where).mkdir()
    (cases / "out").symlink_to(tmp_path / where)
    order = Order(cases, cases / "out", jobs=1)
    rows = run_batch(order, lambda *_: None, fake_build)
    assert {row.case for row in rows} == {"甲", "乙 2", "丙", "丁"}
    assert (tmp_path / where / "summary.json").is_file()
    assert (cases / "out").is_symlink()


@pytest.mark.parametrize("name", ["reliefpack-out", "elsewhere"])
def test_results_behind_a_link_that_leads_nowhere_are_wrong_usage(name: str, cases: Path) -> None:
    (cases / name).symlink_to("nowhere")
    with pytest.raises(WrongUsage, match=name):
        run_batch(Order(cases, cases / name, jobs=1), lambda *_: None, fake_build)
    assert not (cases / "nowhere").exists()


def test_what_was_kept_of_packs_is_no_case(cases: Path) -> None:
    add_case(cases, kept_beside(Path("甲")).name, "ready")
    assert batch(cases).keys() == {"甲", "乙 2", "丙", "丁"}


def keeping_build(folder: Path, out: Path, lang: str, progress: Any) -> FakeBuilt:
    """Finds a file of somebody in the pack."""
    built = fake_build(folder, out, lang, progress)
    return replace(built, kept=Kept(out.with_name("kept"), ("notes.txt",)))


@pytest.mark.parametrize(("lang", "word"), [("zh", "移到"), ("en", "moved to")])
def test_files_kept_are_told_once_in_the_row(cases: Path, lang: str, word: str) -> None:
    order = Order(cases, cases / "out", jobs=1, lang=lang)
    first = run_batch(order, lambda *_: None, keeping_build)
    [row] = [row for row in first if row.state == "ready"]
    assert word in row.message
    assert "notes.txt" in row_text(row, lang)
    assert str(cases / "out" / "kept") in row_text(row, lang)


def test_files_kept_are_not_told_again_when_nothing_was_built(tmp_path: Path) -> None:
    add_case(tmp_path, "甲", "ready")
    paths = (str(tmp_path / "甲"), str(tmp_path / "out" / "甲"), str(tmp_path / "state"))
    task = Task(*paths, "zh", keeping_build)
    assert run_task(task).message
    known = unchanged(task)
    assert known is None or not known.message
    kept = json.loads(task.beside(".json").read_text())
    assert kept["row"]["message"] == ""


def test_a_wrong_root_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage):
        batch(tmp_path / "nowhere")


def test_a_scheduler_without_dask_says_how_to_get_it(
    cases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(EnvironmentIncomplete) as caught:
        batch(cases, scheduler="tcp://127.0.0.1:1")
    assert "pip install distributed" in caught.value.remedy
