"""`make golden FORCE=1`: writes the expected results and reference pages anew.

Refuses without FORCE=1, and says what would change, since a golden that follows every change of the
program proves nothing: read the diff before committing it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from schemas import export
from tests import essence, reference

ROOT = Path(__file__).parent.parent


def expected() -> dict[Path, str]:
    """Every golden file with the text it would get."""
    schemas = {export.FOLDER / name: text for name, text in export.schema_texts().items()}
    return {**reference.pages(), **schemas, **essence.goldens()}


def changed(files: dict[Path, str]) -> list[Path]:
    return [
        path
        for path, text in files.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def main() -> int:
    files = expected()
    stale = changed(files)
    for path in stale:
        print(path.relative_to(ROOT))
    if not stale:
        print("All goldens are current.")
        return 0
    if os.environ.get("FORCE") != "1":
        print("These would change. To write them: make golden FORCE=1", file=sys.stderr)
        return 1
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
