"""The first reader: PP-OCRv6 through RapidOCR's models, on OpenVINO or ONNX Runtime.

RapidOCR's own pipeline shrinks every picture to 2000 px and pads every crop to 320 px; here its
detector and recogniser are called directly: tall pages in tiles, crops taken from the full
resolution, batches of like width. This file alone knows RapidOCR.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.errors import EnvironmentIncomplete
from pipeline.read.engine import Pixels, Sighting
from pipeline.read.tiles import Tile, tiles_of
from schemas.geometry import Box
from schemas.reading import Line

Quad = npt.NDArray[np.float32]
"""Corners clockwise from top left, shape (4, 2), pixels."""

DETECT_LONG_SIDE = 1600
"""Longest side of what the detector sees of a page or tile."""
DETECT_LONG_SIDE_DENSE = 2048
"""The same for photos and scans, whose print is smaller than a phone's."""
PHONE_WIDTH = 1440
CROP_HEIGHT = 48
MAX_CROP_WIDTH = 2880
BATCH_WIDTH = 4800
"""Sum of crop widths in one recogniser call; bounds its memory."""
BATCH_SPREAD = 1.15
"""Widest over narrowest crop of a batch; what is wider is padding paid for."""
WIDTH_STEP = 32
"""Batch widths are rounded up to this, so that the engine meets few shapes."""
MIN_CONFIDENCE = 0.5
SURE = 0.9
"""Mean confidence from which a page is taken to stand upright without a second look."""
SAMPLE = 8
TALL_BOX = 1.5


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
        if _mostly_tall(quads):
            image, rotation = np.ascontiguousarray(np.rot90(image, -1)), 90
            quads = self.detect(image)
        if self._upside_down(image, quads):
            image, rotation = np.ascontiguousarray(np.rot90(image, 2)), (rotation + 180) % 360
            quads = [_turned(quad, image.shape[1], image.shape[0]) for quad in quads]
        return Sighting(rotation, tuple(self._lines(image, quads)))

    def detect(self, image: Pixels) -> list[Quad]:
        """Quads around the text lines of `image`, in its pixels."""
        return [quad for tile in tiles_of(image) for quad in self._detect_tile(image, tile)]

    def recognise(self, crops: list[Pixels]) -> list[tuple[str, list[float], list[float]]]:
        """For each crop: text, x of each character (0–1 of the crop), confidence of each."""
        results: list[tuple[str, list[float], list[float]]] = [("", [], [])] * len(crops)
        for batch in _batches([_scaled(crop) for crop in crops]):
            width = -(-max(crop.shape[1] for _, crop in batch) // WIDTH_STEP) * WIDTH_STEP
            inputs = np.zeros((len(batch), 3, CROP_HEIGHT, width), np.float32)
            for row, (_, crop) in enumerate(batch):
                inputs[row, :, :, : crop.shape[1]] = _normalised(crop)
            scores = self._recognise.session(inputs)
            for row, (place, crop) in enumerate(batch):
                results[place] = self._decode(scores[row], width / crop.shape[1])
        return results

    def _detect_tile(self, image: Pixels, tile: Tile) -> Iterator[Quad]:
        part = image[tile.top : tile.bottom]
        scale = _detect_scale(part)
        small = part
        if scale < 1.0:
            size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
            small = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
        found = self._detect(cv2.cvtColor(_padded(small), cv2.COLOR_RGB2BGR))
        limit = np.array([part.shape[1] - 1, part.shape[0] - 1], np.float32)
        for box in found.boxes if found.boxes is not None else ():
            quad = np.clip(np.asarray(box, np.float32) / scale, 0, limit)
            quad[:, 1] += tile.top
            if tile.first <= quad[:, 1].mean() < tile.last and _area_ok(quad):
                yield quad

    def _upside_down(self, image: Pixels, quads: list[Quad]) -> bool:
        widest = sorted(quads, key=lambda quad: -_sides(quad)[0] / max(_sides(quad)[1], 1))
        crops = [_crop(image, quad) for quad in widest[:SAMPLE]]
        upright = _mean_confidence(self.recognise(crops))
        if not crops or upright >= SURE:
            return False
        turned = [np.ascontiguousarray(np.rot90(crop, 2)) for crop in crops]
        return _mean_confidence(self.recognise(turned)) > upright + 0.05

    def _lines(self, image: Pixels, quads: list[Quad]) -> Iterator[Line]:
        ordered = sorted(quads, key=lambda quad: (round(float(quad[0, 1])), float(quad[0, 0])))
        read = self.recognise([_crop(image, quad) for quad in ordered])
        for quad, (text, centres, certainties) in zip(ordered, read, strict=True):
            if text.strip() and float(np.mean(certainties)) >= MIN_CONFIDENCE:
                yield _line(quad, text, centres, certainties)

    def _decode(
        self, scores: npt.NDArray[np.float32], stretch: float
    ) -> tuple[str, list[float], list[float]]:
        """Greedy CTC: repeated symbols once, blanks (index 0) dropped; columns give the places."""
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
                centres.append(round(min((start + step) / 2 / steps * stretch, 1.0), 4))
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


def _load(backend: str, threads: int) -> Any:
    try:
        from rapidocr import EngineType, RapidOCR
    except ImportError as error:
        raise EnvironmentIncomplete(
            f"文字识别引擎 rapidocr 无法加载：{error}",
            "运行 make setup，或 pip install rapidocr openvino",
        ) from error
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    kind = EngineType(backend)
    params: dict[str, Any] = {f"{part}.engine_type": kind for part in ("Det", "Cls", "Rec")}
    params["Global.log_level"] = "error"
    params["EngineConfig.openvino.inference_num_threads"] = threads
    params["EngineConfig.onnxruntime.intra_op_num_threads"] = threads
    params["EngineConfig.onnxruntime.inter_op_num_threads"] = 1
    params["Det.limit_side_len"] = 32
    return RapidOCR(params=params)


def _detect_scale(part: Pixels) -> float:
    height, width = part.shape[:2]
    phone = width <= PHONE_WIDTH and height > 1.3 * width
    side = DETECT_LONG_SIDE if phone else DETECT_LONG_SIDE_DENSE
    return min(1.0, float(side / max(height, width)))


def _padded(image: Pixels) -> Pixels:
    """At least 64 px each way, which the detector's strides need."""
    height, width = image.shape[:2]
    bottom, right = max(0, 64 - height), max(0, 64 - width)
    if not bottom and not right:
        return image
    padded = cv2.copyMakeBorder(image, 0, bottom, 0, right, cv2.BORDER_REPLICATE)
    return np.asarray(padded, np.uint8)


def _sides(quad: Quad) -> tuple[float, float]:
    """Width and height of a quad, pixels."""
    width = max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3]))
    height = max(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[2] - quad[1]))
    return float(width), float(height)


