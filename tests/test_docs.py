"""The documentation is linted: what a user can type or meet is written down, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from pipeline import __version__
from pipeline.check import RULES
from pipeline.cli.app import program
from pipeline.cli.voice import Voice
from schemas.base import Frozen
from schemas.casefile import CaseFile
from schemas.catalogue import load_catalogue
from tests import reference

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
COMMANDS = sorted(program(Voice()).commands)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def keys_of(model: type[Frozen]) -> set[str]:
    """Every key a person may type below `model`."""
    keys: set[str] = set()
    for name, field in model.model_fields.items():
        keys.add(name)
        candidates = (field.annotation, *getattr(field.annotation, "__args__", ()))
        for kind in candidates:
            if isinstance(kind, type) and issubclass(kind, Frozen):
                keys |= keys_of(kind)
    return keys


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(readme: str, command: str) -> None:
    assert f"`reliefpack {command}" in text_of(readme)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_has_help(lang: str, command: str) -> None:
    built = program(Voice(lang)).commands[command]
    assert built.help
    for parameter in built.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.opts


@pytest.mark.parametrize("readme", READMES)
def test_options_named_in_the_readme_exist(readme: str) -> None:
    known: set[str] = set()
    for command in (program(Voice()), *program(Voice()).commands.values()):
        known |= {option for one in command.params for option in one.opts}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text_of(readme)))
    assert named <= known


@pytest.mark.parametrize("readme", READMES)
def test_make_targets_named_in_the_readme_exist(readme: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", text_of(readme)))
    assert {"demo", "test"} <= named
    assert named <= targets


def test_make_help_names_every_target() -> None:
    makefile = text_of("Makefile")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    targets = set(phony[1].split()) - {"help", "setup"}
    assert all(f"make {target}" in makefile for target in targets)


@pytest.mark.parametrize("readme", READMES)
def test_every_key_of_case_toml_is_documented(readme: str) -> None:
    text = text_of(readme)
    missing = sorted(key for key in keys_of(CaseFile) if not re.search(rf"\b{key}\b", text))
    assert not missing


@pytest.mark.parametrize("readme", READMES)
def test_every_exit_code_is_documented(readme: str) -> None:
    text = text_of(readme)
    assert all(re.search(rf"^\| {code} \|", text, re.MULTILINE) for code in (0, 1, 2, 3, 4, 130))


@pytest.mark.parametrize("readme", READMES)
def test_files_linked_from_the_readme_exist(readme: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", text_of(readme)) + re.findall(
        r'src="([^":]+)"', text_of(readme)
    )
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_every_rule_is_documented(rule: str) -> None:
    assert f"| `{rule}` |" in text_of("pipeline/check/README.md")


def test_every_catalogue_entry_is_documented() -> None:
    catalogue = load_catalogue()
    page = text_of("schemas/catalogue/README.md")
    parts = (catalogue.materials, catalogue.lenders, catalogue.checklists, catalogue.channels)
    missing = [key for part in (*parts, catalogue.law) for key in part if f"`{key}`" not in page]
    assert not missing


@pytest.mark.parametrize("path", sorted(reference.pages()), ids=lambda path: path.parent.name)
def test_reference_pages_are_current(path: Path) -> None:
    assert path.is_file(), "run `make golden FORCE=1`"
    assert path.read_text(encoding="utf-8") == reference.pages()[path], "run `make golden FORCE=1`"


def test_changelog_speaks_of_this_version() -> None:
    changelog = text_of("CHANGELOG.md")
    assert "## [Unreleased]" in changelog or f"## [{__version__}]" in changelog


def test_the_readmes_have_the_same_sections() -> None:
    counts = [len(re.findall(r"^##+ ", text_of(readme), re.MULTILINE)) for readme in READMES]
    assert counts[0] == counts[1] > 5
