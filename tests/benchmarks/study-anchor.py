"""A study as one would write it with scikit-learn: the repeats side by side by joblib, a process a core.

python3 study-anchor.py FOLDER '{"fractions": […], "repeats": 5, "labels": 600, "columns": 512}'
"""

import json
import os
import sys
import time
import warnings

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
import sklearn
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression

folder, study = sys.argv[1], json.loads(sys.argv[2])
features = np.fromfile(f"{folder}/pool", np.float32).reshape(-1, study["columns"])
labels = np.fromfile(f"{folder}/labels", np.int32)
test = np.fromfile(f"{folder}/test", np.float32).reshape(-1, study["columns"])
test_labels = np.fromfile(f"{folder}/testLabels", np.int32)


def fit(rows):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return LogisticRegression(C=1, max_iter=100).fit(features[rows], labels[rows])


def scores_of(surrogate, rows):
    p = surrogate.predict_proba(features[rows])
    ordered = np.partition(p, p.shape[1] - 2, axis=1)
    squares = np.einsum("ij,ij->i", p, p)[:, None]
    lengths = np.sqrt(np.einsum("ij,ij->i", features[rows], features[rows]) + 1)
    return {
        "entropy": -(p * np.log(np.maximum(p, 1e-30))).sum(axis=1),
        "margin": 1 - (ordered[:, -1] - ordered[:, -2]),
        "gradient-norm": (p * np.sqrt(np.maximum(squares - 2 * p + 1, 0))).sum(axis=1) * lengths,
    }


def run_repeat(seed):
    start = time.process_time()
    random = np.random.default_rng(seed)
    rows = random.permutation(len(labels))
    pool = rows[study["labels"] :]
    scores = scores_of(fit(rows[: study["labels"]]), pool)
    orders = [random.permutation(len(pool))]
    orders += [np.argsort(-score, kind="stable") for score in scores.values()]
    orders += [np.argsort(-scores["gradient-norm"] / random.standard_exponential(len(pool)), kind="stable")]
    errors = []
    for order in orders:
        for fraction in study["fractions"]:
            model = fit(pool[order[: round(fraction * len(pool))]])
            errors.append(np.mean(model.predict(test) != test_labels))
    return errors, time.process_time() - start


start = time.perf_counter()
cores = len(os.sched_getaffinity(0))
results = Parallel(n_jobs=cores)(delayed(run_repeat)(seed) for seed in range(study["repeats"]))
seconds = time.perf_counter() - start
print(
    json.dumps(
        {
            "name": f"scikit-learn {sklearn.__version__} with joblib, 100 iterations, {cores} processes",
            "seconds": seconds,
            "cpuSeconds": sum(seconds for _, seconds in results),
            "error": float(np.mean([errors for errors, _ in results])),
        }
    )
)
