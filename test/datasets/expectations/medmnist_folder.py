"""Counts of the made folders of `medmnist save`: python3 medmnist_folder.py <folder written by generate/write.ts>."""

import pandas as pd
from summary import one, root, several, summary, write

CHEST = """atelectasis cardiomegaly effusion infiltration mass nodule pneumonia pneumothorax consolidation edema emphysema
fibrosis pleural hernia""".split()
BREAST = ["malignant", "normal, benign"]
SPLITS = {"TRAIN": "train", "VALIDATION": "val", "TEST": "test"}


def read(folder, flag):
    frame = pd.read_csv(root() / folder / f"{flag}.csv", header=None).drop_duplicates()
    return frame.assign(split=frame[0].map(SPLITS))


breast = read("saved-breastmnist", "breastmnist")
breast["label"] = breast[2].map(dict(enumerate(BREAST)))
chest = read("saved-chestmnist", "chestmnist_64")
chest = chest.rename(columns={2 + k: name for k, name in enumerate(CHEST)})
write(
    {
        "saved-breastmnist": summary(breast, {"label": one(breast, "label", BREAST)}, patient=None),
        "saved-chestmnist": summary(chest, {"label": several(chest, CHEST)}, patient=None),
    }
)
