"""The quarterly loop's own records: rounds with their items, and uploaded files with what was done with them."""

from reporting.models.batches import Batch, BatchKind, BatchRows, BatchState, KeptFile
from reporting.models.rounds import Extension, Round, RoundItem, RoundState

__all__ = [
    "Batch",
    "BatchKind",
    "BatchRows",
    "BatchState",
    "Extension",
    "KeptFile",
    "Round",
    "RoundItem",
    "RoundState",
]
