"""One untrusted file → raw pages. Runs only in the limited child process (`sandbox`)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.ingest import images, office, pdf
from pipeline.ingest.limits import MAX_PAGES
from pipeline.ingest.sniff import kind_of
from schemas.reading import Line
from schemas.source import FaultCode


@dataclass(frozen=True)
class RawPage:
    """A page as stored, before anybody asked which way is up.

    picture: JPEG bytes; form: "screenshot", "photo", "scan", "electronic"
    lines: the text layer in pixels of the picture, empty where there is none worth using
    captured: day the picture was taken (ISO 8601) by its metadata, or ""
    turned: degrees clockwise that its metadata asked for and that were done
    software: the program that wrote the picture, by what it says of itself, or ""
    """

    picture: bytes
    width: int
    height: int
    form: str
    lines: tuple[Line, ...] = ()
    captured: str = ""
    turned: int = 0
    software: str = ""


@dataclass(frozen=True)
class Decoded:
    """What became of a file: pages, or a fault code with a detail; both where a part was not read.

    lasting: whether the file itself is the reason, so that trying again would say the same; a child
    process that died may have had other reasons
    """

    pages: tuple[RawPage, ...] = ()
    fault: FaultCode | None = None
    detail: str = ""
    lasting: bool = True


def decode(data: bytes, name: str, password: str) -> Decoded:
    """The pages of a file; never raises for what the file holds."""
    pages: list[RawPage] = []
    try:
        for page in _pages(data, name, password):
            pages.append(page)  # noqa: PERF402  # those before a fault are kept
    except office.Partly as partly:
        return Decoded(tuple(pages), partly.code, partly.detail)
    except images.Refused as refused:
        return Decoded(fault=refused.code, detail=refused.detail)
    except MemoryError:
        return Decoded(fault=FaultCode.MEMORY)
    except Exception as error:  # any decoder may raise anything on a hostile file
        return Decoded(fault=FaultCode.DAMAGED, detail=type(error).__name__)
    if not pages:
        return Decoded(fault=FaultCode.DAMAGED, detail="没有一页")
    return Decoded(pages=tuple(pages))


def _pages(data: bytes, name: str, password: str) -> Iterator[RawPage]:
    kind = kind_of(data[:4096], name)
    if kind in ("image", "heif"):
        for picture in images.pictures(io.BytesIO(data), name, heif=kind == "heif"):
            yield _raw(picture)
    elif kind == "pdf":
        for page in pdf.pages(data, password, MAX_PAGES):
            form = "electronic" if page.lines else "scan"
            yield RawPage(page.jpeg, page.width, page.height, form, page.lines)
    elif kind in ("docx", "text"):
        for sheet in office.sheets(data, kind):
            if isinstance(sheet, images.Picture):
                yield _raw(sheet)
            else:
                yield RawPage(sheet.jpeg, sheet.width, sheet.height, "electronic", sheet.lines)
    else:
        raise images.Refused(FaultCode.UNSUPPORTED)


def _raw(picture: images.Picture) -> RawPage:
    return RawPage(
        picture.jpeg,
        picture.width,
        picture.height,
        picture.form,
        captured=picture.captured,
        turned=picture.turned,
        software=picture.software,
    )
