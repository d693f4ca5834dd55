"""Bounds on what an untrusted file may cost. Raise them here, in one place."""

MAX_FILE_BYTES = 200 * 1024 * 1024
MAX_FILES = 2000
MAX_PAGES = 200
MAX_PIXELS = 80_000_000
"""Pixels of one picture before it is shrunk; larger ones are refused."""
MAX_PAGE_PIXELS = 16_000_000
"""Pixels of one stored page; larger pictures are shrunk to this."""
DECODE_SECONDS = 90
DECODE_CPU_SECONDS = 60
DECODE_MEMORY_BYTES = 3 * 1024**3
RENDER_DPI = 200
"""Resolution at which PDF pages become pictures."""
MAX_RENDER_SIDE = 3600
"""Longest side of a rendered PDF page in pixels."""
MAX_TEXT_BYTES = 2 * 1024 * 1024
MAX_ANSWER_BYTES = 128 * 1024 * 1024
"""Bytes of one message from a decoding child: its record, or one picture."""
JPEG_QUALITY = 92
