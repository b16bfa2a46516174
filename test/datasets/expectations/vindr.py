"""Counts of the made VinDr datasets: python3 vindr.py <folder written by generate/write.ts>."""

import re
from ast import literal_eval

import pandas as pd
from summary import boxes, one, root, several, summary, write

# All pictures of the first three are 48 by 60 px, but for PCXR's 48 by 48 and the one that came from elsewhere.
SHARED = ["No finding"]


def corners(frame, names, width, height):
    left, top, right, bottom = (frame[n] for n in names)
    cut = frame.assign(x=left.clip(lower=0), y=top.clip(lower=0))
    cut["width"] = right.clip(upper=width) - cut["x"]
    cut["height"] = bottom.clip(upper=height) - cut["y"]
    return cut.rename(columns={"image_id": "image", "lesion_type": "class_name"})


def majority(frame, names):
    """What more than half of the rows of each image say."""
    return (frame.groupby("image_id", sort=False)[names].mean() > 0.5).astype(int).reset_index()


def any_finding(frame):
    return one(frame.assign(any=frame["No finding"].map({1: "No finding", 0: "Finding"})), "any", ["No finding", "Finding"])


def header(paths, tag, vr):
    """The value of one element of each file, by its tag and representation."""
    pattern = re.compile(tag + vr + rb"..([ -~]+?)[\x00-\x1f ]", re.S)
    found = (pattern.search(p.read_bytes()[:1500]) for p in paths)
    return [m.group(1).decode() if m else None for m in found]


def with_headers(frame, folder, pattern):
    paths = [folder / pattern.format(split=s, image=i) for s, i in zip(frame["part"], frame["image_id"])]
    frame["sex"] = header(paths, rb"\x10\x00\x40\x00", b"CS")
    frame["age"] = header(paths, rb"\x10\x00\x10\x10", b"AS")
    frame["view"] = header(paths, rb"\x18\x00\x01\x51", b"CS")
    return frame


def physionet():
    folder = next(root().glob("vindr-cxr/vindr-cxr-*"))
    parts, found = [], []
    for part in ("train", "test"):
        read = pd.read_csv(folder / f"annotations/image_labels_{part}.csv").rename(columns={"Other disease": "Other diseases"})
        names = [c for c in read.columns if c not in ("image_id", "rad_id")]
        parts.append(majority(read, names).assign(split=part, part=part))
        drawn = pd.read_csv(folder / f"annotations/annotations_{part}.csv").dropna(subset=["x_min"])
        found.append(corners(drawn, ["x_min", "y_min", "x_max", "y_max"], 48, 60))
    frame = with_headers(pd.concat(parts), folder, "{split}/{image}.dicom")
    targets = {"findings": several(frame, names), "any finding": any_finding(frame)}
    return summary(frame, targets, ["sex"], found_boxes=boxes(pd.concat(found)), patient=None)


def kaggle():
    folder = root() / "vinbigdata"
    read = pd.read_csv(folder / "train.csv")
    names = list(read.drop_duplicates("class_id").sort_values("class_id")["class_name"])
    said = pd.crosstab([read["image_id"], read["rad_id"]], read["class_name"]).clip(upper=1).reset_index()
    frame = majority(said, names).assign(split="train", part="train")
    frame = with_headers(frame, folder, "{split}/{image}.dicom")
    drawn = corners(read.dropna(subset=["x_min"]), ["x_min", "y_min", "x_max", "y_max"], 48, 60)
    targets = {"findings": several(frame, names), "any finding": any_finding(frame)}
    return summary(frame, targets, ["sex"], found_boxes=boxes(drawn), patient=None)


