"""Counts of the made object-CXR: python3 object_cxr.py <folder written by generate/write.ts>."""

import pandas as pd
from summary import boxes, one, root, summary, write

folder = root() / "object-cxr/object-CXR/object-CXR"
parts = []
for name, split in (("train", "train"), ("dev", "val"), ("test", "test")):
    read = pd.read_csv(folder / f"{name}.csv", dtype=str)
    parts.append(read.rename(columns={"image_path": "image_name"}).assign(split=split))
frame = pd.concat(parts)
frame["image"] = frame["image_name"].str.split("/").str[-1]
frame["answer"] = frame["annotation"].notna().map({True: "foreign object", False: "none"})
rows = []
for image, annotation in frame.dropna(subset=["annotation"])[["image", "annotation"]].values:
    for outline in annotation.split(";"):
        numbers = [max(0, int(n)) for n in outline.split(" ")[1:]]
        x, y = numbers[0::2], numbers[1::2]
        rows.append((image, "foreign object", min(x), min(y), max(x) - min(x), max(y) - min(y)))
found = pd.DataFrame(rows, columns=["image", "class_name", "x", "y", "width", "height"])
targets = {"foreign object": one(frame, "answer", ["none", "foreign object"])}
write({"object-cxr": summary(frame, targets, found_boxes=boxes(found), patient=None)})
