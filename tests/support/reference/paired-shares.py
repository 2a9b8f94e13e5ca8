"""Tango's paired score interval without its closed form: the constrained likelihood is maximized numerically.

Run: python3 tests/support/reference/paired-shares.py > tests/support/reference/paired-shares.json
"""

import json
import sys

import numpy
import scipy
from scipy.optimize import brentq, minimize_scalar
from scipy.special import xlogy
from scipy.stats import norm

Z = norm.ppf(0.975)


def right_share(difference, left, right, total):
    low, high = max(0.0, -difference), (1 - difference) / 2
    if high <= low:
        return low
    negative = lambda q: -(
        xlogy(left, max(q + difference, 0))
        + xlogy(right, max(q, 0))
        + xlogy(total - left - right, max(1 - 2 * q - difference, 0))
    )
    found = minimize_scalar(negative, bounds=(low, high), method="bounded", options={"xatol": 1e-14})
    return min((low, found.x, high), key=negative)


def score(difference, left, right, total):
    q = right_share(difference, left, right, total)
    variance = total * (2 * q + difference - difference**2)
    return (left - right - total * difference) / numpy.sqrt(variance)


cases = []
for left, right, total in [
    (12, 2, 44), (9, 1, 36), (30, 21, 300), (120, 84, 2000), (5, 0, 50), (0, 0, 40), (0, 7, 25), (340, 355, 10000),
]:
    mean = (left - right) / total
    edge = 1e-9
    high = brentq(lambda d: score(d, left, right, total) + Z, mean + edge, 1 - edge, xtol=1e-14)
    low = brentq(lambda d: score(d, left, right, total) - Z, -1 + edge, mean - edge, xtol=1e-14)
    cases.append({"left": left, "right": right, "total": total, "low": low, "high": high})

json.dump({"scipy": scipy.__version__, "cases": cases}, sys.stdout, indent=1)
print()
