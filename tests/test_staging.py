"""Folders in the making: they go with their maker, and with nobody else."""

from __future__ import annotations

import multiprocessing
import sys
from contextlib import ExitStack
from multiprocessing.util import Finalize
from pathlib import Path

import pytest

from pipeline.staging import _locked_folder, clear_leftovers


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
