"""Screens that go on with the list of instalments of another one, and say nothing of whose it is.

2026-11-27: the plan of a loan on a screen of its own, without product and company, was counted
beside the screen that states what is owed of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

from pipeline.extract.drafts import PeriodDraft
from pipeline.extract.folding import squeezed
from pipeline.extract.identity import WHOLE, ZERO, Likeness, likeness, marks_of_page
from pipeline.extract.joining import UNPAID, BillPage
from pipeline.extract.labels import CHARGES
from pipeline.extract.lenders import GENERIC
from pipeline.extract.notdue import is_not_due
from pipeline.extract.stated import Stated, comes_to
from schemas.statement import ANY_LENDERS

SITTING = timedelta(days=7)
"""Screens of one loan are taken so close together."""
MOST = 3
"""So many screens may go on with one list."""
LABELS = 3
"""So many labels make a screen known again."""
MOST_BARE = 8
"""Nameless screens among which sums are tried."""


def continued(pages: Sequence[BillPage]) -> list[BillPage]:
    """The pages; a nameless list of instalments gets the lender of the one page whose whole its
    rows make, else of the one loan whose instalments fall due in the same series. Details that
    name the company alone get the product of the one platform that states the same whole, and
    loans that name nobody the lender of the one page that sums them up; so does another tab of one
    loan."""
    pages = _other_tabs(_months_of_a_list(_with_lenders(_with_products(pages))))
    bare = [page for page in pages if _bare(page)][:MOST_BARE]
    homes = [page for page in pages if not _bare(page)]
    found: dict[int, BillPage] = {}
    for few in (some for count in range(1, MOST + 1) for some in combinations(bare, count)):
        if not any(id(page) in found for page in few):
            makers = [home for home in homes if _makes_whole(home, few)]
            if _one_debt(makers):
                found |= {id(page): makers[0] for page in few}
    for page in bare:
        alike = [home for home in homes if _near(home, page) and series(home) & series(page)]
        if id(page) not in found and _one_debt(alike):
            found[id(page)] = alike[0]
    return _of_other_days(
        [_of(page, found[id(page)]) if id(page) in found else page for page in pages]
    )


def _of_other_days(pages: Sequence[BillPage]) -> list[BillPage]:
    """The pages; one that names nobody, and states the principal of the one debt whose screen has
    the same labels, is that screen on another day: by itself it would be asked for twice."""
    done = list(pages)
    for place, page in enumerate(pages):
        words = _labels(page)
        if _named(page) or len(words) < LABELS:
            continue
        homes = [
            home for home in pages if _named(home) and _labels(home) == words and _grown(home, page)
        ]
        if _one_debt(homes):
            done[place] = _of(page, homes[0])
    return done


def _labels(page: BillPage) -> frozenset[tuple[str, str]]:
    """What a page says of the whole, by component and label."""
    return frozenset(
        (name, squeezed(one.label)) for name, found in page.draft.totals.items() for one in found
    )


def _grown(one: BillPage, other: BillPage) -> bool:
    """Whether two pages of different days state one principal, and no charge that shrank."""
    if one.printed is None or other.printed is None or one.printed == other.printed:
        return False
    older, newer = sorted((one, other), key=lambda page: page.printed or date.min)
    before, after = (
        {name: found[0].value for name, found in page.draft.totals.items() if found}
        for page in (older, newer)
    )
    same = before.get("principal") and before.get("principal") == after.get("principal")
    charges = (name for name in CHARGES if name in before and name in after)
    return bool(same) and all(before[name] <= after[name] for name in charges)


def _with_products(pages: Sequence[BillPage]) -> list[BillPage]:
    """奇富借条 全部待还 5,228.93, and 借据详情 待还总额 5,228.93 of 某某小额贷款有限公司."""
    done = list(pages)
    for place, page in enumerate(pages):
        if page.lender.entry.id != GENERIC or not page.lender.name or page.loan:
            continue
        homes = [home for home in pages if _states_the_same(home, page)]
        alike = [
            other
            for other in pages
            if other.lender.entry.id == GENERIC and _comes_to(other) == _comes_to(page)
        ]
        if _one_debt(homes) and len(alike) == 1:
            found = replace(page.lender, entry=homes[0].lender.entry)
            done[place] = replace(page, lender=found)
    return done


def _with_lenders(pages: Sequence[BillPage]) -> list[BillPage]:
    """微粒贷 待还总额 5,214.28 使用中的借款(2笔), and two 借款详情 of 2,559.40 and 2,654.88."""
    marks = {id(page): marks_of_page(page) for page in pages}
    loans = [page for page in pages if not _named(page) and marks[id(page)].total][:MOST_BARE]
    homes = [page for page in pages if page.lender.entry.id != GENERIC]
    found: dict[int, BillPage] = {}
    for count in range(2, len(loans) + 1):
        for some in combinations(loans, count):
            mine = [marks[id(page)] for page in some]
            whole = sum((mark.total or ZERO for mark in mine), ZERO)
            apart = all(likeness(*pair) is Likeness.OTHER for pair in combinations(mine, 2))
            sums = [home for home in homes if apart and whole in _wholes(home, "total")]
            if _one_debt(sums) and all(_near(sums[0], page) for page in some):
                found |= {id(page): sums[0] for page in some if id(page) not in found}
    return [
        replace(page, lender=found[id(page)].lender) if id(page) in found else page
        for page in pages
    ]


def _months_of_a_list(pages: Sequence[BillPage]) -> list[BillPage]:
    """拿去花 10月账单 647.47, 11月账单 526.01, and a page 10月账单 of 647.47 that names none."""
    done = list(pages)
    for place, page in enumerate(pages):
        if page.lender.entry.id != GENERIC or page.draft.month is None:
            continue
        sums = {value for value in _wholes(page, "total") if value % 1}
        homes = [home for home in pages if home.lender.entry.id != GENERIC and sums & _rows(home)]
        if _one_debt(homes):
            lender = replace(homes[0].lender, name=page.lender.name or homes[0].lender.name)
            done[place] = replace(page, lender=lender)
    return done


def _other_tabs(pages: Sequence[BillPage]) -> list[BillPage]:
    """逾期(3) | 未到期(10) | 已还清(17) over 未到期本金合计 23,481.06, and the screen of the first
    of these tabs: the second names no lender."""
    done = list(pages)
    for place, page in enumerate(pages):
        principals = page.draft.totals.get("principal", ())
        nameless = page.lender.entry.id == GENERIC and not page.lender.name
        if not (page.draft.tabs and nameless and principals) or page.draft.periods:
            continue
        if not all(is_not_due(one.label) for one in principals):
            continue
        homes = [
            home
            for home in pages
            if home is not page
            and home.draft.tabs == page.draft.tabs
            and page.account in ("", home.account)
        ]
        if _one_debt(homes) and all(_near(home, page) for home in homes):
            done[place] = _of(page, homes[0])
    return done


def _rows(page: BillPage) -> set[Decimal]:
    """The sums of the rows that a page lists."""
    rows = (row.amounts.get("total") for row in page.draft.periods)
    return {total.value for total in rows if total is not None}


def _states_the_same(home: BillPage, page: BillPage) -> bool:
    """Whether a platform's page, that names no company, states the whole of another page."""
    entry = home.lender.entry
    platform = entry.id not in ANY_LENDERS and not home.lender.name
    return platform and _near(home, page) and bool(_wholes(home, "total") & _comes_to(page))


