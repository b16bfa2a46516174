"""Counts of the made imagefolders and of the table with images: python3 general.py <folder written by generate/write.ts>."""

import numpy as np
import pandas as pd
from summary import one, root, summary, write

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
        "table-with-images": table_with_images(),
    }
)
