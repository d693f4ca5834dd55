"""case.toml: reads what a person typed, with all faults at once, and writes the prefilled one.

A fault names the file, the key and what was probably meant. Files saved by Windows editors
(GB18030, UTF-8 with a mark) are read too. How it is opened, and how large it may be, is said in
`pipeline.caseopen`. An existing case.toml is never written over: this module makes text, `init`
writes it where nothing is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.casecorrections import correction_faults
from pipeline.caseopen import MAX_FAULTS, NAME, case_data, wrong
from pipeline.hardship import PROVES, reason_of, since_of
from schemas.case import Case
from schemas.casefile import MEANINGS, CaseFile
from schemas.catalogue import Catalogue, load_catalogue
from schemas.catalogue.load import Told, meant, shortened, suggestion, told_of

__all__ = ["NAME", "case_toml_text", "load_case_file"]


def load_case_file(folder: Path) -> CaseFile:
    """What is typed in `folder`/case.toml; an empty CaseFile where there is none.

    Raises WrongUsage that lists every fault: syntax with its line, unknown keys, wrong values and
    catalogue names that do not exist.
    """
    data = case_data(folder)
    if data is None:
        return CaseFile()
    told = [*_unknown_names(data), *correction_faults(data)]
    try:
        case_file = CaseFile.model_validate(data)
    except ValidationError as error:
        faults = [*told_of(error, CaseFile, NAME, MEANINGS, MAX_FAULTS), *told]
        raise wrong(faults, error.error_count() + len(told)) from error
    if told:
        raise wrong(told)
    return case_file


COMPANY = re.compile(r"\S{2,}(?:公司|银行|信用社|联社|合作社|基金会)$")
"""The full name of who lends, or took a claim over, where the catalogue has no entry for it."""


def _unknown_names(data: Mapping[str, Any]) -> Iterator[Told]:
    """Names of materials, lenders and channels that the catalogue does not know.

    data: as typed, of whatever shape; what is not text is another fault, told elsewhere
    """
    typed = [(key, name) for key, name in _typed_names(data) if isinstance(name, str)]
    if not typed:
        return
    catalogue = load_catalogue()
    for key, name in typed:
        known = _names_for(key, catalogue)
        company = key.endswith(".lender") and COMPANY.search(name)
        if name not in known and not company:
            yield _unknown(key, name, known, catalogue).at(f"{NAME}: {key}")


def _typed_names(data: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """(key, name) of every place that names something of the catalogue; "" only for a material."""
    for number, entry in enumerate(_list(data.get("assign"))):
        if isinstance(entry, Mapping) and "material" in entry:
            yield f"assign.{number}.material", entry["material"]
        if isinstance(entry, Mapping) and entry.get("lender"):
            yield f"assign.{number}.lender", entry["lender"]
    request = data.get("request")
    if isinstance(request, Mapping):
        for name in _list(request.get("lenders")):
            yield "request.lenders", name
        if request.get("channel"):
            yield "request.channel", request["channel"]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _unknown(key: str, name: str, known: list[str], catalogue: Catalogue) -> Told:
    names = {one.id: one.name for one in catalogue.materials.values()}
    names |= {one.id: one.name for one in catalogue.channels.values()}
    names |= {one.id: one.product for one in catalogue.lenders.values()}
    listed = "、".join(f"{one}（{names[one]}）" for one in known)
    if not name.strip():
        return Told(
            f"没有填写是什么材料；可填：{listed}",
            f"says nothing of what the pages are; one of: {', '.join(known)}",
        )
    hint, english, shown = suggestion(name, known), meant(name, known), shortened(repr(name))
    return Told(
        f"目录里没有 {shown}" + (hint or f"，可用：{listed}"),
        f"not in the catalogue: {shown}" + (english or f", one of: {', '.join(known)}"),
    )


def _names_for(key: str, catalogue: Catalogue) -> list[str]:
    if key.endswith(".material"):
        return list(catalogue.materials)
    if key == "request.channel":
        return list(catalogue.channels)
    return list(catalogue.lenders)


def case_toml_text(case: Case) -> str:
    """A case.toml for `case`: what was read is filled in, the rest commented out, all explained."""
    catalogue = load_catalogue()
    person = case.applicant
    lenders = list(dict.fromkeys(s.product_id for s in case.statements if s.product_id))
    channels = "、".join(f"{one.id}（{one.name}）" for one in catalogue.channels.values())
    return _TEMPLATE.format(
        name=_key("name", person.name, "张三"),
        id_number=_key("id_number", person.id_number, "110101199003070011"),
        phone=_key("phone", person.phone, "13800000000"),
        address=_key("address", person.address, "某市某区某路1号"),
        reason=_reason(case),
        since=_since(case),
        reasons="、".join(f"{id_}（{name}）" for id_, name in _reason_names(catalogue)),
        channels=channels,
        channel=next(iter(catalogue.channels), "alipay_app"),
        lenders=json.dumps([one for one in lenders if one in catalogue.lenders]),
        found="、".join(_product_names(lenders, catalogue)) or "没有读到账单",
        year=case.today.year,
        today=case.today.isoformat(),
        assign="\n".join(_assign_rows(case)) or "# （每一页都认出来了）",
    )


def _reason_names(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [
        (str(one.id), one.name) for one in catalogue.checklists.values() if one.id != "every_case"
    ]


def _product_names(lenders: Iterable[str], catalogue: Catalogue) -> Iterator[str]:
    for id_ in lenders:
        known = catalogue.lenders.get(id_)
        yield f"{id_}（{known.product if known else '未知产品'}）"


def _reason(case: Case) -> str:
    """The reason that the papers show, or a blank that lists those they could speak for."""
    reason = reason_of(case)
    if reason:
        return _key("reason", reason, "")
    claimants = dict.fromkeys(PROVES[k] for one in case.materials for k in one.kinds if k in PROVES)
    note = f"  # 材料同时支持：{'、'.join(claimants)}，请选一个" if claimants else ""
    return _key("reason", "", next(iter(claimants), "illness")) + note


def _since(case: Case) -> str:
    began = since_of(case)
    return f"# since = {began[0] if began else f'{case.today.year}-01-01'}"


def _key(key: str, value: str, example: str) -> str:
    """`key = "value"`, or the same commented out with an example where nothing is known."""
    if value:
        return f"{key} = {_quoted(value)}"
    return f"# {key} = {_quoted(example)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _assign_rows(case: Case) -> Iterator[str]:
    """A commented-out [[assign]] for each page whose kind nobody knows yet."""
    for material in case.of_kind("unknown"):
        for ref in material.pages:
            yield (
                f"# [[assign]]\n# file = {_quoted(ref.path)}\n# pages = [{ref.page}]\n"
                f'# material = "unknown"'
                + (f"  # 可能是：{'、'.join(material.claimants)}" if material.claimants else "")
            )


_TEMPLATE = """\
# 减免材料包 case.toml —— 由 reliefpack init 根据文件夹里的材料预填。
# 全部可选：写在这里的以这里为准，与材料不一致之处会在报告里列出。
# 行首有 # 的键未启用；去掉 # 并改成您的情况即可。改完运行 reliefpack build。

