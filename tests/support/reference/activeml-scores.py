"""Writes activeml-scores.json: scikit-activeml's scores of the probabilities in scores.json.

Run: pip install scikit-activeml; python3 tests/support/reference/activeml-scores.py
"""

import json
import pathlib

import numpy
import skactiveml
from skactiveml.pool import uncertainty_scores

METHODS = {"entropy": "entropy", "least-confidence": "least_confident", "margin": "margin_sampling"}

folder = pathlib.Path(__file__).parent
cases = json.loads((folder / "scores.json").read_text())["cases"]
probabilities = numpy.reshape(cases["probabilities"], (-1, cases["classes"]))
probabilities /= probabilities.sum(axis=1, keepdims=True)
scores = {name: uncertainty_scores(probabilities, method=method).tolist() for name, method in METHODS.items()}
document = {"versions": {"scikit-activeml": skactiveml.__version__}, "scores": scores}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(document) + "\n")
