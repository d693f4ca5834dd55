"""Killed at any moment, a batch goes on where it was: whole packs, inputs untouched."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.store import default_cache_folder

pytestmark = [pytest.mark.slow, pytest.mark.engine]

ROOT = Path(__file__).parent.parent
CASES = 6
KILLS = int(os.environ.get("RELIEFPACK_KILLS", "5"))
"""At how many moments it is killed; RELIEFPACK_KILLS=50 takes some minutes."""
LEFTOVERS = (".new-", ".old-", ".part-", "reliefpack-run-", ".now", "pymp-")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Small cases, some with a paper less."""
    source = ROOT / "samples" / "cases" / "unemployment"
    for number in range(CASES):
        case = tmp_path / "in" / f"案{number}"
        shutil.copytree(source, case)
        for extra in sorted(path for path in case.iterdir() if path.suffix == ".pdf")[number % 3 :]:
            extra.unlink()
    (tmp_path / "tmp").mkdir()
    return tmp_path


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def packs(out: Path) -> dict[str, dict[str, str]]:
    return {path.name: digests(path) for path in out.glob("案?")}


def started(root: Path, out: str, cache: Path) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(root / "tmp"),
        "RELIEFPACK_CACHE": str(cache),
    }
    program = "from pipeline.cli import main\nif __name__ == '__main__': main()\n"
    (root / "program.py").write_text(program)
    command = [sys.executable, str(root / "program.py"), "batch", str(root / "in")]
    return subprocess.Popen(
        [*command, "--out", str(root / out), "--jobs", "2"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_killed_at_random_moments_nobody_s_work_in_a_pack_is_lost(root: Path) -> None:
    cache, seconds = default_cache_folder(), 0.0
    for _ in range(2):  # the second run is as warm as those that are killed
        shutil.rmtree(root / "out", ignore_errors=True)
        began = time.monotonic()
        assert started(root, "out", cache).wait() == 1
        seconds = time.monotonic() - began
    whole, chance = packs(root / "out"), random.Random(20261127)
    for number in range(KILLS + 1):
        mine = {name: f"a word of mine {number} {name}".encode() for name in whole}
        for name, words in mine.items():
            [document] = (root / "out" / name).glob("*.docx")
            document.write_bytes(words)
        process = started(root, "out", cache)
        if number < KILLS:
            time.sleep(chance.uniform(0.3, 0.98) * seconds)
            process.kill()
        process.wait()
        assert packs(root / "out").keys() == whole.keys()
        for name, words in mine.items():
            beside = (root / "out").glob(f"{name}*/**/*.docx")
            assert words in [path.read_bytes() for path in beside]
    assert packs(root / "out") == whole


def test_killed_at_random_moments_it_goes_on_to_the_same_bytes(root: Path) -> None:
    inputs = digests(root / "in")
    began = time.monotonic()
    assert started(root, "whole", default_cache_folder()).wait() == 1
    seconds = time.monotonic() - began
    whole = packs(root / "whole")
    assert len(whole) == CASES
    cache = root / "cache"  # cold at first: it is killed while it keeps readings, too
    chance = random.Random(20261121)
    for how in (*[signal.SIGKILL] * (KILLS - 1), signal.SIGINT):
        process = started(root, "out", cache)
        time.sleep(chance.uniform(0.1, 0.95) * seconds)
        process.send_signal(how)
        process.wait()
        found = packs(root / "out")
        assert found == {name: whole[name] for name in found}
        if len(found) == CASES:
            shutil.rmtree(root / "out")
    time.sleep(1)  # what the killed one started notices that it is gone
    assert started(root, "out", cache).wait() == 1
    assert packs(root / "out") == whole
    assert digests(root / "in") == inputs
    left = [path for path in root.rglob("*") if any(sign in path.name for sign in LEFTOVERS)]
    assert left == []
