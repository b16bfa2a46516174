"""Makes expectations.json: cross-validated AUCs of a categorical covariate as scikit-learn computes them.

The estimator is TargetEncoder's idea written with numpy, since Debian's scikit-learn (1.2) has none yet; folds, AUC and their
mean are scikit-learn's. Run with Debian's python3-sklearn.
"""
import json
import numpy as np
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import PredefinedSplit

PRIOR = 5
random = np.random.RandomState(0)
cases = []
for samples, values, strength in [(60, 2, 0.0), (200, 5, 0.3), (500, 12, 0.15), (300, 40, 0.5)]:
    codes = random.randint(0, values, samples)
    rates = np.clip(0.5 + strength * random.randn(values), 0.05, 0.95)
    labels = (random.rand(samples) < rates[codes]).astype(int)
    folds = random.permutation(np.arange(samples) % 5)
    aucs = []
    for train, test in PredefinedSplit(folds).split():
        rate = labels[train].mean()
        seen = np.bincount(codes[train], minlength=values)
        positive = np.bincount(codes[train], weights=labels[train], minlength=values)
        scores = ((positive + PRIOR * rate) / (seen + PRIOR))[codes[test]]
        aucs.append(roc_auc_score(labels[test], scores))
    cases.append(
        {
            "codes": codes.tolist(),
            "labels": labels.tolist(),
            "folds": folds.tolist(),
            "auc": float(np.mean(aucs)),
        }
    )
with open("test/health/expectations.json", "w") as file:
    json.dump(cases, file)
    file.write("\n")
