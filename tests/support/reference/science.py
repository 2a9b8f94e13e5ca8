"""Writes softmax.json, ridge.json, scores.json, metrics.json and selections.json: values that the unit tests of lib are held against.

Run: python3 tests/support/reference/science.py
"""

import json
import pathlib

import numpy
import scipy
import scipy.stats
import sklearn
from scipy.special import rel_entr
from sklearn.calibration import calibration_curve
from sklearn.datasets import load_digits, load_iris, load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, log_loss


# of the surrogate whose influence scores are kept
RIDGE = 1e-3


def floats(values):
    return numpy.asarray(values, dtype=float).ravel().tolist()


def mean_form_objective(model, features, labels, weights, ridge):
    probabilities = model.predict_proba(features)
    losses = -numpy.log(probabilities[numpy.arange(len(labels)), labels])
    return float((weights * losses).sum() / weights.sum() + ridge / 2 * (model.coef_**2).sum())


def fit(features, labels, weights, ridge):
    """Minimizes the mean form; scikit-learn's is C · Σ w · loss + ½‖W‖², so C = 1 / (ridge · Σw)."""
    model = LogisticRegression(
        C=1 / (ridge * weights.sum()), solver="newton-cg", tol=1e-12, max_iter=10_000
    )
    return model.fit(features, labels, sample_weight=weights)


def softmax_case(name, features, labels, ridge, weights=None):
    features = features.astype(numpy.float32).astype(float)
    given = weights is not None
    weights = numpy.ones(len(labels)) if weights is None else weights.astype(numpy.float32).astype(float)
    model = fit(features, labels, weights, ridge)
    return {
        "name": name,
        "columns": features.shape[1],
        "classes": int(labels.max()) + 1,
        "features": floats(features),
        "labels": labels.tolist(),
        "weights": floats(weights) if given else None,
        "ridge": ridge,
        "objective": mean_form_objective(model, features, labels, weights, ridge),
        # d rows of K weights, then K biases; scikit-learn's biases sum to 0 only up to a constant
        "weightsOfModel": floats(model.coef_.T),
        "biases": floats(model.intercept_ - model.intercept_.mean()),
        "probabilities": floats(model.predict_proba(features)[:20]),
    }


def softmax_cases():
    iris, wine, digits = (load(return_X_y=True) for load in (load_iris, load_wine, load_digits))
    random = numpy.random.default_rng(7)
    keep = random.permutation(len(digits[1]))[:200]
    return [
        softmax_case("iris", iris[0], iris[1], 1e-2),
        softmax_case("iris, weighted", iris[0], iris[1], 1e-3, random.uniform(0.1, 5, len(iris[1]))),
        softmax_case("wine, raw units", wine[0], wine[1], 1e-1),
        softmax_case("digits, raw pixels", digits[0][keep], digits[1][keep], 1e-2),
    ]


def ridge_case():
    """Log-loss on held-out digits of fits with several ridges."""
    features, labels = load_digits(return_X_y=True)
    order = numpy.random.default_rng(13).permutation(len(labels))
    training, held_out = order[:120], order[120:240]
    ridges = [10, 1, 0.1, 0.01, 0.001]
    losses = []
    for ridge in ridges:
        model = fit(features[training], labels[training], numpy.ones(120), ridge)
        losses.append(float(log_loss(labels[held_out], model.predict_proba(features[held_out]))))
    return {
        "columns": features.shape[1],
        "classes": 10,
        "features": features[training].astype(int).ravel().tolist(),
        "labels": labels[training].tolist(),
        "heldOutFeatures": features[held_out].astype(int).ravel().tolist(),
        "heldOutLabels": labels[held_out].tolist(),
        "ridges": ridges,
        "logLosses": losses,
    }


def logits_of(probabilities):
    with numpy.errstate(divide="ignore"):
        return numpy.log(probabilities)


def tempered(probabilities, temperature):
    return scipy.special.softmax(logits_of(probabilities) / temperature, axis=1)


def clipped(probabilities, limit):
    logits = logits_of(probabilities)
    return scipy.special.softmax(numpy.maximum(logits, logits.max(1, keepdims=True) - limit), axis=1)


def margins_of(two):
    # to the float32 that scores are kept in, so that ties are ties
    return (1 - (two[:, 0] - two[:, 1])).astype(numpy.float32).astype(float)


