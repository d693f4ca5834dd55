"""Money that arrives month after month besides the wages, and that nobody speaks of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from pipeline.check.facts import Facts
from pipeline.check.rule import Answers, Rule, not_applicable, pages, passed, undetermined
from pipeline.extract.rowtexts import row_texts
from pipeline.plan.cells import DAY, day_in
from schemas.findings import Severity
from schemas.source import PageRef

SOURCES = ("租金", "房租", "分红", "稿费", "兼职")
"""What such a booking is called, where it is no pension and no pay by the piece: these are what
people live on, and state."""
RENT, LETTING = ("租金", "房租"), ("出租", "收租", "转租", "租金收入", "房租收入", "另有租金")
"""Who speaks of rent may pay it; who speaks of letting receives it."""
MONTHS = 2
"""In so many months it is no chance."""
_IN = re.compile(r"转入|入账|存入|汇入|收入|贷记|(?<![\d.])\+\d")
_OUT = re.compile(r"转出|支出|付款|支付|缴纳|消费|代扣|扣款|还款|(?<![\d.])[-－]\d")
_SUM = re.compile(r"(?<![\d.])(?<!\d,)\d{1,3}(?:,\d{3})*\.\d{2}(?!\d)|(?<![\d.,])\d+\.\d{2}(?!\d)")
"""The first of a row, whose cells commas part: 人民币,3,200.00,4,206.92."""


def other_credits(facts: Facts) -> Answers:
    """流水里每月到账的其他收入有说明。

    为什么：流水上按月到账的租金、分红等没有说明，机构会认为收入没有填全。
    怎么办：算进收入的，在 income 里加上并在 story 里写明；不是自己的收入（如代收代付），也写一句。

    Other income that arrives every month is accounted for.
    Why: rent, dividends and the like that nobody speaks of make the stated income look incomplete.
    Next: add it to income and say so in story; if it is not one's own (collected for somebody
    else), say that.
    """
    statements = facts.papers("bank_statement")
    if not statements:
        return (not_applicable("没有银行流水"),)
    told = facts.case.typed.hardship.story + "".join(
        facts.text_of(ref)
        for paper in facts.papers("hardship_statement", "income_certificate", "application_letter")
        for ref in paper.pages
    )
    found: dict[str, list[tuple[date, str, PageRef]]] = defaultdict(list)
    for paper in statements:
        for ref in paper.pages:
            for source, day, amount in _credits(facts, ref):
                found[source].append((day, amount, ref))
    problems = tuple(
        undetermined(
            f"流水里有{source}按月到账：{'、'.join(f'{day} {money}元' for day, money, _ in rows)}",
            "看一眼是不是自己的收入：是的，算进 income 并在 story 里写明；代收代付的也写一句",
            pages(dict.fromkeys(ref for _, _, ref in rows)),
            "bank_statement",
        )
        for source, rows in found.items()
        if not _spoken_of(source, told)
        and len({(day.year, day.month) for day, _, _ in rows}) >= MONTHS
    )
    return problems or (passed("流水里没有没说明的、按月到账的其他收入"),)


def _spoken_of(source: str, told: str) -> bool:
    return any(word in told for word in (LETTING if source in RENT else (source,)))


def _credits(facts: Facts, ref: PageRef) -> Iterator[tuple[str, date, str]]:
    """What money that came in is called, when it came and how much, row by row."""
    reading = facts.readings.get(ref)
    for row in row_texts(reading) if reading else ():
        source = next((word for word in SOURCES if word in row), "")
        match, amount = DAY.search(row), _SUM.search(row)
        day = day_in(match)
        if source and day and amount and _IN.search(row) and not _OUT.search(row):
            yield source, day, amount.group()


RULES = (Rule("income.other-credits", Severity.WARN, other_credits),)
