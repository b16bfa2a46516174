"""Counts of the made MIMIC-CXR releases: python3 mimic_cxr.py <folder written by generate/write.ts>.

Reports are counted by plain searches for their headings, addenda cut off at the line of underscores.
"""

import re
import zipfile

import pandas as pd
from summary import files, one, root, several, summary, write

PLANES = {"AP": "frontal", "PA": "frontal", "LATERAL": "lateral", "LL": "lateral"}
SPLITS = {"train": "train", "validate": "val", "test": "test"}
COVARIATES = {
    "view": "ViewPosition",
    "orientation": "PatientOrientationCodeSequence_CodeMeaning",
    "procedure": "PerformedProcedureStepDescription",
}
FIELDS = ["indication", "findings", "impression", "remark"]


def labels_of(frame, path, names):
    read = pd.read_csv(path).drop(columns=["subject_id"], errors="ignore").rename(columns={"Airspace Opacity": "Lung Opacity"})
    joined = frame[["study_id", "split"]].merge(read, on="study_id", how="left", indicator=True)
    joined.loc[joined["_merge"] == "left_only", names] = -9
    return several(joined, names)


def sections(text):
    body = re.split(r"\n *_{10,} *\n", text)[-1]
    said = {
        "indication": "INDICATION:" in body,
        "findings": "FINDINGS:" in body or "TWO VIEWS:" in body,
        "impression": "IMPRESSION:" in body or "IMPRESSON:" in body,
    }
    has_words = len(re.sub(r"FINAL REPORT|\s", "", body)) > 0
    said["remark"] = has_words and not said["findings"] and not said["impression"]
    return said


def with_reports(frame, texts):
    found = pd.DataFrame({study: sections(text) for study, text in texts.items()}).T
    found.index = found.index.astype(int)
    for field in FIELDS:
        frame[field] = frame["study_id"].map(found[field]).map({True: "said", False: ""})
    return frame


def describe_jpg(folder, texts=None):
    frame = pd.read_csv(next(folder.glob("*-metadata.csv*")))
    splits = pd.read_csv(next(folder.glob("*-split.csv*")))
    frame = frame.merge(splits[["dicom_id", "split"]], on="dicom_id", validate="one_to_one")
    frame["split"] = frame["split"].map(SPLITS)
    frame["patient"] = frame["subject_id"]
    for name, column in COVARIATES.items():
        frame[name] = frame[column]
    frame["plane"] = frame["view"].map(PLANES)
    names = list(pd.read_csv(next(folder.glob("*-chexpert.csv*"))).columns[2:])
    tables = {"chexpert": "*-chexpert.csv*", "negbio": "*-negbio.csv*", "radiologist": "*-test-set-labeled.csv"}
    targets = {name: labels_of(frame, next(folder.glob(pattern)), names) for name, pattern in tables.items()}
    if texts:
        frame = with_reports(frame, texts)
    return summary(frame, targets, [*COVARIATES, "plane"], FIELDS if texts else ())


def texts_of(folder):
    return {int(p.split("/s")[-1][:-4]): (folder / p).read_text() for p in files(folder, ".txt")}


dicom = root() / "mimic-cxr/mimic-cxr/2.1.0"
records = pd.read_csv(dicom / "cxr-record-list.csv.gz")
records["patient"] = records["subject_id"]
records["split"] = "none"
# What a header says is at the tag 0018,5101; pandas does not read headers, so the bytes are searched.
headers = {p: (dicom / p).read_bytes()[:1000] for p in records["path"]}
view = records["path"].map(lambda p: re.search(rb"\x18\x00\x01\x51CS..([A-Z]+)", headers[p], re.S))
records["view"] = view.map(lambda found: found.group(1).decode() if found else None)
records["plane"] = records["view"].map(PLANES)
planes = {"plane": one(records, "plane", ["frontal", "lateral"])}

with zipfile.ZipFile(root() / "mimic-reports/mimic-cxr-reports.zip") as archive:
    reports = {int(n.split("/s")[-1][:-4]): archive.read(n).decode() for n in archive.namelist()}
    people = {int(n.split("/s")[-1][:-4]): n.split("/")[2] for n in archive.namelist()}
alone = with_reports(pd.DataFrame({"study_id": list(reports), "split": "none"}), reports)
alone["patient"] = alone["study_id"].map(people)
alone = alone[(alone[FIELDS] == "said").any(axis=1)]

both = root() / "mimic-both/mimic"
write(
    {
        "mimic-cxr-jpg": describe_jpg(root() / "mimic-cxr-jpg/physionet.org/files/mimic-cxr-jpg/2.1.0"),
        "mimic-both": describe_jpg(both / "mimic-cxr-jpg", texts_of(both / "mimic-cxr-reports")),
        "mimic-cxr": summary(with_reports(records, texts_of(dicom)), planes, ["view"], FIELDS),
        "mimic-reports": summary(alone, {}, (), FIELDS),
    }
)
