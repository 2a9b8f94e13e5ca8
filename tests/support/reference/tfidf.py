"""Writes tfidf.json: python3 tests/support/reference/tfidf.py (scikit-learn, NumPy).

Columns, signs and weights are scikit-learn's. Its own `sublinear_tf` takes the logarithm of signed counts, which is NaN for
negative ones; the dampening sign × (1 + ln |count|) between the two is NumPy's.
"""

import json
from pathlib import Path

import numpy as np
import scipy.sparse as sp
import sklearn
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.utils.murmurhash import murmurhash3_32

TEXTS = [
    "Buy now! Buy cheap pills, buy NOW",
    "Meeting moved to 10:30, see you_there tomorrow",
    "Grüße aus KÖLN; die Straße ist naß",
    "東京 へ ようこそ 2026年 😀😀 x",
    "a b c",
    "  many   spaces\n\nand\tlines  ",
    "ПРИВЕТ, мир! naïve café ²³",
    "the the the the cat sat on the mat",
]
POOL = [0, 1, 2, 3, 4]


def features(counts):
    counts = sp.csr_matrix(counts)
    counts.eliminate_zeros()
    counts.data = np.sign(counts.data) * (1 + np.log(np.abs(counts.data)))
    return TfidfTransformer().fit(counts[POOL]).transform(counts).toarray()


def counts(columns, **options):
    return HashingVectorizer(n_features=columns, norm=None, **options).transform(TEXTS)


words = dict(analyzer="word", ngram_range=(1, 2))
characters = dict(analyzer="char_wb", ngram_range=(3, 5))
hashes = ["", "a", "ab", "abc", "abcd", "abcde", "word", "Grüße", "two words", "😀"]
cases = {
    "texts": TEXTS,
    "pool": POOL,
    "hashes": {text: int(murmurhash3_32(text, seed=0)) for text in hashes},
    "words": features(counts(64, **words)).round(8).tolist(),
    "characters": features(counts(64, **characters)).round(8).tolist(),
    "both": features(sp.hstack([counts(32, **words), counts(32, **characters)])).round(8).tolist(),
}
versions = {"scikit-learn": sklearn.__version__, "numpy": np.__version__}
reference = {"versions": versions, "cases": cases}
Path(__file__).with_suffix(".json").write_text(json.dumps(reference, ensure_ascii=False) + "\n")
