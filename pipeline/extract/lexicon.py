"""Words that are looked up as they stand: heads of columns, counting headings, currencies.

Labels of amounts are composed of words instead, see labels.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.extract.folding import squeezed
from schemas.catalogue import Vocabulary


class Lexicon:
    """Questions that the vocabulary answers about a short text; one for each catalogue."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        heads = vocabulary.heads
        self._bookings = frozenset(map(squeezed, heads.bookings))
        self._items = frozenset(map(squeezed, heads.items))
        self._remaining = tuple(map(squeezed, heads.remaining))
        self._foreign = _any_of(heads.foreign_currency)
        self._home = _any_of(heads.home_currency)
        self._currency = _any_of((*heads.home_currency, *heads.foreign_currency))
        self._yuan = frozenset(map(squeezed, vocabulary.yuan))
        self._sums = frozenset(map(squeezed, vocabulary.bare_sums))
        self._trials = tuple(map(squeezed, vocabulary.trials))
        self._overdue_interest = tuple(map(squeezed, vocabulary.overdue_interest))
        self._compound = tuple(map(squeezed, vocabulary.compound_interest))
        counted = "|".join(map(re.escape, map(squeezed, vocabulary.counted)))
        self._counting = re.compile(rf"([^\d(]{{2,6}}?)(?:{counted})?\(?共?\d{{1,3}}[期笔个]?\)?")

    def is_booking(self, text: str) -> bool:
        """Whether a head is of a list of bookings (记账日, 发生额)."""
        return squeezed(text) in self._bookings

    def is_items(self, text: str) -> bool:
        """Whether a head is of a column that names amounts (项目)."""
        return squeezed(text) in self._items

    def is_remaining(self, text: str) -> bool:
        """Whether words speak of what is left when what was paid is taken off."""
        folded = squeezed(text)
        return any(word in folded for word in self._remaining)

    def names_currency(self, text: str) -> bool:
        """Whether words name a currency, at home or abroad."""
        return self._currency.search(squeezed(text)) is not None

    def names_foreign_currency(self, text: str) -> bool:
        """Whether words name a currency other than yuan."""
        return self._foreign.search(squeezed(text)) is not None

    def names_home_currency(self, text: str) -> bool:
        return self._home.search(squeezed(text)) is not None

    def is_yuan(self, letters: str) -> bool:
        """Whether letters only say that an amount is in yuan."""
        return letters.lower() in self._yuan

    def is_bare_sum(self, plain: str) -> bool:
        """Whether a label sums up whatever was listed or ticked, not the whole debt."""
        return plain in self._sums

    def is_trial(self, folded: str) -> bool:
        """Whether a heading opens a trial computation (还款计划试算)."""
        return any(word in folded for word in self._trials)

    def is_overdue_interest(self, text: str) -> bool:
        """Whether words are the penalty that beside a 罚息 is interest."""
        folded = squeezed(text)
        return any(word in folded for word in self._overdue_interest)

    def is_compound(self, text: str) -> bool:
        """Whether a label is of interest on interest (复利), which is listed beside a 罚息."""
        folded = re.sub(r"\W", "", squeezed(text))
        return any(word in folded for word in self._compound)

    def counted(self, text: str) -> str:
        """What a heading counts (逾期中(1) → 逾期中), "" where it counts nothing."""
        match = self._counting.fullmatch(squeezed(text))
        return match.group(1) if match else ""


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of some words in squeezed text; without words it finds nothing."""
    return re.compile("|".join(map(re.escape, map(squeezed, words))) or "(?!)")
