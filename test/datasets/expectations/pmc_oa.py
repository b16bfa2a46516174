"""Counts of the made PMC-OA: python3 pmc_oa.py <folder written by generate/write.ts>."""

import pandas as pd
from summary import files, one, root, summary, write


def describe(name, tables):
    folder = root() / name
    there = {path.split("/")[-1] for path in files(folder, ".jpg")}
    frame = pd.concat([pd.read_json(folder / table, lines=True).assign(split=split) for table, split in tables])
    frame = frame[frame["image"].isin(there)].copy()
    frame["patient"] = frame["image"].str.split("_").str[0]
    targets = {}
    covariates = []
    if "alignment_type" in frame:
        targets = {"alignment type": one(frame, "alignment_type", ["scan", "stain"])}
        frame["alignment score"] = frame["alignment_score"]
        covariates = ["alignment score"]
    return summary(frame, targets, covariates, ["caption"])


parts = [("train.jsonl", "train"), ("valid.jsonl", "val"), ("test.jsonl", "test")]
write({"pmc-oa": describe("pmc-oa", [("pmc_oa.jsonl", "none")]), "pmc-oa-splits": describe("pmc-oa-splits", parts)})
