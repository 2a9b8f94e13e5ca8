"""Writes diverse.json: what NumPy chooses by brute force, and scikit-activeml by its CoreSet, of one small pool.

Run: pip install numpy scikit-activeml; python3 tests/support/reference/diverse.py

Every distance, angle and residual is computed in every step, in double precision: nothing of the shortcuts of
lib/selections. Formulas: theory b.6 and b.7.
"""

import json
import pathlib

import numpy
import skactiveml
from skactiveml.pool._core_set import k_greedy_center

ROWS, COLUMNS, CLASSES, LABELED, BUDGET = 90, 5, 4, 4, 40
random = numpy.random.default_rng(20261121)


def float32(values):
    """What the TypeScript reads: the digits of float32."""
    return numpy.asarray(values, numpy.float32).astype(float)


features = float32(random.normal(size=(ROWS, COLUMNS)) * random.gamma(2, size=(ROWS, 1)))
labeled = float32(random.normal(size=(LABELED, COLUMNS)))
logits = 2.5 * random.normal(size=(ROWS, CLASSES)) + [1, 0, 0, -1]
probabilities = float32(numpy.exp(logits) / numpy.exp(logits).sum(axis=1, keepdims=True))
scores = float32(random.gamma(0.7, size=ROWS))

predicted = probabilities.argmax(axis=1)
residuals = probabilities - numpy.eye(CLASSES)[predicted]
residuals[numpy.arange(ROWS), predicted] = 0
residuals[numpy.arange(ROWS), predicted] = -residuals.sum(axis=1)
inputs = numpy.hstack([features, numpy.ones((ROWS, 1))])
gradients = (residuals[:, :, None] * inputs[:, None, :]).reshape(ROWS, -1)
lengths = numpy.linalg.norm(gradients, axis=1)


def distances(left, right):
    return numpy.linalg.norm(left[:, None] - right[None], axis=2)


def k_center(covered):
    if len(covered):
        chosen, nearest = [], distances(features, covered).min(axis=1)
    else:
        chosen = [int(distances(features, features.mean(axis=0)[None])[:, 0].argmin())]
        nearest = distances(features, features[chosen])[:, 0]
    while len(chosen) < BUDGET:
        chosen.append(int(nearest.argmax()))
        nearest = numpy.minimum(nearest, distances(features, features[chosen[-1:]])[:, 0])
    return chosen


def by_turns(value_of):
    """Predicted classes take turns: once each a round, the one with the largest value first."""
    chosen, served = [], set()
    while len(chosen) < BUDGET:
        left = [row for row in range(ROWS) if row not in chosen]
        if all(predicted[row] in served for row in left):
            served = set()
        values = value_of(chosen)
        row = max((row for row in left if predicted[row] not in served), key=lambda row: values[row])
        chosen.append(row)
        served.add(predicted[row])
    return chosen


def without_alike(chosen):
    """Length times one minus the largest squared cosine with a chosen one."""
    if not chosen:
        return lengths
    cosines = gradients @ gradients[chosen].T / (lengths[:, None] * lengths[chosen])
    return lengths * (1 - (cosines**2).max(axis=1))


def orthogonal():
    chosen = []
    while len(chosen) < BUDGET:
        values = without_alike(chosen)
        values = numpy.where(numpy.isin(numpy.arange(ROWS), chosen), -1, values)
        chosen.append(int(values.argmax()))
    return chosen


def outside_the_span():
    """Largest part outside the span of those chosen, by QR; anew where the rank, (K - 1) (d + 1), is reached."""
    chosen, basis_of = [], []
    rank = (CLASSES - 1) * (COLUMNS + 1)
    while len(chosen) < BUDGET:
        if len(basis_of) == rank:
            basis_of = []
        rest = gradients
        if basis_of:
            basis = numpy.linalg.qr(gradients[basis_of].T)[0]
            rest = gradients - gradients @ basis @ basis.T
        values = numpy.linalg.norm(rest, axis=1)
        values[chosen] = -1
        chosen.append(int(values.argmax()))
        basis_of.append(chosen[-1])
    return chosen


def tilted(exponent):
    """Inclusion probabilities min(1, c u), u the power divided by its sum over the predicted class; c by bisection."""
    powers = scores**exponent
    sizes = powers / numpy.array([powers[predicted == label].sum() for label in predicted])
    low, high = 0.0, BUDGET / sizes.min()
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if numpy.minimum(1, middle * sizes).sum() < BUDGET else (low, middle)
    return numpy.minimum(1, high * sizes)


core_set = k_greedy_center(
    numpy.vstack([features, labeled]),
    numpy.hstack([numpy.full(ROWS, numpy.nan), numpy.zeros(LABELED)]),
    batch_size=BUDGET,
)[0].tolist()
orders = {
    "k-center": k_center(labeled),
    "k-center, nothing labeled": k_center(labeled[:0]),
    "orthogonal-gradient": orthogonal(),
    "orthogonal-gradient, quotas": by_turns(without_alike),
    "gradient-cholesky": outside_the_span(),
    "quota": by_turns(lambda _: scores),
}
assert core_set == orders["k-center"], "scikit-activeml and NumPy differ"
cases = {
    "classes": CLASSES,
    "columns": COLUMNS,
    "budget": BUDGET,
    "features": features.ravel().tolist(),
    "labeled": labeled.ravel().tolist(),
    "probabilities": probabilities.ravel().tolist(),
    "scores": scores.tolist(),
    "gradients": gradients.ravel().tolist(),
    "orders": {**orders, "k-center of scikit-activeml": core_set},
    "tilted": {str(exponent): tilted(exponent).tolist() for exponent in (0.5, -1, 2)},
}
document = {
    "versions": {"numpy": numpy.__version__, "scikit-activeml": skactiveml.__version__},
    "cases": cases,
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(document) + "\n")
