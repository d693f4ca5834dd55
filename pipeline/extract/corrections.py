"""What a person confirmed or corrected in case.toml, put in place of what was read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from pipeline.errors import WrongUsage
from pipeline.extract.again import counted_again
from pipeline.extract.settle import of_rows
from pipeline.extract.statement import FOREIGN, GARBLED
from schemas.casefile import Correction
from schemas.catalogue.load import suggestion
from schemas.evidence import Amount, EngineReading, Evidence, FieldValue, Status
from schemas.geometry import Box
from schemas.material import Material
from schemas.source import PageRef
from schemas.statement import COMPONENTS, Parts, Period, Statement

PERSON = "person"
STATEMENT_FIELDS = ("as_of", "due", "overdue_days", "holder")
"""Fields of a bill besides its amounts; "outstanding.…" and "periods[…].…" are the amounts."""
PAPER_DATES = (
    "issued", "valid_from", "valid_until", "period_from", "period_to", "admission_date",
    "discharge_date", "contract_end", "event_date", "asked_on", "reply_by",
)  # fmt: skip
PAPER_AMOUNTS = ("monthly_income", "net_pay", "gross_pay", "total")
PAPER_TEXTS = (
    "name", "id_number", "address", "employer", "diagnosis", "patient", "account_holder",
    "authority", "pay_month", "wage_credits", "report_number", "seal", "signed",
    "ticket", "reply_within",
)  # fmt: skip
"""Facts on papers, by what their value must look like."""
_NAMES = (*COMPONENTS, "total")
_NTH = re.compile(r"(\w+)\[(\d+)\]")
"""net_pay[2]: of the second paper on a page."""
_PERIOD = re.compile(r"periods\[(\d+)\]\.(\w+)")


def corrected(
    statements: Sequence[Statement], corrections: Sequence[Correction]
) -> tuple[Statement, ...]:
    """The statements with every correction applied; a correction that fits none is an error."""
    result = list(statements)
    for correction in corrections:
        if not _is_of_bill(correction):
            continue
        places = [
            place
            for place, statement in enumerate(result)
            if any(
                (ref.path, ref.page) == (correction.file, correction.page)
                for ref in statement.pages
            )
        ]
        if not places:
            raise WrongUsage(
                f"case.toml correction：{correction.file} 第{correction.page}页不是账单页，"
                f"无法更正 {correction.field}",
                "核对 file 和 page；先用 [[assign]] 把这一页指定为 bill",
            )
        for place in places:
            result[place] = _apply(result[place], correction)
    return tuple(
        now if now is then else _reviewed(then, now)
        for then, now in zip(statements, result, strict=True)
    )


def corrected_papers(
    materials: Sequence[Material], corrections: Sequence[Correction]
) -> tuple[Material, ...]:
    """The papers with every corrected name, number or date in place of what was read."""
    result = list(materials)
    for correction in corrections:
        if _is_of_bill(correction):
            continue
        field, nth = _field_and_place(correction)
        value = _fact(correction, field)
        page = PageRef(path=correction.file, page=correction.page)
        places = [place for place, material in enumerate(result) if page in material.pages]
        if not places:
            where = f"{page.path} 第{page.page}页"
            raise WrongUsage(f"case.toml correction：没有 {where}", "核对 file 和 page")
        place = _meant(places, result, correction, field, nth)
        result[place] = _with_fact(result[place], correction, field, value)
    return tuple(result)


def _field_and_place(correction: Correction) -> tuple[str, int]:
    """The field, and which paper of the page is meant, from 1; 0 where nobody says."""
    match = _NTH.fullmatch(correction.field)
    return (match[1], int(match[2])) if match else (correction.field, 0)


def _meant(
    places: list[int],
    materials: list[Material],
    correction: Correction,
    field: str,
    nth: int,
) -> int:
    """Which of the papers on a page a correction is for: the one that is said, else the only one
    that states such a fact.
    """
    stating = [place for place in places if field in materials[place].fields]
    if 0 < nth <= len(places):
        return places[nth - 1]
    if nth or len(stating) > 1:
        choices = "、".join(f"{field}[{number}]" for number in range(1, len(places) + 1))
        raise WrongUsage(
            f"case.toml correction：{correction.file} 第{correction.page}页"
            f"有 {len(places)} 份材料，看不出 {correction.field} 是哪一份的",
            f"按从上到下、从左到右的顺序写明第几份：{choices}",
        )
    return (stating or places)[0]


def _is_of_bill(correction: Correction) -> bool:
    field = correction.field
    return field in STATEMENT_FIELDS or field.startswith(("outstanding.", "periods["))


def _fact(correction: Correction, field: str) -> str:
    """The value as the checks expect it; WrongUsage for an unknown field or a wrong value."""
    value = correction.value.strip()
    known = (*PAPER_DATES, *PAPER_AMOUNTS, *PAPER_TEXTS)
    if field not in known:
        hint = suggestion(field, [*known, *STATEMENT_FIELDS])
        raise WrongUsage(
            f"case.toml correction：不认识的 field {field!r}{hint}",
            "账单写 outstanding.penalty、periods[3].interest、as_of、due、overdue_days 或 holder；"
            f"其他材料写 {'、'.join(known)}",
        )
    try:
        if field in PAPER_AMOUNTS:
            return f"{_number(correction):.2f}"
        if field in PAPER_DATES and value != "long-term":
            return date.fromisoformat(value).isoformat()
    except ValueError:
        raise _unreadable(correction) from None
    return value


def _unreadable(correction: Correction) -> WrongUsage:
    return WrongUsage(
        f"case.toml correction：{correction.field} 的 value {correction.value!r} 看不懂",
        '日期写成 "2026-11-21"，金额写成 "5200.00"，天数写成 "34"',
    )


def _number(correction: Correction) -> Decimal:
    try:
        value = Decimal(correction.value.strip().replace(",", ""))
    except InvalidOperation:
        raise _unreadable(correction) from None
    if not value.is_finite():
        raise _unreadable(correction)
    return value


def _day(correction: Correction) -> date:
    try:
        return date.fromisoformat(correction.value.strip())
    except ValueError:
        raise _unreadable(correction) from None


def _days(correction: Correction) -> int:
    text = correction.value.strip()
    if not text.isdecimal():
        raise _unreadable(correction)
    return int(text)


def _with_fact(material: Material, correction: Correction, field: str, value: str) -> Material:
    before = material.fields.get(field)
    evidence = before.evidence if before else _no_place(correction)
    fact = FieldValue(value=value, confidence=1.0, evidence=evidence)
    return material.model_copy(update={"fields": {**material.fields, field: fact}})


def _apply(statement: Statement, correction: Correction) -> Statement:
    field = correction.field
    if field.startswith("outstanding."):
        name = field.removeprefix("outstanding.")
        parts = statement.outstanding
        changed = parts.model_copy(update={_name(name, field): _amount(parts, name, correction)})
        return statement.model_copy(update={"outstanding": changed})
    match = _PERIOD.fullmatch(field)
    if match:
        return _in_period(statement, int(match[1]), match[2], correction)
    if field == "holder":
        before = statement.holder
        evidence = before.evidence if before else _no_place(correction)
        holder = FieldValue(value=correction.value, confidence=1.0, evidence=evidence)
        return statement.model_copy(update={"holder": holder})
    if field == "overdue_days":
        return statement.model_copy(update={"overdue_days": _days(correction), "delays": ()})
    if field == "due":
        return statement.model_copy(update={"due": _day(correction), "delays": ()})
    if field == "as_of":
        return statement.model_copy(update={"as_of": _day(correction)})
    raise WrongUsage(
        f"case.toml correction：不认识的 field {field!r}",
        "写成 outstanding.penalty、periods[3].interest、as_of、due、overdue_days 或 holder",
    )


def _in_period(statement: Statement, index: int, name: str, correction: Correction) -> Statement:
    periods = []
    found = False
    for period in statement.periods:
        if period.index == index:
            found = True
            value = _day(correction) if name == "due" else _amount(period, name, correction)
            field = name if name == "due" else _name(name, correction.field)
            period = period.model_copy(update={field: value})
        periods.append(period)
    if not found:
        raise WrongUsage(f"case.toml correction：没有第 {index} 期", "核对期次")
    delays = () if name == "due" else statement.delays
    changed = statement.model_copy(update={"periods": tuple(periods), "delays": delays})
    return _summed(changed, name)


def _summed(statement: Statement, name: str) -> Statement:
    """A whole that was added up from periods follows its corrected period."""
    whole: Amount | None = getattr(statement.outstanding, name, None)
    if whole is None or not of_rows(whole):
        return statement
    parts = [
        amount
        for period in statement.periods
        if period.status not in ("paid", "waived") and (amount := getattr(period, name)) is not None
    ]
    worst = Status.DOUBTFUL if any(a.status is Status.DOUBTFUL for a in parts) else Status.VERIFIED
    total = sum((amount.value for amount in parts), Decimal(0))
    changed = whole.model_copy(update={"value": total, "status": worst})
    return statement.model_copy(
        update={"outstanding": statement.outstanding.model_copy(update={name: changed})}
    )


def _name(name: str, field: str) -> str:
    if name not in _NAMES:
        raise WrongUsage(
            f"case.toml correction：不认识的 field {field!r}", f"金额项有：{'、'.join(_NAMES)}"
        )
    return name


def _amount(parts: Parts | Period, name: str, correction: Correction) -> Amount:
    value = _number(correction)
    before: Amount | None = getattr(parts, name, None)
    evidence = before.evidence if before else _no_place(correction)
    word = EngineReading(engine=PERSON, text=correction.value, confidence=1.0)
    readings = (*before.readings, word) if before else (word,)
    return Amount(value=value, status=Status.VERIFIED, evidence=evidence, readings=readings)


def _no_place(correction: Correction) -> Evidence:
    box = Box(x0=0, y0=0, x1=0, y1=0)
    return Evidence(
        path=correction.file, page=correction.page, box=box, text="", label=correction.note
    )


def _reviewed(before: Statement, after: Statement) -> Statement:
    """Whether anything is still in doubt after corrections.

    What contradicted itself is settled once no figure of it is doubted any more. A figure that was
    never read is not settled by confirming another, unless all that stands there is verified.
    """
    stated = [amount for _, amount in after.outstanding.stated()]
    notes = [note for note in after.notes if note != FOREIGN]
    lost = any(getattr(after.outstanding, name) is None for name in after.unread)
    unread = lost or GARBLED in notes
    verified = all(amount.status is Status.VERIFIED for amount in stated)
    settled = verified or (_doubted(before) and not unread)
    open_notes = bool(notes) and not settled
    review = not stated or _doubted(after) or open_notes
    sums = counted_again(before, after)
    return after.model_copy(update={"needs_review": review, "arithmetic": sums})


def _doubted(statement: Statement) -> bool:
    return any(amount.status is Status.DOUBTFUL for _, amount in statement.outstanding.stated())
