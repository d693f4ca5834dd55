"""The order of the stages: files → pages → readings → materials → case → claim → report → pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.assemble import pack_plan, verify_pack, write_manifest, write_pack
from pipeline.beneath import with_days_beneath
from pipeline.builtpack import OUTPUT
from pipeline.casetoml import load_case_file
from pipeline.check import Facts, run_checks
from pipeline.claim import claim_of
from pipeline.diskfaults import disk_faults_told
from pipeline.duplicates import duplicates_of
from pipeline.errors import InputChanged, NothingUsable, PackInvalid, WrongUsage
from pipeline.exhibits import exhibit_groups, with_exhibits
from pipeline.extract.corrections import corrected, corrected_papers
from pipeline.gather import Gatherer, Options, Progress, gatherer, silent
from pipeline.ingest.scan import scan_folder, single_file, told_apart
from pipeline.ingest.spelling import spelled
from pipeline.interpret import interpret, understand
from pipeline.keeping import Kept
from pipeline.letter import letters_of
from pipeline.people import applicant_of, contradictions_of
from pipeline.plan import repayment_plan
from pipeline.planpaper import with_second_looks
from pipeline.record import pack_json
from pipeline.report import report_html
from pipeline.resaved import resaved
from pipeline.seals import with_seals
from pipeline.signatures import with_signatures
from pipeline.staging import real_target, whole_folder
from pipeline.store import write_whole
from pipeline.twins import Twins, twins_of
from pipeline.unpack import unpacked
from schemas.case import Case, CaseSource
from schemas.casefile import CaseFile
from schemas.catalogue import load_catalogue
from schemas.claim import Claim
from schemas.findings import CheckReport, Finding, Outcome, Severity
from schemas.pack import ExhibitGroup, Letter
from schemas.plan import RepaymentPlan
from schemas.source import FaultCode

__all__ = ["Built", "Options", "build", "check_case", "read_case", "read_files"]


@dataclass(frozen=True)
class Built:
    """A case worked through; `pack` is the output folder, None when only checked.

    kept: files of somebody that lay in the previous pack, None where there were none
    """

    case: Case
    claim: Claim
    repayment: RepaymentPlan
    report: CheckReport
    pack: Path | None
    record: str
    kept: Kept | None = None

    @property
    def exit_code(self) -> int:
        """0 ready; 1 done but not ready, or files that could not be read."""
        unread = any(
            source.fault and source.fault.code is not FaultCode.IGNORED
            for source in self.case.sources
        )
        return 0 if self.report.ready and not unread else 1


@dataclass(frozen=True)
class _Worked:
    """All that is known once the checks have run."""

    case: Case
    claim: Claim
    repayment: RepaymentPlan
    groups: tuple[ExhibitGroup, ...]
    letters: tuple[Letter, ...]
    report: CheckReport


def read_case(folder: Path, options: Options | None = None, progress: Progress = silent) -> Case:
    """Everything in a case folder, read and understood; NothingUsable where no page is read."""
    options = options or Options()
    with gatherer(options, progress) as worker:
        return _case(folder, worker, None)


def read_files(
    paths: Sequence[Path], options: Options | None = None, progress: Progress = silent
) -> Case:
    """Single files, each on its own: nothing is joined across them."""
    options = options or Options()
    with gatherer(options, progress) as worker:
        return _side_by_side([_alone(*place, worker) for place in told_apart(paths)])


def _alone(folder: Path, path: Path, worker: Gatherer) -> Case:
    return _understood(folder, (single_file(path, folder),), CaseFile(), worker, True, path.stem)


def check_case(folder: Path, options: Options | None = None, progress: Progress = silent) -> Built:
    """Pre-submission validation alone: nothing is written."""
    options = options or Options()
    with gatherer(options, progress) as worker:
        worked = _worked(_case(folder, worker, None), progress)
    return _built(worked, None)


def build(
    folder: Path,
    out: Path | None = None,
    options: Options | None = None,
    progress: Progress = silent,
) -> Built:
    """The main job. The pack appears whole in `out` (default CASE/reliefpack-out) or not at all.

    Where `out` is a link to a folder, the pack is made in that folder, and the link stays.
    """
    options = options or Options()
    target = (out or folder / OUTPUT).absolute()
    with disk_faults_told(target):
        _writable_target(real_target(target), folder)
    with gatherer(options, progress) as worker, disk_faults_told(target):
        return _settled(folder, target, worker, progress)


def _settled(folder: Path, target: Path, worker: Gatherer, progress: Progress) -> Built:
    """Built from a folder that stood still; begun again while somebody adds and removes papers."""
    seen: frozenset[str] = frozenset()
    for last in (False, False, True):
        case = _case(folder, worker, target, seen)
        worked = _worked(case, progress)
        progress("assemble", 0, 1)
        try:
            built = _assembled(worked, folder, target, worker)
        except InputChanged:
            if last:
                raise
            seen = frozenset(one.file.path for one in case.sources if not one.file.inside)
        else:
            progress("assemble", 1, 1)
            return built
    raise AssertionError("the last attempt returns or raises")


def _writable_target(target: Path, folder: Path) -> None:
    """Only a folder that is not there, is empty, or is an earlier pack may be replaced; never the
    case itself or what it lies in, whatever is in there."""
    if not target.exists():
        return
    if folder.resolve().is_relative_to(target.resolve()):
        raise WrongUsage(
            f"输出位置就是案件文件夹，或在它上面：{target}",
            "用 --out 指定一个空的或新的文件夹",
            f"The output {target} is the case itself or a folder above it. Name an empty or a new "
            "folder with --out.",
        )
    if not target.is_dir():
        raise WrongUsage(f"输出位置不是文件夹：{target}", "用 --out 指定另一个位置")
    if any(target.iterdir()) and not (target / "pack.json").is_file():
        raise WrongUsage(
            f"输出文件夹里有别的东西，不会覆盖：{target}", "用 --out 指定一个空的或新的文件夹"
        )


def _case(
    folder: Path, worker: Gatherer, target: Path | None, seen: frozenset[str] = frozenset()
) -> Case:
    typed = load_case_file(folder)
    sources = scan_folder(folder, target or (folder / OUTPUT).absolute(), seen)
    case = _understood(folder, sources, typed, worker, False, spelled(folder.absolute().name))
    if not case.pages():
        faults = "；".join(source.fault.message for source in case.sources[:5] if source.fault)
        raise NothingUsable(
            f"{folder} 里没有一个能读的文件：{faults}", "换成能打开的 JPG、PNG 或 PDF 再运行"
        )
    return with_second_looks(case, worker)


def _understood(
    folder: Path,
    sources: tuple[CaseSource, ...],
    typed: CaseFile,
    worker: Gatherer,
    apart: bool,
    name: str,
) -> Case:
    catalogue = load_catalogue()
    passwords = {item.file: item.password for item in typed.password}
    whole = unpacked(folder, sources, passwords, worker.cache)
    _known_files(typed, whole)
    gathered = worker.gather(folder, whole, passwords)
    copies = () if apart else duplicates_of(gathered.sources, gathered.readings)
    understood = understand(gathered, typed.assign, catalogue)
    found = interpret(understood, copies, worker, catalogue, apart)
    pages = {page.ref: page for source in gathered.sources for page in source.pages}
    sealed = with_seals(found.materials, pages, catalogue, worker.cache)
    dated = with_days_beneath(sealed, pages, catalogue, worker)
    readings = {reading.ref: reading for reading in gathered.readings}
    signed = with_signatures(dated, pages, readings, catalogue, worker.cache)
    materials = corrected_papers(signed, typed.correction)
    twins = (
        Twins()
        if apart
        else twins_of(
            materials,
            pages,
            readings,
            copies,
            catalogue,
            lambda one, other: resaved(one, other, worker.cache),
        )
    )
    return Case(
        name=name,
        today=typed.signing.date or date.today(),
        typed=typed,
        applicant=applicant_of(typed, materials),
        sources=gathered.sources,
        readings=gathered.readings,
        materials=materials,
        statements=corrected(found.statements, typed.correction),
        duplicates=(*copies, *twins.copies),
        alike=twins.alike,
        contradictions=contradictions_of(typed, materials),
    )


def _known_files(typed: CaseFile, sources: tuple[CaseSource, ...]) -> None:
    """Files named in case.toml must be there, and materials in the catalogue."""
    from schemas.catalogue.load import suggestion

    names = [source.file.path for source in sources]
    kinds = list(load_catalogue().materials)
    files = [
        *(item.file for item in typed.assign),
        *(item.file for item in typed.correction),
        *(item.file for item in typed.password),
    ]
    faults = [
        f"case.toml：没有文件 {name!r}{suggestion(name, names)}"
        for name in files
        if name not in names
    ]
    faults += [
        f"case.toml assign：没有材料 {item.material!r}{suggestion(item.material, kinds)}"
        for item in typed.assign
        if item.material not in kinds
    ]
    if faults:
        raise WrongUsage("\n".join(faults), "改好 case.toml 再运行")


def _side_by_side(cases: list[Case]) -> Case:
    """Several files' cases in one record, statements numbered through."""
    first = cases[0]
    statements = [statement for case in cases for statement in case.statements]
    return first.model_copy(
        update={
            "sources": tuple(source for case in cases for source in case.sources),
            "readings": tuple(reading for case in cases for reading in case.readings),
            "materials": tuple(material for case in cases for material in case.materials),
            "statements": tuple(
                statement.model_copy(update={"id": f"s{number}"})
                for number, statement in enumerate(statements, 1)
            ),
        }
    )


