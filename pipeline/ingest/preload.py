"""What the fork server loads before its first child, so that no child has to: imported for that."""

from __future__ import annotations

import contextlib

from PIL import Image

import pipeline.ingest.decode  # noqa: F401

Image.init()
with contextlib.suppress(ImportError):
    import pillow_heif  # noqa: F401