def pcxr():
    folder = root() / "vindr-pcxr/vindr-pcxr/1.0.0"
    parts, found = [], []
    for part in ("train", "test"):
        parts.append(pd.read_csv(folder / f"image_labels_{part}.csv").assign(split=part, part=part))
        drawn = pd.read_csv(folder / f"annotations_{part}.csv")
        found.append(corners(drawn[drawn["class_name"] != "No finding"], ["x_min", "y_min", "x_max", "y_max"], 48, 48))
    frame = pd.concat(parts)
    names = list(frame.columns[2:-2])
    frame = with_headers(frame, folder, "{split}/{image}.dicom")
    targets = {"diseases": several(frame, names), "any finding": any_finding(frame)}
    return summary(frame, targets, ["view", "age", "sex"], found_boxes=boxes(pd.concat(found)), patient=None)


def spinexr():
    folder = root() / "vindr-spinexr/vindr-spinexr/1.0.0/annotations"
    read = pd.concat([pd.read_csv(folder / f"{part}.csv").assign(split=part) for part in ("train", "test")])
    names = [n for n in read["lesion_type"].unique() if n != "No finding"]
    said = pd.crosstab(read["image_id"], read["lesion_type"]).clip(upper=1).reset_index()
    frame = read.drop_duplicates("image_id")[["image_id", "split"]].merge(said, on="image_id")
    abnormal = frame.assign(any=frame["No finding"].map({1: "No finding", 0: "Abnormal"}))
    drawn = corners(read.dropna(subset=["xmin"]), ["xmin", "ymin", "xmax", "ymax"], 48, 60)
    drawn = drawn[(drawn["width"] >= 1e-3) & (drawn["height"] >= 1e-3)]
    order = """Osteophytes;Disc space narrowing;Surgical implant;Foraminal stenosis;Spondylolysthesis;Vertebral collapse;Other lesions"""
    assert sorted(order.split(";")) == sorted(names)
    targets = {
        "abnormal": one(abnormal, "any", ["No finding", "Abnormal"]),
        "lesions": several(frame, order.split(";")),
    }
    return summary(frame, targets, found_boxes=boxes(drawn), patient=None)


def mammo():
    folder = next(root().glob("vindr-mammo/vindr-mammo-*"))
    frame = pd.read_csv(folder / "breast-level_annotations.csv")
    frame["split"] = frame["split"].replace("training", "train")
    read = pd.read_csv(folder / "finding_annotations.csv")
    read["class_name"] = read["finding_categories"].map(literal_eval)
    read = read.explode("class_name")
    names = """Mass;Suspicious Calcification;Asymmetry;Focal Asymmetry;Global Asymmetry;Architectural Distortion;Suspicious Lymph Node;Skin Thickening;Skin Retraction;Nipple Retraction""".split(";")
    said = pd.crosstab(read["image_id"], read["class_name"]).clip(upper=1).reindex(columns=names, fill_value=0)
    joined = frame.merge(said, left_on="image_id", right_index=True)
    meta = pd.read_csv(folder / "metadata.csv").set_index("SOP Instance UID")
    frame["age"] = frame["image_id"].map(meta["Patient's Age"])
    frame["manufacturer"] = frame["image_id"].map(meta["Manufacturer"])
    frame["view"] = frame["view_position"]
    frame["patient"] = frame["study_id"]
    drawn = corners(read.dropna(subset=["xmin"]).drop(columns=["height", "width"]), ["xmin", "ymin", "xmax", "ymax"], 2800, 3518)
    targets = {
        "BI-RADS": one(frame, "breast_birads", [f"BI-RADS {n}" for n in range(1, 6)]),
        "density": one(frame, "breast_density", [f"DENSITY {c}" for c in "ABCD"]),
        "findings": several(joined, names),
    }
    return summary(frame, targets, ["laterality", "view", "age", "manufacturer"], found_boxes=boxes(drawn))


write(
    {
        "vindr-cxr": physionet(),
        "vinbigdata": kaggle(),
        "vindr-pcxr": pcxr(),
        "vindr-spinexr": spinexr(),
        "vindr-mammo": mammo(),
    }
)
