"""case.toml opened with care: whatever lies there is answered at once, with file and place."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipeline.caseopen import MAX_BYTES, MAX_DEPTH, MAX_FAULTS
from pipeline.casetoml import load_case_file
from pipeline.errors import WrongUsage
from schemas.casefile import ENTRIES, LINES, LONGEST_STORY, ROWS, CaseFile

SECONDS = 5.0
"""What the worst file may take here; the slowest takes under two on one core."""
ROW = "[[plan.row]]\ndue = 2026-12-10\npayment = 500.00\n"
EXPENSE = '[[finances.expense]]\ncategory = "food"\namount = 1\n'
WAIVED = '[[waive]]\nrule = "dates.papers-fresh"\nreason = "r"\n'


def typed(folder: Path, text: str) -> CaseFile:
    (folder / "case.toml").write_text(text, encoding="utf-8")
    return load_case_file(folder)


def refused(folder: Path) -> WrongUsage:
    """The error of the folder's case.toml: exit code 2, both languages, the file by name."""
    with pytest.raises(WrongUsage) as caught:
        load_case_file(folder)
    error = caught.value
    assert error.exit_code == 2
    assert "case.toml" in error.message
    assert error.remedy
    assert "case.toml" in error.english
    return error


def refused_text(folder: Path, text: str) -> WrongUsage:
    (folder / "case.toml").write_text(text, encoding="utf-8")
    return refused(folder)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "case.toml")
    errors: list[WrongUsage] = []
    reader = threading.Thread(target=lambda: errors.append(refused(tmp_path)), daemon=True)
    reader.start()
    reader.join(SECONDS)
    assert not reader.is_alive()
    assert "不是普通文件" in errors[0].message
    assert "no regular file" in errors[0].english


def test_a_folder_is_no_case_toml_and_leaves_nothing_open(tmp_path: Path) -> None:
    (tmp_path / "case.toml").mkdir()
    refused(tmp_path)
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0
    for _ in range(5):
        assert "不是普通文件" in refused(tmp_path).message
    after = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0
    assert after == before


@pytest.mark.parametrize("target", ["/dev/zero", "/etc/hostname"], ids=["device", "file"])
def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, target: str) -> None:
    (tmp_path / "case.toml").symlink_to(target)
    error = refused(tmp_path)
    assert "案件文件夹以外" in error.message
    assert "outside the case folder" in error.english


def test_a_link_to_a_file_in_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[applicant]\nname = "张样本"\n', encoding="utf-8")
    (tmp_path / "case.toml").symlink_to("mine.toml")
    assert load_case_file(tmp_path).applicant.name == "张样本"


def test_a_case_folder_that_is_itself_a_link_is_read(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "case.toml").write_text('[applicant]\nname = "张样本"\n', encoding="utf-8")
    (tmp_path / "link").symlink_to("real")
    assert load_case_file(tmp_path / "link").applicant.name == "张样本"


@pytest.mark.parametrize("target", ["nowhere.toml", "case.toml"], ids=["dangling", "circle"])
def test_a_link_to_nothing_is_wrong_usage(tmp_path: Path, target: str) -> None:
    (tmp_path / "case.toml").symlink_to(target)
    assert "无法读取" in refused(tmp_path).message


def test_a_large_file_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.touch()
    os.truncate(path, 300 * MAX_BYTES)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert str(300 * MAX_BYTES) in refused(tmp_path).message
    assert str(MAX_BYTES) in refused(tmp_path).english
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # KB


def test_the_largest_file_is_read(tmp_path: Path) -> None:
    text = '[applicant]\nname = "张样本"\n'
    text += "#" * (MAX_BYTES - len(text.encode()))
    assert typed(tmp_path, text).applicant.name == "张样本"
    assert "太大" in refused_text(tmp_path, f"{text}#").message


DEEP = {
    "dots": ("\n\n" + ".".join("a" * 50_000) + " = 1\n", 3),
    "quoted-dots": (".".join(['"a"'] * 9) + " = 1\n", 1),
    "header": ("[" + ".".join("a" * 20_000) + "]\n", 1),
    "arrays": ("x = 1\ny = " + "[" * 100_000, 2),
    "inline-tables": ("x = " + "{a=" * 50_000, 1),
    "arrays-over-lines": ("x = [\n" * 100, MAX_DEPTH + 1),
    "behind-a-long-string": ('x = """a""""" \ny = ' + "[" * 50_000, 2),
    "on-the-line-of-a-long-string": ('x = ["""a"""", ' + "[" * 50_000, 1),
}


@pytest.mark.parametrize(("text", "line"), DEEP.values(), ids=DEEP)
def test_depth_is_refused_before_it_costs_anything(tmp_path: Path, text: str, line: int) -> None:
    start = time.monotonic()
    error = refused_text(tmp_path, text)
    assert time.monotonic() - start < SECONDS
    assert f"第{line}行：键或括号套得太深" in error.message
    assert f"line {line}" in error.english


@pytest.mark.parametrize(
    "story",
    [
        '"""\n' + "[" * 50 + ".".join("a" * 50) + '\n"""',
        "'''\n" + "{" * 50 + "''''",
        '"\\"[[[[[[[[[[[[[[ a.b.c.d.e.f.g.h.i.j"',
        "'[[[[[[[[[[[[[['  # [[[[[[[[[[[[ a.b.c.d.e.f.g.h.i.j.k",
        '""""quoted""""  # [[[[[[[[[[[[',
    ],
    ids=["lines", "raw-lines", "escaped", "raw-and-comment", "quotes-at-the-ends"],
)
def test_signs_in_text_and_comments_have_no_depth(tmp_path: Path, story: str) -> None:
    assert typed(tmp_path, f"[hardship]\nstory = {story}\n").hardship.story


