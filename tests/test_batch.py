"""Batch: parallel, resumable, one bad case never stops the rest. The builder is a fake."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch import Order, Row, run_batch, summary_text
from pipeline.batch.summary import summary_csv, summary_html
from pipeline.errors import EnvironmentIncomplete, NothingUsable, WrongUsage


@dataclass
class FakeClaim:
    total: Decimal = Decimal("12.34")


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
    claim: FakeClaim
    report: FakeReport
    case: FakeCase


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
    record = {"files": [{"fault": None, "pages": [{}, {}]}], "missing": [] if ready else ["bill"]}
    return FakeBuilt(
        0 if ready else 1, out, json.dumps(record), FakeClaim(), FakeReport(), FakeCase()
    )


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
