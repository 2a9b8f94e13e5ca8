"""Schemes that look at features, in NumPy at its best: norms once, a product of the features with one row a step.

python3 select-features-anchors.py FOLDER COLUMNS CLASSES BUDGET
"""

import json
import sys
import time

import numpy as np

folder = sys.argv[1]
columns, classes, budget = map(int, sys.argv[2:])
features = np.fromfile(f"{folder}/features", np.float32).reshape(-1, columns)
labeled = np.fromfile(f"{folder}/labeledFeatures", np.float32).reshape(-1, columns)
p = np.fromfile(f"{folder}/probabilities", np.float32).reshape(-1, classes)
norms = np.einsum("ij,ij->i", features, features)


def k_center():
    nearest = np.full(len(features), np.inf, np.float32)
    for start in range(0, len(labeled), 100):
        part = labeled[start : start + 100]
        squares = norms[:, None] + np.einsum("ij,ij->i", part, part) - 2 * (features @ part.T)
        np.minimum(nearest, squares.min(axis=1), out=nearest)
    for _ in range(budget):
        row = nearest.argmax()
        np.minimum(nearest, norms + norms[row] - 2 * (features @ features[row]), out=nearest)
        nearest[row] = -np.inf


def badge():
    random = np.random.default_rng(1)
    residuals = p.copy()
    residuals[np.arange(len(p)), p.argmax(axis=1)] -= 1
    lengths = np.einsum("ij,ij->i", residuals, residuals) * (norms + 1)
    nearest, row = lengths.copy(), lengths.argmax()
    for _ in range(budget):
        products = (residuals @ residuals[row]) * (features @ features[row] + 1)
        np.minimum(nearest, np.maximum(lengths + lengths[row] - 2 * products, 0), out=nearest)
        nearest[row] = 0
        sums = np.cumsum(nearest, dtype=float)
        row = np.searchsorted(sums, random.random() * sums[-1])


def measure(work):
    seconds = cpu_seconds = float("inf")
    for _ in range(2):
        start, cpu_start = time.perf_counter(), time.process_time()
        work()
        seconds = min(seconds, time.perf_counter() - start)
        cpu_seconds = min(cpu_seconds, time.process_time() - cpu_start)
    return {"name": f"NumPy {np.__version__}", "seconds": seconds, "cpuSeconds": cpu_seconds}


print(json.dumps({"k-center": measure(k_center), "badge": measure(badge)}))
