"""The facts on a paper: names, numbers, dates, incomes. One named reader for each field."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.extract.fields.contact import read_address, read_phone
from pipeline.extract.fields.days import (
    dated_field,
    read_admission,
    read_contract_end,
    read_event,
    read_issued,
    read_pay_month,
    read_validity,
)
from pipeline.extract.fields.employer import read_employer
from pipeline.extract.fields.income import read_income
from pipeline.extract.fields.lines import Place, places_of
from pipeline.extract.fields.order import doubted
from pipeline.extract.fields.papers import (
    money_field,
    read_diagnosis,
    read_seal,
    read_signed,
    read_wage_credits,
)
from pipeline.extract.fields.people import (
    read_authority,
    read_holder,
    read_id_number,
    read_name,
)
from pipeline.extract.fields.period import read_period
from pipeline.extract.fields.places import Fields, text_field
from pipeline.extract.fields.talk import read_talk
from schemas.evidence import FieldValue
from schemas.reading import Reading


def fields_of(reading: Reading, names: Iterable[str]) -> dict[str, FieldValue]:
    """The facts named in the catalogue for this kind of paper, as far as they can be read."""
    places = places_of(reading)
    found: dict[str, FieldValue] = {}
    for name in names:
        for key, value in _READERS[name](places, reading):
            found.setdefault(key, value)
    return doubted(found, places)


_READERS: dict[str, Callable[[list[Place], Reading], Fields]] = {
    "name": read_name,
    "id_number": read_id_number,
    "address": read_address,
    "phone": read_phone,
    "authority": read_authority,
    "validity": read_validity,
    "issued": read_issued,
    "period": read_period,
    "employer": read_employer,
    "monthly_income": read_income,
    "net_pay": money_field(
        "net_pay",
        ("实发工资", "实发金额", "实发合计", "实发", "实付工资", "实付", "实领", "实际发放"),
        over=True,
    ),
    "gross_pay": money_field("gross_pay", ("应发工资", "应发金额", "应发合计", "应发", "应付工资")),
    "total": money_field(
        "total",
        (
            "合计金额",
            "费用合计",
            "总金额",
            "总费用",
            "金额合计",
            "价税合计",
            "小写",
            "合计",
            "总计",
        ),
    ),
    "pay_month": read_pay_month,
    "wage_credits": read_wage_credits,
    "account_holder": read_holder,
    "diagnosis": read_diagnosis,
    "admission_date": read_admission,
    "discharge_date": dated_field("discharge_date", ("出院日期", "出院时间", "出院")),
    "contract_end": read_contract_end,
    "event_date": read_event(
        (
            "事故时间",
            "发生时间",
            "死亡日期",
            "死亡时间",
            "离婚日期",
            "登记日期",
            "受灾时间",
            "注销日期",
            "停业日期",
            "停业时间",
            "失业时间",
            "失业日期",
            "登记时间",
            "受灾日期",
        ),
    ),
    "report_number": text_field("report_number", ("报告编号",), r"[0-9a-z]{8,}"),
    "relation": text_field("relation", ("与户主关系",), r"[\u4e00-\u9fff]{1,4}"),
    "seal": read_seal,
    "signed": read_signed,
    "talk": read_talk,
}
"""Catalogue name of a field → its reader. A kind of paper lists the readers it wants."""
