"""A pack is called current only where nothing that it depends on has changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch import Order, current, run_batch
from pipeline.batch import run as batches
from pipeline.batch.current import case_key, program_digest
from pipeline.batch.task import Task, run_task, unchanged
from tests.test_batch import add_case, calls, cases, fake_build

__all__ = ["cases"]


@pytest.fixture
def task(tmp_path: Path) -> Task:
    """A case that was built."""
    add_case(tmp_path, "甲", "ready")
    made = Task(
        folder=str(tmp_path / "甲"),
        out=str(tmp_path / "out" / "甲"),
        state=str(tmp_path / "state"),
        lang="zh",
        builder=fake_build,
    )
    assert run_task(made).state == "ready"
    return made


def folder(task: Task) -> Path:
    return Path(task.folder)


def test_a_pack_that_stayed_as_it_was_is_current(task: Task) -> None:
    row = unchanged(task)
    assert row is not None
    assert (row.state, row.reused, row.pages) == ("ready", True, 2)
    assert run_task(task).reused
    assert calls(folder(task).parent, "甲") == 1


def _written(name: str, text: str) -> Callable[[Task], None]:
    def change(task: Task) -> None:
        path = folder(task) / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    return change


def _pack_written(name: str, text: str) -> Callable[[Task], int]:
    return lambda task: (task.pack / name).write_text(text)


def _record_changed(task: Task) -> None:
    record = task.beside(".json")
    record.write_text(record.read_text().replace('"ready"', '"draft"'))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_written("says.txt", "reedy"), id="input with other bytes of the same size"),
        pytest.param(_written("new.jpg", "x"), id="one more input"),
        pytest.param(_written("deep/new.jpg", "x"), id="one more input in a folder"),
        pytest.param(_written("reliefpack-out/new.jpg", "x"), id="one more input in a pack"),
        pytest.param(_written("case.toml", "[request]\nmonths = 6\n"), id="case.toml"),
        pytest.param(_written("case.toml", "[aplicant]\n"), id="case.toml with a mistake"),
        pytest.param(lambda task: (folder(task) / "says.txt").unlink(), id="input gone"),
        pytest.param(
            lambda task: (folder(task) / "says.txt").rename(folder(task) / "b"), id="renamed"
        ),
        pytest.param(lambda task: (task.pack / "pack.json").unlink(), id="file of the pack gone"),
        pytest.param(_pack_written("pack.json", "[]"), id="file of the pack damaged, same size"),
        pytest.param(_pack_written("manifest.json", "{}"), id="manifest damaged"),
        pytest.param(_record_changed, id="record changed"),
        pytest.param(lambda task: task.beside(".json").write_text("[1]"), id="record nonsense"),
        pytest.param(lambda task: task.beside(".json").unlink(), id="record gone"),
    ],
)
def test_whatever_changed_is_built_again(change: Callable[[Task], Any], task: Task) -> None:
    change(task)
    assert unchanged(task) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("load_catalogue", lambda: type("Catalogue", (), {"revision": "other"})),
        ("program_digest", lambda _root: "other"),
        ("_version", lambda _name: "9.9"),
        ("chinese_font_path", lambda: None),
        ("__version__", "9.9"),
    ],
)
def test_another_program_builds_again(
    name: str, value: object, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    current._surroundings.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(current, name, value)
        assert unchanged(task) is None
    current._surroundings.cache_clear()
    assert unchanged(task) is not None


def test_another_second_reader_builds_again(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    current._surroundings.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(current.shutil, "which", lambda _name: None)
        before = case_key(folder(task), "zh")
    current._surroundings.cache_clear()
    assert case_key(folder(task), "zh") != before


def test_another_language_builds_again(task: Task) -> None:
    assert unchanged(replace(task, lang="en")) is None


class Tomorrow(date):
    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        return date(2031, 1, 1)


def test_another_day_builds_again_unless_the_day_is_typed(
    task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(current, "date", Tomorrow)
        assert unchanged(task) is None
    _written("case.toml", "[signing]\ndate = 2026-11-21\n")(task)
    run_task(task)
    monkeypatch.setattr(current, "date", Tomorrow)
    assert unchanged(task) is not None


def meddled(where: Path, out: Path, lang: str, progress: Any) -> Any:
    """A build during which somebody adds a paper."""
    built = fake_build(where, out, lang, progress)
    (where / "late.jpg").write_bytes(b"x")
    return built


def test_a_case_that_changed_while_it_was_built_is_built_again(task: Task) -> None:
    _written("says.txt", "draft")(task)
    run_task(replace(task, builder=meddled))
    (folder(task) / "late.jpg").unlink()
    assert unchanged(task) is None


def test_any_change_of_the_program_counts(tmp_path: Path) -> None:
    (tmp_path / "pipeline" / "__pycache__").mkdir(parents=True)
    (tmp_path / "pipeline" / "a.py").write_text("1")
    before = program_digest(tmp_path)
    (tmp_path / "pipeline" / "__pycache__" / "a.pyc").write_text("1")
    assert program_digest(tmp_path) == before
    (tmp_path / "pipeline" / "words.toml").write_text("1")
    assert program_digest(tmp_path) != before


def test_nothing_to_do_starts_no_worker(cases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("丙", "丁"):  # these fail, and are tried again each time
        for path in (cases / name).iterdir():
            path.unlink()
        (cases / name).rmdir()
    order = Order(cases, cases / "out", jobs=2)
    run_batch(order, lambda *_: None, fake_build)
    monkeypatch.setattr(batches, "ProcessPoolExecutor", None)
    rows = run_batch(order, lambda *_: None, fake_build)
    assert [row.reused for row in rows] == [True, True]
    assert json.loads((cases / "out" / "summary.json").read_text())["states"]["ready"] == 1


def test_the_long_cases_come_first(tmp_path: Path) -> None:
    for name, count in (("a", 1), ("b", 5), ("c", 3)):
        add_case(tmp_path, name, "ready")
        for number in range(count):
            (tmp_path / name / f"{number}.jpg").write_bytes(b"x")
    order = Order(tmp_path, tmp_path / "out", jobs=1)
    run_batch(order, lambda *_: None, fake_build)
    begun = {name: (tmp_path / f"calls-{name}").stat().st_mtime_ns for name in "abc"}
    assert sorted(begun, key=begun.__getitem__) == ["b", "c", "a"]
