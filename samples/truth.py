"""What a picture says, collected while it is drawn: truth is what was marked, nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

COMPONENTS = ("principal", "interest", "penalty", "fees", "late_fees", "total")
UNPAID = ("overdue", "due", "upcoming", "")
PERIOD = re.compile(r"periods\[(\d+)\]\.(\w+)")

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Mark:
    """One stated value. field as in case.toml corrections; box in pixels, origin top left."""

    field: str
    value: str
    text: str
    box: Box


@dataclass(frozen=True)
class Truth:
    """Truth about one page: a bill (marks of amounts) or a paper (fields)."""

    material: str
    product_id: str = ""
    product: str = ""
    lender: str = ""
    layout: str = ""
    marks: tuple[Mark, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    decoys: tuple[str, ...] = ()

    def value(self, name: str) -> str | None:
        """The value marked for a field; the last one where it is marked twice."""
        found = [mark.value for mark in self.marks if mark.field == name]
        return found[-1] if found else None

    def periods(self) -> list[dict[str, Any]]:
        """The periods the page shows, by index; a part the page does not state is None."""
        rows: dict[int, dict[str, Any]] = {}
        for mark in self.marks:
            if match := PERIOD.fullmatch(mark.field):
                blank: dict[str, Any] = dict.fromkeys(("of", "due", "status", *COMPONENTS))
                row = rows.setdefault(int(match[1]), blank)
                row[match[2]] = int(mark.value) if match[2] == "of" else mark.value
        return [{"index": index, **row} for index, row in sorted(rows.items())]

    def outstanding(self) -> dict[str, str | None]:
        """Stated totals; else the sum over those unpaid periods that state the part."""
        return {
            name: self.value(f"outstanding.{name}") or self._summed(name) for name in COMPONENTS
        }

    def _summed(self, name: str) -> str | None:
        unpaid = [row for row in self.periods() if (row["status"] or "") in UNPAID]
        parts = [row[name] for row in unpaid if row[name] is not None]
        if not parts:
            return None
        return str(sum((Decimal(part) for part in parts), Decimal("0.00")))

    def derived(self) -> list[str]:
        """Parts of `outstanding` that no figure on the page states as such."""
        stated = self.outstanding()
        return [n for n in COMPONENTS if stated[n] and self.value(f"outstanding.{n}") is None]

    def moved(self, dx: int, dy: int) -> Truth:
        """The same page pasted elsewhere."""
        return replace(self, marks=tuple(_shift(mark, dx, dy) for mark in self.marks))

    def as_dict(self) -> dict[str, Any]:
        """What `.truth.json` holds for one page."""
        if self.material != "bill":
            return {"material": self.material, "fields": dict(self.fields), "statement": None}
        days = self.value("overdue_days")
        return {
            "material": self.material,
            "layout": self.layout,
            "fields": dict(self.fields),
            "statement": {
                "lender": self.lender,
                "product": self.product,
                "product_id": self.product_id,
                "as_of": self.value("as_of"),
                "due": self.value("due"),
                "overdue_days": None if days is None else int(days),
                "daily_rate": self.value("daily_rate"),
                "periods": self.periods(),
                "outstanding": self.outstanding(),
                "derived": self.derived(),
            },
            "boxes": [
                {"field": m.field, "value": m.value, "text": m.text, "box": list(m.box)}
                for m in self.marks
            ],
            "decoys": list(self.decoys),
        }


def _shift(mark: Mark, dx: int, dy: int) -> Mark:
    x0, y0, x1, y1 = mark.box
    return replace(mark, box=(x0 + dx, y0 + dy, x1 + dx, y1 + dy))
