"""The sample cases from their recordings: as last time (goldens), and as is true (truth)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import flow, gather
from tests import essence, golden, replay
from tests.replay import CASES, NAMES, NotRecorded, ReplayCache, recording, replaying

MONEY_PARTS = ("principal", "interest", "penalty", "fees", "late_fees", "total")


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_case_comes_out_as_last_time(name: str) -> None:
    """When this is red and right: make golden FORCE=1, and read the diff before committing it."""
    path = essence.FOLDER / f"{name}.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    assert json.loads(essence.golden_text(name)) == held


# --- the independent truth ------------------------------------------------------------------------


@pytest.fixture(scope="module", params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def truth(name: str) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((CASES / f"{name}.truth.json").read_text(encoding="utf-8"))
    return held


@pytest.fixture(scope="module")
def record(name: str) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(replay.checked(name).record)
    return held


def pages(
    truth: dict[str, Any], record: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(place, true page, page read) for every page of the truth."""
    read = {file["path"]: file["pages"] for file in record["files"]}
    for file in truth["files"]:
        for true, found in zip(file["pages"], read[file["path"]], strict=False):
            yield f"{file['path']}#{true['page']}", true, found


def statements(
    truth: dict[str, Any], record: dict[str, Any]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(true statement, statement read from its pages)."""
    read = {statement["id"]: statement for statement in record["statements"]}
    ids = {
        (file["path"], page["page"]): page["statement"]
        for file in record["files"]
        for page in file["pages"]
    }
    for true in truth["statements"]:
        first = true["pages"][0]
        yield true, read[ids[first["path"], first["page"]]]


def values(parts: dict[str, Any]) -> dict[str, str | None]:
    return {name: parts[name] and parts[name]["value"] for name in MONEY_PARTS}


def test_the_claim_is_the_true_one(truth: dict[str, Any], record: dict[str, Any]) -> None:
    assert {name: record["claim"][name] for name in truth["claim"]} == truth["claim"]


def test_what_is_missing_is_what_is_missing(truth: dict[str, Any], record: dict[str, Any]) -> None:
    assert record["missing"] == truth["missing"]
    assert record["ready"] is truth["ready"]


def test_every_page_is_what_it_is(truth: dict[str, Any], record: dict[str, Any]) -> None:
    found = {place: page["material"] for place, _, page in pages(truth, record)}
    assert found == {place: true["material"] for place, true, _ in pages(truth, record)}


@pytest.mark.parametrize("key", ["rotation", "legible", "duplicate_of"])
def test_pages_stand_and_repeat_as_they_do(
    key: str, truth: dict[str, Any], record: dict[str, Any]
) -> None:
    found = {place: page[key] for place, _, page in pages(truth, record)}
    assert found == {place: true[key] for place, true, _ in pages(truth, record)}


def test_faults_are_the_planted_ones(truth: dict[str, Any], record: dict[str, Any]) -> None:
    found = {file["path"]: file["fault"] and file["fault"]["code"] for file in record["files"]}
    assert found == {file["path"]: file["fault"] for file in truth["files"]}


def test_there_is_one_statement_for_each_debt(
    truth: dict[str, Any], record: dict[str, Any]
) -> None:
    assert len(record["statements"]) == len(truth["statements"])
    for true, found in statements(truth, record):
        assert found["pages"] == true["pages"]


@pytest.mark.parametrize("part", MONEY_PARTS)
def test_every_amount_outstanding_is_true(
    part: str, truth: dict[str, Any], record: dict[str, Any]
) -> None:
    for true, found in statements(truth, record):
        assert values(found["outstanding"])[part] == true["outstanding"][part], true["id"]


def test_every_amount_of_every_period_is_true(
    truth: dict[str, Any], record: dict[str, Any]
) -> None:
    for true, found in statements(truth, record):
        shown = [{"index": one["index"], **values(one)} for one in found["periods"]]
        assert shown == [
            {key: one[key] for key in ("index", *MONEY_PARTS)} for one in true["periods"]
        ]


@pytest.mark.parametrize(
    "key", ["lender", "product_id", "as_of", "due", "overdue_days", "daily_rate"]
)
def test_whose_debt_of_which_day(key: str, truth: dict[str, Any], record: dict[str, Any]) -> None:
    for true, found in statements(truth, record):
        assert found[key] == true[key], true["id"]


def test_no_period_counts_as_paid_that_is_not(
    truth: dict[str, Any], record: dict[str, Any]
) -> None:
    """`due` and `upcoming` are both still owed, so the difference between them costs nobody."""
    alike = {"due": "unpaid", "upcoming": "unpaid"}
    for true, found in statements(truth, record):
        shown = [alike.get(one["status"], one["status"]) for one in found["periods"]]
        assert shown == [alike.get(one["status"], one["status"]) for one in true["periods"]]


def test_a_due_day_that_is_read_is_the_true_one(
    truth: dict[str, Any], record: dict[str, Any]
) -> None:
    for true, found in statements(truth, record):
        for one, shown in zip(true["periods"], found["periods"], strict=True):
            assert shown["due"] in (one["due"], None), (true["id"], one["index"])


def test_planted_findings_fail_and_innocent_rules_do_not(
    truth: dict[str, Any], record: dict[str, Any]
) -> None:
    failed = {one["rule"] for one in record["findings"] if one["outcome"] == "failed"}
    assert {one["rule"] for one in truth["findings"]} - failed == set()
    assert failed & set(truth["not_failed"]) == set()


def test_the_applicant_is_the_true_one(truth: dict[str, Any], record: dict[str, Any]) -> None:
    found = {key: record["applicant"][key] for key in truth["applicant"]}
    assert found == truth["applicant"]


NAMED_OTHERWISE = {
    "admitted": "admission_date",
    "discharged": "discharge_date",
    "period_until": "period_to",
    "month": "pay_month",
    "net": "net_pay",
    "gross": "gross_pay",
}
COMPARED = (
    "name",
    "id_number",
    "valid_until",
    "issued",
    "monthly_income",
    "employer",
    *NAMED_OTHERWISE,
)


def test_facts_that_are_read_are_true(truth: dict[str, Any], record: dict[str, Any]) -> None:
    """Not every fact must be found, but what is said must be so."""
    wrong = set()
    for place, true, page in pages(truth, record):
        for key, value in true["fields"].items():
            found = page["fields"].get(NAMED_OTHERWISE.get(key, key))
            if key in COMPARED and found and found["value"] != value:
                wrong.add((place, key, value, found["value"]))
    assert wrong == set()


# --- the recordings themselves --------------------------------------------------------------------


def test_recordings_are_small() -> None:
    assert all(path.stat().st_size < 150_000 for path in replay.FOLDER.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_recordings_are_of_the_pinned_reader(name: str) -> None:
    pins = (replay.ROOT / "constraints.txt").read_text(encoding="utf-8")
    reader, backend = recording(name).engine[1].split("/")
    assert f"\nrapidocr=={reader}\n" in pins, replay.REMEDY
    assert re.search(rf"\n(openvino|onnxruntime)=={re.escape(backend)}\n", pins), replay.REMEDY


def test_a_case_without_a_recording_says_how_to_make_one() -> None:
    with pytest.raises(NotRecorded, match=r"python -m tests\.replay record nobody"):
        recording("nobody")


@pytest.mark.parametrize("stage", ["DECODE_REVISION", "READ_REVISION"])
def test_a_raised_revision_is_noticed(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with replaying("unemployment") as options:
        monkeypatch.setattr(gather, stage, 999)
        with pytest.raises(NotRecorded, match="record anew"):
            flow.check_case(CASES / "unemployment", options)


def test_an_old_recording_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "DECODE_REVISION", 999)
    recording.cache_clear()
    with pytest.raises(NotRecorded, match="now"):
        recording("unemployment")


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    for path in (CASES / "unemployment").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "白条.png").open("ab") as file:
        file.write(b"x")
    with replaying("unemployment") as options, pytest.raises(NotRecorded, match="no decode entry"):
        flow.check_case(tmp_path, options)


def test_an_amount_nobody_recorded_is_noticed() -> None:
    held = recording("unemployment")
    task = replay._recorded_second(held)
    from pipeline.read.second import Span
    from tests.sheets import line

    with pytest.raises(NotRecorded, match=r"12\.34"):
        task([(next(iter(held.second)).encode(), (Span(line("12.34", 0, 0), 0, 5),))])


def test_a_replay_never_makes_pictures() -> None:
    with pytest.raises(NotRecorded):
        ReplayCache(recording("unemployment")).put_blob(b"x")


# --- make golden ----------------------------------------------------------------------------------


@pytest.fixture
def stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "case.json"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(golden, "ROOT", tmp_path)
    monkeypatch.setattr(golden, "expected", lambda: {path: "new"})
    return path


def test_goldens_are_not_overwritten_without_being_told(
    stale: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("FORCE", raising=False)
    assert golden.main() == 1
    assert stale.read_text(encoding="utf-8") == "old"
    said = capsys.readouterr()
    assert "case.json" in said.out
    assert "FORCE=1" in said.err


def test_goldens_are_overwritten_when_told(stale: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE", "1")
    assert golden.main() == 0
    assert stale.read_text(encoding="utf-8") == "new"
    assert golden.main() == 0
