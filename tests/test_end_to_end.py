"""Whole runs of the program on the committed samples, through the real engines.

Each case is built once, cold, by the command line in a process of its own; the tests look at what
it left behind.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from schemas.record import PackRecord

pytestmark = [pytest.mark.slow, pytest.mark.engine]

ROOT = Path(__file__).parent.parent
CASES = ROOT / "samples" / "cases"
NAMES = ("illness", "unemployment", "messy")


@dataclass(frozen=True)
class Ran:
    """One finished run of the program."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class BuiltCase:
    folder: Path
    pack: Path
    ran: Ran
    truth: dict[str, Any]

    @property
    def record(self) -> PackRecord:
        return PackRecord.model_validate_json(self.ran.out)


def reliefpack(*arguments: str | Path, cache: Path, cwd: Path = ROOT) -> Ran:
    code = "from pipeline.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "RELIEFPACK_CACHE": str(cache), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packs")


@pytest.fixture(scope="session")
def build_once(cache: Path, packs: Path) -> Callable[[str], BuiltCase]:
    """The built sample of a name; built when first asked for."""

    @functools.cache
    def once(name: str) -> BuiltCase:
        ran = reliefpack("build", CASES / name, "--out", packs / name, "--json", cache=cache)
        truth = json.loads((CASES / f"{name}.truth.json").read_text(encoding="utf-8"))
        return BuiltCase(CASES / name, packs / name, ran, truth)

    return once


@pytest.fixture(params=NAMES)
def built(request: pytest.FixtureRequest, build_once: Callable[[str], BuiltCase]) -> BuiltCase:
    return build_once(str(request.param))


def test_the_exit_code_says_whether_it_is_ready(built: BuiltCase) -> None:
    assert built.ran.code == (0 if built.truth["ready"] else 1), built.ran.err


def test_json_on_stdout_is_the_pack_json(built: BuiltCase) -> None:
    assert built.ran.out == (built.pack / "pack.json").read_text(encoding="utf-8")


def test_every_input_is_accounted_for(built: BuiltCase) -> None:
    listed = {file.path: file.sha256 for file in built.record.files}
    inputs = {name: digest for name, digest in digests(built.folder).items() if name != "case.toml"}
    assert listed == inputs
    kept = set(digests(built.pack / "originals").values())
    assert set(inputs.values()) <= kept


def test_broken_files_are_named_with_their_fault(built: BuiltCase) -> None:
    expected = {file["path"]: file["fault"] for file in built.truth["files"] if file["fault"]}
    found = {file.path: file.fault.code.value for file in built.record.files if file.fault}
    assert found == expected


def test_no_amount_is_silently_wrong(built: BuiltCase) -> None:
    """The claim is the true one, or a person is asked about a figure in it."""
    record, wanted = built.record, built.truth["claim"]
    claimed = record.claim.model_dump(mode="json")
    wrong = {name for name, value in wanted.items() if claimed[name] != value}
    asked = [
        finding
        for finding in record.findings
        if finding.rule == "amounts.confirmed" and finding.outcome.value == "failed"
    ]
    assert not wrong or asked, (wanted, claimed)


def test_what_is_missing_is_named(built: BuiltCase) -> None:
    assert set(built.truth["missing"]) <= set(built.record.missing)


def test_planted_faults_are_found(built: BuiltCase) -> None:
    failed = {one.rule for one in built.record.findings if one.outcome.value == "failed"}
    assert {one["rule"] for one in built.truth["findings"]} <= failed
    assert not failed & set(built.truth["not_failed"])


def test_the_pack_verifies(built: BuiltCase, cache: Path) -> None:
    ran = reliefpack("check", built.pack, "--json", cache=cache)
    assert ran.code == 0, ran.out
    assert json.loads(ran.out)["ready"] is True


def test_a_changed_pack_does_not_verify(
    build_once: Callable[[str], BuiltCase], cache: Path, tmp_path: Path
) -> None:
    altered = shutil.copytree(build_once("unemployment").pack, tmp_path / "pack")
    with next(altered.glob("upload/*")).open("ab") as file:
        file.write(b"x")
    assert reliefpack("check", altered, cache=cache).code == 1


def test_building_again_reads_nothing_and_changes_no_byte(
    built: BuiltCase, cache: Path, packs: Path
) -> None:
    again = packs / f"{built.folder.name}-again"
    ran = reliefpack("build", built.folder, "--out", again, cache=cache)
    assert ran.code == built.ran.code
    assert "识别文字" not in ran.err
    assert digests(again) == digests(built.pack)


def test_nothing_is_left_beside_the_pack(built: BuiltCase, packs: Path) -> None:
    assert [path.name for path in packs.iterdir() if path.name.startswith(".")] == []
    assert not (built.folder / "reliefpack-out").exists()


def test_a_folder_of_broken_files_is_nothing_usable(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "a.jpg").write_bytes(b"no picture")
    (tmp_path / "case" / "b.pdf").write_bytes(b"")
    ran = reliefpack("build", tmp_path / "case", "--json", cache=cache)
    assert (ran.code, ran.out) == (3, "")
    assert "a.jpg" in ran.err
    assert not (tmp_path / "case" / "reliefpack-out").exists()


def test_an_empty_folder_is_nothing_usable(cache: Path, tmp_path: Path) -> None:
    ran = reliefpack("build", tmp_path, cache=cache)
    assert ran.code == 3
    assert str(tmp_path) in ran.err


def test_a_typo_in_case_toml_stops_before_anything_is_read(cache: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(CASES / "unemployment", tmp_path / "case")
    (folder / "case.toml").write_text("[aplicant]\n", encoding="utf-8")
    ran = reliefpack("build", folder, cache=cache)
    assert ran.code == 2
    assert "did you mean 'applicant'" in ran.err
    assert not (folder / "reliefpack-out").exists()


def test_an_interrupt_ends_it_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    code = "from pipeline.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "build", CASES / "messy", "--out", tmp_path / "out" / "x"],
        cwd=ROOT,
        env={**os.environ, "RELIEFPACK_CACHE": str(tmp_path / "cache")},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        assert running.stderr is not None
        first = running.stderr.readline()
        os.killpg(running.pid, signal.SIGINT)
        _, rest = running.communicate(timeout=20)
    assert "打开文件" in first
    assert running.returncode == 130
    assert "Traceback" not in rest
    assert not (tmp_path / "out").exists()


def test_single_bills_are_read_without_a_case(cache: Path) -> None:
    ran = reliefpack("read", CASES / "illness" / "花呗分期.png", "--json", cache=cache)
    record = json.loads(ran.out)
    assert ran.code == 0
    assert set(record) == {"schema", "files", "statements"}
    assert record["statements"][0]["product_id"] == "huabei"


def test_init_prefills_from_the_papers_and_the_result_builds(cache: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(CASES / "illness", tmp_path / "张 样本")
    (folder / "case.toml").unlink()
    assert reliefpack("init", folder, cache=cache).code == 0
    text = (folder / "case.toml").read_text(encoding="utf-8")
    assert 'name = "张样本"' in text
    assert 'reason = "illness"' in text
    assert '"huabei"' in text
    assert reliefpack("build", folder, cache=cache).code in (0, 1)
    assert (folder / "reliefpack-out" / "report.html").is_file()
