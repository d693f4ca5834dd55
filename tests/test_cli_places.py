"""Places named on the command line that vanish, take no files or have no text for a name."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import flow
from pipeline.cli.app import run
from pipeline.cli.places import misplaced
from pipeline.cli.voice import Voice

Failing = Callable[[BaseException], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    case = tmp_path / "case"
    case.mkdir()
    (case / "a.jpg").write_bytes(b"x")
    return case


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """The build ends in an error."""
    monkeypatch.delenv("RELIEFPACK_DEBUG", raising=False)

    def arrange(error: BaseException) -> None:
        def build(*_: object) -> None:
            raise error

        monkeypatch.setattr(flow, "build", build)

    return arrange


def missing(path: Path) -> FileNotFoundError:
    return FileNotFoundError(errno.ENOENT, "No such file or directory", str(path))


def unspeakable(text: str) -> UnicodeEncodeError:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return error
    raise AssertionError(text)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "hit",
    ["out/x", "out/x/report.html", "out/.reliefpack-x.new-1/a.pdf", "out", "case/a.jpg"],
    ids=["there", "inside", "in-the-making", "its-parent", "an-input"],
)
def test_a_place_that_is_gone_is_wrong_usage(
    folder: Path, failing: Failing, capsys: pytest.CaptureFixture[str], hit: str, lang: str
) -> None:
    failing(missing(folder.parent / hit))
    out = folder.parent / "out" / "x"
    assert run(["build", str(folder), "--out", str(out)], Voice(lang)) == 2
    told = capsys.readouterr().err
    assert str(folder if hit.startswith("case") else out) in told
    assert ("用不了这个位置" if lang == "zh" else "This place cannot be used") in told
    assert "--out" in told
    assert "Error" not in told


def test_the_value_of_an_option_is_a_place(folder: Path, failing: Failing) -> None:
    failing(missing(folder.parent / ".x.new-1"))
    assert run(["build", str(folder), f"--out={folder.parent / 'x'}"], Voice()) == 2


def test_a_name_that_is_too_long_is_wrong_usage(tmp_path: Path) -> None:
    assert run(["build", str(tmp_path / ("a" * 300))], Voice()) == 2


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a /proc")
def test_a_system_that_takes_no_files_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one").mkdir()
    assert run(["batch", str(tmp_path), "--out", "/proc/reliefpack-x"], Voice()) == 2
    assert "/proc/reliefpack-x" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, 4), (errno.EACCES, 2), (errno.EROFS, 2), (errno.ENOTDIR, 2), (errno.EIO, 2)],
    ids=["full", "not-ours", "read-only", "no-folder", "broken-disk"],
)
def test_what_is_wrong_with_a_place_decides_the_code(
    folder: Path, failing: Failing, number: int, code: int
) -> None:
    failing(OSError(number, os.strerror(number), str(folder / "reliefpack-out" / "a")))
    assert run(["build", str(folder)], Voice()) == code


@pytest.mark.parametrize(
    "error",
    [
        missing(Path("/elsewhere/model.onnx")),
        FileNotFoundError("no name at all"),
        OSError(errno.EBADF, "Bad file descriptor"),
        unspeakable("a\udcff"),
    ],
    ids=["another-place", "no-place", "no-file", "no-name-of-the-command-line"],
)
def test_faults_of_no_named_place_stay_the_programs_own(
    folder: Path, failing: Failing, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    failing(error)
    assert run(["build", str(folder)], Voice()) == 70
    assert type(error).__name__ in capsys.readouterr().err


def test_a_neighbour_of_a_named_place_is_another_place(folder: Path, failing: Failing) -> None:
    failing(missing(folder.parent / "neighbour" / "a"))
    assert run(["build", str(folder)], Voice()) == 70


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_name_that_is_no_text_is_wrong_usage(
    tmp_path: Path, failing: Failing, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    case = Path(os.fsdecode(os.fsencode(tmp_path) + b"/nb\xff"))
    case.mkdir()
    failing(unspeakable("<title>nb\udcff</title>"))
    assert run(["build", str(case)], Voice(lang)) == 2
    told = capsys.readouterr().err
    assert "nb\\xff" in told
    assert "UTF-8" in told
    assert "Error" not in told


def test_the_current_folder_counts_too(
    tmp_path: Path, failing: Failing, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Path(os.fsdecode(os.fsencode(tmp_path) + b"/nb\xff"))
    case.mkdir()
    monkeypatch.chdir(case)
    failing(unspeakable("nb\udcff"))
    assert run(["build", "."], Voice()) == 2


def test_a_current_folder_that_is_gone_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    told = misplaced(missing(Path("/x")), ["build", "."])
    assert told is not None
    assert (told.exit_code, "当前" in told.message) == (2, True)


def test_all_details_are_there_when_they_are_asked_for(
    folder: Path,
    failing: Failing,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    failing(missing(folder / "a.jpg"))
    monkeypatch.setenv("RELIEFPACK_DEBUG", "1")
    assert run(["build", str(folder)], Voice()) == 2
    assert "Traceback" in capsys.readouterr().err
