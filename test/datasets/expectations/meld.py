"""Counts of the made MELD: python3 meld.py <folder written by generate/write.ts>."""

import pandas as pd
from summary import files, one, root, summary, write

EMOTIONS = ["neutral", "joy", "sadness", "anger", "surprise", "fear", "disgust"]
SENTIMENTS = ["neutral", "positive", "negative"]
SPLITS = {"train": "train", "dev": "val", "test": "test"}


def describe(name, dev_encoding):
    folder = root() / name / "MELD.Raw"
    parts = []
    for part, split in SPLITS.items():
        encoding = dev_encoding if part == "dev" else "utf-8"
        parts.append(pd.read_csv(folder / f"{part}_sent_emo.csv", encoding=encoding).assign(split=split, part=part))
    frame = pd.concat(parts)
    clips = files(folder, ".mp4")
    if clips:
        there = {(path.split("/")[0], path.split("/")[-1][:-4]) for path in clips}
        stem = "dia" + frame["Dialogue_ID"].astype(str) + "_utt" + frame["Utterance_ID"].astype(str)
        frame = frame[[pair in there for pair in zip(frame["part"], stem)]]
    frame = frame.rename(columns={"Speaker": "speaker", "Season": "season", "Episode": "episode", "Utterance": "utterance"})
    frame["seconds"] = frame["EndTime"]
    targets = {"emotion": one(frame, "Emotion", EMOTIONS), "sentiment": one(frame, "Sentiment", SENTIMENTS)}
    return summary(frame, targets, ["speaker", "season", "episode", "seconds"], ["utterance"], patient=None)


write({"meld-text": describe("meld-text", "cp1252"), "meld-clips": describe("meld-clips", "utf-8")})