def _comes_to(page: BillPage) -> set[Decimal]:
    """What a page says of the whole, else what its unpaid rows come to."""
    rows = [row.amounts for row in page.draft.periods if row.status in UNPAID]
    made = _sum(rows, "total") if len(rows) > 1 else None
    return _wholes(page, "total") or ({made} if made and made % 1 else set())


def _bare(page: BillPage) -> bool:
    """Whether a page lists instalments and names neither product, lender, loan nor a whole."""
    stated = (*page.draft.meant.get("total", ()), *page.draft.meant.get("principal", ()))
    whole = any(one.role_scope in WHOLE for one in stated)  # 逾期应还合计 is none.
    return bool(page.draft.periods) and not _named(page) and not whole


def _named(page: BillPage) -> bool:
    """Whether a page says which product, lender, account or loan it is of."""
    product = page.lender.entry.id != GENERIC
    return product or bool(page.lender.name or page.account or page.loan)


def _of(page: BillPage, home: BillPage) -> BillPage:
    return replace(page, lender=home.lender, account=home.account, loan=home.loan)


def _one_debt(homes: Sequence[BillPage]) -> bool:
    """Whether there is a page, and all of them are of one debt as far as their names go."""
    names = {(home.lender.entry.id, home.lender.name, home.account, home.loan) for home in homes}
    lent = {home.draft.lent for home in homes if home.draft.lent is not None}
    return len(names) == 1 and len(lent) <= 1


def _near(home: BillPage, page: BillPage) -> bool:
    if home.captured is None or page.captured is None:
        return True
    return abs(home.captured - page.captured) <= SITTING


def _makes_whole(home: BillPage, few: Sequence[BillPage]) -> bool:
    """Whether the unpaid rows of pages, with those of `home`, make what it says of the whole."""
    if not all(_near(home, page) for page in few):
        return False
    for some in (few, (*few, home)):
        rows: dict[object, PeriodDraft] = {}
        for row in (row for page in some for row in page.draft.periods):
            rows.setdefault(row.index or row.due or id(row), row)
        unpaid = [row.amounts for row in rows.values() if row.status in UNPAID]
        if any(_sum(unpaid, name) in _wholes(home, name) for name in ("total", "principal")):
            return True
    return False


def _sum(rows: Sequence[Mapping[str, Stated]], name: str) -> Decimal | None:
    """What rows come to in a part, or in all; None where one does not say."""
    found = [row[name].value for row in rows if name in row]
    if name == "total":
        found = list(map(comes_to, rows))
    return sum(found, ZERO) if found and len(found) == len(rows) else None


def _wholes(home: BillPage, name: str) -> set[Decimal]:
    stated = home.draft.totals.get(name, ())
    return {one.value for one in stated if one.role_scope in WHOLE and one.value}


def series(page: BillPage) -> frozenset[tuple[int, int]]:
    """(month in which an instalment 0 would fall due, day of the month): by the day of lending,
    and by each numbered instalment with its day."""
    return frozenset(_starts(page))


def _starts(page: BillPage) -> Iterator[tuple[int, int]]:
    if page.draft.began is not None:
        yield _month(page.draft.began), page.draft.began.day
    for row in page.draft.periods:
        if row.index is not None and row.due is not None:
            yield _month(row.due) - row.index, row.due.day


def _month(day: date) -> int:
    return 12 * day.year + day.month
