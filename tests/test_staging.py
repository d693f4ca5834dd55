"""Folders in the making: they go with their maker, and with nobody else."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from contextlib import ExitStack
from multiprocessing.util import Finalize
from pathlib import Path

import pytest

from pipeline.staging import _locked_folder, clear_leftovers
from tests import files


def nothing() -> None:
    """What a child does that only comes and goes."""


@pytest.mark.skipif(sys.platform == "win32", reason="no fork there")
def test_a_forked_child_takes_no_folder_of_its_parent_away(tmp_path: Path) -> None:
    stack = ExitStack()
    folder = stack.enter_context(_locked_folder(tmp_path, "run-"))
    kept = Finalize(None, stack.close, exitpriority=-200)
    del stack  # as a finaliser holds it alone, which a child clears when it starts
    child = multiprocessing.get_context("fork").Process(target=nothing)
    child.start()
    child.join(30)
    assert child.exitcode == 0
    assert folder.is_dir()
    kept()
    assert not folder.exists()


def test_leftovers_go_and_held_folders_stay(tmp_path: Path) -> None:
    left = tmp_path / "run-left"
    left.mkdir()
    with _locked_folder(tmp_path, "run-") as held:
        clear_leftovers(tmp_path, "run-")
        assert held.is_dir()
        assert not left.exists()


PROGRAM = """
from pathlib import Path
from pipeline.ingest.sandbox import decode_limited
from pipeline.staging import scratch
if __name__ == "__main__":
    print(len(str(scratch())))
    print(decode_limited(Path({paper!r}), "a.png", "").fault)
"""


@pytest.mark.skipif(os.name == "nt", reason="no sockets in files there")
def test_children_start_where_the_temporary_folder_lies_deep(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    (tmp_path / "a.png").write_bytes(files.png())
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(paper=str(tmp_path / "a.png")))
    done = subprocess.run(
        [sys.executable, str(program)],
        env={**os.environ, "TMPDIR": str(deep), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    length, fault = done.stdout.split()
    assert int(length) > 120
    assert fault == "None"
    assert list(deep.iterdir()) == []
