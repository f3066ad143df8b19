"""How much of a file is read. Every number here is in a sentence that users read (`refusals`)."""

from __future__ import annotations

FILE_BYTES = 5 * 1024 * 1024
UNPACKED_BYTES = 100 * 1024 * 1024
PARTS = 2_000
"""Files inside a workbook; Excel writes a few dozen."""

ROWS = 5_000
HISTORY_ROWS = 20_000
"""Years of history are one upload: 55 measures × 25 periods are 1,375 rows, a district's whole past about 10,000."""
COLUMNS = 200
CELLS = 200_000
SHEETS = 100
MERGES = 20_000
CELL_CHARACTERS = 32_767
"""As many as Excel takes."""
CHARACTERS = 4_000_000
"""Of all cells together: what the web worker ever holds of a file."""
HEADER_ROWS = 20

SECONDS = 8
"""So that every upload is answered within 10 seconds, with what the web process adds."""
MEMORY_BYTES = 512 * 1024 * 1024
OUTPUT_BYTES = 32 * 1024 * 1024
LINE_BYTES = OUTPUT_BYTES
CHUNK_BYTES = 64 * 1024

# Of these no sentence speaks: a marked copy that takes more is made from what was read.
MARKING_SECONDS = 7
MARKED_BYTES = 16 * 1024 * 1024
