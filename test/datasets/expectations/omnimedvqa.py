"""Counts of the made OmniMedVQA: python3 omnimedvqa.py <folder written by generate/write.ts>."""

import pandas as pd
from answers import plain, targets
from summary import one, root, summary, write

folder = root() / "omnimedvqa/OmniMedVQA"
frame = pd.concat([pd.read_json(p, dtype=str) for p in sorted(folder.glob("QA_information/*/*.json"), key=lambda p: p.name)])
frame = frame[frame["image_path"].map(lambda p: (folder / p).exists())].assign(split="none").reset_index(drop=True)
# Older pandas writes "nan" where a record has no such key.
missing = frame["modality_type"].isna() | (frame["modality_type"] == "nan")
frame["modality"] = frame["modality_type"].mask(missing, frame["modality"]).str.split("(").str[0].str.strip()
frame["question type"] = frame["question_type"]
frame["source"] = frame["dataset"]
frame["options"] = frame["option_A"]
frame["option"] = None
for letter in "ABCD":
    name = f"option_{letter}"
    if name in frame:
        frame.loc[plain(frame[name].fillna("-")) == plain(frame["gt_answer"]), "option"] = letter
labels = {name: one(frame, name, sorted(frame[name].dropna().unique())) for name in ("question type", "modality", "option")}
every = {**targets(frame, "gt_answer"), **labels}
write({"omnimedvqa": summary(frame, every, ["source"], ["question", "options"], patient=None)})
