"""Counts of the made RSNA challenge: python3 rsna_pneumonia.py <folder written by generate/write.ts>."""

import pandas as pd
from summary import boxes, one, root, summary, write

folder = root() / "rsna-pneumonia"
labels = pd.read_csv(folder / "stage_2_train_labels.csv")
classes = pd.read_csv(folder / "stage_2_detailed_class_info.csv").drop_duplicates("patientId")
frame = labels.drop_duplicates("patientId").merge(classes, on="patientId", validate="one_to_one")
frame["split"] = "none"
frame["answer"] = frame["Target"].map({0: "no", 1: "yes"})
# Every header has these; pandas does not read headers.
frame["view"] = frame["age"] = frame["sex"] = "in the header"
found = labels.dropna(subset=["x"]).assign(class_name="Lung Opacity")
targets = {
    "pneumonia": one(frame, "answer", ["no", "yes"]),
    "class": one(frame, "class", ["Normal", "No Lung Opacity / Not Normal", "Lung Opacity"]),
}
write(
    {
        "rsna-pneumonia": summary(
            frame, targets, ["view", "age", "sex"], found_boxes=boxes(found, sample="patientId"), patient=None
        )
    }
)
