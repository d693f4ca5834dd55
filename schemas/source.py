"""What came in: files, their faults, and the upright pages made of them."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen


class FaultCode(StrEnum):
    """Why a file, or a part of it, could not be used."""

    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    UNREADABLE = "unreadable"
    OUTSIDE = "outside"
    IGNORED = "ignored"


class Fault(Frozen):
    """A file that could not be read: what is wrong, in words that name the next step."""

    code: FaultCode
    message: str
    next: str


class PageRef(Frozen):
    """One page of one input: path relative to the case folder with `/`, page from 1."""

    path: str
    page: int = Field(ge=1)

    def __str__(self) -> str:
        return f"{self.path}#{self.page}"


class SourceFile(Frozen):
    """One input file; `sha256` of its bytes, `size` in bytes.

    inside: path of the archive it was taken out of, "" where it lies in the folder itself
    """

    path: str
    sha256: str
    size: int
    inside: str = ""


class PageQuality(Frozen):
    """Measures of an upright page, all cheap, by what was printed where and not by what it says.

    sharpness: variance of the Laplacian on the page at 1000 px width, inside text boxes; where
        there are none, where something stands out from the page
    contrast: 5th to 95th percentile of luminance, 0–255
    glare: share of pixels under reflections of a lamp that hide print, 0–1
    text_height: median height of the text lines in pixels of the upright page, 0 if none
    cut_sides, cut_ends: lines that the left or right border cuts off, and the upper or lower one
    filled: share of the page's tiles that are not of one shade, 0–1; blur hardly changes it
    coloured: share of the page's pixels in strong colours, 0–1; papers and screens have few
    hues: how many of twelve hues hold two hundredths of the pixels; a desk and a seal make two
    strips: how many strips of print lie one beside the other, 0 where something broader stands
        among them; lines of text make many, however blurred
    pale: share of the page's pixels that are nearly white or light grey, 0–1; papers have many
    """

    sharpness: float
    contrast: float
    glare: float
    text_height: float
    cut_sides: int = 0
    cut_ends: int = 0
    filled: float = 1.0
    coloured: float = 0.0
    hues: int = 0
    pale: float = 1.0
    strips: int = 0


class Page(Frozen):
    """An upright page.

    image: digest of the upright picture in the blob store (JPEG or PNG bytes)
    width, height: pixels of the upright page
    rotation: degrees clockwise that the stored picture was turned by to stand upright
    look: 64-bit perceptual hash in hexadecimal, for finding re-saved copies
    form: 截图 "screenshot", 照片 "photo", 扫描件 "scan", 电子件 "electronic"
    captured: day the picture was taken (ISO 8601) by its metadata or name, "" where unknown
    software: the program that wrote the file, by what it says of itself, "" where it says nothing
    media: "image/jpeg" or "image/png"
    """

    ref: PageRef
    image: str
    media: str
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    rotation: int = 0
    look: str
    form: str
    captured: str = ""
    software: str = ""
    quality: PageQuality
