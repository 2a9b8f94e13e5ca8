"""Writes small matrices in every format and variant that Winnow reads, by NumPy, pyarrow and gzip, and
their values as JSON (matrix-files.json). Versions: numpy, pyarrow as printed into the JSON.

    python3 tests/support/reference/matrix-files.py
"""

import gzip
import json
import struct
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

folder = Path(__file__).parent / "matrix-files"
folder.mkdir(exist_ok=True)
random = np.random.default_rng(20261121)
values = random.normal(size=(7, 3))
whole = random.integers(-100, 100, size=(7, 3))
labels = np.array([2, 0, 1, 1, 0, 2, 9])
names = ["cat", "dog", "cat", "eel", "dog", "bat", "cat"]
ids = [f"row-{index}" for index in range(7)]
expected = {}


def npy(name, array, version=(1, 0)):
    with open(folder / name, "wb") as file:
        np.lib.format.write_array(file, array, version=version)
    shown = array.reshape(array.shape[0], -1)
    expected[name] = {"rows": shown.shape[0], "columns": shown.shape[1], "values": np.float32(shown).ravel().tolist()}


for kind in ("<f4", ">f4", "<f8", ">f8", "<f2"):
    for order in ("C", "F"):
        npy(f"float-{kind[0].replace('<', 'little').replace('>', 'big')}-{kind[1:]}-{order}.npy",
            np.array(values.astype(kind), order=order))
for version in (2, 3):
    npy(f"version-{version}.npy", values, version=(version, 0))
for kind in ("<i1", "<i2", "<i4", ">i4", "<i8", ">i8"):
    npy(f"integer-{kind[0].replace('<', 'little').replace('>', 'big')}-{kind[1:]}.npy", whole.astype(kind))
npy("unsigned-u1.npy", np.abs(whole).astype("u1"))
npy("vector.npy", values[:, 0])
npy("images.npy", np.abs(whole).astype("u1").repeat(4, axis=1).reshape(7, 3, 4))
npy("labels.npy", labels)

not_finite = values.copy()
not_finite[4, 1] = np.nan
np.save(folder / "nan.npy", not_finite)
not_finite[2, 0] = np.inf
np.save(folder / "infinite.npy", not_finite)
np.save(folder / "complex.npy", values.astype("c16"))
np.save(folder / "objects.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
(folder / "truncated.npy").write_bytes((folder / "version-2.npy").read_bytes()[:-9])


def parquet(name, columns, **options):
    pq.write_table(pa.table(columns), folder / name, **options)


plain = {f"x{column}": values[:, column] for column in range(3)}
for codec in ("none", "snappy", "gzip", "zstd", "brotli", "lz4"):
    parquet(f"plain-{codec}.parquet", plain, compression=codec)
    expected[f"plain-{codec}.parquet"] = {"rows": 7, "columns": 3, "values": np.float32(values).ravel().tolist()}
parquet("groups.parquet", {"id": ids, **{name: np.float32(column) for name, column in plain.items()}, "label": names},
        row_group_size=3)
expected["groups.parquet"] = {"rows": 7, "columns": 3, "values": np.float32(values).ravel().tolist()}
fixed = pa.FixedSizeListArray.from_arrays(pa.array(np.float32(values).ravel()), 3)
for name, column in (("fixed-lists.parquet", fixed), ("lists.parquet", fixed.cast(pa.list_(pa.float32())))):
    parquet(name, {"id": ids, "embedding": column}, row_group_size=4)
    expected[name] = {"rows": 7, "columns": 3, "values": np.float32(values).ravel().tolist()}
parquet("integers.parquet", {"a": whole[:, 0], "b": whole[:, 1].astype("int16"), "c": whole[:, 2] > 0})
expected["integers.parquet"] = {
    "rows": 7, "columns": 3,
    "values": np.column_stack([whole[:, 0], whole[:, 1], whole[:, 2] > 0]).astype("f4").ravel().tolist(),
}
parquet("null.parquet", {"x0": pa.array([1.0, None, 3.0]), "x1": [4.0, 5.0, 6.0]})
parquet("text.parquet", {"x0": [1.0, 2.0], "comment": ["a", "b"]})

images = random.integers(0, 256, size=(5, 4, 3)).astype("u1")
idx_images = struct.pack(">BBBBIII", 0, 0, 8, 3, 5, 4, 3) + images.tobytes()
idx_labels = struct.pack(">BBBBI", 0, 0, 8, 1, 5) + bytes([3, 0, 2, 1, 3])
for name, content in (("images-idx3-ubyte", idx_images), ("labels-idx1-ubyte", idx_labels)):
    (folder / name).write_bytes(content)
    (folder / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
for name in ("images-idx3-ubyte", "images-idx3-ubyte.gz"):
    scaled = np.float32(images.reshape(5, -1) / 255)
    expected[name] = {"rows": 5, "columns": 12, "values": scaled.ravel().tolist()}
(folder / "cut-images-idx3-ubyte").write_bytes(idx_images[:-1])
(folder / "cut-images-idx3-ubyte.gz").write_bytes((folder / "images-idx3-ubyte.gz").read_bytes()[:-12])

expected["versions"] = {"numpy": np.__version__, "pyarrow": pa.__version__}
(folder.parent / "matrix-files.json").write_text(json.dumps(expected, indent=1) + "\n")
