"""Counts of the made CUB-200-2011: python3 cub_200.py <folder written by generate/write.ts>. Parquet needs pyarrow."""

import json

import pandas as pd
import pyarrow.parquet as pq
from summary import boxes, one, root, several, summary, write


def named(folder):
    return folder.split(".", 1)[1].replace("_", " ")


def lists():
    top = root() / "cub-200/archive"
    folder = top / "CUB_200_2011"

    def read(name, columns):
        return pd.read_csv(folder / name, sep=" ", header=None, names=columns)

    frame = read("images.txt", ["id", "path"])
    for name, column in (("image_class_labels.txt", "label"), ("train_test_split.txt", "is_train")):
        frame = frame.merge(read(name, ["id", column]), on="id", validate="one_to_one")
    classes = read("classes.txt", ["label", "folder"])
    frame["species"] = frame.merge(classes, on="label")["folder"].map(named)
    frame["split"] = frame["is_train"].map({1: "train", 0: "test"})
    texts = frame["path"].map(lambda p: top / "text_c10" / p.replace(".jpg", ".txt"))
    frame["captions"] = texts.map(lambda p: p.read_text().strip())
    lines = (folder / "attributes/image_attribute_labels.txt").read_text().splitlines()
    said = pd.DataFrame([line.split()[:4] for line in lines], columns=["id", "attribute", "present", "certainty"]).astype(int)
    said.loc[said["certainty"] == 1, "present"] = -9
    names = [line.split(" ", 1)[1] for line in (top / "attributes.txt").read_text().splitlines()]
    wide = said.pivot(index="id", columns="attribute", values="present").reindex(columns=range(1, 313), fill_value=-9)
    wide.columns = names
    frame = frame.merge(wide.fillna(-9), left_on="id", right_index=True)
    drawn = read("bounding_boxes.txt", ["image", "x", "y", "width", "height"]).assign(class_name="bird")
    targets = {
        "species": one(frame, "species", [named(f) for f in classes["folder"]]),
        "attributes": several(frame, names),
    }
    return summary(frame, targets, text=["captions"], found_boxes=boxes(drawn), patient=None)


def parquet():
    parts = []
    for split in ("train", "test"):
        table = pq.read_table(root() / f"cub-200-parquet/data/{split}-00000-of-00001.parquet")
        names = json.loads(table.schema.metadata[b"huggingface"])["info"]["features"]["label"]["names"]
        part = table.select(["description", "label"]).to_pandas()
        parts.append(part.assign(split=split, species=part["label"].map(lambda i: named(names[i]))))
    frame = pd.concat(parts)
    frame["captions"] = frame["description"]
    classes = [named(name) for name in names]
    return summary(frame, {"species": one(frame, "species", classes)}, text=["captions"], patient=None)


write({"cub-200": lists(), "cub-200-parquet": parquet()})
