"""What decoding a file gave, as the cache keeps it: pictures by their digests, the rest as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.ingest.decode import Decoded, RawPage
from pipeline.ingest.faults import fault
from schemas.reading import Line
from schemas.source import FaultCode

FileRead = tuple[Any, list[tuple[RawPage, str]]]
"""A fault or None, and the pages with the digests of their pictures."""


def kept_of(decoded: Decoded, pages: Sequence[tuple[RawPage, str]]) -> dict[str, Any]:
    return {
        "fault": decoded.fault,
        "detail": decoded.detail,
        "pages": [
            {
                "blob": digest,
                "width": raw.width,
                "height": raw.height,
                "form": raw.form,
                "captured": raw.captured,
                "turned": raw.turned,
                "software": raw.software,
                "lines": [line.model_dump(mode="json") for line in raw.lines],
            }
            for raw, digest in pages
        ],
    }


def restored(kept: Mapping[str, Any], name: str) -> FileRead:
    pages = [
        (
            RawPage(
                b"",
                item["width"],
                item["height"],
                item["form"],
                tuple(Line.model_validate(line) for line in item["lines"]),
                item["captured"],
                item["turned"],
                item["software"],
            ),
            item["blob"],
        )
        for item in kept["pages"]
    ]
    fault_code = FaultCode(kept["fault"]) if kept["fault"] else None
    return fault_of(Decoded((), fault_code, kept["detail"]), name), pages


def fault_of(decoded: Decoded, name: str) -> Any:
    return fault(decoded.fault, name, decoded.detail) if decoded.fault else None