def steps_of_newton(probabilities, features, errors):
    """‖(H + ridge)⁻¹ gradient‖ of every example and label, all gradients and the Hessian written out in full."""
    inputs = numpy.c_[features, numpy.ones(len(features))]
    gradients = numpy.einsum("nyk,nd->nykd", errors, inputs).reshape(len(inputs), 5, -1)
    hessian = sum(
        numpy.kron(numpy.diag(p) - numpy.outer(p, p), numpy.outer(x, x)) for p, x in zip(probabilities, inputs)
    ) / len(inputs)
    # a share of the mean diagonal of the K − 1 directions that softmax tells apart
    ridge = RIDGE + 1e-6 * numpy.trace(hessian) / (4 * inputs.shape[1])
    steps = gradients @ numpy.linalg.inv(hessian + ridge * numpy.eye(len(hessian)))
    return numpy.linalg.norm(steps, axis=2)


def score_cases():
    random = numpy.random.default_rng(3)
    logits = random.normal(size=(40, 5)) * random.uniform(0.1, 6, size=(40, 1))
    probabilities = scipy.special.softmax(logits, axis=1).astype(numpy.float32).astype(float)
    probabilities[0] = [1, 0, 0, 0, 0]
    probabilities[1] = 0.2
    features = random.normal(size=(40, 3)).astype(numpy.float32).astype(float)
    labels = random.integers(0, 5, 40)
    two = numpy.sort(probabilities, axis=1)[:, ::-1]
    lengths = numpy.sqrt((features**2).sum(1) + 1)
    errors = probabilities[:, None, :] - numpy.eye(5)[None]
    norms = numpy.linalg.norm(errors, axis=2)
    moves = steps_of_newton(probabilities, features, errors)
    return {
        "classes": 5,
        "columns": 3,
        "probabilities": floats(probabilities),
        "features": floats(features),
        "labels": labels.tolist(),
        "ridge": RIDGE,
        "expected": {
            "entropy": floats(scipy.stats.entropy(probabilities, axis=1)),
            "margin": floats(margins_of(two)),
            "least-confidence": floats(1 - two[:, 0]),
            "gini": floats(1 - (probabilities**2).sum(1)),
            "gradient-norm": floats(lengths * (probabilities * norms).sum(1)),
            "gradient-norm-labeled": floats(lengths * norms[numpy.arange(40), labels]),
            "influence": floats(numpy.sqrt((probabilities * moves**2).sum(1))),
            "influence:weighting=biased": floats((probabilities * moves**2).sum(1)),
            "osmac": floats((probabilities * moves).sum(1)),
            "osmac:criterion=l": floats(lengths * (probabilities * norms).sum(1)),
            "osmac-labeled": floats(moves[numpy.arange(40), labels]),
            "osmac-labeled:criterion=l": floats(lengths * norms[numpy.arange(40), labels]),
            # a label thought impossible has the loss of the smallest float32
            "loss": floats(-numpy.log(numpy.maximum(probabilities[numpy.arange(40), labels], 2.0**-149))),
            "error": floats(1 - probabilities[numpy.arange(40), labels]),
            "labeled-margin": floats(
                numpy.where(numpy.eye(5)[labels] > 0, -numpy.inf, probabilities).max(1)
                - probabilities[numpy.arange(40), labels]
            ),
            "el2n": floats(norms[numpy.arange(40), labels]),
            "grand": floats(lengths * norms[numpy.arange(40), labels]),
            "gradient-norm:target=root-mean-square": floats(
                lengths * numpy.sqrt((probabilities * norms**2).sum(1))
            ),
            "gradient-norm:target=pseudo-label": floats(
                lengths * norms[numpy.arange(40), probabilities.argmax(1)]
            ),
            "entropy:temperature=2": floats(scipy.stats.entropy(tempered(probabilities, 2), axis=1)),
            "entropy:temperature=0.5,clip=3": floats(
                scipy.stats.entropy(tempered(clipped(probabilities, 3), 0.5), axis=1)
            ),
            "gini:clip=2": floats(1 - (clipped(probabilities, 2) ** 2).sum(1)),
            "margin:scale=rank": floats((scipy.stats.rankdata(margins_of(two)) - 1) / 39),
        },
    }


