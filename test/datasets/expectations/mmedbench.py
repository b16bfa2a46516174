"""Counts of the made MMedBench and MMedC: python3 mmedbench.py <folder written by generate/write.ts>."""

import pandas as pd
from summary import files, one, root, several, summary, write

LETTERS = list("ABCDE")


def bench():
    parts = []
    for path in (root() / "mmedbench/MMedBench").glob("*/*.jsonl"):
        read = pd.read_json(path, lines=True)
        parts.append(read.assign(split=path.parent.name.lower(), language=path.stem))
    frame = pd.concat(parts)
    frame["letters"] = frame["answer_idx"].map(lambda a: a if isinstance(a, list) else a.split(","))
    frame["option"] = frame["letters"].map(lambda a: a[0] if len(a) == 1 else None)
    frame["checked"] = frame["human_checked"]
    for letter in LETTERS:
        frame[letter] = frame["letters"].map(lambda a, letter=letter: int(letter in a))
    targets = {
        "option": one(frame, "option", LETTERS),
        "options": several(frame, LETTERS),
        "language": one(frame, "language", sorted(frame["language"].unique())),
    }
    frame["options"] = "some"
    return summary(frame, targets, ["checked"], ["question", "options"], patient=None)


def corpus():
    paths = [p for p in files(root() / "mmedc/MMedC", ".txt") if "cultural_filtered_data_used" not in p]
    frame = pd.DataFrame([p.split("/") for p in paths], columns=["language", "source", "file"])
    frame["language"] = frame["language"].str.lower()
    frame = frame.assign(split="none", document="some")
    targets = {name: one(frame, name, sorted(frame[name].unique())) for name in ("language", "source")}
    return summary(frame, targets, text=["document"], patient=None)


write({"mmedbench": bench(), "mmedc": corpus()})
