"""What became of one case of a batch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What became of one case.

    state: "ready", "draft", "unusable", "wrong" (its case.toml), "environment",
    "over" (a limit), "link" (a sub-folder that is one, not followed) or "failed"
    exit_code: as `build` would have left; reused: taken from the last run, nothing was rebuilt
    pages, files, unread: how much was in it; missing: catalogue ids of materials
    blocking: number of findings that block; claim: yuan, "" where there is no pack
    """

    case: str
    state: str
    exit_code: int
    message: str = ""
    reused: bool = False
    seconds: float = 0.0
    files: int = 0
    unread: int = 0
    pages: int = 0
    missing: tuple[str, ...] = ()
    blocking: int = 0
    claim: str = ""
    pack: str = ""

    @property
    def ready(self) -> bool:
        return self.state == "ready"
