"""Whether the lender's answer to an earlier request is overdue by the signing day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.check.facts import Facts, as_day
from pipeline.check.rule import (
    Answer,
    Answers,
    Rule,
    correction,
    failed,
    not_applicable,
    pages,
    passed,
    places,
    undetermined,
)
from pipeline.extract.folding import fold
from pipeline.plan.working_days import after_working_days
from schemas.evidence import FieldValue
from schemas.findings import Severity
from schemas.material import Material

KIND = "chat_record"
HOURS_A_DAY = 24
_WITHIN = re.compile(r"(\d+) (working days|days|hours)")
_TOLD = re.compile(
    r"(?:\d{1,2}[-~至到])?(\d{1,3})个?(工作日|自然日|天|小时)(?:之?内|左右)?.{0,10}?"
    r"(?:回复|答复|反馈|联系|回电|处理|审核|结果|回访|致电)"
)
"""A promise whose words run over the end of a line of a bubble."""
_UNITS = {"工作日": "working days", "小时": "hours"}


@dataclass(frozen=True)
class Promise:
    """An answer that was promised, or is usual where a ticket was opened.

    asked: when; due: by when; said: by the lender, else by what is usual on this way of handing in
    """

    paper: Material
    asked: date | None
    due: date
    said: bool
    shown: tuple[FieldValue, ...]


def reply_due(facts: Facts) -> Answers:
    """客服答应的答复没有逾期未回。

    为什么：答复期已过而没有下文，先跟进再递材料，能看到上一次的处理结果，也免得重复受理。
    怎么办：凭工单号再联系客服问结果，把答复截图放进文件夹；没有答复的，在申请里写明。

    No answer that customer service promised is overdue.
    Why: once the term has passed, following up first shows what became of the request and spares a
    second ticket for the same matter.
    Next: ask again with the ticket's number and add the answer to the folder; say in the
    application where none came.
    """
    papers = facts.papers(KIND)
    if not papers:
        return (not_applicable("没有与客服的沟通记录"),)
    promises = [found for paper in papers if (found := _promise(facts, paper))]
    undated = tuple(_undated(paper) for paper in papers if _said_without_day(facts, paper))
    if not promises:
        return undated or (not_applicable("沟通记录里没有答应何时答复"),)
    talks = [day for paper in papers if (day := _asked(facts, paper))]
    late = tuple(_late(facts, talks, promises))
    latest = max(promise.due for promise in promises)
    fine = passed(
        f"答复期限 {latest} 还没到" if latest >= facts.today else "答复期限过后又有沟通记录"
    )
    return (*(late or (fine,)), *undated)


def _late(facts: Facts, talks: list[date], promises: list[Promise]) -> Iterator[Answer]:
    """Promises that ran out, unless a later conversation is there."""
    for promise in promises:
        if promise.due >= facts.today or any(day > promise.due for day in talks):
            continue
        ticket = promise.paper.fields.get("ticket")
        number = f"（工单 {ticket.value}）" if ticket else ""
        when = f"{promise.asked} 受理的请求" if promise.asked else "上一次的请求"
        how = "客服答应" if promise.said else "一般"
        yield failed(
            f"{when}{number}，{how} {promise.due} 前答复，到签署日期 {facts.today} 已过",
            "先凭工单号联系客服问结果，把答复截图放进文件夹；没有答复的，在申请里写明",
            places(*promise.shown) or pages(promise.paper.pages),
            KIND,
        )


def _promise(facts: Facts, paper: Material) -> Promise | None:
    asked, within, by = _asked(facts, paper), _within(facts, paper), paper.fields.get("reply_by")
    shown = tuple(
        value
        for name in ("reply_by", "reply_within", "ticket")
        if (value := paper.fields.get(name))
    )
    if by and (day := _whole_day(facts, by.value, asked)):
        return Promise(paper, asked, day, True, shown)
    if asked and within:
        return Promise(paper, asked, _due(asked, *within), True, shown)
    if asked and "ticket" in paper.fields:
        channel = facts.catalogue.channels.get(facts.case.typed.request.channel)
        if channel:
            due = after_working_days(asked, channel.reply_days[1])
            return Promise(paper, asked, due, False, shown)
    return None


def _within(facts: Facts, paper: Material) -> tuple[int, str] | None:
    """(number, unit) as it was singled out, else as it stands in the running text."""
    value = paper.fields.get("reply_within")
    match = _WITHIN.fullmatch(value.value) if value else None
    if match:
        return int(match[1]), match[2]
    text = re.sub(r"\s", "", "".join(fold(facts.text_of(ref)) for ref in paper.pages))
    told = _TOLD.search(text)
    return (int(told[1]), _UNITS.get(told[2], "days")) if told else None


def _due(asked: date, number: int, unit: str) -> date:
    if unit == "working days":
        return after_working_days(asked, number)
    days = number if unit == "days" else -(-number // HOURS_A_DAY)
    return asked + timedelta(days=days)


def _asked(facts: Facts, paper: Material) -> date | None:
    value = paper.fields.get("asked_on") or paper.fields.get("issued")
    return _whole_day(facts, value.value, None) if value else None


def _whole_day(facts: Facts, text: str, since: date | None) -> date | None:
    """A day, or "11-03": the last one before the signing, or the first one after `since`."""
    if len(text) != len("11-03"):
        return as_day(text)
    years = (since.year, since.year + 1) if since else (facts.today.year, facts.today.year - 1)
    days = [day for year in years if (day := as_day(f"{year}-{text}"))]
    fits = (day for day in days if (day >= since if since else day <= facts.today))
    return next(fits, None)


def _said_without_day(facts: Facts, paper: Material) -> bool:
    return _within(facts, paper) is not None and _asked(facts, paper) is None


def _undated(paper: Material) -> Answer:
    return undetermined(
        "沟通记录里答应了几天内答复，看不出是哪一天说的",
        "看一眼日期，放进 case.toml：\n"
        + correction(paper.pages[0], "asked_on", "年-月-日，如 2026-11-05"),
        pages(paper.pages),
        KIND,
        Severity.INFO,
    )


RULES = (Rule("followup.reply-due", Severity.WARN, reply_due),)
