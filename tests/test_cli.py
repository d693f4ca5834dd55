"""The command line: exit codes, languages, what goes to stdout and what to stderr.

The stages are faked here; whole runs through the real engines are tested elsewhere.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline import doctor, flow
from pipeline.cli import main
from pipeline.cli.voice import language_of
from pipeline.errors import EnvironmentIncomplete, NothingUsable, ReliefpackError
from pipeline.keeping import Kept
from pipeline.mask import masked
from schemas.case import Case, CaseSource, Person
from schemas.casefile import CaseFile
from schemas.claim import Claim
from schemas.evidence import Amount, Evidence, FieldValue, Status
from schemas.findings import CheckReport, Finding, Outcome, Severity
from schemas.geometry import Box
from schemas.material import Material
from schemas.plan import RepaymentPlan
from schemas.source import Fault, FaultCode, Page, PageQuality, PageRef, SourceFile
from schemas.statement import Parts, Period, PeriodStatus, Statement

Run = Callable[..., "Result"]
ZERO = Decimal(0)
REF = PageRef(path="a.jpg", page=1)


class Result:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command line in this process; real file descriptors are captured."""
    monkeypatch.delenv("RELIEFPACK_LANG", raising=False)

    def call(*arguments: str | Path) -> Result:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Result(int(left.value.code or 0), out, err)

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    case = tmp_path / "case"
    case.mkdir()
    (case / "a.jpg").write_bytes(b"x")
    return case


def evidence(text: str) -> Evidence:
    return Evidence(path=REF.path, page=1, box=Box(x0=0, y0=0, x1=1, y1=1), text=text)


def amount(text: str, status: Status = Status.VERIFIED) -> Amount:
    return Amount(value=Decimal(text), status=status, evidence=evidence(text))


def a_case(*, fault: bool = False) -> Case:
    source = SourceFile(path="a.jpg", sha256="0" * 64, size=1)
    broken = Fault(code=FaultCode.DAMAGED, message="打不开", next="重新导出")
    page = Page(
        ref=REF,
        image="0" * 64,
        media="image/png",
        width=10,
        height=10,
        look="0" * 16,
        form="screenshot",
        quality=PageQuality(sharpness=1, contrast=1, glare=0, text_height=1),
    )
    name = FieldValue(value="110101199003070011", confidence=1, evidence=evidence("张样本"))
    period = Period(
        index=3,
        of=12,
        due=date(2026, 9, 10),
        status=PeriodStatus.OVERDUE,
        interest=amount("1.50", Status.DOUBTFUL),
    )
    statement = Statement(
        id="s1",
        lender="重庆蚂蚁消费金融有限公司",
        product="花呗",
        product_id="huabei",
        kind="consumer_credit",
        as_of=date(2026, 11, 1),
        pages=(REF,),
        overdue_days=34,
        daily_rate=None,
        annual_rate=None,
        periods=(period,),
        outstanding=Parts(interest=amount("1234.50")),
        needs_review=False,
    )
    return Case(
        name="case",
        today=date(2026, 11, 21),
        typed=CaseFile(),
        applicant=Person(name="张样本", id_number="110101199003070011"),
        sources=(
            CaseSource(file=source, pages=(page,)),
            *((CaseSource(file=source, fault=broken),) if fault else ()),
        ),
        readings=(),
        materials=(
            Material(id="m1", kind="bill", pages=(REF,), confidence=0.97, fields={"name": name}),
        ),
        statements=(statement,),
    )


def built(*, ready: bool, pack: Path | None = None) -> flow.Built:
    claim = Claim(
        interest=ZERO,
        penalty=ZERO,
        late_fees=ZERO,
        fees=ZERO,
        principal=ZERO,
        interest_overdue=ZERO,
        lines=(),
    )
    repayment = RepaymentPlan(
        income=(), spending=(), other_debts=(), disposable=None, to_repay=ZERO, instalments=()
    )
    block = Finding(
        rule="checklist.required",
        outcome=Outcome.FAILED,
        severity=Severity.BLOCK,
        message="缺少账单",
        next="补上账单",
        material="bill",
    )
    report = CheckReport(findings=() if ready else (block,), missing=() if ready else ("bill",))
    record = json.dumps({"schema": "reliefpack/1", "ready": ready})
    return flow.Built(a_case(), claim, repayment, report, pack, record)


def fake(monkeypatch: pytest.MonkeyPatch, name: str, answer: Any) -> list[tuple[Any, ...]]:
    """Put `answer` (a value, or an exception to raise) in place of flow.<name>; its calls."""
    calls: list[tuple[Any, ...]] = []

    def stand_in(*arguments: Any) -> Any:
        calls.append(arguments)
        print("a library talks to stdout")
        arguments[-1]("read", 1, 2)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    monkeypatch.setattr(flow, name, stand_in)
    return calls


