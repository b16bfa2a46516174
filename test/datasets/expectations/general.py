"""Counts of the made imagefolders and of the table with images: python3 general.py <folder written by generate/write.ts>."""

import ast
import json

import numpy as np
import pandas as pd
from summary import boxes, one, root, several, summary, write

FOLDERS = {"train": "train", "validation": "val", "test": "test"}


def npz(name):
    arrays = np.load(root() / name / f"{name}.npz")
    frames = [pd.DataFrame({"split": s, "label": arrays[f"{s}_labels"][:, 0]}) for s in ("train", "val", "test")]
    shapes = [arrays[f"{s}_images"].shape for s in ("train", "val", "test")]
    assert all(len(f) == s[0] for f, s in zip(frames, shapes)) and arrays["train_images"].max() > 100
    frame = pd.concat(frames)
    return [[int((f["label"] == k).sum()) for k in (0, 1)] for _, f in frame.groupby("split", sort=False)]


def image_folder(ending):
    frames = []
    for folder, split in FOLDERS.items():
        top = root() / f"imagefolder-{ending}/data" / folder
        path = top / f"metadata.{ending}"
        frame = pd.read_csv(path) if ending == "csv" else pd.read_json(path, lines=True)
        there = frame["file_name"].map(lambda f, t=top: (t / f).exists())
        frames.append(frame[there].assign(split=split))
    frame = pd.concat(frames)
    return summary(frame, {"label": one(frame, "label", ["clear", "nodule"])}, text=["text"], patient=None)


def metadata(name, ending):
    """The rows of all splits with the folder that their names are relative to."""
    frames = []
    for folder, split in FOLDERS.items():
        top = root() / f"hf-{name}-{ending}/data" / folder
        path = top / f"metadata.{ending}"
        frame = pd.read_csv(path) if ending == "csv" else pd.read_json(path, lines=True)
        frames.append(frame.assign(split=split, top=[top] * len(frame)))
    return pd.concat(frames, ignore_index=True)


def image_lists(ending):
    frame = metadata("lists", ending)
    if ending == "csv":
        frame["file_names"] = frame["file_names"].map(ast.literal_eval)
    frame = frame[[(top / names[0]).exists() for top, names in zip(frame["top"], frame["file_names"])]]
    found = summary(frame, {"label": one(frame, "label", ["clear", "nodule"])}, text=["text"], patient=None)
    return found, int((frame["file_names"].str.len() > 1).sum())


def image_objects(ending, target):
    frame = metadata("objects", ending)
    if ending == "csv":
        frame["objects"] = frame["objects"].map(json.loads)
    frame = frame[[(top / name).exists() for top, name in zip(frame["top"], frame["file_name"])]]
    rows = [
        (i, str(name), *box)
        for i, found in frame["objects"].items()
        for name, box in zip(found["categories"], found["bbox"])
        if box[2] > 0 and box[3] > 0
    ]
    drawn = pd.DataFrame(rows, columns=["image", "class_name", "x", "y", "width", "height"])
    classes = sorted(drawn["class_name"].unique())
    for name in classes:
        frame[name] = frame.index.isin(drawn.loc[drawn["class_name"] == name, "image"]).astype(int)
    return summary(frame, {target: several(frame, classes)}, found_boxes=boxes(drawn), patient=None)


def table_with_images():
    top = root() / "table-with-images/study"
    frame = pd.read_csv(top / "labels.csv").assign(split="none")
    frame = frame[frame["image"].map(lambda f: (top / f"images/{f}.png").exists())]
    targets = {"diagnosis": one(frame, "diagnosis", ["normal", "pneumonia"])}
    return summary(frame, targets, covariates=["age"], text=["report"], patient="patient_id")


write(
    {
        "pneumoniamnist": npz("pneumoniamnist"),
        "nodulemnist3d": npz("nodulemnist3d"),
        "imagefolder-csv": image_folder("csv"),
        "imagefolder-jsonl": image_folder("jsonl"),
        "hf-lists-csv": image_lists("csv"),
        "hf-lists-jsonl": image_lists("jsonl"),
        "hf-objects-csv": image_objects("csv", "objects"),
        "hf-objects-jsonl": image_objects("jsonl", "objects.categories"),
        "table-with-images": table_with_images(),
    }
)