def _area_ok(quad: Quad) -> bool:
    width, height = _sides(quad)
    return width >= 4 and height >= 6


def _mostly_tall(quads: list[Quad]) -> bool:
    """Whether most of the text runs up or down the picture, weighted by its length.

    By extent, not by the quad's sides: the corners of an upright thin quad may come in any order.
    """
    tall = wide = 0.0
    for quad in quads:
        width, height = np.ptp(quad, axis=0)
        if height > TALL_BOX * width:
            tall += height
        elif width > TALL_BOX * height:
            wide += width
    return tall > wide


def _turned(quad: Quad, width: int, height: int) -> Quad:
    """The quad on the page turned by 180°."""
    turned = np.array([width - 1, height - 1], np.float32) - quad
    return np.ascontiguousarray(turned[[2, 3, 0, 1]])


def _crop(image: Pixels, quad: Quad) -> Pixels:
    """The text line in the quad, laid level; a plain slice where it is level already."""
    width, height = (max(1, round(side)) for side in _sides(quad))
    slant = abs(quad[1, 1] - quad[0, 1]) + abs(quad[3, 0] - quad[0, 0])
    if slant <= max(2.0, 0.08 * height):
        x0, y0 = np.floor(quad.min(axis=0)).astype(int)
        x1, y1 = np.ceil(quad.max(axis=0)).astype(int)
        return image[y0 : y1 + 1, x0 : x1 + 1]
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    crop = cv2.warpPerspective(
        image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(crop, np.uint8)


def _scaled(crop: Pixels) -> Pixels:
    height, width = crop.shape[:2]
    new = min(max(8, round(width * CROP_HEIGHT / max(height, 1))), MAX_CROP_WIDTH)
    shrink = height > CROP_HEIGHT
    method = cv2.INTER_AREA if shrink else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(crop, (new, CROP_HEIGHT), interpolation=method), np.uint8)


def _normalised(crop: Pixels) -> npt.NDArray[np.float32]:
    """Channels first, blue first, −1…1: what the recogniser was trained on."""
    return (crop[:, :, ::-1].transpose(2, 0, 1).astype(np.float32) / 127.5) - 1.0


def _batches(crops: list[Pixels]) -> Iterator[list[tuple[int, Pixels]]]:
    """Crops of like width together, each batch with its places in `crops`."""
    batch: list[tuple[int, Pixels]] = []
    for place in sorted(range(len(crops)), key=lambda place: crops[place].shape[1]):
        width = crops[place].shape[1]
        full = (len(batch) + 1) * width > BATCH_WIDTH
        if batch and (full or width > BATCH_SPREAD * batch[0][1].shape[1] + WIDTH_STEP / 2):
            yield batch
            batch = []
        batch.append((place, crops[place]))
    if batch:
        yield batch


def _mean_confidence(read: list[tuple[str, list[float], list[float]]]) -> float:
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
