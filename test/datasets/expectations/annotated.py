"""Counts of the made COCO, YOLO, Pascal VOC and WebDataset sets: python3 annotated.py <folder written by generate/write.ts>."""

import json
import tarfile
import xml.etree.ElementTree as ET

import pandas as pd
from summary import boxes, files, one, root, several, summary, write

CLASSES = ["cat", "dog", "traffic light"]


def presence(frame, drawn, name):
    """`frame` has a row for each image with its key, `drawn` a row for each box."""
    for c in CLASSES:
        frame[c] = frame["image"].isin(drawn.loc[drawn["class_name"] == c, "image"]).astype(int)
    return summary(frame, {name: several(frame, CLASSES)}, found_boxes=boxes(drawn), patient=None)


def coco():
    frames, found = [], []
    for split in ("train", "val"):
        top = root() / "coco/coco"
        data = json.loads((top / f"annotations/instances_{split}2017.json").read_text())
        images = pd.DataFrame(data["images"]).assign(split=split)
        images = images[images["file_name"].map(lambda f, s=split: (top / f"{s}2017" / f).exists())]
        said = pd.DataFrame(data["annotations"])
        said = said[said["iscrowd"] == 0].merge(images, left_on="image_id", right_on="id")
        names = {c["id"]: c["name"] for c in data["categories"]}
        sized = pd.DataFrame(said["bbox"].tolist(), columns=["x", "y", "width", "height"], index=said.index)
        found.append(sized.assign(image=split + said["file_name"], class_name=said["category_id"].map(names)))
        frames.append(images.assign(image=split + images["file_name"]))
    return presence(pd.concat(frames), pd.concat(found), "categories")


def yolo():
    top = root() / "yolo/set"
    rows, found = [], []
    for path in files(top / "images", ".jpg"):
        rows.append({"image": path, "split": path.split("/")[0]})
        labels = top / "labels" / path.replace(".jpg", ".txt")
        for line in labels.read_text().splitlines() if labels.exists() else []:
            if line == "no box":
                continue
            numbers = [float(n) for n in line.split()]
            kind, shares = int(numbers[0]), numbers[1:]
            if len(shares) > 5:
                width, height = (max(shares[k::2]) - min(shares[k::2]) for k in (0, 1))
            else:
                width, height = shares[2:4]
            found.append((path, CLASSES[kind], width * 1000, height * 1000))
    return presence(pd.DataFrame(rows), pd.DataFrame(found, columns=["image", "class_name", "width", "height"]), "classes")


def voc():
    top = root() / "voc/VOCdevkit/VOC2012"
    lists = {s: set((top / f"ImageSets/Main/{s}.txt").read_text().split()) for s in ("train", "val")}
    rows, found = [], []
    for path in (top / "Annotations").glob("*.xml"):
        rows.append({"image": path.stem, "split": "train" if path.stem in lists["train"] else "val"})
        for thing in ET.parse(path).getroot().iter("object"):
            box = {n: int(thing.find("bndbox").find(n).text) for n in ("xmin", "ymin", "xmax", "ymax")}
            size = box["xmax"] - box["xmin"] + 1, box["ymax"] - box["ymin"] + 1
            found.append((path.stem, thing.find("name").text, *size))
    return presence(pd.DataFrame(rows), pd.DataFrame(found, columns=["image", "class_name", "width", "height"]), "classes")


def webdataset():
    rows = {}
    for path in (root() / "webdataset").glob("*.tar"):
        with tarfile.open(path) as archive:
            for member in archive:
                key, field = member.name.split(".", 1)
                row = rows.setdefault((path.name, key), {"split": path.name.split("-")[0], "text": ""})
                content = archive.extractfile(member).read()
                if field == "cls":
                    row["cls"] = content.decode().strip()
                elif field == "txt":
                    row["text"] = content.decode()
                elif field.endswith("json"):
                    try:
                        row.update(json.loads(content))
                    except json.JSONDecodeError:
                        pass
    frame = pd.DataFrame(rows.values())
    targets = {"cls": one(frame, "cls", ["0", "1", "2"]), "site": one(frame, "site", ["north", "south"])}
    return summary(frame, targets, ["age"], ["text"], patient=None)


write({"coco": coco(), "yolo": yolo(), "voc": voc(), "webdataset": webdataset()})
