"""Bounds on what an untrusted file may cost. Raise them here, in one place."""

MAX_FILE_BYTES = 200 * 1024 * 1024
MAX_FILES = 2000
MAX_PAGES = 200
MAX_PIXELS = 80_000_000
"""Pixels of one picture before it is shrunk; larger ones are refused."""
MAX_ASPECT = 80
"""How many times longer than wide a picture may be: a long screenshot has 40."""
MAX_FRAMES = 24
"""Pictures in one file; one with more is a film, of which the first is taken."""
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
MAX_FOLDER_DEPTH = 30
"""Folders in folders of a case."""
MAX_ARCHIVE_ENTRIES = 1000
"""Files in a ZIP, those of ZIPs in it included."""
MAX_ARCHIVE_DEPTH = 2
"""ZIPs in ZIPs: the outer one and those in it."""
MAX_ARCHIVE_BYTES = 1024**3
"""Bytes of all files in a ZIP together."""
MAX_ARCHIVE_RATIO = 200
"""How much smaller an entry may be in its ZIP; photos hardly shrink, bombs a thousandfold."""
MAX_ENTRY_BYTES = 100 * 1024 * 1024
MAX_OPEN_FILES = 64
"""Open files of a decoding child."""
JPEG_QUALITY = 92
