"""Reference values for tests/unit/tensor: python3 tests/support/reference/tensor-engine.py

Loss and gradient of softmax regression, probabilities and scores, written down from their definitions with 60 decimal
digits, so that no difference loses any. Inputs are float32, so every engine sees the same numbers. The case `fitted` comes from scikit-learn
alone: data, solution, log-loss and probabilities.
"""
import decimal
import json
import pathlib

import numpy as np
import sklearn
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

decimal.getcontext().prec = 60
exact = np.vectorize(lambda value: decimal.Decimal(float(value)), otypes=[object])
exponential = np.vectorize(decimal.Decimal.exp, otypes=[object])
logarithm = np.vectorize(decimal.Decimal.ln, otypes=[object])
square_root = np.vectorize(decimal.Decimal.sqrt, otypes=[object])


def float32(values):
    return np.asarray(values, dtype=np.float32)


def numbers(values):
    """Row-major, as JSON numbers that read back as the same float64."""
    return [float(value) for value in np.asarray(values).ravel()]


def softmax(features, parameters):
    logits = features @ parameters[:-1] + parameters[-1]
    exponentials = exponential(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def scores(features, p):
    ordered = np.sort(p, axis=1)[:, ::-1]
    with_bias = np.hstack([features, exact(np.ones((len(features), 1)))])
    identity = exact(np.eye(p.shape[1]))
    distances = square_root(((p[:, None, :] - identity[None]) ** 2).sum(axis=2))
    return {
        "entropy": -(p * logarithm(p)).sum(axis=1),
        "margin": 1 - (ordered[:, 0] - ordered[:, 1]),
        "least-confidence": 1 - ordered[:, 0],
        "gini": (p * (1 - p)).sum(axis=1),
        "gradient-norm": square_root((with_bias**2).sum(axis=1)) * (p * distances).sum(axis=1),
    }


def case(name, features, labels, parameters, weights=None):
    rows, classes = len(features), np.shape(parameters)[1]
    x, theta = exact(float32(features)), exact(float32(parameters))
    w = exact(np.ones(rows) if weights is None else float32(weights))
    p = softmax(x, theta)
    residuals = (p - exact(np.eye(classes)[labels])) * w[:, None] / w.sum()
    return {
        "name": name,
        "rows": rows,
        "columns": x.shape[1],
        "classes": classes,
        "features": numbers(x),
        "labels": [int(label) for label in labels],
        "weights": None if weights is None else numbers(w),
        "parameters": numbers(theta),
        "loss": float(-(w * logarithm(p[np.arange(rows), labels])).sum() / w.sum()),
        "gradient": numbers(np.vstack([x.T @ residuals, residuals.sum(axis=0)])),
        "secondMoment": numbers((x * w[:, None]).T @ x / w.sum()),
        "probabilities": numbers(p),
        "scores": {score: numbers(values) for score, values in scores(x, p).items()},
    }


def random_case(name, rows, columns, classes, weighted=False, scale=1.0, seed=1):
    random = np.random.default_rng(seed)
    return case(
        name,
        random.normal(size=(rows, columns)),
        random.integers(classes, size=rows),
        scale * random.normal(size=(columns + 1, classes)),
        random.uniform(0.2, 5, size=rows) if weighted else None,
    )


def fitted_case():
    digits = load_digits()
    features, labels = digits.data[:120, 16:48] / 16, digits.target[:120]
    ridge = 0.01
    model = LogisticRegression(C=1 / (ridge * len(labels)), tol=1e-12, max_iter=100_000, solver="newton-cholesky")
    model.fit(features, labels)
    return {
        "rows": len(labels),
        "columns": features.shape[1],
        "classes": 10,
        "ridge": ridge,
        "features": numbers(features),
        "labels": [int(label) for label in labels],
        "parameters": numbers(np.vstack([model.coef_.T, model.intercept_])),
        "loss": float(log_loss(labels, model.predict_proba(features))),
        "probabilities": numbers(model.predict_proba(features)),
    }


# rows whose logits are ±10,000, equal, tied for the first place, and confident to the last bit of float32
EXTREME = case(
    "extreme logits",
    [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
    [1, 2, 2, 1],
    [[1e4, -1e4, 0], [0, 0, 0], [7, 7, -1e4], [18, 0, 1], [0, 0, 0]],
)

CASES = [
    random_case("plain", 30, 5, 4),
    random_case("weighted", 30, 5, 4, weighted=True, seed=2),
    random_case("two classes", 20, 3, 2, seed=3),
    random_case("fifty classes", 12, 4, 50, seed=4),
    random_case("one row", 1, 6, 3, seed=5),
    random_case("one feature", 9, 1, 3, seed=6),
    random_case("confident", 40, 6, 5, scale=8, seed=7),
    EXTREME,
]

reference = {
    "madeWith": f"numpy {np.__version__}, scikit-learn {sklearn.__version__}",
    "cases": CASES,
    "fitted": fitted_case(),
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(reference, indent=None) + "\n")
print(path.name, path.stat().st_size)
