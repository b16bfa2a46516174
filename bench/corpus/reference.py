"""Writes what the reference libraries read from every data file that Debian's python3-pydicom, python3-nibabel and
python3-skimage install, so that `corpus.bench.ts` can compare.

    python3 bench/corpus/reference.py FOLDER

FOLDER gets `files.json` (a list of what `describe` returns), the files themselves as `files/N.bin` and the arrays as
`arrays/N.bin`: little-endian, C order, `[frames, height, width, channels]`; of NumPy's own files as they are shaped.
Colour deeper than 8 bits is given by its upper byte, since that is what a picture in 8 bits of it is.
"""

import gzip
import json
import shutil
import sys
import warnings
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

# pydicom has no decoder of JPEG-LS of its own: without this one, which it finds by itself, some files have no reference.
import gdcm  # noqa: F401
import nibabel
import numpy as np
import pydicom
from PIL import Image, ImageSequence
from pydicom.pixel_data_handlers.util import apply_color_lut, convert_color_space

warnings.simplefilter("ignore")
Image.MAX_IMAGE_PIXELS = None

PACKAGES = ("pydicom", "nibabel", "skimage")
# Programs, and text about them.
NOT_DATA = {".py", ".pyc", ".pyi", ".pyx", ".pxd", ".pxi", ".so", ".md", ".rst", ".txt", ".m", ".ini", ".typed", ".cfg"}
PICTURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"BM": "bmp", b"II*\0": "tiff", b"MM\0*": "tiff"}
LOSSY_JPEG = {"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"}


def data_files():
    for package in PACKAGES:
        root = Path(find_spec(package).origin).parent
        for path in sorted(root.rglob("*")):
            hidden = path.name.startswith((".", "README")) or "__pycache__" in path.parts
            if path.is_file() and path.suffix not in NOT_DATA and not hidden:
                yield f"{package}/{path.relative_to(root)}", path


def describe(path):
    """`(facts, array)`: array is None where no reference library gives one, and `why` then says so."""
    if path.suffix == ".gz" and not path.name.endswith(".nii.gz"):
        return describe_unpacked(path)
    head = path.read_bytes()[:1024]
    kind = kind_of(path, head)
    read = {"dicom": read_dicom, "nifti": read_nifti, "npy": read_npy, "npz": read_npz}.get(kind, read_other)
    if kind in PICTURES.values():
        read = read_picture
    try:
        facts, array = read(path)
    except Exception as error:  # whatever a library says about a file is the fact to be noted
        return {"kind": kind, "why": f"{type(error).__name__}: {error}".split("\n")[0][:160]}, None
    return {"kind": kind, **facts}, array


def describe_unpacked(path):
    """A file in a gzip counts as the file."""
    with TemporaryDirectory() as folder:
        unpacked = Path(folder) / path.stem
        unpacked.write_bytes(gzip.decompress(path.read_bytes()))
        return describe(unpacked)


def kind_of(path, head):
    if head[128:132] != b"DICM":
        for magic, kind in PICTURES.items():
            if head.startswith(magic):
                return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"\x93NUMPY"):
        return "npy"
    if path.suffix == ".npz":
        return "npz"
    if head[128:132] == b"DICM" or path.suffix == ".dcm" or "dicom" in str(path):
        try:
            return "dicom" if len(pydicom.dcmread(path, force=True)) > 0 else "other"
        except Exception:
            return "dicom"
    if path.name.endswith((".nii", ".nii.gz", ".hdr")):
        return "nifti"
    return path.suffixes[0].lstrip(".").lower() if path.suffixes else "other"


def read_dicom(path):
    dataset = pydicom.dcmread(path, force=True)
    if "PixelData" not in dataset:
        raise ValueError("no pixel data")
    if not hasattr(dataset.file_meta, "TransferSyntaxUID"):
        # As every reader has to: pydicom leaves it to its caller.
        dataset.file_meta.TransferSyntaxUID = (
            pydicom.uid.ImplicitVRLittleEndian if dataset.is_implicit_VR else pydicom.uid.ExplicitVRLittleEndian
        )
    syntax = dataset.file_meta.TransferSyntaxUID
    array = dataset.pixel_array
    handler = next(
        handler.__name__.rsplit(".", 1)[-1]
        for handler in pydicom.config.pixel_data_handlers
        if handler.is_available() and handler.supports_transfer_syntax(syntax)
    )
    colours = dataset.PhotometricInterpretation
    if colours == "PALETTE COLOR":
        array = apply_color_lut(array, dataset)
    elif colours.startswith("YBR") and colours not in ("YBR_RCT", "YBR_ICT"):
        # The transforms of JPEG 2000 are undone by its decoder.
        array = convert_color_space(array, colours, "RGB", per_frame=True)
    if dataset.BitsStored == 1:
        # Bits are black and white here, as they are in Pillow.
        array = array * np.uint8(255)
    channels = 3 if dataset.SamplesPerPixel == 3 or colours == "PALETTE COLOR" else 1
    array = array.reshape(-1, dataset.Rows, dataset.Columns, channels)
    facts = {
        "reference": f"pydicom {pydicom.__version__}, {handler}",
        "detail": f"{syntax.name}, {colours}, {dataset.BitsStored} bits",
        "lossy": syntax in LOSSY_JPEG,
        "slope": float(modality_transform(dataset).get("RescaleSlope", None) or 1),
        "intercept": float(modality_transform(dataset).get("RescaleIntercept", None) or 0),
    }
    return facts, colour_bytes(array)


