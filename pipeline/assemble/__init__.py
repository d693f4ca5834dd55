"""Case, claim and report → the pack: planned as pure data, written, and read back to verify it."""

from pipeline.assemble.manifest import Written, write_manifest
from pipeline.assemble.packplan import channel_of, pack_plan
from pipeline.assemble.verify import check_manifest, verify_pack
from pipeline.assemble.write import write_pack
from pipeline.exhibits import exhibit_groups, with_exhibits

__all__ = [
    "Written",
    "channel_of",
    "check_manifest",
    "exhibit_groups",
    "pack_plan",
    "verify_pack",
    "with_exhibits",
    "write_manifest",
    "write_pack",
]
