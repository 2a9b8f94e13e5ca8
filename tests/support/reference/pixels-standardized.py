"""Pixels of the first 60 test images of the sample, standardized by scikit-learn on the first 40 (the pool).

    python3 tests/support/reference/pixels-standardized.py
"""

import gzip
import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.preprocessing import StandardScaler

here = Path(__file__).parent
raw = gzip.decompress((here / "../../../prisma/sample/t10k-images-idx3-ubyte.gz").read_bytes())
pixels = np.frombuffer(raw[16 : 16 + 60 * 784], "u1").reshape(60, 784) / 255
scaler = StandardScaler().fit(pixels[:40])
standardized = scaler.transform(pixels)
(here / "pixels-standardized.json").write_text(
    json.dumps(
        {
            "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
            "mean": scaler.mean_.tolist(),
            "deviation": np.sqrt(scaler.var_).tolist(),
            "rows": {str(row): standardized[row].tolist() for row in (0, 17, 39, 40, 59)},
        },
        indent=1,
    )
    + "\n"
)
