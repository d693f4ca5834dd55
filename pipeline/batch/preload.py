"""What the fork server of a batch loads before its first worker, so that no worker has to.

Modules only: no engine is made and no model read, since neither survives a fork.
"""

from __future__ import annotations

import contextlib

import pipeline.batch.task
import pipeline.flow  # noqa: F401
from pipeline.errors import EnvironmentIncomplete
from pipeline.read.rapid import load_modules

with contextlib.suppress(EnvironmentIncomplete):  # each case says so in its row
    load_modules()
