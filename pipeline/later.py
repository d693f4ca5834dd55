"""Work that is done in a worker process, or here when its result is asked for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pipeline.errors import ReliefpackError

T = TypeVar("T")


@dataclass(frozen=True)
class Later(Generic[T]):
    """Work that is done in this process, when its result is asked for."""

    task: Callable[..., T]
    args: tuple[Any, ...]

    def result(self) -> T:
        return self.task(*self.args)


def outcome(work: Future[T] | Later[T]) -> T | None:
    """What came of the work, None where it failed on its page: one page never stops a case.

    A worker that died and an engine that is not there are no matter of one page.
    """
    try:
        return work.result()
    except (ReliefpackError, BrokenExecutor):
        raise
    except Exception:  # engines raise anything
        return None
