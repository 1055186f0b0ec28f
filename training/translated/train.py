"""Trains the word model of the detector of translated text.

    train.py ORIGINALS TRANSLATED FEATURES OUT

ORIGINALS and TRANSLATED are JSONL with id and text, made by `passages.py` and `translate.py`; FEATURES is the program
`translated` of tocsin-read's examples, so that training and reading see the same. Prints what cross-validation over the
documents scores, and writes the weights as bytes. The same input gives the same bytes.
"""

import hashlib
import json
import struct
import subprocess
import sys

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

BUCKETS = 1 << 15
C = 3.0  # what finds most of a system that was left out of training


def features(program, path):
    lines = open(path, encoding="utf-8").read()
    done = subprocess.run([program, "features"], input=lines, capture_output=True, text=True, check=True).stdout
    starts, columns, values = [0], [], []
    for line in done.splitlines():
        found = json.loads(line)
        counts = np.sqrt(np.array([count for _, count in found], dtype=float))
        columns += [bucket for bucket, _ in found]
        values += list(counts / (np.linalg.norm(counts) or 1.0))
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(starts) - 1, BUCKETS))


def fold(name, folds=5):
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % folds


def fit(x, y):
    return LogisticRegression(C=C, max_iter=2000, class_weight="balanced", solver="lbfgs").fit(x, y)


def main():
    originals, translated, program, out = sys.argv[1:5]
    records = [json.loads(line) for path in (originals, translated) for line in open(path, encoding="utf-8")]
    x = vstack([features(program, originals), features(program, translated)]).tocsr()
    y = np.array([1 if "system" in record else 0 for record in records])
    folds = np.array([fold(record["id"].split("#")[0]) for record in records])
    scores = np.zeros(len(y))
    for held in range(5):
        scores[folds == held] = fit(x[folds != held], y[folds != held]).decision_function(x[folds == held])
    systems = sorted({record["system"] for record in records if "system" in record})
    of = np.array([record.get("system", "") for record in records])
    print(f"{(y == 0).sum()} originals, {y.sum()} translated; at log odds 1.0, documents held out in turn:")
    print(f"  originals flagged {(scores[y == 0] >= 1).mean():.4f}")
    for system in systems:
        left_out = fit(x[of != system], y[of != system]).decision_function(x[of == system])
        print(f"  {system}: found {(scores[of == system] >= 1).mean():.3f}; with no text of this system in training {(left_out >= 1).mean():.3f}")
    model = fit(x, y)
    weights = model.coef_[0]
    scale = float(np.abs(weights).max()) / 127
    whole = np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)
    with open(out, "wb") as file:
        file.write(b"TOCTRAN1" + struct.pack("<ff", float(model.intercept_[0]), scale) + whole.tobytes())
    print("sha256", hashlib.sha256(open(out, "rb").read()).hexdigest())


if __name__ == "__main__":
    main()
