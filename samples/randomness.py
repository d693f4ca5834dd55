"""The day on which random specimens are set, and draws that depend on it."""

from __future__ import annotations

import random
from datetime import date, timedelta

DAY = date(2026, 11, 21)


def day_before(rng: random.Random, day: date, within: int) -> date:
    """A day up to `within` days before."""
    return day - timedelta(days=rng.randrange(1, within + 1))
