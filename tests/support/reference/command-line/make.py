"""Makes the small files of real images that the command line is tested on, and what scikit-learn says of them.

Run from the repository's root: python3 tests/support/reference/command-line/make.py
Pixels are averaged over 4 x 4 squares (28 x 28 -> 7 x 7) so that the files stay small.
"""

import gzip
import json
from pathlib import Path

import numpy as np
import sklearn
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression

SAMPLE = Path("prisma/sample")
HERE = Path(__file__).parent
RIDGE = 0.003
CLASSES = 10


def images(name):
    pixels = np.frombuffer(gzip.open(SAMPLE / name).read(), np.uint8, offset=16).reshape(-1, 7, 4, 7, 4)
    return pixels.mean(axis=(2, 4)).reshape(-1, 49) / 255


def labels(name):
    return np.frombuffer(gzip.open(SAMPLE / name).read(), np.uint8, offset=8).astype(np.int64)


def fit(features, classes, weights, ridge):
    """Mean form: (1/sum w) sum w loss + ridge/2 |W|^2, that is C = 1 / (ridge * sum w)."""
    model = LogisticRegression(C=1 / (ridge * weights.sum()), solver="newton-cg", tol=1e-9, max_iter=10_000)
    model.fit(features, classes, sample_weight=weights)
    logits = model.decision_function(features)
    losses = logsumexp(logits, axis=1) - logits[np.arange(len(classes)), np.searchsorted(model.classes_, classes)]
    objective = (weights * losses).sum() / weights.sum() + ridge / 2 * (model.coef_**2).sum()
    return model, objective


train, train_labels = images("train-images-idx3-ubyte.gz"), labels("train-labels-idx1-ubyte.gz")
test, test_labels = images("t10k-images-idx3-ubyte.gz"), labels("t10k-labels-idx1-ubyte.gz")
# what the files hold, so that both sides read the same numbers
seed, seed_labels = train[:150].astype("f4"), train_labels[:150]
pool, pool_labels = train[150:550].astype("f4"), train_labels[150:550]
test, test_labels = test[:300].astype("f4"), test_labels[:300]

np.savetxt(HERE / "seed.csv", seed, delimiter=",", fmt="%.9g", header=",".join(f"x{i}" for i in range(49)), comments="")
(HERE / "seed-labels.csv").write_text("id,label\n" + "".join(f"s{i},{y}\n" for i, y in enumerate(seed_labels)))
np.save(HERE / "pool.npy", np.asfortranarray(pool))
np.save(HERE / "pool-labels.npy", pool_labels)
np.save(HERE / "test.npy", test.astype("f8"))
np.save(HERE / "test-labels.npy", test_labels.astype("i4"))

surrogate, surrogate_objective = fit(seed, seed_labels, np.ones(len(seed)), RIDGE)
assert len(surrogate.classes_) == CLASSES
p = surrogate.predict_proba(pool)
length = np.sqrt((pool**2).sum(axis=1) + 1)
residual = np.sqrt((p**2).sum(axis=1, keepdims=True) - 2 * p + 1)
gradient_norm = length * (p * residual).sum(axis=1)

random = np.random.default_rng(7)
rows = random.permutation(len(pool))[:120]
weights = np.round(random.uniform(0.5, 3, len(rows)), 3)
final, objective = fit(pool[rows], pool_labels[rows], weights, RIDGE)
predicted = final.predict_proba(test)
column = np.searchsorted(final.classes_, test_labels)
shares = np.bincount(pool_labels[rows]) / len(rows)
shares = shares[shares > 0]

(HERE / "reference.json").write_text(
    json.dumps(
        {
            "made with": f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}",
            "ridge": RIDGE,
            "surrogate": {
                "objective": surrogate_objective,
                "gradientNorm": gradient_norm.tolist(),
                "entropy": (-(p * np.log(p)).sum(axis=1)).tolist(),
            },
            "selection": {"rows": rows.tolist(), "weights": weights.tolist()},
            "final": {
                "objective": objective,
                "wrong": int((final.predict(test) != test_labels).sum()),
                "logLoss": float(-np.log(predicted[np.arange(len(test)), column]).mean()),
                "labelEntropy": float(-(shares * np.log2(shares)).sum()),
                "absentClasses": sorted(set(range(CLASSES)) - set(pool_labels[rows].tolist())),
            },
        },
        indent=1,
    )
    + "\n"
)
