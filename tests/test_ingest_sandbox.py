"""The child in which files are decoded: what happens in it is a fault of that file alone."""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
import time
import types
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from pipeline.ingest import sandbox
from pipeline.ingest.decode import Decoded, decode
from pipeline.ingest.sandbox import decode_limited
from schemas.source import FaultCode
from tests import files

# What a child does instead of decoding; children find these by name.


def killed(_sender: Connection, *_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def aborted(_sender: Connection, *_: str) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def left(_sender: Connection, *_: str) -> None:
    os._exit(3)


def hanging(_sender: Connection, *_: str) -> None:
    time.sleep(60)


def busy(sender: Connection, *arguments: str) -> None:
    sandbox.DECODE_CPU_SECONDS = 1  # type: ignore[misc]
    sandbox._limit()
    while True:
        pass


def greedy(sender: Connection, *arguments: str) -> None:
    def eat(*_: object) -> Decoded:
        kept = [bytearray(1 << 28) for _ in range(64)]
        return Decoded(detail=str(len(kept)))

    sandbox.DECODE_MEMORY_BYTES = 1 << 31  # type: ignore[misc]
    sandbox.decode = eat
    sandbox._work(sender, *arguments)


def lying(sender: Connection, *_: str) -> None:
    sender.send_bytes(b"no answer at all")


def unlike(sender: Connection, *_: str) -> None:
    sender.send_bytes(b'{"pages": [{"width": "wide"}], "fault": null, "detail": ""}')


def silenced(sender: Connection, *_: str) -> None:
    """Tells of a page whose picture never comes."""
    page = {
        "width": 1,
        "height": 1,
        "form": "",
        "lines": [],
        "captured": "",
        "turned": 0,
        "software": "",
    }
    sender.send_bytes(json.dumps({"pages": [page], "fault": None, "detail": ""}).encode())
    time.sleep(60)


class Attack:
    """Unpickling this would write a file."""

    def __init__(self, target: str) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (Path(self.target),)


def taken_over(sender: Connection, path: str, *_: str) -> None:
    sender.send_bytes(pickle.dumps(Attack(path + ".owned")))


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(files.jpeg())
    return path


def test_a_file_is_decoded_in_the_child(paper: Path) -> None:
    decoded = decode_limited(paper, paper.name, "")
    assert decoded.fault is None
    assert [(page.width, page.height) for page in decoded.pages] == [(120, 80)]


def test_a_password_reaches_the_child(tmp_path: Path) -> None:
    path = tmp_path / "账单.pdf"
    path.write_bytes(files.encrypted(files.chinese_pdf(), "8888"))
    assert decode_limited(path, path.name, "").fault is FaultCode.ENCRYPTED
    assert decode_limited(path, path.name, "8888").fault is None


def test_a_file_that_is_gone_is_unreadable(tmp_path: Path) -> None:
    assert decode_limited(tmp_path / "gone.jpg", "gone.jpg", "").fault is FaultCode.UNREADABLE


@pytest.mark.parametrize(
    ("work", "code"),
    [
        pytest.param(aborted, FaultCode.DAMAGED, id="a decoder crashes"),
        pytest.param(left, FaultCode.DAMAGED, id="a decoder leaves"),
        pytest.param(killed, FaultCode.MEMORY, id="the system kills it for memory"),
        pytest.param(greedy, FaultCode.MEMORY, id="it asks for more memory than it may"),
        pytest.param(busy, FaultCode.TIMEOUT, id="it computes for ever"),
        pytest.param(lying, FaultCode.DAMAGED, id="it answers nonsense"),
        pytest.param(unlike, FaultCode.DAMAGED, id="it answers another question"),
    ],
)
def test_what_goes_wrong_in_the_child_is_a_fault(
    work: object, code: FaultCode, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_work", work)
    decoded = decode_limited(paper, paper.name, "")
    assert (decoded.fault, decoded.pages) == (code, ())


def test_a_child_that_a_file_took_over_runs_nothing_here(
    paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_work", taken_over)
    assert decode_limited(paper, paper.name, "").fault is FaultCode.DAMAGED
    assert [path.name for path in paper.parent.iterdir()] == [paper.name]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(files.tiff(files.picture(), files.picture(90, 60)), id="two pages"),
        pytest.param(files.chinese_pdf(), id="text layer"),
        pytest.param(files.with_orientation(6), id="turned"),
        pytest.param(b"nothing known", id="fault"),
    ],
)
def test_what_the_child_says_is_what_was_decoded(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "20261101.bin"
    path.write_bytes(data)
    assert decode_limited(path, path.name, "") == decode(data, path.name, "")


@pytest.mark.parametrize("work", [hanging, silenced])
def test_a_child_that_hangs_is_stopped(
    work: object, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_work", work)
    monkeypatch.setattr(sandbox, "DECODE_SECONDS", 1.5)
    started = time.monotonic()
    assert decode_limited(paper, paper.name, "").fault is FaultCode.TIMEOUT
    assert time.monotonic() - started < 20


def test_one_file_after_a_crash_is_read_as_ever(
    paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sandbox, "_work", aborted)
        crashed = decode_limited(paper, paper.name, "")
    assert crashed.fault is FaultCode.DAMAGED
    assert not crashed.lasting
    assert decode_limited(paper, paper.name, "").fault is None


def test_what_the_main_script_names_is_loaded_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child runs the main script again; importing the program for that took longer than
    decoding."""
    script = types.ModuleType("__main__")
    script.__dict__.update(main=decode_limited, path=Path, number=3)
    monkeypatch.setitem(sys.modules, "__main__", script)
    assert sandbox._of_main() == ["pipeline.ingest.sandbox"]
