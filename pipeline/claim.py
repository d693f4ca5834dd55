"""Statements → claim: distinct debts, the newest screen of each, each period once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations

from pipeline.extract.identity import Likeness, likeness, marks_of, sums_over_loans
from pipeline.extract.later import grown_since, later_by_delay
from pipeline.names import Match, match_names
from schemas.case import Case
from schemas.catalogue import Catalogue
from schemas.claim import Claim, ClaimLine, Excluded
from schemas.evidence import Amount, Status
from schemas.statement import Parts, Period, PeriodStatus, Statement

ZERO = Decimal("0.00")
CLAIMED = ("interest", "penalty", "late_fees", "fees")
OVERVIEW = "overview"
"""Why a sum over several loans of one product is left out of the claim."""
_WORSE = (Status.VERIFIED, Status.READ, Status.DOUBTFUL)


def claim_of(case: Case, catalogue: Catalogue) -> Claim:
    """What may be asked for, and which statements were left out and why."""
    newest, excluded = _distinct(case)
    lines = [line for statement in newest for line in _lines(statement, case)]
    return Claim(
        interest=_sum(line.interest for line in lines),
        penalty=_sum(line.penalty for line in lines),
        late_fees=_sum(line.late_fees for line in lines),
        fees=_sum(line.fees for line in lines) if case.typed.request.asks_fees else ZERO,
        principal=_sum(line.principal for line in lines),
        interest_overdue=_sum(line.interest_due for line in lines),
        lines=tuple(lines),
        excluded=tuple(excluded),
    )


def _sum(values: object) -> Decimal:
    return sum(values, ZERO)  # type: ignore[call-overload,no-any-return]


def _distinct(case: Case) -> tuple[list[Statement], list[Excluded]]:
    """One statement for each debt of the applicant."""
    chosen: list[Statement] = []
    excluded: list[Excluded] = []
    wanted = case.typed.request.lenders
    for statement in case.statements:
        reason = _foreign(statement, case, wanted)
        if reason:
            excluded.append(Excluded(statement=statement.id, reason=reason[0], message=reason[1]))
        else:
            chosen.append(statement)
    sums = overviews(chosen)
    excluded += [
        Excluded(
            statement=found.id,
            reason=OVERVIEW,
            message=f"{found.product}的汇总页面，借款按各笔自己的页面计入，不重复计算",
        )
        for found in sums
    ]
    newest, older = _newest([statement for statement in chosen if statement not in sums])
    return newest, [*excluded, *older]


def overviews(statements: list[Statement]) -> list[Statement]:
    """Those that may be of several loans of one product: sums over them, never counted besides."""
    sums = sums_over_loans([marks_of(statement) for statement in statements])
    found = [
        statement
        for place, statement in enumerate(statements)
        if place in sums or _has_loans(statement, statements)
    ]
    for statement in statements:
        if statement in found:
            continue
        rivals = [
            other
            for other in statements
            if other is not statement
            and other not in found
            and _likeness(statement, other) is Likeness.OPEN
        ]
        if any(_likeness(*pair) is Likeness.OTHER for pair in combinations(rivals, 2)):
            found.append(statement)
    return found


def _has_loans(whole: Statement, statements: list[Statement]) -> bool:
    """Whether a page found to sum up loans stands beside one of them."""
    return whole.overview and any(
        not other.overview and _likeness(whole, other) is not Likeness.OTHER
        for other in statements
        if other.product_id == whole.product_id
    )


def _likeness(one: Statement, other: Statement) -> Likeness:
    return likeness(marks_of(one), marks_of(other))


def _newest(statements: list[Statement]) -> tuple[list[Statement], list[Excluded]]:
    """Of the screens of each debt the newest, in the order of the first."""
    chosen: list[Statement] = []
    excluded: list[Excluded] = []
    for statement in statements:
        other = next((k for k in chosen if _likeness(k, statement) is not Likeness.OTHER), None)
        if other is None:
            chosen.append(statement)
            continue
        older, newer = _in_order(other, statement)
        chosen[chosen.index(other)] = newer
        message = f"{older.title}（{_said(older)}）已有更新的页面（{_said(newer)}），按新的算"
        excluded.append(Excluded(statement=older.id, reason="older", message=message))
    return chosen, excluded


def _in_order(one: Statement, other: Statement) -> tuple[Statement, Statement]:
    """The two, the older first: by their days; where one bears none, by what has grown since."""
    if (one.as_of is None) != (other.as_of is None):
        for older, newer in ((one, other), (other, one)):
            if grown_since(older, newer):
                return older, newer
    for older, newer in ((one, other), (other, one)):
        if later_by_delay(older, newer):
            return older, newer
    older, newer = sorted((one, other), key=_day)
    return older, newer


def _day(statement: Statement) -> tuple[date, int]:
    return statement.as_of or statement.captured or date.min, -int(statement.id[1:])


def _said(statement: Statement) -> str:
    return statement.as_of.isoformat() if statement.as_of else "日期未见"


def _foreign(statement: Statement, case: Case, wanted: tuple[str, ...]) -> tuple[str, str] | None:
    if (
        statement.holder
        and case.applicant.name
        and match_names(statement.holder.value, case.applicant.name) is Match.DIFFERENT
    ):
        return (
            "other_holder",
            f"{statement.product}的户名是{statement.holder.value}，不是申请人，未计入",
        )
    if wanted and statement.product_id not in wanted:
        return (
            "not_requested",
            f"{statement.product}不在本次申请的机构之内（case.toml request.lenders）",
        )
    if statement.currency != "CNY":
        return "foreign_currency", f"{statement.product}不是人民币账单，未计入"
    return None


def _lines(statement: Statement, case: Case) -> list[ClaimLine]:
    """Rows by period where numbered periods add up to the whole, else one row with the totals."""
    unpaid = [
        period
        for period in statement.periods
        if period.status not in (PeriodStatus.PAID, PeriodStatus.WAIVED)
    ]
    numbered = bool(unpaid) and all(period.index for period in unpaid)
    parts = ("principal", *CLAIMED)
    if numbered and all(_covers(statement.outstanding, unpaid, name) for name in parts):
        return [
            _line(statement, period, period, _overdue(period, statement, case)) for period in unpaid
        ]
    late = [_overdue(period, statement, case) for period in unpaid if not period.index]
    overdue = _past_due(statement, case) or (bool(late) and len(late) == len(unpaid) and all(late))
    whole = _line(statement, None, statement.outstanding, overdue)
    later = _sum(
        period.interest.value
        for period in unpaid
        if period.interest is not None and not _overdue(period, statement, case)
    )
    summed = _sum(period.interest.value for period in unpaid if period.interest is not None)
    listed = overdue and summed == whole.interest
    charged = bool(whole.penalty or whole.late_fees)
    if listed:
        return [whole.model_copy(update={"upcoming": later})]
    # 待还利息 of a whole loan may hold interest of months to come, as may that of a page that
    # charges a penalty and does not say since when.
    dated = statement.kind == "credit_card" if overdue else not charged
    return [whole.model_copy(update={"dated": dated})]


def _covers(whole: Parts, periods: list[Period], name: str) -> bool:
    amount: Amount | None = getattr(whole, name)
    parts = [part.value for period in periods if (part := getattr(period, name)) is not None]
    return (amount.value if amount else ZERO) == sum(parts, ZERO)


def _line(statement: Statement, period: Period | None, parts: Parts, overdue: bool) -> ClaimLine:
    stated = [amount for name, amount in parts.stated() if name in CLAIMED]
    source = next((amount.evidence for _, amount in parts.stated()), None)
    page = next(
        (
            ref
            for ref in statement.pages
            if source and (ref.path, ref.page) == (source.path, source.page)
        ),
        statement.pages[0],
    )
    values = {
        name: amount.value if (amount := getattr(parts, name)) is not None else ZERO
        for name in ("principal", *CLAIMED)
    }
    return ClaimLine(
        statement=statement.id,
        period=period.index if period else None,
        overdue=overdue,
        status=max((amount.status for amount in stated), key=_WORSE.index, default=Status.READ),
        source=page,
        **values,
    )


def _overdue(period: Period, statement: Statement, case: Case) -> bool:
    if period.status is PeriodStatus.OVERDUE:
        return True
    if period.status is PeriodStatus.UPCOMING:
        return False
    if any(one is not None and one.value > 0 for one in (period.penalty, period.late_fees)):
        return True  # A penalty is only of what is late, whatever word stands beside the row.
    if period.due is None:
        return False
    return period.due < (statement.as_of or case.today)


def _past_due(statement: Statement, case: Case) -> bool:
    if statement.overdue_days:
        return True
    due = statement.due
    # A card's bill is made before its money falls due: what counts is the day it is asked for.
    day = case.today if statement.kind == "credit_card" else statement.as_of or case.today
    return due is not None and due < day
