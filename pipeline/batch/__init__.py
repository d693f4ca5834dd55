"""Every sub-folder of a folder is a case: built in parallel, resumable, summed up.

Cases are the unit of parallel work, one process each, through `concurrent.futures`; a Dask cluster
gives the same executor interface and nothing else changes. A case whose inputs, catalogue, program
version and signing day equal those recorded at its last build is not built again. A worker that
dies takes down nobody else: cases that were running then are tried again, each alone.
"""

from pipeline.batch.row import Row
from pipeline.batch.run import Order, run_batch, watch_batch
from pipeline.batch.summary import row_text, state_text, summary_json, summary_text

__all__ = [
    "Order",
    "Row",
    "row_text",
    "state_text",
    "run_batch",
    "summary_json",
    "summary_text",
    "watch_batch",
]
