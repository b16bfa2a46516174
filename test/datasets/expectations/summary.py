"""What the scripts beside this one have in common: counting what pandas read, in the shape that the tests compare with."""

import json
import sys
from pathlib import Path

import pandas as pd

SPLITS = ["train", "val", "test", "none"]


def root():
    """The folder that test/datasets/generate/write.ts wrote to: the only argument."""
    return Path(sys.argv[1])


def files(folder, *suffixes):
    """Relative paths of all files below a folder, with one of the suffixes where any is given."""
    found = (p.relative_to(folder).as_posix() for p in Path(folder).rglob("*") if p.is_file())
    return [p for p in found if not suffixes or p.endswith(suffixes)]


def several(frame, labels, split="split"):
    """A target with a column a class: 1, 0, -1 uncertain, NaN not mentioned; all of a row -9 where it has no label."""
    known = frame[~(frame[labels] == -9).all(axis=1)]
    said = known[labels]
    is_yes_or_no = said.isin([0, 1]).any(axis=1)
    is_uncertain = (said == -1).any(axis=1)
    return {
        "counts": {
            name: {c: int((part[c] == 1).sum()) for c in labels}
            for name, part in known[is_yes_or_no].groupby(split)
            if (part[labels] == 1).any(axis=None)
        },
        "missing": int(len(frame) - len(known) + (~is_yes_or_no & ~is_uncertain).sum()),
        "uncertain": int(is_uncertain.sum()),
        "unmentioned": int(said.isna().any(axis=1).sum()),
    }


def one(frame, column, classes, split="split"):
    """A target with one class a sample, NaN where it has none."""
    return {
        "counts": {
            name: {c: int((part[column] == c).sum()) for c in classes}
            for name, part in frame.groupby(split)
            if part[column].isin(classes).any()
        },
        "missing": int(frame[column].isna().sum()),
        "uncertain": 0,
        "unmentioned": 0,
    }


def boxes(frame, sample="image", name="class_name"):
    """Boxes in x, y, width, height: how many of each class, on how many samples, and their area."""
    return {
        "samples": int(frame[sample].nunique()),
        "classes": {k: int(v) for k, v in frame[name].value_counts().sort_index().items()},
        "area": int((frame["width"] * frame["height"]).sum()),
    }


def summary(frame, targets, covariates=(), text=(), found_boxes=None, patient="patient", split="split"):
    """Everything that is compared. `frame` has a row for each sample."""
    return {
        "samples": int(len(frame)),
        "patients": int(frame[patient].nunique()) if patient else None,
        "splits": {name: int((frame[split] == name).sum()) for name in SPLITS if (frame[split] == name).any()},
        "targets": targets,
        "covariates": {name: int(frame[name].notna().sum()) for name in covariates},
        "text": {name: int((frame[name].fillna("") != "").sum()) for name in text},
        "boxes": found_boxes,
    }


def write(expected):
    """Writes the JSON file that has the script's name."""
    path = Path(sys.argv[0]).with_suffix(".json")
    path.write_text(json.dumps(expected, indent=2) + "\n")
