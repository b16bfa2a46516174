"""Pillow's side of `preprocess.bench.ts`: two processes that decode, convert and resize.

For each line `FOLDER WAY` on stdin (WAY being `exact`, `draft` or `dicom`) one line with the seconds taken, and the seconds
of processor time in both processes.
"""

import sys
import time
from multiprocessing import Pool
from pathlib import Path

import pydicom
from PIL import Image

SIZE = 224


def cut(job):
    """Seconds of processor time."""
    started = time.process_time()
    path, way = job
    if way == "dicom":
        image = Image.fromarray(pydicom.dcmread(path).pixel_array)
    else:
        image = Image.open(path)
    if way == "draft":
        # Twice the size, as `thumbnail` asks for, leaves the filter something to average over.
        image.draft("L", (2 * SIZE, 2 * SIZE))
    image.convert("L").resize((SIZE, SIZE), Image.Resampling.BICUBIC).tobytes()
    return time.process_time() - started


if __name__ == "__main__":
    with Pool(2) as pool:
        pool.map(len, [b""] * 2)
        for line in sys.stdin:
            folder, way = line.rstrip("\n").rsplit(" ", 1)
            jobs = [(str(path), way) for path in sorted(Path(folder).rglob("*.*"))]
            started = time.perf_counter()
            busy = sum(pool.imap(cut, jobs, chunksize=4))
            print(time.perf_counter() - started, busy, flush=True)