def test_the_depth_that_is_needed_is_there(tmp_path: Path) -> None:
    rows = ", ".join("{due = 2026-12-10, payment = 500.00, note = 'a'}" for _ in range(ROWS))
    assert len(typed(tmp_path, f"plan = {{row = [{rows}]}}").plan.row) == ROWS
    assert typed(tmp_path, "finances.expense = []").finances.expense == ()


LISTS = {
    "plan-rows": (ROW, ROWS, "plan.row"),
    "expenses": (EXPENSE, LINES, "finances.expense"),
    "waived": (WAIVED, ENTRIES, "waive"),
}


@pytest.mark.parametrize(("entry", "most", "key"), LISTS.values(), ids=LISTS)
def test_lists_have_an_end(tmp_path: Path, entry: str, most: int, key: str) -> None:
    typed(tmp_path, entry * most)
    error = refused_text(tmp_path, entry * (most + 1))
    assert f"case.toml: {key}: 最多 {most} 项" in error.message
    assert re.search(rf"case\.toml: {key}: .*at most {most}", error.english)


def test_twenty_thousand_rows_are_refused_at_once(tmp_path: Path) -> None:
    start = time.monotonic()
    assert "plan.row: 最多" in refused_text(tmp_path, ROW * 16_000).message
    assert time.monotonic() - start < SECONDS


ODD = {
    "long-number": ("x = " + "9" * 5000, "数字太长"),
    "long-hexadecimal": ("[request]\nmonths = 0x" + "f" * 5000, "request.months: 数字太大"),
    "many-keys": ("".join(f"k{n} = 1\n" for n in range(50_000)), "键太多"),
    "long-key": ("k" * 5000 + " = 1", "键太长"),
    "control-sign-in-a-key": ('"a\\u001b[31m" = 1', "键太长或有看不见的字符"),
    "long-story": (
        f'[hardship]\nstory = "{"苦" * (LONGEST_STORY + 1)}"',
        f"hardship.story: 太长，最多 {LONGEST_STORY} 个字",
    ),
    "long-name": (f'[applicant]\nname = "{"x" * 1001}"', "applicant.name: 最多 1000 个字"),
    "nul": ('[applicant]\nname = "张\\u0000"', "applicant.name: 里面有不能印出来的字符 U+0000"),
    "escape": ('[applicant]\nname = "\\u001b[31m"', "U+001B"),
    "no-character": ('[[finances.debt]]\nname = "\\uFFFF"\nmonthly = 1', "debt.0.name: 里面"),
}


@pytest.mark.parametrize(("text", "told"), ODD.values(), ids=ODD)
def test_what_nobody_types_is_refused_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    start = time.monotonic()
    error = refused_text(tmp_path, text)
    assert time.monotonic() - start < SECONDS
    assert told in error.message
    assert not re.search("[\u4e00-\u9fff]", error.english)
    assert len(error.message) < 1000
    assert "\x1b" not in error.message


def test_a_flood_of_faults_is_counted_and_not_listed(tmp_path: Path) -> None:
    entry = '[[correction]]\nfile = "a"\nfield = "outstanding.penalti"\nvalue = "y"\nfeild = 2\n'
    start = time.monotonic()
    error = refused_text(tmp_path, entry * 999)
    assert time.monotonic() - start < SECONDS
    assert f"有 {2 * 999} 处错误" in error.message
    assert f"另有 {2 * 999 - MAX_FAULTS} 处" in error.message
    assert error.message.count("case.toml: correction") == MAX_FAULTS
    assert f"and {2 * 999 - MAX_FAULTS} more" in error.english


def test_a_line_that_is_no_toml_is_not_repeated_whole(tmp_path: Path) -> None:
    error = refused_text(tmp_path, "x = " + "啊" * 100_000)
    assert len(error.message) < 2000


@pytest.mark.parametrize(
    "line",
    ["password = 987654", "password = geheim987654", f'password = "987654{"x" * 1001}"'],
    ids=["number", "no-quotes", "long"],
)
def test_no_message_repeats_a_password(tmp_path: Path, line: str) -> None:
    error = refused_text(tmp_path, f'[[password]]\nfile = "a.pdf"\n{line}\n')
    assert "987654" not in f"{error.message}{error.english}"
    assert "password" in error.message


def test_a_key_of_fifty_thousand_dots_needs_no_memory(tmp_path: Path) -> None:
    """In a process that may hold 1 GB: parsed, it takes more than eight."""
    (tmp_path / "case.toml").write_text(".".join("a" * 50_000) + "=1", encoding="utf-8")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "from pathlib import Path\n"
        "from pipeline.casetoml import load_case_file\n"
        "from pipeline.errors import WrongUsage\n"
        "try: load_case_file(Path(sys.argv[1]))\n"
        "except WrongUsage: sys.exit(2)"
    )
    run = [sys.executable, "-c", code, str(tmp_path)]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(run, cwd=Path(__file__).parent.parent, env=environment, timeout=60)
    assert done.returncode == 2
