"""Makes the pictures that `preprocess.bench.ts` cuts: like radiographs, smooth with grain.

    python3 bench/preprocess/make_cases.py FOLDER FILES

FOLDER gets a folder a case, each with two classes and FILES files, or more where they are quicker to cut: starting the
workers should not count for much. Files repeat a few contents, as hard links, since only time counts.
"""

import sys
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import JPEGBaseline8Bit, generate_uid

CONTENTS = 8


def radiograph(random, width, height):
    """Soft blobs, a gradient and grain of a standard deviation of 3 levels."""
    y, x = np.mgrid[0:1:height * 1j, 0:1:width * 1j]
    picture = 60 + 60 * y
    for _ in range(12):
        cx, cy, size = random.uniform(0, 1, 3)
        picture += random.uniform(-50, 50) * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (0.02 + 0.1 * size))
    picture += random.normal(0, 3, picture.shape)
    return np.clip(np.round(picture), 0, 255).astype(np.uint8)


def jpeg(picture):
    out = BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=90)
    return out.getvalue()


def png(picture):
    out = BytesIO()
    Image.fromarray(picture).save(out, "PNG")
    return out.getvalue()


def dicom(picture):
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = JPEGBaseline8Bit
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.1.1"
    meta.MediaStorageSOPInstanceUID = generate_uid()
    dataset = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    dataset.is_little_endian, dataset.is_implicit_VR = True, False
    dataset.SOPClassUID, dataset.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    dataset.Modality, dataset.PatientID = "DX", "made"
    dataset.Rows, dataset.Columns = picture.shape
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.BitsAllocated = dataset.BitsStored = 8
    dataset.HighBit, dataset.PixelRepresentation = 7, 0
    dataset.PixelData = encapsulate([jpeg(picture)])
    dataset["PixelData"].is_undefined_length = True
    out = BytesIO()
    dataset.save_as(out, write_like_original=False)
    return out.getvalue()


CASES = {"jpeg": (jpeg, 2048, 2500, 1), "png": (png, 1024, 1024, 4), "dicom": (dicom, 1024, 1024, 4)}


def main(folder, files):
    for name, (encode, width, height, times) in CASES.items():
        random = np.random.default_rng(0)
        for content in range(CONTENTS):
            first = None
            data = encode(radiograph(random, width, height))
            for i in range(content, files * times, CONTENTS):
                path = folder / name / f"class-{i % 2}" / f"{i:04d}.{'dcm' if name == 'dicom' else name}"
                path.parent.mkdir(parents=True, exist_ok=True)
                if first is None:
                    path.write_bytes(data)
                    first = path
                else:
                    path.hardlink_to(first)


main(Path(sys.argv[1]), int(sys.argv[2]))
