"""The commands of one case. Each builder returns a click command in the language of `voice`.

The stages are imported inside the commands, so that `--help` and `explain` start at once.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.progress import at_work
from pipeline.cli.usage import Decorator, command_class, common_options
from pipeline.cli.voice import Voice, painted, product, quiet_stdout, record, talk
from pipeline.errors import WrongUsage

if TYPE_CHECKING:
    from pipeline.flow import Built

FOLDER = click.Path(path_type=Path)


def init_command(voice: Voice) -> click.Command:
    @click.command(
        "init",
        cls=command_class(voice),
        help=voice.say(
            "读 CASE 文件夹，写出预填好的 case.toml；已有的绝不覆盖。",
            "Read the folder CASE and write a prefilled case.toml; never over an existing one.",
        ),
    )
    @click.argument("case", type=FOLDER)
    @common_options(voice)
    def init(case: Path) -> int:
        from pipeline.casetoml import NAME, case_toml_text
        from pipeline.store import write_new

        folder = case_folder(case)
        target = folder / NAME
        if target.exists() or target.is_symlink():
            raise WrongUsage(
                f"{target} 已经存在，没有改动它。",
                "直接编辑它；若要重新生成，先把它改名或移走。",
                f"{target} is already there and was not touched. Edit it, or move it away first.",
            )
        from pipeline import flow

        with at_work(voice) as progress:
            read = flow.read_case(folder, flow.Options(lang=voice.lang), progress)
        write_new(target, case_toml_text(read).encode())
        product(str(target))
        talk(
            voice.say(
                f"已写出 {target}。核对内容，去掉需要的行首的 #，再运行：reliefpack build {case}",
                f"Wrote {target}. Look through it, then run: reliefpack build {case}",
            )
        )
        return 0

    return init


def read_command(voice: Voice) -> click.Command:
    @click.command(
        "read",
        cls=command_class(voice),
        help=voice.say(
            "读单个账单或材料并逐页列出内容。各文件互不合并，不需要案件文件夹。",
            "Read single bills or papers and list what each page says. Nothing is joined.",
        ),
    )
    @click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FOLDER)
    @json_option(voice)
    @common_options(voice)
    def read(files: tuple[Path, ...], as_json: bool) -> int:
        for file in files:
            existing_file(file)
        from pipeline import flow
        from pipeline.cli.show import read_text
        from pipeline.record import read_json

        with at_work(voice) as progress:
            case = flow.read_files(list(files), flow.Options(lang=voice.lang), progress)
        if as_json:
            record(read_json(case))
        else:
            product(read_text(case, voice))
        return int(any(source.unread for source in case.sources))

    return read


def build_command(voice: Voice) -> click.Command:
    @click.command(
        "build",
        cls=command_class(voice),
        help=voice.say(
            "生成 CASE 文件夹的材料包。没有 case.toml 也会生成草稿。",
            "Build the pack of the folder CASE. Without a case.toml it is a draft.",
        ),
    )
    @click.argument("case", type=FOLDER)
    @click.option(
        "--out",
        type=FOLDER,
        metavar="DIR",
        help=voice.say(
            "材料包放在哪里（默认 CASE/reliefpack-out）",
            "Where the pack goes (default CASE/reliefpack-out)",
        ),
    )
    @jobs_option(voice)
    @json_option(voice)
    @common_options(voice)
    def build(case: Path, out: Path | None, jobs: int, as_json: bool) -> int:
        folder = case_folder(case)
        from pipeline import flow
        from pipeline.keeping import kept_text

        options = flow.Options(jobs=jobs, lang=voice.lang)
        with at_work(voice) as progress:
            built = flow.build(folder, out, options, progress)
        show_built(built, as_json, voice)
        if built.kept is not None:
            talk(kept_text(built.kept, voice.lang))
        if built.pack is not None:
            talk(voice.say(f"材料包：{built.pack}", f"The pack: {built.pack}"))
            talk(
                voice.say(
                    f"先看报告：{built.pack / 'report.html'}",
                    f"Open first: {built.pack / 'report.html'}",
                )
            )
        return built.exit_code

    return build


def check_command(voice: Voice) -> click.Command:
    @click.command(
        "check",
        cls=command_class(voice),
        help=voice.say(
            "只做提交前检查。PATH 是案件文件夹，或已生成的材料包（再核对文件、校验和、页码）。",
            "The checks alone. PATH is a case, or a pack (files, hashes and page numbers too).",
        ),
    )
    @click.argument("path", metavar="CASE|PACK", type=FOLDER)
    @jobs_option(voice)
    @json_option(voice)
    @common_options(voice)
    def check(path: Path, jobs: int, as_json: bool) -> int:
        folder = case_folder(path)
        if is_pack(folder):
            return check_pack(folder, as_json, voice)
        from pipeline import flow

        with at_work(voice) as progress:
            checked = flow.check_case(folder, flow.Options(jobs=jobs, lang=voice.lang), progress)
        show_built(checked, as_json, voice)
        return checked.exit_code

    return check


def check_pack(folder: Path, as_json: bool, voice: Voice) -> int:
    """Verify a pack that was built: 0 whole, 1 not."""
    from pipeline.assemble import check_manifest
    from pipeline.cli.show import findings_text
    from schemas.findings import CheckReport, Outcome

    with quiet_stdout():
        findings = check_manifest(folder)
    whole = CheckReport(findings=findings, missing=()).ready and not any(
        finding.outcome is Outcome.FAILED for finding in findings
    )
    if as_json:
        rows = [finding.model_dump(mode="json") for finding in findings]
        whole_record = {"schema": "reliefpack/1", "ready": whole, "findings": rows}
        record(json.dumps(whole_record, ensure_ascii=False, indent=2))
    else:
        product(findings_text(findings, voice))
        product(
            voice.say("材料包完好。", "The pack is whole.")
            if whole
            else voice.say(
                "材料包有问题，请重新运行 reliefpack build。",
                "The pack is not as it was built. Run `reliefpack build` again.",
            )
        )
    return 0 if whole else 1


def show_built(built: Built, as_json: bool, voice: Voice) -> None:
    """The result of build and check: pack.json, or the report for a person."""
    from pipeline.report import report_text
    from schemas.catalogue import load_catalogue

    if as_json:
        record(built.record)
        return
    painted(report_text(built.case, built.claim, built.report, load_catalogue(), voice.lang))


def json_option(voice: Voice) -> Decorator:
    return click.option(
        "--json",
        "as_json",
        is_flag=True,
        help=voice.say("标准输出只写 JSON", "Print JSON alone on stdout"),
    )


def jobs_option(voice: Voice) -> Decorator:
    return click.option(
        "--jobs",
        type=click.IntRange(min=0),
        default=0,
        metavar="N",
        help=voice.say("同时用几个进程（默认：核数）", "Processes at a time (default: cores)"),
    )


COMMANDS_OF_A_CASE = (init_command, read_command, build_command, check_command)


def is_pack(folder: Path) -> bool:
    return (folder / "pack.json").is_file() and (folder / "manifest.json").is_file()


def case_folder(path: Path) -> Path:
    """`path` when it is a folder that can be listed; WrongUsage otherwise."""
    if path.is_file():
        raise WrongUsage(
            f"{path} 是一个文件，这里要的是案件文件夹。",
            f"读单个文件请用：reliefpack read {path}",
            f"{path} is a file; a case is a folder. For one file: reliefpack read {path}",
        )
    if not path.is_dir():
        raise WrongUsage(
            f"找不到文件夹 {path}",
            "检查路径是否写对（含空格的路径要加引号）。",
            f"There is no folder {path}. Check the spelling; quote paths with spaces.",
        )
    try:
        next(path.iterdir(), None)
    except OSError as error:
        raise WrongUsage(
            f"打不开文件夹 {path}：{error.strerror}",
            "检查文件夹的权限。",
            f"Cannot open the folder {path}: {error.strerror}. Check its permissions.",
        ) from error
    return path


def existing_file(path: Path) -> Path:
    if path.is_dir():
        raise WrongUsage(
            f"{path} 是文件夹，read 只读单个文件。",
            f"整个文件夹请用：reliefpack build {path}",
            f"{path} is a folder; read takes files. For a folder: reliefpack build {path}",
        )
    if not path.exists():
        raise WrongUsage(
            f"找不到文件 {path}",
            "检查路径是否写对。",
            f"There is no file {path}. Check the spelling.",
        )
    return path
