"""Stated amounts, second readings, arithmetic → amounts that say how far to trust them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pipeline.extract.folding import fold
from pipeline.extract.stated import Stated
from pipeline.extract.token import Token
from schemas.evidence import Amount, EngineReading, Evidence, Status
from schemas.source import PageRef

LOW_CERTAINTY = 0.55
"""A digit the first reader was less sure of than this is doubtful even where the second agrees."""
SURE = 0.9
"""The first reader alone is believed from here on, and only where an exact sum bears it out."""
SUMMED = "期相加"
"""How the label of an amount goes on that is the sum of instalments."""
SpotKey = tuple[str, int, int, int]
"""(path, page, line number, first character): one amount on one page."""


@dataclass(frozen=True)
class Witness:
    """The first reader's name, and what the second made of the amount."""

    engine: str
    second: EngineReading | None


def spot_key(ref: PageRef, stated: Stated) -> SpotKey:
    return ref.path, ref.page, stated.token.number, stated.token.atom.first


def digits_of(text: str) -> Decimal | None:
    """The number in a second reading: separators dropped, the last dot is the decimal point."""
    pointed = re.sub(r"(?<=\d)-(?=\d{2}$)", ".", fold(text))
    plain = re.sub(r"[^0-9.,]", "", pointed).strip(".,")
    head, dot, tail = plain.rpartition(".")
    if not dot and "," in plain and len(plain.rpartition(",")[2]) != 3:
        head, dot, tail = plain.rpartition(",")
    whole = re.sub(r"[.,]", "", head if dot else plain)
    try:
        return Decimal(f"{whole}.{tail}" if dot else whole)
    except InvalidOperation:
        return None


def same_number(stated: Stated, second: EngineReading) -> bool:
    """Whether the second reader saw the same digits with the point in the same place."""
    first = digits_of(stated.token.line.text[stated.token.atom.first : stated.token.atom.last])
    return first is not None and digits_of(second.text) == first


def with_a_stroke_more(stated: Stated, second: EngineReading) -> bool:
    """Whether the second reader saw the same number and took a speck behind its cents for a digit.

    No sum of yuan has three decimals; it counts as agreement only where the page's sum closes.
    """
    first = stated.token.line.text[stated.token.atom.first : stated.token.atom.last]
    text = re.sub(r"[^0-9.,]", "", fold(second.text))
    return re.search(r"\.\d{3}$", text) is not None and (
        re.search(r"\.\d\d$", first) is not None and digits_of(text[:-1]) == digits_of(first)
    )


def lost_by_second(stated: Stated, second: EngineReading) -> bool:
    """Whether the second reader saw no other number but nothing, or a piece of this one: the rules
    of a table and specks tear figures apart for it.

    It counts as agreement only where a sum closes over the figure without a cent of slack.
    """
    return is_piece(
        second.text, stated.token.line.text[stated.token.atom.first : stated.token.atom.last]
    )


def framed_for_second(stated: Stated, second: EngineReading) -> bool:
    """Whether the second reader saw the same number between the rules of its cell or the edge of
    the words beside it, one of them or both read as a digit: 13,213.962 for | 3,213.96 |.

    As above, it counts as agreement only where a sum closes to the cent.
    """
    whole = stated.token.line.text[stated.token.atom.first : stated.token.atom.last]
    own, other = (re.sub(r"[^0-9]", "", fold(one)) for one in (whole, second.text))
    cents = re.search(r"\.\d\d$", fold(whole)) is not None
    return cents and re.fullmatch(rf"\d{own}\d?|{own}\d", other) is not None


def lost_point(stated: Stated, second: EngineReading) -> bool:
    """Whether the second reader saw the same digits and no point: 931239 for 9,312.39.

    As above, it counts as agreement only where a sum closes to the cent.
    """
    whole = stated.token.line.text[stated.token.atom.first : stated.token.atom.last]
    own, other = (re.sub(r"[^0-9.]", "", fold(one)) for one in (whole, second.text))
    return re.search(r"\.\d\d$", own) is not None and own.replace(".", "") == other


def certainty(token: Token) -> float:
    """How sure the first reader was of the digit of an amount that it was least sure of, 0 to 1."""
    sure = token.line.certainties[token.atom.first : token.atom.last]
    return round(min(sure, default=token.line.confidence), 3)


def is_piece(text: str, of: str) -> bool:
    """Whether the digits of a text are a run of another's, two of them lost at least, or all."""
    piece, whole = (re.sub(r"\D", "", fold(one)) for one in (text, of))
    return len(piece) < len(whole) - 1 and piece in whole


