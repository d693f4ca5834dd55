"""Which digits of a copy are covered: ID, phone and card numbers of other people.

Only on request ([privacy] mask_others); `keep` names files that are left as they are. What nobody
read cannot be covered, so the covered copies are still to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.mask import Number, numbers_in
from schemas.case import Case
from schemas.pack import Cover
from schemas.reading import Line
from schemas.source import PageRef

ID_PAPERS = ("id_card_front", "id_card_back")
"""The applicant's own card carries a watermark instead."""
OWN_SCREENS = ("bill", "repayment_record", "loan_contract", "credit_report", "transaction_export")
"""Papers on which bank cards are the applicant's own, or the lender's."""
LABELS = ("卡号", "账号", "帐号", "账户")
OTHERS = ("对方", "收款", "付款", "转入", "转出")
SLIPS = 2
"""Digits by which a misread number of the applicant may differ and still be theirs."""


class Covers:
    """Finds the covers of each page of one case."""

    def __init__(self, case: Case) -> None:
        wish, person = case.typed.privacy, case.applicant
        self._wanted, self._keep = wish.mask_others, set(wish.keep)
        self._readings = {reading.ref: reading for reading in case.readings}
        self._kinds = {ref: one.kind for one in reversed(case.materials) for ref in one.pages}
        self._own = {"id": person.id_number, "phone": person.phone}
        self._cards = {_digits(s.account) for s in case.statements} | {
            number.digits
            for reading in case.readings
            for line in reading.lines
            if _labelled_own(line.text)
            for number in numbers_in(line.text)
            if number.kind == "card"
        }

    def of(self, ref: PageRef) -> tuple[Cover, ...]:
        kind = self._kinds.get(ref, "")
        reading = self._readings.get(ref)
        if not self._wanted or ref.path in self._keep or kind in ID_PAPERS or reading is None:
            return ()
        return tuple(
            Cover(line=place, start=number.start, end=number.end)
            for place, line in enumerate(reading.lines)
            for number in self._others(line, kind)
        )

    def _others(self, line: Line, kind: str) -> Iterator[Number]:
        for number in numbers_in(line.text):
            if number.kind == "card":
                theirs = kind not in OWN_SCREENS and number.digits not in self._cards
            else:
                own = self._own[number.kind]
                theirs = bool(own) and not _alike(number.digits, _digits(own))
            if theirs:
                yield number


def _labelled_own(text: str) -> bool:
    return any(word in text for word in LABELS) and not any(word in text for word in OTHERS)


def _alike(one: str, other: str) -> bool:
    slips = sum(a != b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) and slips <= SLIPS


def _digits(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter in "0123456789X")
