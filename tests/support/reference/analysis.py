"""Writes analysis.json: the numbers of lib/analysis, from their definitions and with every gradient written out.

Run: python3 tests/support/reference/analysis.py
"""

import json
import pathlib

import numpy

random = numpy.random.default_rng(21)
values = numpy.abs(random.standard_cauchy(60)).astype(numpy.float32).astype(float)
features = (random.normal(size=(40, 6)) + random.normal(size=6)).astype(numpy.float32).astype(float)
labels = random.integers(0, 4, 40)

# Gini coefficient as half the relative mean absolute difference
differences = numpy.abs(values[:, None] - values[None, :])
concentration = differences.mean() / (2 * values.mean())

inputs = numpy.c_[features, numpy.ones(40)]
gradients = numpy.einsum("nd,nk->ndk", inputs, 0.25 - numpy.eye(4)[labels]).reshape(40, -1)
directions = gradients / numpy.linalg.norm(gradients, axis=1, keepdims=True)
eigenvalues = numpy.linalg.eigvalsh(directions @ directions.T)
different = eigenvalues.sum() ** 2 / (eigenvalues**2).sum()

document = {
    "versions": {"numpy": numpy.__version__},
    "values": values.tolist(),
    "concentration": concentration,
    "classes": 4,
    "features": features.ravel().tolist(),
    "labels": labels.tolist(),
    "different": different,
    "redundancy": 1 - (different - 1) / 39,
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(document) + "\n")
