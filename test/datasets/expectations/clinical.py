"""Counts of the made Medical-Diff-VQA, Cholec80, Cholec80-VQA and ADNI: python3 clinical.py <folder written by generate/write.ts>."""

import json

import pandas as pd
from answers import among, commonest, plain, targets
from summary import files, one, root, several, summary, write

PHASES = """Preparation CalotTriangleDissection ClippingCutting GallbladderDissection GallbladderPackaging CleaningCoagulation
GallbladderRetraction""".split()
TOOLS = "Grasper Bipolar Hook Scissors Clipper Irrigator SpecimenBag".split()
VAL = {5, 11, 12, 17, 19, 26, 27, 31}


def diff_vqa():
    top = root() / "medical-diff-vqa"
    folder = top / "physionet.org/files/medical-diff-vqa/1.0.1"
    frame = pd.read_csv(folder / "mimic_pair_questions.csv")
    known = pd.read_csv(folder / "mimic_all.csv")[["study_id", "dicom_id", "view"]]
    frame = frame.merge(known, on="study_id", how="left", validate="many_to_one")
    there = {path.split("/")[-1][:-4] for path in files(top, ".jpg")}
    frame = frame[frame["dicom_id"].isin(there)].assign(patient=lambda f: f["subject_id"])
    types = one(frame, "question_type", sorted(frame["question_type"].unique()))
    said = pd.DataFrame(json.loads((folder / "all_diseases.json").read_text())).assign(study_id=lambda f: f["study_id"].astype(int))
    said = said[said["study_id"].isin(frame["study_id"])]
    counts = said["entity"].map(list).explode().value_counts()
    names = list(counts[counts >= 10].index)
    for name in names:
        said[name] = [1 if name in e else 0 if name in no else float("nan") for e, no in zip(said["entity"], said["no_entity"])]
    frame = frame.merge(said[["study_id", *names]].assign(known=1), on="study_id", how="left", validate="many_to_one")
    frame.loc[frame["known"].isna(), names] = -9
    found = {**targets(frame), "question type": types, "findings": several(frame, names)}
    return summary(frame, found, ["view"], ["question"])


def cholec80():
    folder = root() / "cholec80/cholec80"
    parts = []
    for path in (folder / "phase_annotations").glob("*.txt"):
        video = int(path.name[5:7])
        phases = pd.read_csv(path, sep="\t").iloc[::25]
        tools = pd.read_csv(folder / f"tool_annotations/{path.name.replace('phase', 'tool')}", sep="\t")
        joined = phases.merge(tools, on="Frame", how="left").assign(patient=video, split="train" if video <= 40 else "test")
        parts.append(joined)
    frame = pd.concat(parts)
    frame[TOOLS] = frame[TOOLS].fillna(-9)
    frame["second"] = frame["Frame"] / 25
    return summary(frame, {"phase": one(frame, "Phase", PHASES), "tools": several(frame, TOOLS)}, ["second"])


def cholec80_vqa():
    rows = []
    for path in (root() / "cholec80-vqa/Cholec80-VQA/Classification").glob("*/*.txt"):
        video = int(path.parent.name)
        for line in path.read_text().split("\n"):
            if "|" in line:
                question, answer = line.split("|", 1)
                split = "val" if video in VAL else "train"
                number = int(path.name.split("_")[0])
                rows.append({"patient": video, "split": split, "question": question, "answer": answer, "second": number / 25})
    frame = pd.DataFrame(rows)
    found = targets(frame)
    # As dataloaders/dataloaderClassification.py of the authors has it: frames by the hundred, which is a fourth of the seconds.
    some = frame.assign(plain=plain(frame["answer"]).where((frame["second"] * 25) % 100 == 0))
    found["answer every fourth second"] = among(some, commonest(some))
    return summary(frame, found, ["second"], ["question"])


def adni():
    folder = root() / "adni"
    frame = pd.read_csv(next(folder.glob("collection*.csv")), dtype=str).assign(split="none")
    frame["RID"] = frame["Subject"].str[-4:].astype(int)
    frame["VISCODE"] = frame["Visit"].replace("sc", "bl")
    visits = pd.read_csv(next(folder.glob("ADNIMERGE*.csv")))
    frame = frame.merge(visits, on=["RID", "VISCODE"], how="left", validate="one_to_one")
    frame["MMSE"] = frame["MMSE"].where(frame["MMSE"] >= 0)
    frame["diagnosis"] = frame["DX"].replace("Dementia", "AD")
    frame["patient"] = frame["Subject"]
    lower = {name: name.lower() for name in ("Age", "Sex", "Visit", "Modality", "Description")}
    found = {name: one(frame, column, ["AD", "CN", "MCI"]) for name, column in (("diagnosis", "diagnosis"), ("group", "Group"))}
    names = [*lower.values(), "PTEDUCAT", "APOE4", "MMSE", "CDRSB"]
    return summary(frame.rename(columns=lower), found, names)


write({"medical-diff-vqa": diff_vqa(), "cholec80": cholec80(), "cholec80-vqa": cholec80_vqa(), "adni": adni()})
