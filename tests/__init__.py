"""Tests. Import shared makers as `from tests.packcases import …`."""
