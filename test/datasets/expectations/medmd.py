"""Counts of the made MedMD: python3 medmd.py <folder written by generate/write.ts>."""

import ast

import pandas as pd
from answers import targets
from summary import files, one, root, several, summary, write

folder = root() / "medmd"
images = files(folder / "images")
tables = folder / "RadFM_data_csv"


def found(path):
    """By the last two parts, else by the name alone where no other file has it."""
    tail = "/".join(path.split("/")[-2:])
    both = [p for p in images if p == tail or p.endswith(f"/{tail}")]
    name = [p for p in images if p.split("/")[-1] == path.split("/")[-1]]
    return (both if len(both) == 1 else name if len(name) == 1 else [None])[0]


def first(names):
    return next((p for p in map(found, names) if p is not None), None)


parts = []
DISEASES = ["Cardiomegaly", "Pleural effusion"]
for split in ("train", "test"):
    frame = pd.read_csv(tables / f"chestxray_balance_{split}_new.csv")
    wide = frame.pivot(index="image_path", columns="disease", values="label").reset_index()
    parts.append(wide.assign(split=split, image=wide["image_path"].map(found), part="chestxray_balance"))
for name, part, split in (("pmcvaq_train", "pmcvaq", "train"), ("pmcvqa_test", "pmcvqa", "test")):
    frame = pd.read_csv(tables / f"{name}.csv")
    parts.append(
        pd.DataFrame(
            {"image": frame["Figure_path"].map(found), "question": frame["Question"], "answer": frame["Answer"], "split": split, "part": part}
        )
    )
multi = pd.read_csv(tables / "MedPix_muli_train.csv")
wide = multi.pivot(index=["name", "history"], columns="type", values="context").reset_index()
parts.append(wide.assign(image=wide["name"].map(lambda n: first(n.split(","))), split="train", part="MedPix_muli"))
single = pd.read_csv(tables / "MedPix_single_train.csv")
wide = single.pivot(index="name", columns="type", values="context").reset_index()
parts.append(wide.assign(image=wide["name"].map(found), split="train", part="MedPix_single"))
cases = pd.read_csv(tables / "filtered_casa_report_train.csv")
names = cases.apply(lambda row: [f"{row['PMC_id']}_{ref}.jpg" for ref in ast.literal_eval(row["img_ref"])], axis=1)
parts.append(cases.assign(image=names.map(first), answer=cases["answer"].str.removeprefix("A: "), split="train", part="case"))
articles = pd.read_json(tables / "radiology_article_npy_train.json")
parts.append(articles.assign(image=articles["npy_path"].map(found), split="train", part="radiology"))

frame = pd.concat(parts, ignore_index=True)
frame = frame[frame["image"].notna()].reset_index(drop=True)
is_asked = frame[DISEASES].notna().any(axis=1)
diseases = frame[DISEASES].copy()
diseases[~is_asked] = -9
every = {
    "disease": several(pd.concat([diseases, frame["split"]], axis=1), DISEASES),
    **targets(frame),
    "modality": one(frame, "modality", ["CT", "MRI"]),
    "plane": one(frame, "plane", ["Axial", "Sagittal"]),
}
texts = ["question", "caption", "findings", "diagnosis", "history", "finding", "impression"]
write({"medmd": summary(frame, every, ["part"], texts, patient=None)})
