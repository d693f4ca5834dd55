"""`make lint` is part of the tests: rules, types, import layers and the size of functions hold."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST_FUNCTION = 60


def complaints(*command: str) -> str:
    """What a command says where it is not content; "" where it is."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return f"{done.returncode}: {done.stdout}{done.stderr}" if done.returncode else ""


def test_ruff_is_content() -> None:
    assert complaints(sys.executable, "-m", "ruff", "check", "--no-cache", ".") == ""


def test_import_layers_hold() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    assert complaints(sys.executable, "-c", code, "--no-cache") == ""


@pytest.mark.slow
def test_types_hold(tmp_path: Path) -> None:
    assert complaints(sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path)) == ""


def test_functions_stay_readable() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for name in ("pipeline", "schemas")
        for path in sorted((ROOT / name).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []
