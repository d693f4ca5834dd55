"""The first reader: PP-OCRv6 through RapidOCR's models, on OpenVINO or ONNX Runtime.

RapidOCR's own pipeline shrinks every picture to 2000 px and pads every crop to 320 px; here its
detector and recogniser are called directly: pages seen as large as their print needs, tall ones in
tiles, crops taken from the full resolution, few shapes. This file alone knows RapidOCR.
"""

from __future__ import annotations

import importlib.util
import logging
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.errors import EnvironmentIncomplete
from pipeline.read.crops import (
    CROP_HEIGHT,
    Quad,
    batches,
    cut_out,
    inked,
    mostly_tall,
    same_ink,
    scaled,
    sides,
    turned,
)
from pipeline.read.engine import Pixels, Sighting
from pipeline.read.numerals import (
    Word,
    begun_before,
    broken_numbers,
    closed_up,
    has_its_head,
    headless,
    may_lack_its_head,
    same_figures,
    united,
)
from pipeline.read.tiles import Tile, tiles_of
from pipeline.read.view import view_of, view_size
from schemas.geometry import Box
from schemas.reading import Line

MIN_CONFIDENCE = 0.5
SURE = 0.9
"""Mean confidence from which a page is taken to stand upright without a second look."""
SAMPLE = 8


class RapidReader:
    """Reads pages; loads its models once, at construction (about 2 s of CPU)."""

    def __init__(self, threads: int = 1) -> None:
        backend = backend_name()
        self.name = f"rapidocr-{backend}"
        self.version = f"{version('rapidocr')}/{version(backend)}"
        self._engine = _load(backend, threads)
        self._detect = self._engine._load_det_model()
        self._recognise = self._engine._load_rec_model()
        self._characters: list[str] = self._recognise.postprocess_op.character

    def read(self, image: Pixels) -> Sighting:
        """Find which way up `image` is and read every line on it."""
        quads = self.detect(image)
        rotation = 0
        if mostly_tall(quads):
            image, rotation = np.ascontiguousarray(np.rot90(image, -1)), 90
            quads = self.detect(image)
        read = self._sampled(image, quads)
        if self._upside_down(image, quads, read):
            image, rotation = np.ascontiguousarray(np.rot90(image, 2)), (rotation + 180) % 360
            quads = [turned(quad, image.shape[1], image.shape[0]) for quad in quads]
            read = {}
        return Sighting(rotation, tuple(self._lines(image, quads, read)))

    def detect(self, image: Pixels) -> list[Quad]:
        """Quads around the text lines of `image`, in its pixels."""
        view = view_of(image)
        tiles = tiles_of(image, view.rows)
        return [quad for tile in tiles for quad in self._detect_tile(image, tile, view.scale)]

    def recognise(self, crops: list[Pixels]) -> list[Word]:
        """What each crop says; those that look the same are read once."""
        like = same_ink(crops)
        alone = [place for place, first in enumerate(like) if place == first]
        read = dict(zip(alone, self._recognise_all([crops[n] for n in alone]), strict=True))
        return [read[first] for first in like]

    def _recognise_all(self, crops: list[Pixels]) -> list[Word]:
        results: list[Word] = [("", [], [])] * len(crops)
        level = [scaled(crop) for crop in crops]
        parts = [inked(crop) for crop in level]
        for batch in batches([end - start for start, end in parts]):
            inputs = np.zeros((len(batch.places), 3, CROP_HEIGHT, batch.width), np.float32)
            for row, place in enumerate(batch.places):
                start, end = parts[place]
                inputs[row, :, :, : end - start] = _normalised(level[place][:, start:end])
            scores = self._recognise.session(inputs)
            for row, place in enumerate(batch.places):
                whole = level[place].shape[1]
                results[place] = self._decode(
                    scores[row], parts[place][0] / whole, batch.width / whole
                )
        return results

    def _detect_tile(self, image: Pixels, tile: Tile, scale: float) -> Iterator[Quad]:
        part = image[tile.top : tile.bottom]
        height, width = part.shape[:2]
        size = view_size(part, scale)
        method = cv2.INTER_AREA if size[0] <= width else cv2.INTER_LINEAR
        seen = np.asarray(cv2.resize(part, size, interpolation=method), np.uint8)
        found = self._detect.session(_normalised(seen)[None])
        boxes, _ = self._detect.postprocess_op(found, (height, width))
        limit = np.array([width - 1, height - 1], np.float32)
        for box in boxes:
            quad = np.clip(np.asarray(box, np.float32), 0, limit)
            quad[:, 1] += tile.top
            if tile.first <= quad[:, 1].mean() < tile.last and _area_ok(quad):
                yield quad

    def _sampled(self, image: Pixels, quads: list[Quad]) -> dict[int, Word]:
        """The widest lines read, by their places in `quads`."""
        widest = sorted(
            range(len(quads)), key=lambda n: -sides(quads[n])[0] / max(sides(quads[n])[1], 1)
        )[:SAMPLE]
        words = self.recognise([cut_out(image, quads[place]) for place in widest])
        return dict(zip(widest, words, strict=True))

    def _upside_down(self, image: Pixels, quads: list[Quad], read: dict[int, Word]) -> bool:
        upright = _mean_confidence(read.values())
        if not read or upright >= SURE:
            return False
        crops = [np.rot90(cut_out(image, quads[place]), 2) for place in read]
        return _mean_confidence(self.recognise(crops)) > upright + 0.05

    def _lines(self, image: Pixels, quads: list[Quad], read: dict[int, Word]) -> Iterator[Line]:
        """Every line from the top down; what is `read` already is not read again."""
        rest = [place for place in range(len(quads)) if place not in read]
        words = self.recognise([cut_out(image, quads[place]) for place in rest])
        read = {**read, **dict(zip(rest, words, strict=True))}
        found = self._mended(image, quads, [read[place] for place in range(len(quads))])
        for quad, word in sorted(found, key=lambda one: (round(float(one[0][0, 1])), one[0][0, 0])):
            if word[0].strip() and float(np.mean(word[2])) >= MIN_CONFIDENCE:
                yield _line(quad, *word)

    def _mended(
        self, image: Pixels, quads: list[Quad], words: list[Word]
    ) -> list[tuple[Quad, Word]]:
        """Quads with their words, where numbers that were taken apart are one again."""
        words = [closed_up(word) for word in words]
        chains = broken_numbers(quads, words)
        wholes = [united([quads[place] for place in chain]) for chain in chains]
        again = self.recognise([cut_out(image, quad) for quad in wholes])
        found = dict(enumerate(zip(quads, words, strict=True)))
        for chain, quad, word in zip(chains, wholes, map(closed_up, again), strict=True):
            if same_figures(word[0], [words[place][0] for place in chain]):
                found[chain[0]] = quad, word
                for place in chain[1:]:
                    del found[place]
        return self._with_heads(image, list(found.values()))

    def _with_heads(self, image: Pixels, found: list[tuple[Quad, Word]]) -> list[tuple[Quad, Word]]:
        """The same; an amount that begins with a comma, or is set large and has none, is looked at
        again from further left: where large figures stand on a shade that changes the detector may
        leave out the first."""
        usual = float(np.median([sides(quad)[1] for quad, _ in found])) if found else 0.0
        places = [
            place
            for place, (quad, word) in enumerate(found)
            if headless(word) or may_lack_its_head(word, sides(quad)[1], usual)
        ]
        quads = [begun_before(found[place][0], image.shape[1]) for place in places]
        again = self.recognise([cut_out(image, quad) for quad in quads])
        for place, quad, word in zip(places, quads, map(closed_up, again), strict=True):
            if has_its_head(word, found[place][1]):
                found[place] = quad, word
        return found

    def _decode(self, scores: npt.NDArray[np.float32], begin: float, stretch: float) -> Word:
        """Greedy CTC: repeated symbols once, blanks (index 0) dropped; columns give the places.

        The columns reach from `begin` over `stretch` of the crop's width.
        """
        best = scores.argmax(axis=1)
        peaks = scores.max(axis=1)
        steps = len(best)
        characters, centres, certainties = [], [], []
        start = 0
        for step in range(1, steps + 1):
            if step < steps and best[step] == best[start]:
                continue
            if best[start] != 0:
                characters.append(self._characters[best[start]])
                centre = begin + (start + step) / 2 / steps * stretch
                centres.append(round(min(centre, 1.0), 4))
                certainties.append(round(float(peaks[start:step].max()), 4))
            start = step
        return "".join(characters), centres, certainties


def backend_name() -> str:
    """The inference engine that is installed: OpenVINO where there is one, else ONNX Runtime."""
    return "openvino" if importlib.util.find_spec("openvino") else "onnxruntime"


@cache
def shared_reader() -> RapidReader:
    """The one reader of this process."""
    return RapidReader()


def load_modules() -> Any:
    """RapidOCR with all that it imports (0.8 s of CPU), and no model yet."""
    _unreported()
    try:
        import rapidocr

        if backend_name() == "openvino":
            import openvino  # noqa: F401

        rapidocr.RapidOCR  # noqa: B018  loaded when it is first named
    except ImportError as error:
        raise EnvironmentIncomplete(
            f"文字识别引擎 rapidocr 无法加载：{error}",
            "运行 make setup，或 pip install rapidocr openvino",
        ) from error
    return rapidocr


def _load(backend: str, threads: int) -> Any:
    rapidocr = load_modules()
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    kind = rapidocr.EngineType(backend)
    params: dict[str, Any] = {f"{part}.engine_type": kind for part in ("Det", "Cls", "Rec")}
    params["Global.log_level"] = "error"
    params["EngineConfig.openvino.inference_num_threads"] = threads
    # Else every process calculates on the first core, however many there are.
    params["EngineConfig.openvino.enable_cpu_pinning"] = False
    params["EngineConfig.onnxruntime.intra_op_num_threads"] = threads
    params["EngineConfig.onnxruntime.inter_op_num_threads"] = 1
    params["Det.use_dilation"] = True
    # The precision is left to OpenVINO (bfloat16 where the processor has it). 2026-11-27: read in
    # single precision, 185 photos and scans of the reading bench gave the same figures, at 1.5
    # times the CPU.
    return rapidocr.RapidOCR(params=params)


def _unreported() -> None:
    """OpenVINO does without the package that would tell its makers of every use.

    That package forks and sends as soon as OpenVINO is imported. Where it cannot be imported
    OpenVINO puts a stand-in of its own that does nothing.
    """
    if "openvino" not in sys.modules:
        sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]


def _area_ok(quad: Quad) -> bool:
    width, height = sides(quad)
    return width >= 4 and height >= 6


def _normalised(picture: Pixels) -> npt.NDArray[np.float32]:
    """Channels first, blue first, −1…1: what the models were trained on."""
    planes = picture[:, :, ::-1].transpose(2, 0, 1).astype(np.float32)
    planes *= 1 / 127.5
    planes -= 1.0
    return planes


def _mean_confidence(read: Iterable[Word]) -> float:
    certainties = [value for _, _, values in read for value in values]
    return float(np.mean(certainties)) if certainties else 0.0


def _line(quad: Quad, text: str, centres: list[float], certainties: list[float]) -> Line:
    x0, y0 = np.floor(quad.min(axis=0)).astype(int)
    x1, y1 = np.ceil(quad.max(axis=0)).astype(int)
    return Line(
        text=text,
        box=Box(x0=int(x0), y0=int(y0), x1=int(x1), y1=int(y1)),
        quad=tuple(round(float(value), 1) for value in quad.ravel()),
        confidence=round(float(np.mean(certainties)), 4),
        centres=tuple(centres),
        certainties=tuple(certainties),
    )
