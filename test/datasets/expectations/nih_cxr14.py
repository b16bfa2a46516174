"""Counts of the made copies of NIH ChestX-ray14: python3 nih_cxr14.py <folder written by generate/write.ts>."""

import pandas as pd
from summary import boxes, one, root, several, summary, write

LABELS = """Atelectasis Cardiomegaly Consolidation Edema Effusion Emphysema Fibrosis Hernia Infiltration Mass Nodule
Pleural_Thickening Pneumonia Pneumothorax""".split()
UNITS = {"Y": 1, "M": 12, "D": 365.25}


def years(cell):
    text = str(cell)
    age = int(text[:-1]) / UNITS[text[-1]] if text[-1] in UNITS else int(text)
    return age if age <= 120 else None


def describe(folder, table, bbox=None, train=None, test=None):
    frame = pd.read_csv(folder / table)
    frame["patient"] = frame["Image Index"].str[:8]
    frame["split"] = "none"
    for split, path in (("train", train), ("test", test)):
        if path:
            names = (folder / path).read_text().split()
            frame.loc[frame["Image Index"].isin(names), "split"] = split
    for label in LABELS:
        frame[label] = frame["Finding Labels"].str.split("|").apply(lambda said, label=label: int(label in said))
    frame["any"] = (frame["Finding Labels"] == "No Finding").map({True: "No Finding", False: "Finding"})
    frame["age"] = frame["Patient Age"].map(years)
    frame["sex"] = frame["Patient Sex"] if "Patient Sex" in frame else frame["Patient Gender"]
    frame["view"] = frame["View Position"]
    frame["followUp"] = frame["Follow-up #"]
    found = None
    if bbox:
        read = pd.read_csv(folder / bbox, header=0, usecols=range(6), names=["image", "class_name", "x", "y", "width", "height"])
        read["class_name"] = read["class_name"].replace("Infiltrate", "Infiltration")
        found = boxes(read)
    targets = {"findings": several(frame, LABELS), "any finding": one(frame, "any", ["No Finding", "Finding"])}
    return summary(frame, targets, ["age", "sex", "view", "followUp"], found_boxes=found)


kaggle = ("BBox_List_2017.csv", "train_val_list.txt", "test_list.txt")
official = ("BBox_List_2017_Official_NIH.csv", "train_val_list_NIH.txt", "test_list_NIH.txt")
write(
    {
        "nih-box": describe(root() / "nih-box/CXR8", "Data_Entry_2017_v2020.csv", *kaggle),
        "nih-kaggle": describe(root() / "nih-kaggle", "Data_Entry_2017.csv", *kaggle),
        "nih-sample": describe(root() / "nih-sample/sample", "sample_labels.csv"),
        "nih-224": describe(root() / "nih-224", "Data_Entry_2017.csv", *official),
    }
)