def modality_transform(dataset):
    """Where slope and intercept stand: in the groups of the first frame of an enhanced object, else in the dataset itself."""
    for name in ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"):
        for groups in (dataset.get(name) or [])[:1]:
            for transform in groups.get("PixelValueTransformationSequence") or []:
                return transform
    return dataset


def read_nifti(path):
    image = nibabel.load(path)
    if not hasattr(image, "affine"):
        # CIFTI-2 lies in a NIfTI-2 container, and is read as what it lies in.
        image = nibabel.Nifti2Image.from_filename(path)
    proxy = image.dataobj
    facts = {
        "reference": f"nibabel {nibabel.__version__}",
        "detail": f"{type(image).__name__}, {image.get_data_dtype()}, {image.shape}",
        "slope": float(proxy.slope),
        "intercept": float(proxy.inter),
    }
    return facts, slices_as_shown(np.asanyarray(proxy.get_unscaled()), image.affine)


def slices_as_shown(volume, affine):
    """
    Slices along the third axis in the file's order, all of the first volume before the second, each turned for radiological
    display: front or top of the patient at the top, the patient's right on the left; of sagittal slices the front.
    """
    volume = volume.reshape(volume.shape + (1,) * (4 - volume.ndim))
    volume = volume.reshape(*volume.shape[:3], -1, order="F")
    orientation = nibabel.io_orientation(affine)
    through, rises = int(orientation[2, 0]), orientation[2, 1] > 0
    right, front, top = range(3)
    down, across = {top: (front, right), front: (top, right), right: (top, front)}[through]
    # Axes run to the right, the front and the top now: the first row and column are at their ends.
    turned = nibabel.apply_orientation(volume, orientation).transpose(3, through, down, across)[:, :, ::-1, ::-1]
    turned = turned if rises else turned[:, ::-1]
    return turned.reshape(-1, *turned.shape[2:])[..., None]


def read_picture(path):
    with Image.open(path) as image:
        frames = [picture_array(frame) for frame in ImageSequence.Iterator(image)]
        facts = {
            "reference": f"Pillow {Image.__version__}",
            "detail": f"{image.format}, {image.mode}, {len(frames)} frames",
            "lossy": image.format == "JPEG",
        }
    return facts, np.stack(frames)


def picture_array(image):
    if image.mode in ("1", "L", "LA"):
        return np.asarray(image.convert("L"))[:, :, None]
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return np.asarray(image)[:, :, None]
    return np.asarray(image.convert("RGB"))


def read_other(path):
    """What nibabel reads and is no NIfTI: the array counts as one that is there, but is not compared."""
    image = nibabel.load(path)
    return {"reference": f"nibabel {nibabel.__version__}", "detail": f"{type(image).__name__}, {np.asanyarray(image.dataobj).shape}"}, None


def read_npy(path):
    array = numbers(np.load(path))
    return {"reference": f"numpy {np.__version__}", "detail": f"{array.dtype}, {array.shape}"}, array


def read_npz(path):
    """All arrays one after the other as float64, in the order of their names."""
    with np.load(path) as arrays:
        members = {name: list(arrays[name].shape) for name in sorted(arrays.files)}
        whole = [numbers(arrays[name]).astype(np.float64).ravel() for name in members]
    return {"reference": f"numpy {np.__version__}", "detail": f"{len(members)} arrays", "members": members}, np.concatenate(whole)


def numbers(array):
    """Half precision as single, which holds all of it; what are no real numbers is no array for us."""
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{array.dtype} are no real numbers")
    return array.astype(np.float32) if array.dtype == np.float16 else array


def colour_bytes(array):
    if array.shape[-1] != 3:
        return array
    return (array >> (8 * array.dtype.itemsize - 8)).astype(np.uint8)


def little_endian(array):
    if array.dtype == np.bool_:
        array = array.astype(np.uint8)
    return np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<")))


def main(folder):
    for part in ("files", "arrays"):
        (folder / part).mkdir(parents=True)
    listed = []
    for index, (name, path) in enumerate(data_files()):
        facts, array = describe(path)
        shutil.copyfile(path, folder / "files" / f"{index}.bin")
        if array is not None:
            array = little_endian(array)
            facts |= {"shape": list(array.shape), "dtype": array.dtype.name}
            (folder / "arrays" / f"{index}.bin").write_bytes(array.tobytes())
        listed.append({"name": name, **facts})
    (folder / "files.json").write_text(json.dumps(listed))


main(Path(sys.argv[1]))