class Settler:
    """Turns stated amounts into Amounts; `closed` are those an arithmetic of the page confirms,
    `exact` those that a sum of printed figures confirms to the cent, `outvoted` those that do so
    against the second reader."""

    def __init__(
        self,
        witnesses: Mapping[SpotKey, Witness],
        closed: Iterable[int],
        open_: Iterable[int],
        exact: Iterable[int] = (),
        outvoted: Iterable[int] = (),
    ) -> None:
        self._witnesses = witnesses
        self._closed = set(closed)
        self._open = set(open_)
        self._exact = set(exact)
        self._outvoted = set(outvoted)

    def amount(self, ref: PageRef, stated: Stated, pages: Sequence[PageRef] = ()) -> Amount:
        """pages: one for each of the figures it is the sum of; all stand on `ref` where none is
        given."""
        if stated.more:
            return self._several(pages or [ref] * len(stated.more), stated)
        witness = self._witnesses.get(spot_key(ref, stated))
        token = stated.token
        confidence = certainty(token)
        text = token.line.text[token.atom.first : token.atom.last]
        readings = [
            EngineReading(
                engine=witness.engine if witness else "first", text=text, confidence=confidence
            )
        ]
        if witness and witness.second:
            readings.append(witness.second)
        return Amount(
            value=stated.value,
            status=self._status(stated, witness, confidence),
            evidence=Evidence(
                path=ref.path, page=ref.page, box=token.box(), text=token.text, label=stated.label
            ),
            readings=tuple(readings),
        )

    def surest(
        self, first: tuple[PageRef, Stated], again: Sequence[tuple[PageRef, Stated]]
    ) -> Amount:
        """The amount, from another page that states it alike where it is cut off or smudged."""
        amount = self.amount(*first)
        if amount.status is not Status.DOUBTFUL or id(first[1]) in self._open:
            return amount
        others = (self.amount(*one) for one in again)
        return next((one for one in others if one.status is not Status.DOUBTFUL), amount)

    def _several(self, pages: Sequence[PageRef], stated: Stated) -> Amount:
        """A part stated under several words: what holds of the sum holds of each."""
        for known in (self._closed, self._open, self._exact):
            if id(stated) in known:
                known |= {id(one) for one in stated.more}
        parts = zip(pages, stated.more, strict=True)
        whole = added([self.amount(ref, one) for ref, one in parts])
        evidence = whole.evidence.model_copy(update={"label": stated.label})
        return whole.model_copy(update={"evidence": evidence})

    def _status(self, stated: Stated, witness: Witness | None, confidence: float) -> Status:
        if stated.mended:
            return Status.READ
        second = witness.second if witness else None
        agreed = second is not None and (
            same_number(stated, second)
            or (id(stated) in self._closed and with_a_stroke_more(stated, second))
        )
        if (
            second is not None
            and not agreed
            and not stated.unsure
            and self._summed(stated, second, confidence)
        ):
            return Status.READ
        if not agreed or stated.unsure or id(stated) in self._open:
            return Status.DOUBTFUL
        if id(stated) in self._closed:
            return Status.VERIFIED
        negative = stated.value < 0 and not stated.less
        if stated.reason or negative or confidence < LOW_CERTAINTY:
            return Status.DOUBTFUL
        return Status.READ

    def _summed(self, stated: Stated, second: EngineReading, confidence: float) -> bool:
        """Whether a figure that the second reader lost stands by a sum and a sure first reading,
        or one misread there by the sums it is in."""
        return (
            id(stated) in self._exact
            and id(stated) not in self._open
            and confidence >= SURE
            and (
                lost_by_second(stated, second)
                or framed_for_second(stated, second)
                or lost_point(stated, second)
                or id(stated) in self._outvoted
            )
        )


def added(amounts: list[Amount]) -> Amount:
    """The sum of several amounts as one, as sure as the least sure of them."""
    if len(amounts) == 1:
        return amounts[0]
    first = amounts[0].evidence
    box = first.box
    for amount in amounts[1:]:
        if (amount.evidence.path, amount.evidence.page) == (first.path, first.page):
            box = box.union(amount.evidence.box)
    order = (Status.VERIFIED, Status.READ, Status.DOUBTFUL)
    return Amount(
        value=sum((amount.value for amount in amounts), Decimal(0)),
        status=max((amount.status for amount in amounts), key=order.index),
        evidence=Evidence(
            path=first.path,
            page=first.page,
            box=box,
            text="+".join(format(amount.value, "f") for amount in amounts).replace("+-", "-"),
            label=f"{first.label}（{len(amounts)} {SUMMED}）",
        ),
    )


def of_rows(amount: Amount) -> bool:
    """Whether an amount is a sum of instalments, and not stated by a page."""
    return SUMMED in amount.evidence.label
