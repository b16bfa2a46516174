"""Counts of the made PathVQA: python3 path_vqa.py <folder written by generate/write.ts>. Parquet needs pyarrow."""

import json
import pickle

import pandas as pd
import pyarrow.parquet as pq
from answers import targets
from summary import files, root, summary, write


def describe(frame):
    return summary(frame, targets(frame), text=["question"], patient=None)


def original():
    folder = root() / "path-vqa-original/pvqa"
    there = {path.split("/")[-1][:-4] for path in files(folder, ".jpg")}
    parts = []
    for split in ("train", "val", "test"):
        with open(folder / f"qas/{split}/{split}_qa.pkl", "rb") as file:
            parts.append(pd.DataFrame(pickle.load(file)).assign(split=split))
    frame = pd.concat(parts)
    return describe(frame[frame["image"].isin(there)])


def lxmert():
    parts = []
    for split in ("train", "val", "test"):
        with open(root() / f"path-vqa-lxmert/pvqa/qas/{split}_vqa.pkl", "rb") as file:
            part = pd.DataFrame(pickle.load(file)).rename(columns={"sent": "question"}).assign(split=split)
        part["answer"] = [max(label, key=label.get) if label else None for label in part["label"]]
        parts.append(part)
    return describe(pd.concat(parts))


def lists():
    rows = []
    for split in ("train", "val", "test"):
        for one in json.loads((root() / f"path-vqa-lxmert/pvqa/saved/lxmert/pvqa_{split}.json").read_text()):
            for question, label in zip(one["sentf"]["pvqa"], one["labelf"]["pvqa"]):
                rows.append({"split": split, "question": question, "answer": next(iter(label))})
    return describe(pd.DataFrame(rows))


def parquet():
    parts = []
    for name, split in (("train", "train"), ("validation", "val"), ("test", "test")):
        [path] = (root() / "path-vqa-parquet/path-vqa/data").glob(f"{name}-*.parquet")
        parts.append(pq.read_table(path).select(["question", "answer"]).to_pandas().assign(split=split))
    return describe(pd.concat(parts))


def tsv():
    folder = root() / "path-vqa-tsv"
    parts = [pd.read_csv(folder / f"PathVQA_{s.upper()}.tsv", sep="\t").assign(split=s) for s in ("val", "test")]
    return describe(pd.concat(parts))


write({"path-vqa-original": original(), "path-vqa-lxmert": lxmert(), "path-vqa-lists": lists(), "path-vqa-parquet": parquet(), "path-vqa-tsv": tsv()})
