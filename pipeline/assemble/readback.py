"""Reads a finished PDF with programs that did not make it: pypdf (structure), pdfium (words)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import Destination

END = 64
"""Bytes of the beginning and the end of a file that are looked at."""

REOPEN = 40
"""Pages after which pdfium starts afresh."""


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline: words, depth from 0, page from 1."""

    title: str
    depth: int
    page: int


@dataclass(frozen=True)
class Link:
    """A clickable place: its page, the words under it and the page it leads to (from 1)."""

    page: int
    words: str
    target: int


class ReadBack:
    """One PDF, a file or its bytes, read once. Pages count from 1."""

    def __init__(self, source: Path | bytes) -> None:
        # Given a path, pypdf would take the whole file into memory.
        stream = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        try:
            self.reader = PdfReader(stream)
        except BaseException:
            stream.close()
            raise
        self._stream = stream
        self._source, self._loaded = source, 0
        self._document = pypdfium2.PdfDocument(source)
        self._texts: dict[int, str] = {}
        self._places = {
            page.indirect_reference.idnum: number
            for number, page in enumerate(self.reader.pages, start=1)
            if page.indirect_reference
        }

    def ends(self) -> tuple[bytes, bytes]:
        """The first and the last bytes of the file."""
        stream: Any = self.reader.stream
        stream.seek(0)
        first = stream.read(END)
        stream.seek(0, io.SEEK_END)
        stream.seek(max(stream.tell() - END, 0))
        return first, stream.read(END)

    def forget(self, number: int) -> None:
        """Lets go of an object that was looked at: the pictures of a bundle are most of it."""
        self.reader.resolved_objects.pop((0, number), None)

    def close(self) -> None:
        self._document.close()
        self.reader.close()
        self._stream.close()

    def __len__(self) -> int:
        return len(self._document)

    def text(self, page: int) -> str:
        """All words of a page, as a person copying them would get them."""
        if page not in self._texts:
            loaded = self._page(page)
            words = loaded.get_textpage()
            self._texts[page] = words.get_text_bounded()
            words.close()
            loaded.close()
        return self._texts[page]

    def _page(self, page: int) -> pypdfium2.PdfPage:
        """A page by pdfium, opened anew now and then: it keeps every picture it came across."""
        self._loaded += 1
        if self._loaded % REOPEN == 0:
            self._document.close()
            self._document = pypdfium2.PdfDocument(self._source)
        return self._document[page - 1]

    def bookmarks(self) -> tuple[Bookmark, ...]:
        return tuple(self._bookmarks(self.reader.outline, 0))

    def _bookmarks(self, entries: Any, depth: int) -> Iterator[Bookmark]:
        for entry in entries:
            if isinstance(entry, list):
                yield from self._bookmarks(entry, depth + 1)
            elif isinstance(entry, Destination):
                yield Bookmark(str(entry.title), depth, self._place(entry.page))

    def links(self, page: int) -> Iterator[Link]:
        """The links inside the document that stand on a page."""
        annotations = self.reader.pages[page - 1].get("/Annots")
        if not annotations:
            return
        loaded = self._page(page)
        words = loaded.get_textpage()
        for reference in annotations:
            annotation = reference.get_object()
            target = self._target(annotation)
            if target is not None:
                left, bottom, right, top = (float(edge) for edge in annotation["/Rect"])
                shown = words.get_text_bounded(left, bottom, right, top)
                yield Link(page, "".join(shown.split()), target)
        words.close()
        loaded.close()

    def _target(self, annotation: Any) -> int | None:
        """The page a link leads to; 0 where it leads nowhere; None for other annotations."""
        if annotation.get("/Subtype") != "/Link":
            return None
        place = annotation.get("/Dest")
        action = annotation.get("/A")
        if place is None and action is not None:
            place = action.get_object().get("/D")
        if place is None:
            return None
        place = place.get_object()
        if isinstance(place, str):
            named = self.reader.named_destinations.get(place)
            return self._place(named.page) if named else 0
        return self._place(place[0])

    def _place(self, page: Any) -> int:
        return self._places.get(getattr(page, "idnum", -1), 0)
