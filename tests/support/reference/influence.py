"""Influence scores by brute force, and the risks of theory a.5; prints influence.json. NumPy only.

The multinomial scores are taken label by label with the whole (singular) K·D Hessian and its pseudo-inverse, which is
what the K − 1 orthonormal directions of the product stand for.
"""

import json

import numpy as np

random = np.random.default_rng(7)


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def brute_force(P, X, inclusion, target):
    n, K = P.shape
    D = X.shape[1]
    def hessian(w):
        H = np.zeros((K * D, K * D))
        for i in range(n):
            H += w[i] * np.kron(np.diag(P[i]) - np.outer(P[i], P[i]), np.outer(X[i], X[i])) / n
        return H
    H = np.linalg.pinv(hessian(inclusion), rcond=1e-6)
    M = H @ (np.eye(K * D) if target == "parameters" else hessian(np.ones(n))) @ H
    scores = np.zeros(n)
    for i in range(n):
        for y in range(K):
            g = np.kron(P[i] - np.eye(K)[y], X[i])
            scores[i] += P[i, y] * g @ M @ g
    return scores


cases = []
for K, d, n in ((2, 3, 40), (4, 4, 60)):
    features = random.standard_normal((n, d)).round(3)
    probabilities = softmax(features @ random.standard_normal((d, K)) * 2)
    X = np.c_[features, np.ones(n)]
    inclusion = random.uniform(0.1, 1, n).round(3)
    for target in ("parameters", "predictions"):
        cases.append(
            dict(
                features=features.ravel().tolist(),
                probabilities=probabilities.ravel().tolist(),
                rows=n,
                classes=K,
                inclusion=inclusion.tolist(),
                target=target,
                scores=brute_force(probabilities, X, np.ones(n), target).tolist(),
                biasedScores=brute_force(probabilities, X, inclusion, target).tolist(),
            )
        )

# logistic regression without intercept, x ~ N(0, I_5), |theta| = 2, a fifth kept: risks relative to all of the pool
p, norm, gamma, n = 5, 2.0, 0.2, 400
X = random.standard_normal((n, p)).round(3).astype(np.float32).astype(float)
theta = np.full(p, norm / np.sqrt(p))
f = 1 / (1 + np.exp(-(X @ theta)))
f = f.astype(np.float32).astype(float)
v = f * (1 - f)


def capped(s):
    lo, hi = 0.0, 1e12
    for _ in range(300):
        c = (lo + hi) / 2 if hi < 1e3 else np.sqrt(max(lo, 1e-12) * hi)
        lo, hi = (c, hi) if np.minimum(1, c * s).sum() < gamma * n else (lo, c)
    return np.minimum(1, c * s)


def rho(pi, w):
    G = (X * (pi * w**2 * v)[:, None]).T @ X / n
    H = np.linalg.inv((X * (pi * w * v)[:, None]).T @ X / n)
    return np.trace(G @ H @ H)


def frank_wolfe(iterations):
    pi = np.full(n, gamma)
    count = int(round(gamma * n))
    for t in range(iterations):
        H = np.linalg.inv((X * (pi * v)[:, None]).T @ X / n)
        Z = v * np.einsum("ij,jk,ik->i", X, H @ H, X)
        s = np.zeros(n)
        s[np.argsort(-Z, kind="stable")[:count]] = 1
        pi = pi + 2 / (t + 3) * (s - pi)
    return pi


ones = np.ones(n)
Hi = np.linalg.inv((X * v[:, None]).T @ X / n)
Z = v * np.einsum("ij,jk,ik->i", X, Hi @ Hi, X)
full = rho(ones, ones)
top = np.zeros(n)
top[np.argsort(-v, kind="stable")[: int(gamma * n)]] = 1
schemes = dict(random=np.full(n, gamma), variance=capped(v), rootInfluence=capped(np.sqrt(Z)), influence=capped(Z), optimum=frank_wolfe(400), top=top)
risks = {
    name: dict(biased=rho(pi, ones) / full, unbiased=None if (pi < 1e-3).any() else rho(pi, 1 / np.maximum(pi, 1e-300)) / full)
    for name, pi in schemes.items()
}
print(
    json.dumps(
        dict(
            numpy=np.__version__,
            cases=dict(
              multinomial=cases,
              logistic=dict(
                features=X.ravel().round(3).tolist(),
                probabilities=f.tolist(),
                rows=n,
                iterations=400,
                inclusion={name: pi.tolist() for name, pi in schemes.items()},
                influence=Z.tolist(),
                risks=risks,
              ),
            ),
        )
    )
)
