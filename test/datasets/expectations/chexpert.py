"""Counts of the made CheXpert datasets: python3 chexpert.py <folder written by generate/write.ts>."""

import pandas as pd
from summary import root, several, summary, write

FIVE = ["Atelectasis", "Cardiomegaly", "Consolidation", "Edema", "Pleural Effusion"]


def read(path, split):
    return pd.read_csv(path).assign(split=split)


def describe(frame, more=()):
    labels = list(pd.Index(frame.columns[frame.columns.get_loc("No Finding") :]).difference(["split"], sort=False))
    labels = [c for c in labels if not c.startswith("bert ")]
    frame["patient"] = frame["Path"].str.extract(r"(patient\d+)")
    names = {"age": "Age", "sex": "Sex", "view": "AP/PA", "plane": "Frontal/Lateral"}
    for name, column in names.items():
        frame[name] = frame[column] if column in frame else None
    frame["age"] = frame["age"].where(frame["age"] != 0) if "Age" in frame else None
    frame["sex"] = frame["sex"].where(frame["sex"] != "Unknown") if "Sex" in frame else None
    targets = {"findings": several(frame, labels), "competition": several(frame, FIVE), **dict(more)}
    return summary(frame, targets, covariates=[n for n in names if frame[n].notna().any()])


small = root() / "chexpert-small/CheXpert-v1.0-small"
batches = root() / "chexpert-batches/chexpertchestxrays-u20210408"
batch1 = batches / "CheXpert-v1.0 batch 1 (validate & csv)"

whole = pd.concat([read(batch1 / "train.csv", "train"), read(batch1 / "valid.csv", "val")])
bert = pd.read_csv(batches / "train_cheXbert.csv")
both = whole[["Path", "split"]].merge(bert, on="Path", how="left", indicator=True)
findings = list(bert.columns[1:])
both.loc[both["_merge"] == "left_only", findings] = -9

write(
    {
        "chexpert-small": describe(pd.concat([read(small / "train.csv", "train"), read(small / "valid.csv", "val")])),
        "chexpert-batches": describe(whole, [("CheXbert", several(both, findings))]),
        "chexpert-test": describe(read(root() / "chexpert-test/chexlocalize/CheXpert/test_labels.csv", "test")),
    }
)