def _worked(case: Case, progress: Progress) -> _Worked:
    catalogue = load_catalogue()
    progress("check", 0, 1)
    claim = claim_of(case, catalogue)
    repayment = repayment_plan(case, claim, catalogue)
    groups = exhibit_groups(case, claim, catalogue)
    claim = with_exhibits(claim, groups)
    letters = letters_of(case, claim, repayment, groups, catalogue)
    report = run_checks(Facts(case, claim, repayment, letters, groups, catalogue))
    progress("check", 1, 1)
    return _Worked(case, claim, repayment, groups, letters, report)


def _built(worked: _Worked, pack: Path | None) -> Built:
    record = pack_json(worked.case, worked.claim, worked.report)
    return Built(worked.case, worked.claim, worked.repayment, worked.report, pack, record)


def _assembled(worked: _Worked, folder: Path, target: Path, worker: Gatherer) -> Built:
    catalogue = load_catalogue()
    case, claim, groups = worked.case, worked.claim, worked.groups
    plan = pack_plan(
        case, claim, worked.repayment, groups, worked.letters, worked.report, catalogue
    )
    kept: list[Kept] = []
    with whole_folder(real_target(target), kept.append) as staging:
        written = write_pack(plan, case, folder, worker.cache, staging, catalogue)
        verified = verify_pack(staging, plan, written)
        _must_hold(verified)
        report = worked.report.model_copy(update={"findings": (*worked.report.findings, *verified)})
        html = report_html(case, claim, worked.repayment, report, groups, worker.cache, catalogue)
        record = pack_json(case, claim, report)
        write_whole(staging / "report.html", html.encode())
        write_whole(staging / "pack.json", record.encode())
        write_manifest(staging, case, written)
    return Built(case, claim, worked.repayment, report, target, record, next(iter(kept), None))


def _must_hold(findings: tuple[Finding, ...]) -> None:
    """A pack whose links or page numbers are wrong is not left behind."""
    broken = [
        finding
        for finding in findings
        if finding.outcome is Outcome.FAILED and finding.severity is Severity.BLOCK
        and finding.rule == "pack.links-true"
    ]  # fmt: skip
    if broken:
        raise PackInvalid(
            "生成的材料包没有通过自检：" + "；".join(finding.message for finding in broken),
            "之前的材料包没有动；请把这条信息报告给维护者",
        )
