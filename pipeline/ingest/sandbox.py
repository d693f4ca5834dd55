"""The child process in which untrusted files are decoded: bounded memory, CPU and time.

A fork server keeps the decoders loaded, so that a child costs milliseconds; each file gets a child
of its own, so that a crash or a bomb in one never reaches another.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipeline.ingest.decode import Decoded, RawPage, decode
from pipeline.ingest.limits import (
    DECODE_CPU_SECONDS,
    DECODE_MEMORY_BYTES,
    DECODE_SECONDS,
    MAX_ANSWER_BYTES,
    MAX_FILE_BYTES,
)
from pipeline.interrupts import die_quietly
from schemas.reading import Line
from schemas.source import FaultCode


def decode_limited(path: Path, name: str, password: str) -> Decoded:
    """`decode` in a child; a child that dies or overruns becomes a fault."""
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(sender, str(path), name, password), daemon=True)
    child.start()
    sender.close()
    try:
        return _received(receiver, time.monotonic() + DECODE_SECONDS)
    except TimeoutError:
        return Decoded(fault=FaultCode.TIMEOUT)
    except (ValueError, KeyError, TypeError):
        return Decoded(fault=FaultCode.DAMAGED, detail="子进程的回答不完整", lasting=False)
    except (EOFError, OSError):
        child.join(5)
        code = child.exitcode
        return Decoded(fault=_cause(code), detail=f"子进程退出 {code}", lasting=False)
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
        context.set_forkserver_preload(["pipeline.ingest.preload", *_of_main()])
    return context


def _of_main() -> list[str]:
    """The program's modules that the main script names: every child runs that script again, and
    imports them unless the fork server has."""
    named = vars(sys.modules["__main__"]).values()
    modules = {str(getattr(value, "__module__", "")) for value in named}
    return sorted(name for name in modules if name.startswith("pipeline."))


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
    _send(sender, answer)
    sender.close()


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
        }
        for page in answer.pages
    ]
    record = {"fault": answer.fault, "detail": answer.detail, "pages": pages}
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
        )
        for page in record["pages"]
    )
    fault = FaultCode(record["fault"]) if record["fault"] else None
    return Decoded(pages, fault, str(record["detail"]))


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
