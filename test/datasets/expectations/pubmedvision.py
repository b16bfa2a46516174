"""Counts of the made PubMedVision: python3 pubmedvision.py <folder written by generate/write.ts>."""

import pandas as pd
from summary import one, root, summary, write

folder = root() / "pubmedvision"
frame = pd.concat([pd.read_json(p) for p in folder.glob("*.json")])
frame = frame[frame["image"].map(lambda names: (folder / names[0]).exists())].assign(split="none")
frame["question"] = frame["conversations"].map(lambda turns: turns[0]["value"])
frame["answer"] = frame["conversations"].map(lambda turns: turns[1]["value"])
targets = {
    "modality": one(frame, "modality", sorted(frame["modality"].unique())),
    "body part": one(frame, "body_part", sorted(frame["body_part"].unique())),
}
write({"pubmedvision": summary(frame, targets, text=["question", "answer"], patient=None)})
