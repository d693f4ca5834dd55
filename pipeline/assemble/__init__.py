"""Case, claim and report → the pack: planned as pure data, written, and read back to verify it."""

from pipeline.assemble.packplan import channel_of, pack_plan
from pipeline.exhibits import exhibit_groups, with_exhibits

__all__ = ["channel_of", "exhibit_groups", "pack_plan", "with_exhibits"]