def metric_cases():
    random = numpy.random.default_rng(11)
    probabilities = random.dirichlet(numpy.full(4, 0.4), 300).astype(numpy.float32).astype(float)
    labels = numpy.array([random.choice(4, p=0.8 * row / row.sum() + 0.05) for row in probabilities])
    weights = random.uniform(0.2, 3, 300).astype(numpy.float32).astype(float)
    confidence, predicted = probabilities.max(1), probabilities.argmax(1)
    hits = (predicted == labels).astype(int)
    accuracy, mean_confidence = calibration_curve(hits, confidence, n_bins=10, strategy="uniform")
    counts = numpy.histogram(numpy.clip(numpy.ceil(confidence * 10) - 1, 0, 9), bins=numpy.arange(11) - 0.5)[0]
    filled = counts > 0
    shares = counts[filled] / 300
    repeats = random.normal(0.2, 0.01, 10)
    others = repeats + random.normal(0.004, 0.002, 10)
    frequencies = numpy.bincount(labels) / 300
    return {
        "classes": 4,
        "probabilities": floats(probabilities),
        "labels": labels.tolist(),
        "weights": floats(weights),
        "logLoss": float(log_loss(labels, probabilities)),
        "weightedLogLoss": float(log_loss(labels, probabilities, sample_weight=weights)),
        "confusion": confusion_matrix(labels, predicted).tolist(),
        "filledBins": numpy.flatnonzero(filled).tolist(),
        "binExamples": counts[filled].tolist(),
        "binAccuracy": floats(accuracy),
        "binConfidence": floats(mean_confidence),
        "expectedCalibrationError": float((shares * abs(accuracy - mean_confidence)).sum()),
        "labelEntropyBits": float(scipy.stats.entropy(frequencies, base=2)),
        "divergenceFromUniformBits": float(rel_entr(frequencies, numpy.full(4, 0.25)).sum() / numpy.log(2)),
        "repeats": floats(repeats),
        "others": floats(others),
        "meanInterval": floats(
            scipy.stats.t.interval(0.95, 9, loc=repeats.mean(), scale=scipy.stats.sem(repeats))
        ),
        "differenceInterval": floats(
            scipy.stats.t.interval(0.95, 9, loc=(repeats - others).mean(), scale=scipy.stats.sem(repeats - others))
        ),
        "wilson": [
            {
                "wrong": wrong,
                "total": total,
                **dict(
                    zip(
                        ("low", "high"),
                        map(float, scipy.stats.binomtest(wrong, total).proportion_ci(0.95, method="wilson")),
                    )
                ),
            }
            for wrong, total in [(0, 10), (1, 10), (15, 100), (1500, 10_000), (7, 7)]
        ],
        "studentT": [
            {"degrees": degrees, "quantile": float(scipy.stats.t.ppf(0.975, degrees))}
            for degrees in (1, 2, 3, 4, 9, 10, 30, 99, 500)
        ],
    }


def selection_cases():
    """Inclusion probabilities of the power family by plain bisection, at the level of the formula."""
    random = numpy.random.default_rng(5)
    scores = random.gamma(0.7, 1, 60).astype(numpy.float32).astype(float)
    cases = []
    for exponent in (0.5, 1, 2, -1):
        floor = 4 / (numpy.exp(10) + 2 + numpy.exp(-10)) * scores.max() if exponent < 0 else 0
        sizes = numpy.maximum(scores, floor) ** exponent
        for budget in (1, 12, 45, 59, 60):
            low, high = 0.0, 1e12
            for _ in range(400):
                middle = (low + high) / 2
                low, high = (middle, high) if numpy.minimum(1, middle * sizes).sum() < budget else (low, middle)
            probabilities = numpy.minimum(1, high * sizes)
            cases.append({"exponent": exponent, "budget": budget, "probabilities": floats(probabilities)})
    return {"scores": floats(scores), "cases": cases}


versions = {module.__name__: module.__version__ for module in (numpy, scipy, sklearn)}
for name, cases in (
    ("softmax", softmax_cases()),
    ("ridge", ridge_case()),
    ("scores", score_cases()),
    ("metrics", metric_cases()),
    ("selections", selection_cases()),
):
    path = pathlib.Path(__file__).with_name(f"{name}.json")
    path.write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")
