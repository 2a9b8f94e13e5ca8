"""What the benchmarks are held against: NumPy, PyTorch and scikit-learn at their best on the same data, on all cores.

python3 anchors.py TASK FOLDER ROWS COLUMNS CLASSES RIDGE
"""
import json
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

task, folder = sys.argv[1:3]
rows, columns, classes = map(int, sys.argv[3:6])
ridge = float(sys.argv[6])
features = np.fromfile(f"{folder}/features", np.float32).reshape(rows, columns)
labels = np.fromfile(f"{folder}/labels", np.int32)


def read_parameters():
    parameters = np.fromfile(f"{folder}/parameters").reshape(columns + 1, classes).astype(np.float32)
    return parameters[:-1], parameters[-1]


def softmax(weights, biases):
    logits = features @ weights
    logits += biases
    logits -= logits.max(axis=1, keepdims=True)
    logs = logits.copy()
    np.exp(logits, out=logits)
    sums = logits.sum(axis=1, keepdims=True)
    logits /= sums
    logs -= np.log(sums)
    return logits, logs


def evaluation():
    weights, biases = read_parameters()
    every = np.arange(rows)

    def work():
        residuals, logs = softmax(weights, biases)
        loss = -logs[every, labels].mean(dtype=np.float64)
        residuals[every, labels] -= 1
        return loss, features.T @ residuals / rows, residuals.mean(axis=0)

    return work, 7


def score():
    weights, biases = read_parameters()

    def work():
        p, logs = softmax(weights, biases)
        logs *= p
        ordered = np.partition(p, classes - 2, axis=1)
        return p, -logs.sum(axis=1), 1 - (ordered[:, -1] - ordered[:, -2])

    return work, 5


def gradient_norm():
    weights, biases = read_parameters()

    def work():
        p, _ = softmax(weights, biases)
        squares = np.einsum("ij,ij->i", p, p)[:, None]
        expected = (p * np.sqrt(np.maximum(squares - 2 * p + 1, 0))).sum(axis=1)
        return p, expected * np.sqrt(np.einsum("ij,ij->i", features, features) + 1)

    return work, 5


def read_tensors():
    import torch

    weights, biases = map(torch.from_numpy, read_parameters())
    return torch, torch.from_numpy(features), weights, biases


def score_torch():
    torch, inputs, weights, biases = read_tensors()

    @torch.inference_mode()
    def work():
        logits = torch.addmm(biases, inputs, weights)
        p, logs = torch.softmax(logits, 1), torch.log_softmax(logits, 1)
        ordered = torch.topk(p, 2, dim=1).values
        return p, -(p * logs).sum(1), 1 - (ordered[:, 0] - ordered[:, 1])

    return work, 5


def gradient_norm_torch():
    torch, inputs, weights, biases = read_tensors()

    @torch.inference_mode()
    def work():
        p = torch.softmax(torch.addmm(biases, inputs, weights), 1)
        squares = (p * p).sum(1, keepdim=True)
        expected = (p * (squares - 2 * p + 1).clamp_min(0).sqrt()).sum(1)
        return p, expected * (torch.linalg.vector_norm(inputs, dim=1).square() + 1).sqrt()

    return work, 5


def second_moment():
    return lambda: features.T @ features / rows, 5


def logistic_regression(runs, **options):
    def work():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            LogisticRegression(C=1 / (ridge * rows), **options).fit(features, labels)

    return work, runs


def fit_100_iterations():
    return logistic_regression(1, solver="lbfgs", max_iter=100, tol=1e-12)


def fit_to_convergence():
    return logistic_regression(1, solver="newton-cg", max_iter=1000, tol=1e-7)


names = {
    "fit_100_iterations": f"scikit-learn {sklearn.__version__} lbfgs, 100 iterations",
    "fit_to_convergence": f"scikit-learn {sklearn.__version__} newton-cg",
}
work, runs = globals()[task]()
seconds = cpu_seconds = float("inf")
for _ in range(runs):
    start, cpu_start = time.perf_counter(), time.process_time()
    work()
    seconds = min(seconds, time.perf_counter() - start)
    cpu_seconds = min(cpu_seconds, time.process_time() - cpu_start)
if task.endswith("_torch"):
    name = f"PyTorch {sys.modules['torch'].__version__}"
else:
    name = names.get(task, f"NumPy {np.__version__}")
print(json.dumps({"name": name, "seconds": seconds, "cpuSeconds": cpu_seconds}))
