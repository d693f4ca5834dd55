"""What a [[correction]] may name and say, told with the other faults of case.toml.

A value is looked at by the kind of its field, before anything is read: what gets past here can be
put in the place of what a page says (`pipeline.extract.corrections`), summed, compared and printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.caseopen import NAME
from schemas.casefile import EARLIEST, LATEST, MOST_YUAN
from schemas.catalogue.load import Told, meant, shortened
from schemas.statement import COMPONENTS

MOST_DAYS = 10_000
"""Days overdue: some twenty-seven years."""
MOST_WITHIN = 400
"""Days or hours within which a reply was promised."""

_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_AMOUNT = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,12})(?:\.[0-9]{1,2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_WITHIN = re.compile(r"([0-9]{1,3}) (?:working days|days|hours)")
_OF_PERIOD = re.compile(r"periods\[[0-9]{1,3}\]\.(\w+)")
_OF_PAPER = re.compile(r"(\w+)\[[1-9][0-9]?\]")
"""net_pay[2]: of the second paper on a page; a page has one bill."""


@dataclass(frozen=True)
class _Kind:
    """holds: whether a value, trimmed, is one; wanted: what is allowed."""

    holds: Callable[[str], bool]
    wanted: Told


def correction_faults(data: Mapping[str, Any]) -> Iterator[Told]:
    """Fields nobody knows, and values that are not of their field's kind.

    data: case.toml as typed, of whatever shape; what is missing or no text is told elsewhere
    """
    entries = data.get("correction")
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        yield from _faults(number, entry)


def _faults(number: int, entry: object) -> Iterator[Told]:
    if not isinstance(entry, Mapping):
        return
    field, value = entry.get("field"), entry.get("value")
    if not isinstance(field, str):
        return
    where = f"{NAME}: correction.{number}"
    kind = _kind_of(field)
    if kind is None:
        yield _unknown(field).at(f"{where}.field")
    elif isinstance(value, str) and not kind.holds(value.strip()):
        shown, wanted = shortened(repr(value)), kind.wanted
        told = Told(
            f"{field} {wanted.chinese}：{shown}", f"{field} must be {wanted.english}: {shown}"
        )
        yield told.at(f"{where}.value")


def _kind_of(field: str) -> _Kind | None:
    """How a field's value must look; None for a field that there is not."""
    kinds = _kinds()
    if match := _OF_PERIOD.fullmatch(field):
        return _DUE if match[1] == "due" else kinds.get(f"outstanding.{match[1]}")
    if (match := _OF_PAPER.fullmatch(field)) and match[1] not in _BILL:
        return kinds.get(match[1])
    return kinds.get(field)


def _unknown(field: str) -> Told:
    known = list(_kinds())
    shown, near = shortened(repr(field)), meant(field, known)
    named = "、".join(name for name in known if not name.startswith("outstanding."))
    parts = "、".join((*COMPONENTS, "total"))
    return Told(
        f"没有这个 field：{shown}{near}。金额写 outstanding.项 或 periods[3].项（项：{parts}），"
        f"某期到期日写 periods[3].due；其余可写 {named}",
        f"there is no such field: {shown}{near}. Amounts: outstanding.PART or periods[3].PART "
        f"(PART: {', '.join((*COMPONENTS, 'total'))}), a period's day: periods[3].due; besides: "
        + named.replace("、", ", "),
    )


def _kinds() -> dict[str, _Kind]:
    """Field → kind, as `corrections` puts them in place; imported late, for it brings the readers.

    A fact on papers that is not named here is text.
    """
    from pipeline.extract.corrections import PAPER_AMOUNTS, PAPER_DATES, PAPER_TEXTS

    kinds = {f"outstanding.{part}": _MONEY for part in (*COMPONENTS, "total")}
    kinds |= _BILL
    kinds |= dict.fromkeys(PAPER_TEXTS, _TEXT)
    kinds |= dict.fromkeys(PAPER_DATES, _DUE)
    kinds |= dict.fromkeys(PAPER_AMOUNTS, _MONEY)
    kinds |= {
        "valid_until": _EXPIRY,
        "contract_end": _EXPIRY,
        "pay_month": _PAY_MONTH,
        "wage_credits": _CREDITS,
        "reply_within": _PROMISE,
    }
    return kinds


def _is_amount(text: str) -> bool:
    plain = text.translate(_DIGITS)
    return bool(_AMOUNT.fullmatch(plain)) and Decimal(plain.replace(",", "")) <= MOST_YUAN


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and EARLIEST <= date.fromisoformat(text) <= LATEST
    except ValueError:
        return False


def _is_month(text: str) -> bool:
    return _is_day(f"{text}-01" if _MONTH.fullmatch(text) else text)


def _is_expiry(text: str) -> bool:
    return text == "long-term" or _is_day(text)


def _is_count(text: str) -> bool:
    plain = text.translate(_DIGITS)
    return bool(re.fullmatch(r"[0-9]{1,5}", plain)) and int(plain) <= MOST_DAYS


def _is_promise(text: str) -> bool:
    match = _WITHIN.fullmatch(text)
    return match is not None and int(match[1]) <= MOST_WITHIN


def _are_credits(text: str) -> bool:
    parts = [entry.partition(":") for entry in text.split(";")]
    return all(_is_month(day.strip()) and _is_amount(paid.strip()) for day, _, paid in parts)


_BETWEEN = Told(f"（{EARLIEST} 至 {LATEST}）", f" ({EARLIEST} to {LATEST})")
_MONEY = _Kind(
    _is_amount,
    Told(
        f'要写成元，最多两位小数、不带负号，如 "1234.50" 或 "1,234.50"，不超过 {MOST_YUAN:,}',
        f'yuan with at most two decimals and no sign, like "1234.50" or "1,234.50", '
        f"up to {MOST_YUAN:,}",
    ),
)
_DUE = _Kind(
    _is_day,
    Told(f'日期写成 "2026-11-21"{_BETWEEN.chinese}', f'a day like "2026-11-21"{_BETWEEN.english}'),
)
_EXPIRY = _Kind(
    _is_expiry,
    Told(
        f'日期写成 "2026-11-21"{_BETWEEN.chinese}，长期有效写 "long-term"',
        f'a day like "2026-11-21"{_BETWEEN.english}, or "long-term"',
    ),
)
_PAY_MONTH = _Kind(
    _is_month,
    Told(f'月份写成 "2026-10"{_BETWEEN.chinese}', f'a month like "2026-10"{_BETWEEN.english}'),
)
_DAYS = _Kind(
    _is_count,
    Told(
        f'天数写成整数，如 "34"，不超过 {MOST_DAYS}',
        f'a whole number of days like "34", up to {MOST_DAYS}',
    ),
)
_PROMISE = _Kind(
    _is_promise,
    Told(
        f'写成 "3 working days"、"7 days" 或 "48 hours"，不超过 {MOST_WITHIN}',
        f'"3 working days", "7 days" or "48 hours", up to {MOST_WITHIN}',
    ),
)
_CREDITS = _Kind(
    _are_credits,
    Told(
        '逐笔写成 "日期:金额"，用 ; 隔开，如 "2026-09-10:5200.00;2026-10-10:5200.00"',
        '"day:amount" with ; between, like "2026-09-10:5200.00;2026-10-10:5200.00"',
    ),
)
_TEXT = _Kind(
    lambda text: bool(text) and "\n" not in text,
    Told("要写一行文字，不能是空的", "one line of text, not an empty one"),
)
_BILL = {"as_of": _DUE, "due": _DUE, "overdue_days": _DAYS, "holder": _TEXT}
"""What a bill states besides its amounts."""
