"""Nothing leaves the machine, nobody else reads along, and numbers are masked where people look."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CASE = ROOT / "samples" / "cases" / "unemployment"

pytestmark = [pytest.mark.slow, pytest.mark.engine]

PROGRAM = """
import socket, sys
from pipeline.cli import main
class Denied(socket.socket):
    def __init__(self, family=-1, *more, **named):
        if family not in (socket.AF_UNIX,):
            open({asked!r}, "a").write(str(family) + "\\n")
            raise PermissionError("no network here")
        super().__init__(family, *more, **named)
if "--deny" in sys.argv:
    sys.argv.remove("--deny")
    socket.socket = Denied
    socket.getaddrinfo = socket.create_connection = lambda *a, **k: Denied(socket.AF_INET)
if __name__ == "__main__":
    main()
"""


def built(tmp_path: Path, *before: str, deny: bool = False) -> subprocess.CompletedProcess[str]:
    """A build with a cold cache, so that every engine is at work."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(asked=str(tmp_path / "asked")))
    case = tmp_path / "case"
    case.mkdir()
    for name in sorted(path.name for path in CASE.iterdir())[:4]:
        shutil.copy(CASE / name, case)
    command = [*before, sys.executable, str(program), "build", str(case), "--jobs", "2"]
    return subprocess.run(
        [*command, *(["--deny"] if deny else [])],
        env={**os.environ, "PYTHONPATH": str(ROOT), "RELIEFPACK_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_build_needs_no_network(tmp_path: Path) -> None:
    cut = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*cut, "true"], check=False).returncode:
        pytest.skip("this system lets nobody cut the network off (unshare)")
    done = built(tmp_path, *cut)
    assert done.returncode == 1, done.stderr
    assert (tmp_path / "case" / "reliefpack-out" / "pack.json").is_file()


def test_a_build_asks_for_no_socket(tmp_path: Path) -> None:
    done = built(tmp_path, deny=True)
    assert done.returncode == 1, done.stderr
    assert not (tmp_path / "asked").exists()


def test_nobody_else_reads_along(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        done = built(tmp_path)
    finally:
        os.umask(before)
    assert done.returncode == 1, done.stderr
    made = [tmp_path / "cache", tmp_path / "case" / "reliefpack-out"]
    made += [path for folder in tuple(made) for path in folder.rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in made if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in made if path.is_file()} == {0o600}
