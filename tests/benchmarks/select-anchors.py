"""Choosing `budget` of `rows` with NumPy, in order of choice; prints the quietest of five runs by scheme.

NumPy's `choice` without replacement has another law than `power` (and no inclusion probabilities); it is the nearest.
"""

import json
import sys
import time

import numpy

rows, budget = map(int, sys.argv[1:])
random = numpy.random.default_rng(1)
scores = (random.random(rows) ** 2).astype(numpy.float32)


def largest(keys):
    chosen = numpy.argpartition(-keys, budget)[:budget]
    return chosen[numpy.argsort(-keys[chosen], kind="stable")]


SCHEMES = {
    "random": ("NumPy permutation", lambda: random.permutation(rows)[:budget]),
    "max-gradient": ("NumPy argpartition + argsort", lambda: largest(scores)),
    "non-extreme-max-gradient": ("NumPy argsort", lambda: numpy.argsort(-scores)[rows // 20 :][:budget]),
    "gradient-cdf": ("NumPy exponential keys", lambda: largest(scores / random.standard_exponential(rows))),
    "power": (
        "NumPy choice(p)",
        lambda: random.choice(rows, budget, replace=False, p=(scores**0.5 / (scores**0.5).sum(dtype=float))),
    ),
}


def quietest(work):
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


print(json.dumps({name: {"name": title, "seconds": quietest(work)} for name, (title, work) in SCHEMES.items()}))
