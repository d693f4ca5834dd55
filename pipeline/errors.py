"""Errors for operators, in one tree; bad documents are data (`schemas.source.Fault`), not errors.

ReliefpackError
├── WrongUsage             2  a path, an option or case.toml is not what it must be
├── NothingUsable          3  the input holds nothing that can be read
├── EnvironmentIncomplete  4  a program, font or package is missing
└── PackInvalid            1  the pack that was built does not verify; the previous one stays
    └── InputChanged          an input vanished or changed while it was worked on
"""

from __future__ import annotations


class ReliefpackError(Exception):
    """What happened, where, and what to do next (`remedy`), in Chinese.

    english: the same in English, remedy included; "" where nobody wrote it yet
    """

    exit_code = 1

    def __init__(self, message: str, remedy: str = "", english: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.english = english


class WrongUsage(ReliefpackError):
    exit_code = 2


class NothingUsable(ReliefpackError):
    exit_code = 3


class EnvironmentIncomplete(ReliefpackError):
    exit_code = 4


class PackInvalid(ReliefpackError):
    exit_code = 1


class InputChanged(PackInvalid):
    """Worth another try: what is in the folder now was not there, or not so, a moment ago."""
