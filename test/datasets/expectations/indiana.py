"""Counts of the made Indiana University sets: python3 indiana.py <folder written by generate/write.ts>."""

import json
import xml.etree.ElementTree as ET

import pandas as pd
from summary import one, root, several, summary, write

FIELDS = ["indication", "findings", "impression", "comparison"]


def from_terms(frame):
    frame["abnormal"] = frame["terms"].apply(lambda terms: "normal" if "normal" in terms else "abnormal")
    counts = frame["terms"].apply(set).explode().value_counts()
    classes = sorted(t for t, n in counts.items() if t != "normal" and n >= 0.02 * len(frame))
    for name in classes:
        frame[name] = frame["terms"].apply(lambda terms, name=name: int(name in terms))
    return {"abnormal": one(frame, "abnormal", ["normal", "abnormal"]), "problems": several(frame, classes)}


def kaggle():
    folder = root() / "indiana-kaggle"
    reports = pd.read_csv(folder / "indiana_reports.csv")
    views = pd.read_csv(folder / "indiana_projections.csv")
    frame = views.merge(reports, on="uid", validate="many_to_one").assign(split="none")
    frame["terms"] = frame["Problems"].str.split(";")
    frame["exam"] = frame["image"]
    targets = {**from_terms(frame), "projection": one(frame, "projection", ["Frontal", "Lateral"])}
    return summary(frame, targets, ["projection", "exam"], FIELDS, patient=None)


def openi():
    rows = []
    for path in (root() / "indiana-xml/NLMCXR_reports/ecgen-radiology").glob("*.xml"):
        tree = ET.parse(path)
        text = {a.get("Label").lower(): a.text or "" for a in tree.iter("AbstractText")}
        terms = [m.text.split("/")[0] for m in tree.iter("major")]
        rows += [{**text, "terms": terms} for _ in tree.iter("parentImage")]
    frame = pd.DataFrame(rows).assign(split="none")
    return summary(frame, from_terms(frame), (), FIELDS, patient=None)


def r2gen():
    lists = json.loads((root() / "indiana-r2gen/iu_xray/annotation.json").read_text())
    rows = [{"split": split, "report": e["report"]} for split, es in lists.items() for e in es for _ in e["image_path"]]
    return summary(pd.DataFrame(rows), {}, (), ["report"], patient=None)


write({"indiana-kaggle": kaggle(), "indiana-xml": openi(), "indiana-r2gen": r2gen()})
