"""What scikit-learn makes of the first rows of the sample: reference for the surrogate slice.

Run in the repository root: python3 tests/support/reference/fashion-surrogate.py
"""

import gzip
import json
import sys
from pathlib import Path

import numpy
import scipy
import sklearn
from scipy.stats import binomtest, entropy
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, log_loss

TRAINING, POOL, TEST, RIDGE = 200, 300, 400, 0.02


def read(part, count):
    folder = Path("prisma/sample")
    images = gzip.decompress((folder / f"{part}-images-idx3-ubyte.gz").read_bytes())
    labels = gzip.decompress((folder / f"{part}-labels-idx1-ubyte.gz").read_bytes())
    pixels = numpy.frombuffer(images, numpy.uint8, count * 784, 16).reshape(count, 784)
    return (pixels / 255).astype(numpy.float32).astype(float), numpy.frombuffer(labels, numpy.uint8, count, 8)


features, labels = read("train", TRAINING + POOL)
test_features, test_labels = read("t10k", TEST)
model = LogisticRegression(C=1 / (RIDGE * TRAINING), tol=1e-9, max_iter=20000)
model.fit(features[:TRAINING], labels[:TRAINING])
training_loss = log_loss(labels[:TRAINING], model.predict_proba(features[:TRAINING]))
probabilities = model.predict_proba(test_features)
predicted = probabilities.argmax(1)
wrong = int((predicted != test_labels).sum())
interval = binomtest(wrong, TEST).proportion_ci(0.95, method="wilson")
pool_probabilities = model.predict_proba(features[TRAINING:])
gaps = numpy.sort(probabilities, 1)[:, -1] - numpy.sort(probabilities, 1)[:, -2]
assert gaps.min() > 1e-5, "a prediction is a near tie: the reference would not be stable"

json.dump(
    {
        "versions": {"sklearn": sklearn.__version__, "numpy": numpy.__version__, "scipy": scipy.__version__},
        "training": TRAINING,
        "pool": POOL,
        "test": TEST,
        "ridge": RIDGE,
        "objective": training_loss + RIDGE / 2 * float((model.coef_**2).sum()),
        "wrong": wrong,
        "wilson": [interval.low, interval.high],
        "logLoss": log_loss(test_labels, probabilities),
        "confusion": confusion_matrix(test_labels, predicted, labels=range(10)).tolist(),
        "poolEntropy": [round(float(value), 6) for value in entropy(pool_probabilities, axis=1)],
    },
    Path("tests/support/reference/fashion-surrogate.json").open("w"),
)
sys.stderr.write(f"error {wrong / TEST}, smallest gap {gaps.min()}\n")
