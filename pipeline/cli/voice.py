"""How the program speaks: Chinese or English, product to stdout, talk to stderr, numbers masked."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass

import click

from pipeline.mask import shown

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Voice:
    """The language of one run, "zh" or "en"."""

    lang: str = "zh"

    def say(self, chinese: str, english: str) -> str:
        """The text in the language of this run."""
        return english if self.lang == "en" else chinese


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language asked for: `--lang`, else RELIEFPACK_LANG, else Chinese.

    Looked for by hand, since messages about a wrong command line want it before it is parsed.
    """
    asked = environment.get("RELIEFPACK_LANG", "")
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return "en" if asked.lower().startswith("en") else "zh"


def product(text: str) -> None:
    """Print what was asked for, ID, phone and card numbers masked."""
    click.echo(shown(text))


def painted(text: str) -> None:
    """Print what was asked for in its own colours; whoever painted it made each part `shown`."""
    click.echo(text)


def record(text: str) -> None:
    """Print JSON for another program: as it is, and alone on stdout."""
    click.echo(text.rstrip("\n"))


def talk(text: str) -> None:
    """Say something beside the product."""
    click.echo(shown(text), err=True)


@contextmanager
def quiet_stdout() -> Iterator[None]:
    """While foreign libraries work, whatever they write to stdout goes to stderr."""
    sys.stdout.flush()
    with redirect_stdout(sys.stderr):
        try:
            kept = os.dup(1)
            os.dup2(2, 1)
        except OSError:  # no such descriptors, as in some service environments
            yield
            return
        try:
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)
