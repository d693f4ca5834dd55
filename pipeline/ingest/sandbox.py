"""The child process in which untrusted files are decoded: bounded memory, CPU, time and answer; it
can write no file, and where the system allows it has no network.

A fork server keeps the decoders loaded, so that a child costs milliseconds; each file gets a child
of its own, so that a crash or a bomb in one never reaches another.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipeline.ingest.archive import entries
from pipeline.ingest.decode import Decoded, RawPage, decode
from pipeline.ingest.images import Refused
from pipeline.ingest.limits import (
    DECODE_CPU_SECONDS,
    DECODE_MEMORY_BYTES,
    DECODE_SECONDS,
    MAX_ANSWER_BYTES,
    MAX_FILE_BYTES,
    MAX_OPEN_FILES,
)
from pipeline.interrupts import die_quietly
from schemas.reading import Line
from schemas.source import FaultCode

_NEW_NETWORK = 0x40000000
_NEW_USER = 0x10000000
_DIE_WITH_PARENT = 1
CHANGED = "读取时文件正在被改动"


@dataclass(frozen=True)
class Taken:
    """One file out of an archive.

    sha256: as `keep` named its bytes, "" with a fault; archive: a ZIP itself, its files follow it
    """

    name: str
    sha256: str
    size: int
    fault: FaultCode | None
    detail: str
    archive: bool


@dataclass(frozen=True)
class Unpacked:
    """What became of an archive: the files in it, or a fault of the archive as a whole."""

    files: tuple[Taken, ...] = ()
    fault: FaultCode | None = None
    detail: str = ""
    lasting: bool = True


def decode_limited(path: Path, name: str, password: str, sha256: str = "") -> Decoded:
    """`decode` in a child; a child that dies or overruns becomes a fault.

    sha256: of the bytes that are meant; other bytes by now are a passing fault. "": any.
    """
    try:
        with _child(_work, str(path), name, password, sha256) as receiver:
            return _received(receiver, _deadline())
    except _Broken as broken:
        return Decoded(fault=broken.code, detail=broken.detail, lasting=False)


def unpack_limited(
    path: Path, password: str, sha256: str, keep: Callable[[bytes], str]
) -> Unpacked:
    """The files in a ZIP, taken out in a child; `keep` gets the bytes of each that has no fault,
    and gives their sha256."""
    try:
        with _child(_work_archive, str(path), password, sha256) as receiver:
            return _received_entries(receiver, _deadline(), keep)
    except _Broken as broken:
        return Unpacked(fault=broken.code, detail=broken.detail, lasting=False)


class _Broken(Exception):
    """The child gave no whole answer."""

    def __init__(self, code: FaultCode, detail: str = "") -> None:
        super().__init__(code.value)
        self.code = code
        self.detail = detail


@contextmanager
def _child(work: Callable[..., None], *arguments: str) -> Iterator[Connection]:
    """A child at work and the pipe of its answer; whatever goes wrong with them is `_Broken`."""
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=work, args=(sender, *arguments), daemon=True)
    child.start()
    sender.close()
    try:
        yield receiver
    except TimeoutError as error:
        raise _Broken(FaultCode.TIMEOUT) from error
    except (ValueError, KeyError, TypeError) as error:
        raise _Broken(FaultCode.DAMAGED, "子进程的回答不完整") from error
    except (EOFError, OSError) as error:
        child.join(5)
        code = child.exitcode
        raise _Broken(_cause(code), f"子进程退出 {code}") from error
    finally:
        receiver.close()
        if child.is_alive():
            child.kill()
        child.join()


def _deadline() -> float:
    return time.monotonic() + DECODE_SECONDS


def _cause(exitcode: int | None) -> FaultCode:
    if exitcode in (-24, -14):
        return FaultCode.TIMEOUT
    return FaultCode.MEMORY if exitcode == -9 else FaultCode.DAMAGED


def _context() -> Any:
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["pipeline.ingest.preload", *_of_main()])
    return context


def _of_main() -> list[str]:
    """The program's modules that the main script names: every child runs that script again, and
    imports them unless the fork server has."""
    named = vars(sys.modules["__main__"]).values()
    modules = {str(getattr(value, "__module__", "")) for value in named}
    return sorted(name for name in modules if name.startswith("pipeline."))


def _work(sender: Connection, path: str, name: str, password: str, sha256: str) -> None:
    try:
        answer = decode(_confined_bytes(path, sha256), name, password)
    except Refused as refused:
        answer = Decoded(fault=refused.code, detail=refused.detail, lasting=False)
    except OSError:
        answer = Decoded(fault=FaultCode.UNREADABLE)
    except MemoryError:
        answer = Decoded(fault=FaultCode.MEMORY)
    _send(sender, answer)
    sender.close()


def _work_archive(sender: Connection, path: str, password: str, sha256: str) -> None:
    """Sends for each entry its record and, where it has no fault, its bytes; then a last record."""
    fault, detail = None, ""
    try:
        for entry in entries(_confined_bytes(path, sha256), password):
            record = {
                "name": entry.name,
                "fault": entry.fault,
                "detail": entry.detail,
                "archive": entry.is_archive,
            }
            sender.send_bytes(json.dumps(record).encode())
            if entry.fault is None:
                sender.send_bytes(entry.data)
    except Refused as refused:
        fault, detail = refused.code, refused.detail
    except OSError:
        fault = FaultCode.UNREADABLE
    except MemoryError:
        fault = FaultCode.MEMORY
    sender.send_bytes(json.dumps({"name": "", "fault": fault, "detail": detail}).encode())
    sender.close()


def _confined_bytes(path: str, sha256: str) -> bytes:
    """The bytes of a file, after which this child may open little else; Refused where they are not
    those that were meant."""
    die_quietly()
    with open(path, "rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    _limit()
    _cut_off()
    if sha256 and hashlib.sha256(data).hexdigest() != sha256:
        raise Refused(FaultCode.UNREADABLE, CHANGED)
    return data


def _send(sender: Connection, answer: Decoded) -> None:
    """The answer as JSON, then each picture's bytes."""
    pages = [
        {
            "width": page.width,
            "height": page.height,
            "form": page.form,
            "lines": [line.model_dump(mode="json") for line in page.lines],
            "captured": page.captured,
            "turned": page.turned,
            "software": page.software,
        }
        for page in answer.pages
    ]
    record = {
        "fault": answer.fault,
        "detail": answer.detail,
        "lasting": answer.lasting,
        "pages": pages,
    }
    sender.send_bytes(json.dumps(record).encode())
    for page in answer.pages:
        sender.send_bytes(page.picture)


