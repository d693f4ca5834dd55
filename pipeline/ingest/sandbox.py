"""The child process in which untrusted files are decoded: bounded memory, CPU, time; no network use.

A fork server keeps the decoders loaded, so that a child costs milliseconds; each file gets a child
of its own, so that a crash or a bomb in one never reaches another.
"""

from __future__ import annotations

import multiprocessing
import pickle
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipeline.ingest.decode import Decoded, decode
from pipeline.ingest.limits import (
    DECODE_CPU_SECONDS,
    DECODE_MEMORY_BYTES,
    DECODE_SECONDS,
    MAX_FILE_BYTES,
)
from pipeline.interrupts import die_quietly
from schemas.source import FaultCode


def decode_limited(path: Path, name: str, password: str) -> Decoded:
    """`decode` in a child; a child that dies or overruns becomes a fault."""
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(sender, str(path), name, password), daemon=True)
    child.start()
    sender.close()
    try:
        if not receiver.poll(DECODE_SECONDS):
            return Decoded(fault=FaultCode.TIMEOUT)
        answer = pickle.loads(receiver.recv_bytes())
        return answer if isinstance(answer, Decoded) else Decoded(fault=FaultCode.DAMAGED)
    except (EOFError, OSError):
        child.join(5)
        return Decoded(fault=_cause(child.exitcode), detail=f"子进程退出 {child.exitcode}")
    finally:
        receiver.close()
        if child.is_alive():
            child.kill()
        child.join()


def _cause(exitcode: int | None) -> FaultCode:
    if exitcode in (-24, -14):
        return FaultCode.TIMEOUT
    return FaultCode.MEMORY if exitcode == -9 else FaultCode.DAMAGED


def _context() -> Any:
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["pipeline.ingest.decode"])
    return context


def _work(sender: Connection, path: str, name: str, password: str) -> None:
    die_quietly()
    _limit()
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
        answer = decode(data, name, password)
    except OSError:
        answer = Decoded(fault=FaultCode.UNREADABLE)
    except MemoryError:
        answer = Decoded(fault=FaultCode.MEMORY)
    sender.send_bytes(pickle.dumps(answer))
    sender.close()


def _limit() -> None:
    """Bound the child where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (DECODE_MEMORY_BYTES, DECODE_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (DECODE_CPU_SECONDS, DECODE_CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
