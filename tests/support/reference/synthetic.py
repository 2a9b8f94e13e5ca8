"""Reference values of the synthetic laboratory, by SciPy and scikit-learn. Run: python3 synthetic.py > synthetic.json"""

import json
from importlib.metadata import version

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import expit
from scipy.stats import norm
from sklearn.linear_model import LogisticRegression

PROCESSES = {
    "f1": (lambda z: 0.95 if z >= 0 else 0.05, [0.0]),
    "f2": (lambda z: 0.3 if z < -0.5 else 0.05 if z < 0 else 0.95 if z < 0.5 else 0.7, [-0.5, 0.0, 0.5]),
    "logistic": (lambda z: float(expit(z)), [0.0]),
}


def mean(function, breaks):
    """E[function(t)], t standard normal, by adaptive quadrature between the breaks."""
    edges = [-9.0, *sorted(b for b in breaks if abs(b) < 9), 9.0]
    return sum(
        quad(lambda t: function(t) * norm.pdf(t), low, high, epsabs=1e-13, epsrel=1e-12, limit=400)[0]
        for low, high in zip(edges, edges[1:])
    )


def exact_error(name, signal, along, across):
    f, jumps = PROCESSES[name]
    q = along / across
    breaks = [jump / signal for jump in jumps] + [0.0, 3 / abs(q), -3 / abs(q)]
    return 0.5 - 0.5 * mean(lambda t: (2 * f(signal * t) - 1) * (2 * norm.cdf(q * t) - 1), breaks)


def bayes_error(name, signal):
    f, jumps = PROCESSES[name]
    return mean(lambda t: min(f(signal * t), 1 - f(signal * t)), [jump / signal for jump in jumps])


def low_dimensional(name, signal, dimension, pool, exponent, fraction):
    f, jumps = PROCESSES[name]
    breaks = [jump / signal for jump in jumps] + [0.0, 10 / signal, -10 / signal]

    def size(t):
        p = expit(np.clip(signal * t, -10, 10))
        return (p * (1 - p)) ** exponent

    def inclusion(t, log_factor):
        return min(1.0, float(np.exp(log_factor) * size(t)))

    grid = np.linspace(-9, 9, 200001)
    density = norm.pdf(grid) / norm.pdf(grid).sum()
    sizes = size(grid)
    log_factor = (
        0.0
        if exponent == 0
        else brentq(lambda c: (density * np.minimum(1, np.exp(c) * sizes)).sum() - fraction, -60, 60, xtol=1e-14)
    )
    chosen = (lambda t: fraction) if exponent == 0 else (lambda t: inclusion(t, log_factor))
    if exponent != 0:
        probability = np.minimum(1, np.exp(log_factor) * sizes)
        capped = np.flatnonzero(np.diff((probability >= 1).astype(int)))
        breaks += list(grid[capped])
    slope = brentq(
        lambda r: mean(lambda t: chosen(t) * t * (expit(r * t) - f(signal * t)), breaks), 1e-3, 100, xtol=1e-11
    )

    def scatter(t):
        s, y = expit(slope * t), f(signal * t)
        return chosen(t) * ((1 - y) * s**2 + y * (1 - s) ** 2)

    def bend(t):
        s = expit(slope * t)
        return chosen(t) * s * (1 - s)

    variance = mean(scatter, breaks) / mean(bend, breaks) ** 2
    across = np.sqrt(variance * (dimension - 1) / pool)
    return {"along": slope, "variance": variance, "error": exact_error(name, signal, slope, across)}


def logistic_fits():
    rng = np.random.default_rng(5)
    features = rng.standard_normal((40, 6)).astype(np.float32)
    labels = (rng.random(40) < expit(2 * features[:, 0] - features[:, 1])).astype(int)
    weights = rng.uniform(0.5, 4, 40)
    fits = []
    for ridge, divisor, weighted in ((1e-2, None, False), (1e-1, 200, False), (1e-3, None, True), (1e-4, 40, True)):
        w = weights if weighted else np.ones(40)
        total = divisor or w.sum()
        model = LogisticRegression(
            C=1 / (ridge * total), fit_intercept=False, solver="newton-cholesky", tol=1e-13, max_iter=10000
        ).fit(features.astype(float), labels, sample_weight=w)
        fits.append({"ridge": ridge, "divisor": divisor, "weighted": weighted, "parameters": model.coef_[0].tolist()})
    return {
        "features": features.ravel().tolist(),
        "labels": labels.tolist(),
        "weights": weights.tolist(),
        "fits": fits,
    }


print(
    json.dumps(
        {
            "versions": {name: version(name) for name in ("numpy", "scipy", "scikit-learn")},
            "cumulative": [[x, float(norm.cdf(x))] for x in (-9, -4.5, -1.96, -0.3, 0, 1e-9, 0.7, 2.5, 6.1, 12)],
            "exactErrors": [
                {"labels": name, "signal": signal, "along": along, "across": across,
                 "error": exact_error(name, signal, along, across)}
                for name in PROCESSES
                for signal, along, across in ((5.0, 1.0, 1.0), (5.0, 8.0, 0.25), (1.5, -0.4, 2.0), (0.7, 3.0, 1.0))
            ],
            "bayesErrors": [
                {"labels": name, "signal": signal, "error": bayes_error(name, signal)}
                for name in PROCESSES
                for signal in (1.0, 5.0)
            ],
            "lowDimensional": [
                {"labels": name, "signal": signal, "dimension": 20, "pool": 40000, "exponent": exponent,
                 "fraction": fraction, **low_dimensional(name, signal, 20, 40000, exponent, fraction)}
                for name in PROCESSES
                for signal in (2.0, 5.0)
                for exponent, fraction in ((0, 1.0), (0, 0.2), (-1, 0.2), (0.5, 0.2), (1, 0.4))
            ],
            "logistic": logistic_fits(),
        }
    )
)
