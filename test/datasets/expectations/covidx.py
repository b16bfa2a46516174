"""Counts of the made COVIDx: python3 covidx.py <folder written by generate/write.ts>."""

import pandas as pd
from summary import one, root, summary, write


def describe(lists, target, classes):
    parts = []
    for split, path in lists:
        names = ["id", "file", "label", "source"]
        parts.append(pd.read_csv(path, sep=" ", header=None, names=names, dtype=str).assign(split=split))
    frame = pd.concat(parts)
    frame["source"] = frame["source"].replace("rnsa", "rsna")
    frame["patient"] = frame["source"] + " " + frame["id"]
    return summary(frame, {target: one(frame, "label", classes)}, ["source"])


cxr4 = root() / "covidx-cxr4"
three = root() / "covidx-three-classes/labels"
write(
    {
        "covidx-cxr4": describe(
            [(s, cxr4 / f"{s}.txt") for s in ("train", "val", "test")], "COVID-19", ["negative", "positive"]
        ),
        "covidx-three-classes": describe(
            [(s, three / f"{s}_COVIDx9A.txt") for s in ("train", "test")],
            "diagnosis",
            ["normal", "pneumonia", "COVID-19"],
        ),
    }
)
