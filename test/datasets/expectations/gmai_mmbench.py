"""Counts of the made GMAI-MMBench: python3 gmai_mmbench.py <folder written by generate/write.ts>."""

import pandas as pd
from summary import one, root, summary, write

NAMES = {
    "category": "category",
    "department": "department",
    "modality": "modality",
    "task": "clinical VQA task",
    "granularity": "perceptual granularity",
    "option": "answer",
}
parts = [pd.read_csv(p, sep="\t") for p in (root() / "gmai-mmbench").glob("*.tsv")]
frame = pd.concat(parts).assign(split="none", options="some")
targets = {name: one(frame, column, sorted(frame[column].dropna().unique())) for name, column in NAMES.items()}
write({"gmai-mmbench": summary(frame, targets, text=["question", "options"], patient=None)})