[applicant]
# 姓名和身份证号（与身份证一致）、账户绑定的手机号、现住址
{name}
{id_number}
{phone}
{address}

[hardship]
# 困难原因：{reasons}
{reason}
# 困难从哪一天开始
{since}
# 用自己的话写清经过，原样印入申请书
# story = "……"

[finances]
# 每月多少元。没有收入写 0
# income = 5200.00
# 每项固定支出一段，可重复。category：housing 房租房贷、food 伙食、utilities 水电燃气、
# transport 交通、medical 医药、children 子女、elderly 赡养、communication 通讯、
# insurance 保险、other 其他
# [[finances.expense]]
# category = "housing"
# amount = 1500.00
# note = "房租"
# 不在本次申请内、每月要还的其他债务，可重复
# [[finances.debt]]
# name = "房贷"
# monthly = 2000.00

[request]
# 提交渠道：{channels}
# channel = "{channel}"
# 请求事项：waive_penalty 免罚息、waive_interest 免利息、waive_fees 免手续费、instalments 分期、
# extension 延期、suspend_interest 停息、partial_waiver 部分减免
# relief = ["waive_penalty", "waive_interest"]
# 只申请减免一部分的，写多少元（各笔债务合计），或百分之几：
# interest 利息、penalty 罚息、late_fees 违约金、fees 手续费
# part = {{ interest = "50%" }}
# 申请哪些产品，留空 [] 表示读到的全部。读到：{found}
lenders = {lenders}
# 分几个月还清，第一期哪天还
# months = 12
# first_due = {year}-12-10

[plan]
# 剩余款项怎么还：equal 等额（默认）、part_first 先还一部分、step_up 先少后多（收入恢复后多还）
# kind = "part_first"
# part_first：首期先还多少、钱从哪里来（不从月收入里出时写）
# first_payment = 2000.00
# first_source = "亲友资助"
# step_up：先少还几个月、每期多少、收入恢复后每月约多少
# low_months = 6
# low_payment = 200.00
# later_income = 6500.00
# 自己已经定好的计划：每期一段，可重复；只核对，不改动。
# 文件夹里有还款计划表（照片、扫描件）时也按它来；写了 kind 则由程序推算
# [[plan.row]]
# due = {year}-12-10
# payment = 500.00
# source = "工资"
# note = ""

[privacy]
# 在材料包的副本上遮住他人的身份证号、手机号、银行卡号（原件不动；只遮得住读出来的，请再看一遍）
# mask_others = true
# 不遮的文件，例如要靠号码证明亲属关系的材料
# keep = ["户口本.jpg"]

# 以下各段可重复。认不出的页，请改成正确的材料编号（见 schemas/catalogue/README.md）：
{assign}

# 确认或更正一个数（金额、日期）：
# [[correction]]
# file = "IMG_2034.JPG"
# page = 1
# field = "outstanding.penalty"    # 或 periods[3].interest、as_of、overdue_days
# value = "12.34"
# note = "打电话核实"

# 接受一条检查意见，理由会印在报告里：
# [[waive]]
# rule = "dates.papers-fresh"
# reason = "医院每月才出一次证明"

# 加密文件的密码（不会写入任何输出）：
# [[password]]
# file = "流水.pdf"
# password = "123456"

[signing]
# 签字日期，各类材料的时效从这一天算起；默认今天
# date = {today}
"""
