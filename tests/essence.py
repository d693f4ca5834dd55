"""What a pack.json comes down to, in few enough lines that a person reads every changed one.

`make golden FORCE=1` writes tests/golden/CASE.json for the sample cases from their recordings.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests import replay

FOLDER = Path(__file__).parent / "golden"
PARTS = ("principal", "interest", "penalty", "fees", "late_fees", "total")


def essence_of(record: dict[str, Any]) -> dict[str, Any]:
    """The part of a record (pack.json) that must not change unnoticed."""
    return {
        "ready": record["ready"],
        "missing": record["missing"],
        "claim": _claim(record["claim"]),
        "files": {file["path"]: _file(file) for file in record["files"]},
        "statements": [_statement(statement) for statement in record["statements"]],
        "findings": [_finding(finding) for finding in record["findings"]],
    }


def _claim(claim: dict[str, Any]) -> dict[str, Any]:
    sums = {name: value for name, value in claim.items() if isinstance(value, str)}
    return {
        **sums,
        "lines": [
            " ".join(
                (
                    f"{line['statement']}.{line['period'] or 'whole'}",
                    f"{line['interest']}+{line['penalty']}+{line['late_fees']}",
                    "overdue" if line["overdue"] else "not yet due",
                    line["status"],
                )
            )
            for line in claim["lines"]
        ],
        "excluded": [f"{item['statement']} {item['reason']}" for item in claim["excluded"]],
    }


def _file(file: dict[str, Any]) -> str | list[str]:
    if file["fault"]:
        return f"fault: {file['fault']['code']}"
    return [_page(page) for page in file["pages"]]


def _page(page: dict[str, Any]) -> str:
    copy = page["duplicate_of"]
    words = [page["material"]]
    words += [f"statement {page['statement']}"] if page["statement"] else []
    words += [f"copy of {copy['path']}#{copy['page']}"] if copy else []
    words += [] if page["legible"] else ["not legible"]
    words += [f"turned {page['rotation']}"] if page["rotation"] else []
    return ", ".join(words)


def _statement(statement: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": statement["id"],
        "product_id": statement["product_id"],
        "lender": statement["lender"],
        "as_of": statement["as_of"],
        "overdue_days": statement["overdue_days"],
        "daily_rate": statement["daily_rate"],
        "needs_review": statement["needs_review"],
        "outstanding": _amounts(statement["outstanding"]),
        "paid": _amounts(statement["paid"]),
        "periods": [_period(period) for period in statement["periods"]],
        "notes": statement["notes"],
    }


def _period(period: dict[str, Any]) -> str:
    words = [f"{period['index']}/{period['of']}", str(period["due"]), str(period["status"])]
    return " ".join((*words, *_amounts(period)))


def _amounts(parts: dict[str, Any]) -> list[str]:
    return [
        f"{name} {parts[name]['value']} {parts[name]['status']}" for name in PARTS if parts[name]
    ]


def _finding(finding: dict[str, Any]) -> str:
    words = (finding["rule"], finding["outcome"], finding["severity"], finding["material"])
    return " ".join(word for word in words if word)


def golden_text(name: str) -> str:
    """What tests/golden/NAME.json must say."""
    essence = essence_of(json.loads(replay.checked(name).record))
    return json.dumps(essence, ensure_ascii=False, indent=1) + "\n"


def goldens() -> dict[Path, str]:
    """Each golden file with its text."""
    return {FOLDER / f"{name}.json": golden_text(name) for name in replay.NAMES}
