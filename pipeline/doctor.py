"""What this machine has and what it lacks, each with the command that mends it.

Needed parts missing make the environment incomplete (exit 4). Parts with a fallback only say what
is lost: without Tesseract amounts are read a second time by the first engine at another scale,
without OpenVINO that engine runs on ONNX Runtime at half the speed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

from pipeline.fonts import chinese_font_path
from pipeline.store import default_cache_folder, private_folder

PROBE_SECONDS = 20
MIN_FREE_MB = 500

PACKAGES = {
    "rapidocr": "rapidocr",
    "onnxruntime": "onnxruntime",
    "pytesseract": "pytesseract",
    "pypdf": "pypdf",
    "pypdfium2": "pypdfium2",
    "typst": "typst",
    "python-docx": "docx",
    "pillow": "PIL",
    "pillow-heif": "pillow_heif",
    "opencv-python-headless": "cv2",
    "numpy": "numpy",
    "pydantic": "pydantic",
    "click": "click",
    "rich": "rich",
    "zhconv": "zhconv",
    "chinesecalendar": "chinese_calendar",
}
"""Distribution → the module it brings."""


@dataclass(frozen=True)
class Part:
    """One thing that was looked for.

    state: "ok", "reduced" (missing, with a fallback) or "missing" (needed)
    found: version or place; "" where missing
    loss, loss_en: what does not work without it
    install: the command that brings it
    """

    name: str
    state: str
    found: str = ""
    loss: str = ""
    loss_en: str = ""
    install: str = ""


def examine() -> tuple[Part, ...]:
    """All parts, needed ones first. Starts Tesseract once; reads nothing of the user's."""
    return (*_packages(), _openvino(), *_tesseract(), _font(), _cache(), _room())


def complete(parts: tuple[Part, ...]) -> bool:
    """Whether everything that is needed is there."""
    return all(part.state != "missing" for part in parts)


def report(parts: tuple[Part, ...], lang: str) -> str:
    """A table for a person, and below it what to do."""
    marks = {"ok": "✓", "reduced": "△", "missing": "✗"}
    lines = []
    for part in parts:
        loss = part.loss_en if lang == "en" else part.loss
        lines.append(f"{marks[part.state]} {part.name:<24} {part.found or loss}".rstrip())
        if part.state != "ok" and part.install:
            lines.append(f"    {part.install}")
    return "\n".join([*lines, "", _verdict(parts, lang)])


def _verdict(parts: tuple[Part, ...], lang: str) -> str:
    missing = sum(part.state == "missing" for part in parts)
    reduced = sum(part.state == "reduced" for part in parts)
    if lang == "en":
        if missing:
            return f"{missing} needed part(s) missing: run the commands above, then doctor again."
        return f"Ready{f', {reduced} part(s) on their fallback' if reduced else ''}."
    if missing:
        return f"缺少 {missing} 项必需的东西：运行上面的命令后再执行一次 reliefpack doctor。"
    return f"可以使用{f'，其中 {reduced} 项在用替代方案' if reduced else ''}。"


def _pip(name: str) -> str:
    return f"{sys.executable} -m pip install {name}"


def _packages() -> list[Part]:
    return [_package(name, module) for name, module in PACKAGES.items()]


def _package(name: str, module: str) -> Part:
    if util.find_spec(module) is None:
        return Part(
            name, "missing", "", "Python 软件包未安装", "Python package missing", _pip(name)
        )
    try:
        return Part(name, "ok", metadata.version(name))
    except metadata.PackageNotFoundError:
        return Part(name, "ok", "?")


def _openvino() -> Part:
    part = _package("openvino", "openvino")
    if part.state == "ok":
        return part
    return Part(
        "openvino",
        "reduced",
        "",
        "未安装：改用 ONNX Runtime 识别，约慢一倍",
        "missing: reading falls back to ONNX Runtime, about twice as slow",
        _pip("openvino"),
    )


def _tesseract() -> list[Part]:
    """The second reader and the data it needs."""
    languages = _languages(shutil.which("tesseract") or "")
    loss = "金额无法由第二个引擎独立复核，改为换尺度重读"
    loss_en = "amounts are not checked by an independent engine, only re-read at another scale"
    found = _output(["tesseract", "--version"]).splitlines()
    rows = [("tesseract", bool(found), found[0] if found else "", "tesseract-ocr")]
    rows += [
        (f"tesseract {data}", data in languages, data, f"tesseract-ocr-{data}")
        for data in ("eng", "osd")
    ]
    return [
        Part(name, "ok", text)
        if present
        else Part(name, "reduced", "", loss, loss_en, _system(package))
        for name, present, text, package in rows
    ]


def _languages(program: str) -> list[str]:
    return _output([program, "--list-langs"]).split() if program else []


def _output(command: list[str]) -> str:
    """What a program says; "" where it is not there or does not answer in time."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PROBE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _font() -> Part:
    font = chinese_font_path()
    if font is not None:
        return Part("Chinese font 中文字体", "ok", str(font[0]))
    return Part(
        "Chinese font 中文字体",
        "missing",
        "",
        "没有中文字体，无法生成材料包",
        "no Chinese font, so no pack can be typeset",
        _system("fonts-noto-cjk"),
    )


def _cache() -> Part:
    folder = default_cache_folder()
    try:
        private_folder(folder)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Part(
            "cache 缓存",
            "missing",
            "",
            f"{folder} 不可写：{error.strerror}",
            f"{folder} cannot be written: {error.strerror}",
            "export RELIEFPACK_CACHE=/a/folder/you/may/write",
        )
    return Part("cache 缓存", "ok", str(folder))


def _room() -> Part:
    """Free disk space where temporary files go."""
    folder = Path(tempfile.gettempdir())
    free = shutil.disk_usage(folder).free // 1_000_000
    if free >= MIN_FREE_MB:
        return Part("disk 磁盘", "ok", f"{folder}: {free} MB")
    return Part(
        "disk 磁盘",
        "reduced",
        "",
        f"{folder} 只剩 {free} MB，大案件可能放不下",
        f"only {free} MB left in {folder}; large cases may not fit",
        "export TMPDIR=/a/folder/with/room",
    )


def _system(package: str) -> str:
    """The command that installs a Debian package, on machines where that is how it is done."""
    become = "" if _is_root() else "sudo "
    if shutil.which("apt-get"):
        return f"{become}apt-get install -y {package}"
    if shutil.which("brew"):
        return {"fonts-noto-cjk": "brew install --cask font-noto-sans-cjk"}.get(
            package, "brew install tesseract"
        )
    return f"{package} (Debian/Ubuntu)"


def _is_root() -> bool:
    asks: Callable[[], int] | None = getattr(os, "geteuid", None)
    return asks is not None and asks() == 0
