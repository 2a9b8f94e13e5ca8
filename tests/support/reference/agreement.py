"""Prints agreement.json: agreement and consensus by the customary packages.

Run: pip install scikit-learn statsmodels krippendorff irrCAC crowd-kit cleanlab && python3 agreement.py > agreement.json
"""

import json
from importlib.metadata import version

import krippendorff
import numpy as np
import pandas as pd
from cleanlab.filter import find_label_issues
from crowdkit.aggregation import DawidSkene
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

random = np.random.default_rng(5)


def table(items, raters, classes, right, missing=0.0):
    """items × raters, NaN where not answered; each item has two answers at least."""
    truth = random.integers(classes, size=items)
    votes = np.where(
        random.random((items, raters)) < right, truth[:, None], random.integers(classes, size=(items, raters))
    ).astype(float)
    for row in votes:
        dropped = random.permutation(raters)[: random.binomial(raters - 2, missing)]
        row[dropped] = np.nan
    return votes


def plain(votes):
    return [[None if np.isnan(value) else int(value) for value in row] for row in votes]


def counts(votes, classes):
    return np.stack([(votes == label).sum(1) for label in range(classes)], axis=1)


def cohen(items, classes, right):
    votes = table(items, 2, classes, right)
    confusion = np.zeros((classes, classes))
    for one, other in votes.astype(int):
        confusion[one, other] += 1
    by_table = cohens_kappa(confusion)
    kappa = cohen_kappa_score(votes[:, 0], votes[:, 1], labels=range(classes))
    assert abs(kappa - by_table.kappa) < 1e-12
    return {
        "votes": plain(votes),
        "classes": classes,
        "kappa": kappa,
        "low": max(-1, by_table.kappa_low),
        "high": min(1, by_table.kappa_upp),
    }


def fleiss(votes, classes):
    return {"votes": plain(votes), "classes": classes, "kappa": fleiss_kappa(counts(votes, classes))}


def gwet(votes, classes):
    """Unequal numbers of votes."""
    frame = pd.DataFrame(votes)
    value = CAC(frame, categories=list(range(classes)), digits=12).fleiss()["est"]["coefficient_value"]
    return {"votes": plain(votes), "classes": classes, "kappa": float(value)}


def alpha(votes, classes):
    by_class = []
    for label in range(classes):
        binary = np.where(np.isnan(votes), np.nan, votes == label)
        by_class.append(krippendorff.alpha(binary.T, level_of_measurement="nominal"))
    return {
        "votes": plain(votes),
        "classes": classes,
        "alpha": krippendorff.alpha(votes.T, level_of_measurement="nominal"),
        "byClass": by_class,
    }


def dawid_skene(items, raters, classes, missing):
    votes = table(items, raters, classes, 0.6, missing)
    rows = [
        {"task": item, "worker": rater, "label": int(votes[item, rater])}
        for item in range(items)
        for rater in range(raters)
        if not np.isnan(votes[item, rater])
    ]
    # to the end: crowd-kit's own stopping rule leaves the fourth digit open
    model = DawidSkene(n_iter=3000, tol=1e-15).fit(pd.DataFrame(rows))
    errors = np.zeros((raters, classes, classes))
    for (worker, label), of_truth in model.errors_.iterrows():
        errors[worker, :, label] = [of_truth[truth] for truth in range(classes)]
    probabilities = model.probas_.sort_index()[list(range(classes))].to_numpy()
    return {
        "votes": plain(votes),
        "classes": classes,
        "priors": model.priors_.sort_index().tolist(),
        "confusions": errors.tolist(),
        "largest": probabilities.max(1).tolist(),
        "labels": probabilities.argmax(1).tolist(),
    }


def label_errors(rows, classes):
    truth = random.integers(classes, size=rows)
    logits = random.normal(size=(rows, classes))
    logits[np.arange(rows), truth] += 2.5
    probabilities = (np.exp(logits) / np.exp(logits).sum(1, keepdims=True)).astype(np.float32)
    wrong = random.random(rows) < 0.15
    labels = np.where(wrong, random.integers(classes, size=rows), truth)
    thresholds = np.array([probabilities[labels == label, label].mean() for label in range(classes)])
    confident = probabilities >= thresholds - 1e-6
    # where several classes are confident, cleanlab takes the most probable of all classes, the paper (and Winnow) of the
    # confident ones; they differ in no row of this case
    several = confident.sum(1) > 1
    assert confident[np.arange(rows), probabilities.argmax(1)][several].all()
    ranked = find_label_issues(
        labels, probabilities, filter_by="confident_learning", return_indices_ranked_by="normalized_margin"
    )
    return {
        "classes": classes,
        "labels": labels.tolist(),
        "probabilities": [float(value) for value in probabilities.ravel()],
        "thresholds": thresholds.tolist(),
        "ranked": ranked.tolist(),
    }


# Fleiss' table of 10 subjects and 14 raters that textbooks and encyclopedias print: kappa 0.210
SUBJECTS = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip
PUBLISHED_FLEISS = np.array([np.repeat(range(5), row) for row in SUBJECTS], dtype=float)

# Krippendorff, Computing Krippendorff's alpha-reliability (2011), example C: 4 observers, 12 units, alpha 0.743
_ = np.nan
PUBLISHED_ALPHA = np.array([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]).T - 1  # fmt: skip

cases = {
    "cohen": [cohen(40, 3, 0.6), cohen(25, 2, 0.9), cohen(200, 10, 0.3), cohen(60, 4, 0.0)],
    "fleiss": [
        {**fleiss(PUBLISHED_FLEISS, 5), "published": 0.210},
        fleiss(table(60, 3, 4, 0.7), 4),
        fleiss(table(80, 5, 10, 0.4), 10),
    ],
    "fleissUnequal": [gwet(table(50, 5, 4, 0.6, 0.5), 4), gwet(table(90, 7, 6, 0.4, 0.7), 6)],
    "krippendorff": [
        {**alpha(PUBLISHED_ALPHA, 5), "published": 0.743},
        alpha(table(50, 4, 3, 0.7, 0.4), 3),
        alpha(table(120, 6, 8, 0.3, 0.6), 8),
    ],
    "dawidSkene": [dawid_skene(200, 5, 3, 0.0), dawid_skene(150, 8, 4, 0.3)],
    "labelErrors": [label_errors(300, 4), label_errors(250, 10)],
}
packages = ["numpy", "scikit-learn", "statsmodels", "krippendorff", "irrCAC", "crowd-kit", "cleanlab"]
print(json.dumps({"versions": {name: version(name) for name in packages}, "cases": cases}))
