"""Writes texts.parquet: python3 tests/support/reference/texts.py (pyarrow)."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

columns = {
    "id": ["a", "b", "c", "e"],
    "text": ["One, with a comma", 'Two\nlines and a "quote"', None, "Grüße, 世界"],
    "class": ["ham", "spam", "ham", "spam"],
    "part": ["train", "test", "train", "seed"],
}
pq.write_table(pa.table(columns), Path(__file__).with_suffix(".parquet"), row_group_size=3)
