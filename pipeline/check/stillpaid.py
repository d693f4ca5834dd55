"""Whether the employer that ended a job goes on paying wages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from datetime import date
from difflib import SequenceMatcher

from pipeline.check.facts import Facts
from pipeline.extract.folding import squeezed
from pipeline.plan.cells import DAY, Cell, day_in, rows_of
from schemas.material import Material

WAGES = re.compile("工资|薪金|薪酬|代发")
STILL = 2
"""Wages of so many months from the employer that ended the job are no back pay."""
ALIKE = 0.85
"""Share of a company's name that two readings of it have in common, a character lost in one."""
_NAME = re.compile("[\u4e00-\u9fff()]{6,30}")


def still_employed(facts: Facts, paper: Material, days: Set[date]) -> bool:
    """Whether wages of several of these days in a bank statement are paid by who ended the job."""
    former = [
        squeezed(one.fields["employer"].value)
        for one in facts.papers("termination_certificate")
        if "employer" in one.fields
    ]
    payers = Counter(
        name
        for ref in paper.pages
        for row in rows_of(facts.text_lines(ref))
        if _is_paid(row, days)
        for cell in row
        if _NAME.fullmatch(name := squeezed(cell.text))
    )
    return any(
        count >= STILL and any(_one_name(name, employer) for employer in former)
        for name, count in payers.items()
    )


def _is_paid(row: list[Cell], days: Set[date]) -> bool:
    """Whether a row is of wages that came on one of the days."""
    found = {day_in(match) for cell in row for match in DAY.finditer(cell.text)}
    return bool(found & days) and any(WAGES.search(cell.text) for cell in row)


def _one_name(name: str, employer: str) -> bool:
    alike = SequenceMatcher(None, name, employer, autojunk=False).ratio() >= ALIKE
    return alike or name in employer or employer in name