def _received(receiver: Connection, deadline: float) -> Decoded:
    """Plain data, validated: a child that a file has taken over can send no code, only nonsense."""
    record = json.loads(_next(receiver, deadline))
    pages = tuple(
        RawPage(
            picture=_next(receiver, deadline),
            width=int(page["width"]),
            height=int(page["height"]),
            form=str(page["form"]),
            lines=tuple(Line.model_validate(line) for line in page["lines"]),
            captured=str(page["captured"]),
            turned=int(page["turned"]),
            software=str(page["software"]),
        )
        for page in record["pages"]
    )
    fault = FaultCode(record["fault"]) if record["fault"] else None
    return Decoded(pages, fault, str(record["detail"]), bool(record["lasting"]))


def _received_entries(
    receiver: Connection, deadline: float, keep: Callable[[bytes], str]
) -> Unpacked:
    found: list[Taken] = []
    while True:
        record = json.loads(_next(receiver, deadline))
        name, detail = str(record["name"]), str(record["detail"])
        fault = FaultCode(record["fault"]) if record["fault"] else None
        if not name:
            return Unpacked(tuple(found), fault, detail)
        data = b"" if fault else _next(receiver, deadline)
        digest = keep(data) if data else ""
        found.append(Taken(name, digest, len(data), fault, detail, bool(record["archive"])))


def _next(receiver: Connection, deadline: float) -> bytes:
    """The next message, which must have begun by the deadline (`time.monotonic`)."""
    if not receiver.poll(max(0.0, deadline - time.monotonic())):
        raise TimeoutError
    return receiver.recv_bytes(MAX_ANSWER_BYTES)


def _limit() -> None:
    """Bound the child where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (DECODE_MEMORY_BYTES, DECODE_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (DECODE_CPU_SECONDS, DECODE_CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MAX_OPEN_FILES, MAX_OPEN_FILES))


def _cut_off() -> None:
    """Leave the network, and go when the fork server goes, where the system knows that (Linux)."""
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None)
    libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if libc.unshare(_NEW_NETWORK) != 0:
        libc.unshare(_NEW_USER | _NEW_NETWORK)
