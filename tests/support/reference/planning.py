"""Power laws with floor by scipy (non-negative least squares at each exponent of the grid, and the bounded optimum over all
three numbers), Wilson's one-sided bound by scipy, kappa by scikit-learn, sizes of test splits by scipy's
normal quantile. Run: python3 tests/support/reference/planning.py"""
import json, pathlib
import numpy as np, scipy
from scipy.optimize import nnls, least_squares
from scipy.stats import norm, binomtest
from sklearn.metrics import cohen_kappa_score
import sklearn

GRID = np.linspace(.05, 1.5, 59)

def fit(n, e, w):
    root = np.sqrt(w); best = None
    for b in GRID:
        design = np.stack([n ** -b, np.ones_like(n)], 1) * root[:, None]
        (a, c), norm_ = nnls(design, e * root)
        if best is None or norm_ ** 2 < best[0]: best = (norm_ ** 2, a, b, c)
    return best

def bounded(n, e, w):
    """the optimum between grid points too: the misfit of the grid's must be close to it"""
    best = np.inf
    for start in (.1, .3, .6, 1., 1.4):
        found = least_squares(lambda p: np.sqrt(w) * (p[2] + p[0] * (n / n.min()) ** -p[1] - e), [.5, start, .05],
                              bounds=([0, .05, 0], [np.inf, 1.5, np.inf]), xtol=1e-14, ftol=1e-14, gtol=1e-14)
        best = min(best, 2 * found.cost)
    return best

def case(name, n, e, sd):
    n, e, sd = map(np.asarray, (n, e, sd)); w = 1 / sd ** 2
    misfit, a, b, c = fit(n.astype(float), e, w)
    return dict(name=name, labels=n.tolist(), errors=e.tolist(), weights=w.tolist(), amplitude=a, exponent=b, floor=c,
                misfit=misfit, boundedMisfit=bounded(n.astype(float), e, w))

rng = np.random.default_rng(5)
n = np.array([100, 200, 400, 800, 1600])
laws = [
    case('noisy', n, .1 + 1.5 * n ** -.5 + rng.normal(0, .004, 5), [.012, .009, .006, .004, .003]),
    case('rounds', np.array([100, 140, 180, 220, 260, 300, 340]), .15 + 2 * np.array([100, 140, 180, 220, 260, 300, 340]) ** -.6 + rng.normal(0, .008, 7), [.01] * 7),
    case('floor at zero', n, 2 * n ** -.7, [.01] * 5),
    case('rising', n, [.2, .21, .22, .22, .24], [.01, .01, .02, .01, .01]),
    case('flat start', n, [.3, .3, .29, .25, .2], [.01, .02, .01, .01, .01]),
]
wilson = [dict(wrong=k, total=m, high=binomtest(k, m).proportion_ci(.90, 'wilson').high) for k, m in ((0, 50), (37, 300), (171, 1000), (50, 50))]
z, power = norm.ppf(.975), norm.ppf(.8)
half = [dict(error=e, halfWidth=h, examples=int(np.ceil(e * (1 - e) * z ** 2 / h ** 2))) for e, h in ((.15, .01), (.12, .02), (.5, .005))]
pairs = [dict(difference=d, discordant=q, examples=int(np.ceil((z + power) ** 2 * (q - d * d) / d ** 2))) for d, q in ((.01, .08), (.02, .1), (.05, .05))]
kappas = []
for size, classes, same in ((40, 2, .8), (60, 5, .95), (30, 3, .3)):
    left = rng.integers(0, classes, size); right = np.where(rng.random(size) < same, left, rng.integers(0, classes, size))
    kappas.append(dict(left=left.tolist(), right=right.tolist(), kappa=cohen_kappa_score(left, right)))
out = dict(versions=dict(numpy=np.__version__, scipy=scipy.__version__, sklearn=sklearn.__version__), cases=dict(kappas=kappas, laws=laws, wilson=wilson, halfWidths=half, differences=pairs))
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(out) + '\n')