@pytest.mark.parametrize(("ready", "code"), [(True, 0), (False, 1)], ids=["ready", "draft"])
def test_build_leaves_with_the_state_of_the_pack(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, ready: bool, code: int
) -> None:
    fake(monkeypatch, "build", built(ready=ready, pack=folder / "out"))
    result = run("build", folder)
    assert result.code == code
    assert str(folder / "out" / "report.html") in result.err
    assert ("缺少账单" in result.out) is not ready


def test_build_passes_on_what_was_asked(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fake(monkeypatch, "build", built(ready=True))
    run("build", folder, "--out", folder / "x", "--jobs", "3", "--lang", "en")
    assert calls[0][:2] == (folder, folder / "x")
    assert (calls[0][2].jobs, calls[0][2].lang) == (3, "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_build_says_which_files_of_the_last_pack_were_kept_and_where(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    kept = Kept(folder / "out.kept", ("a.docx", "originals/mine.txt"))
    fake(monkeypatch, "build", replace(built(ready=True, pack=folder / "out"), kept=kept))
    result = run("build", folder, "--json", "--lang", lang)
    for expected in (str(kept.place), *kept.files):
        assert expected in result.err
        assert expected not in result.out
    assert ("moved to" in result.err) is (lang == "en")


def test_json_is_alone_on_stdout(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, "build", built(ready=False))
    result = run("build", folder, "--json")
    assert json.loads(result.out) == {"schema": "reliefpack/1", "ready": False}
    assert "识别文字" in result.err
    assert "a library talks" in result.err


def test_check_of_a_case_writes_nothing(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(monkeypatch, "check_case", built(ready=False))
    assert run("check", folder).code == 1
    assert [path.name for path in folder.iterdir()] == ["a.jpg"]


def test_a_machine_without_tesseract_is_told_so(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.read.second.second_reader_name", lambda: "rescaled")
    fake(monkeypatch, "build", built(ready=True))
    assert "没有 Tesseract" in run("build", folder).err
    assert "No Tesseract" in run("build", folder, "--lang", "en").err


@pytest.mark.parametrize(
    ("outcome", "code"), [(Outcome.PASSED, 0), (Outcome.FAILED, 1)], ids=["whole", "altered"]
)
def test_check_of_a_pack_verifies_it(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, outcome: Outcome, code: int
) -> None:
    for name in ("pack.json", "manifest.json"):
        (folder / name).write_text("{}")
    finding = Finding(
        rule="pack.links-true",
        outcome=outcome,
        severity=Severity.BLOCK,
        message="核对过",
        next="重建",
    )
    monkeypatch.setattr("pipeline.assemble.check_manifest", lambda _: (finding,))
    plain = run("check", folder)
    record = json.loads(run("check", folder, "--json").out)
    assert plain.code == code
    assert "pack.links-true  核对过" in plain.out
    assert ("→ 重建" in plain.out) is bool(code)
    assert record["ready"] is not bool(code)
    assert record["findings"][0]["rule"] == "pack.links-true"


def test_read_lists_what_each_page_says(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(monkeypatch, "read_files", a_case())
    result = run("read", folder / "a.jpg")
    assert result.code == 0
    for expected in ("第1页", "97%", "花呗", "利息 1,234.50", "第3/12期 2026-09-10 已逾期", "存疑"):
        assert expected in result.out
    assert "110***********0011" in result.out
    assert "110101199003070011" not in result.out


def test_read_with_an_unread_file_is_not_fine(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(monkeypatch, "read_files", a_case(fault=True))
    result = run("read", folder / "a.jpg", "--lang", "en")
    assert result.code == 1
    assert "打不开" in result.out
    assert "34 days overdue" in result.out


def test_init_writes_a_case_toml_once(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fake(monkeypatch, "read_case", a_case())
    target = folder / "case.toml"
    assert run("init", folder).code == 0
    first = target.read_text(encoding="utf-8")
    assert 'name = "张样本"' in first
    again = run("init", folder)
    assert again.code == 2
    assert "已经存在" in again.err
    assert target.read_text(encoding="utf-8") == first
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NothingUsable("什么也没有", "放入账单", "Nothing there"), 3),
        (EnvironmentIncomplete("没有字体", "apt-get install fonts-noto-cjk", "No font"), 4),
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError("boom"), 70),
    ],
    ids=["nothing-usable", "environment", "interrupted", "bug"],
)
def test_failures_leave_with_their_code_and_say_what_next(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    fake(monkeypatch, "build", error)
    result = run("build", folder, "--json")
    assert (result.code, result.out) == (code, "")
    if isinstance(error, ReliefpackError):
        assert error.message in result.err
        assert error.remedy in result.err
        assert error.english in run("build", folder, "--lang", "en").err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        ((), "请写一个命令", "Missing command"),
        (("bild",), "是不是 build", "No such command"),
        (("build",), "缺少参数：CASE", "Missing argument"),
        (("build", "--ouy", "x", "y"), "没有选项 --ouy（是不是 --out", "No such option"),
        (("build", "--jobs", "two", "y"), "整数", "not a valid integer"),
        (("build", "--out"), "选项 --out 用法不对", "requires an argument"),
        (("build", "a", "b"), "多余的参数：b", "unexpected extra argument"),
        (("--lang", "de", "doctor"), "只能是 zh、en", "not one of"),
        (("build", "/no/where"), "找不到文件夹", "There is no folder"),
        (("read", "/no/where.jpg"), "找不到文件", "There is no file"),
        (("read", "/"), "是文件夹", "is a folder"),
        (("build", __file__), "是一个文件", "is a file"),
        (("explain", "identity.id-checksm"), "identity.id-checksum", "identity.id-checksum"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else None,
)
def test_wrong_usage_is_said_in_both_languages(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    chinese: str,
    english: str,
) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert result.out == ""
    if arguments:
        assert chinese in result.err
    monkeypatch.setenv("RELIEFPACK_LANG", "en")
    if "--lang" not in arguments and arguments:
        assert english in run(*arguments).err


@pytest.mark.parametrize(
    ("arguments", "environment", "lang"),
    [
        ([], {}, "zh"),
        (["--lang", "en"], {}, "en"),
        (["build", "--lang=en", "x"], {}, "en"),
        ([], {"RELIEFPACK_LANG": "en_US.UTF-8"}, "en"),
        (["--lang", "zh"], {"RELIEFPACK_LANG": "en"}, "zh"),
        (["read", "--", "--lang", "en"], {}, "zh"),
    ],
)
def test_language(arguments: list[str], environment: dict[str, str], lang: str) -> None:
    assert language_of(arguments, environment) == lang


def test_help_speaks_the_language(run: Run) -> None:
    assert "生成 CASE 文件夹的材料包" in run("--help").out
    english = run("--lang", "en", "--help").out
    assert english.index("init") < english.index("build") < english.index("doctor")
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in english)


def test_explain_gives_reasons_and_examples(run: Run) -> None:
    chinese = run("explain", "identity.id-checksum")
    assert chinese.code == 0
    for expected in ("为什么", "怎么办", "✓", "✗"):
        assert expected in chinese.out
    assert "→ fails" in run("explain", "identity.id-checksum", "--lang", "en").out


def test_explain_without_a_rule_lists_all(run: Run) -> None:
    assert "checklist.required" in run("explain").out


def test_doctor_says_how_to_install_what_is_missing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "chinese_font_path", lambda: None)
    result = run("doctor")
    assert result.code == 4
    assert "fonts-noto-cjk" in result.out
    assert "缺少 1 项" in result.out


def test_doctor_calls_tesseract_a_part_with_a_fallback(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_output", lambda _: "")
    result = run("doctor", "--json")
    states = {part["name"]: part["state"] for part in json.loads(result.out)}
    assert result.code == 0
    assert states["tesseract"] == "reduced"


def test_doctor_finds_a_cache_that_cannot_be_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("RELIEFPACK_CACHE", str(tmp_path / "file" / "cache"))
    result = run("doctor")
    assert result.code == 4
    assert "RELIEFPACK_CACHE" in result.out


def test_cache_is_emptied_and_nothing_beside_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RELIEFPACK_CACHE", str(tmp_path))
    (tmp_path / "blobs").mkdir()
    (tmp_path / "blobs" / "x").write_bytes(b"xx")
    (tmp_path / "mine.txt").write_text("stays")
    assert "2 个文件" in run("cache").out
    assert "1 个文件" in run("cache", "--clear").out
    assert (tmp_path / "mine.txt").exists()


def test_batch_leaves_1_when_not_all_are_ready(run: Run, tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲" / "case.toml").write_text("[x]\n")
    result = run("batch", tmp_path, "--jobs", "1")
    assert result.code == 1
    assert "case.toml 有误" in result.out
    assert (tmp_path / "reliefpack-out" / "index.html").is_file()
    record = json.loads(run("batch", tmp_path, "--jobs", "1", "--json").out)
    assert record["states"] == {"wrong": 1}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("号 110101199003070011 ok", "号 110***********0011 ok"),
        ("11010119900307001X", "110***********001X"),
        ("110101900307001", "110*********001"),
        ("电话13812345678，", "电话138****5678，"),
        ("138 1234 5678", "138 **** 5678"),
        ("卡 6222 0212 3456 7890 128", "卡 6222***********0128"),
        ("¥1,234.56 2026-11-21", "¥1,234.56 2026-11-21"),
        ("mmexport1763471120000.jpg", "mmexport1763471120000.jpg"),
        ("Screenshot_20261119210433.png", "Screenshot_20261119210433.png"),
    ],
)
def test_numbers_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -c 'from pipeline.cli import main; main()' explain | head -n 1"
    root = Path(__file__).parent.parent
    done = subprocess.run(
        ["sh", "-c", command], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
