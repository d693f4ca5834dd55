"""An amount with its label, and the page while its amounts are being paired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipeline.extract.grid import Page
from pipeline.extract.labels import Role
from pipeline.extract.sentences import said_after, said_before, sentence_of
from pipeline.extract.token import Token
from pipeline.extract.words import last_clause


@dataclass(frozen=True)
class Cell:
    """An amount with its label.

    how: "inline", "left", "right", "second", "slashed", "crossed", "summed", "across", "column",
        "mark", "above", "below"
    header: row of the table's head, or −1; source: the label's token
    section: bucket of the heading it stands under, ""
    context: its sentence speaks of what might be
    less: what was paid of it, where the row says so in a column of its own
    """

    token: Token
    role: Role
    label: str
    how: str
    source: Token | None = None
    header: int = -1
    section: str = ""
    context: bool = False
    less: Cell | None = None


@dataclass
class Pairing:
    """One page while its amounts are being paired.

    used: labels that have spoken for an amount; paired: amounts that have a label; by identity
    rights: cells of amounts whose label follows them, by identity of the amount
    """

    page: Page
    used: set[int] = field(default_factory=set)
    paired: set[int] = field(default_factory=set)
    rights: dict[int, Cell] = field(default_factory=dict)

    def role(self, token: Token) -> Role | None:
        """What a token says about amounts near it."""
        return self.page.role(token)

    def made(
        self, token: Token, source: Token, how: str, header: int = -1, role: Role | None = None
    ) -> Cell:
        """The cell of an amount that `source` labels; `role` where it is not the source's own."""
        page = self.page
        found = role or page.role(source)
        assert found is not None
        context = how == "inline" and page.grammar.projected_context(sentence_of(page, token))
        label = last_clause(source.text)
        if found.label and page.grammar.parse(label) is None:
            label = found.label  # 未到期本金（第 11、12期）: the name stands before the remark.
        if found.bucket == "" and how == "inline":
            found = replace(found, bucket=said_before(page, source) or said_after(page, token))
        elif how == "inline" and found.bucket == "owed" and found.component == "total":
            found = replace(found, bucket=said_after(page, token) or "owed")
        return Cell(token, found, label, how, source, header, page.sections[token.row], context)


def heads_of_lists(cells: Iterable[Cell]) -> frozenset[int]:
    """Heads of tables with more than one row; 本金 服务费 违约金 over one row are three labels."""
    rows = {(cell.header, cell.token.row) for cell in cells if cell.header >= 0}
    counts = Counter(head for head, _ in rows)
    return frozenset(head for head, count in counts.items() if count > 1)
