"""The wheel carries everything: installed elsewhere, away from the checkout, the program works."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("schemas", "pipeline")
DATA = {".toml", ".typ", ".html", ".css", ".json"}

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that no build/ folder is left in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source / name)
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation")
    run(*pip, "--wheel-dir", folder, source, cwd=folder)
    return next(folder.glob("reliefpack-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment that holds this wheel alone and borrows the libraries."""
    folder = tmp_path_factory.mktemp("venv")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    site = next(folder.glob("lib/python*/site-packages"))
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target")
    run(*pip, site, wheel, cwd=folder)
    libraries = Path(pytest.__file__).parent.parent
    # Plain .pth lines are read without running the .pth files found there, so an editable
    # install of the checkout is not seen.
    (site / "libraries.pth").write_text(f"{libraries}\n")
    return folder / "bin"


def data_files() -> set[str]:
    paths = (path for name in PACKAGES for path in (ROOT / name).rglob("*"))
    return {path.relative_to(ROOT).as_posix() for path in paths if path.suffix in DATA}


def test_every_data_file_is_in_the_wheel(wheel: Path) -> None:
    assert data_files() - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_installed_catalogue_loads_far_from_the_checkout(
    installed: Path, tmp_path: Path
) -> None:
    code = (
        "import schemas, schemas.catalogue as c; "
        "print(schemas.__file__, len(c.load_catalogue().materials))"
    )
    place, count = run(installed / "python", "-c", code, cwd=tmp_path).split()
    assert Path(place).is_relative_to(installed.parent)
    assert int(count) > 30


def test_the_installed_program_explains_a_rule(installed: Path, tmp_path: Path) -> None:
    code = "from pipeline.cli import main; main()"
    program = (installed / "python", "-c", code)
    text = run(*program, "explain", "identity.id-checksum", cwd=tmp_path)
    assert "identity.id-checksum" in text
    assert "为什么" in text


def test_the_wheel_names_the_command(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    entry = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
    assert "reliefpack = pipeline.cli:main" in archive.read(entry).decode()
