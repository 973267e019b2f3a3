"""Small .npy and .npz files as NumPy writes them; and, given a directory, reads back what Halfstep wrote.

Without an argument: writes npy.csv (one .npy file a row, base64) and npz.csv (one array of an .npz file a row).
With a directory that holds stored.npz and deflated.npz, as NpzTest writes them (its comment has the command): reads
both with NumPy, compares every array with the one of npy.csv of that name, bit for bit, and writes npz_back.csv.
"""

import base64
import csv
import hashlib
import io
import platform
import sys
import zipfile
from pathlib import Path

import numpy

FILES = Path(__file__).resolve().parent.parent / "resources" / "oracle"
MADE = f"Made by numpy {numpy.__version__}, Python {platform.python_version()}."
NAMES = {"i1": "INT8", "u1": "UINT8", "i2": "INT16", "i4": "INT32", "i8": "INT64", "f4": "FLOAT32", "f8": "FLOAT64"}
SHAPES = [(), (0,), (5,), (2, 3), (0, 4), (2, 3, 4), (3, 1, 2, 2), (1, 1)]


def numbers(code, count):
    """Numbers that use all bytes of their type, its ends first."""
    if code[0] == "f":
        ends = [-0.0, numpy.inf, numpy.nan, -numpy.inf, numpy.finfo(code).max, numpy.finfo(code).smallest_subnormal]
        rest = [numpy.sin(1 + k) * 10.0 ** (k % 7 - 3) for k in range(count)]
    else:
        info = numpy.iinfo(code)
        ends = [info.min, info.max, 0, 1, info.max // 3]
        rest = [int(info.min) + (k * 0x9E3779B97F4A7C15) % (int(info.max) - int(info.min) + 1) for k in range(count)]
    return numpy.array((ends + rest)[:count], dtype=code)


def arrays():
    """One array for each type, order, byte order and version, shapes taken in turn."""
    turn = 0
    for code in NAMES:
        for order in "CF":
            for byte_order in "<>" if code[1] != "1" else "|":
                for version in (1, 2, 3):
                    shape = SHAPES[turn % len(SHAPES)]
                    turn += 1
                    a = numbers(code, int(numpy.prod(shape, dtype=int))).reshape(shape)
                    yield version, a.astype(byte_order + code, order=order)


def npy(array, version):
    out = io.BytesIO()
    numpy.lib.format.write_array(out, array, version=(version, 0), allow_pickle=False)
    return out.getvalue()


def cells(array):
    """Type, shape and numbers in C order; a float by the digits of the double that it is."""
    values = [repr(v) for v in array.astype("f8" if array.dtype.kind == "f" else array.dtype).ravel().tolist()]
    return [NAMES[array.dtype.str[1:]], " ".join(map(str, array.shape)), " ".join(values)]


def table(name, about, header, rows):
    text = "".join(f"# {line}\n" for line in about) + ",".join(header) + "\n"
    text += "".join(",".join(map(str, row)) + "\n" for row in rows)
    (FILES / name).write_text(text)
    print(f"{name}: {len(rows)} rows")


def make():
    rows, kept = [], {}
    for version, array in arrays():
        text = npy(array, version)
        fortran = numpy.lib.format.header_data_from_array_1_0(array)["fortran_order"]
        rows.append([version, fortran, array.dtype.str[0], *cells(array), base64.b64encode(text).decode()])
        if version == 1:
            kept[f"a{len(rows) - 1}"] = array
    command = "Command, in toolkit/src/test/oracle: python npy.py"
    about = ["Files of numpy.lib.format.write_array; order is the byte order, | where there is none.", MADE, command]
    table("npy.csv", about, ["version", "fortran", "order", "type", "shape", "values", "file"], rows)
    packed = []
    for save in (numpy.savez, numpy.savez_compressed):
        out = io.BytesIO()
        some = dict(list(kept.items())[::5])
        save(out, *list(kept.values())[:1], **some)
        file = base64.b64encode(out.getvalue()).decode()
        for name in zipfile.ZipFile(io.BytesIO(out.getvalue())).namelist():
            array = numpy.load(io.BytesIO(out.getvalue()))[name[:-4]]
            packed.append([save.__name__, name[:-4], *cells(array), file])
    about = ["Arrays of .npz files, in the order of the file.", MADE, command]
    table("npz.csv", about, ["writer", "name", "type", "shape", "values", "file"], packed)


def back(directory):
    rows = list(csv.DictReader(line for line in (FILES / "npy.csv").open() if line[0] != "#"))
    found = []
    for name in ("stored.npz", "deflated.npz"):
        file = directory / name
        with numpy.load(file, allow_pickle=False) as npz:
            assert npz.files == [f"row {i} ü" for i in range(len(rows))], npz.files
            for key, row in zip(npz.files, rows):
                want = numpy.load(io.BytesIO(base64.b64decode(row["file"])), allow_pickle=False)
                got = npz[key]
                assert got.dtype == want.dtype.newbyteorder("<") and got.shape == want.shape, key
                assert got.tobytes() == want.astype(got.dtype).tobytes(), key
        assert zipfile.ZipFile(file).testzip() is None
        found.append([name, len(rows), hashlib.sha256(file.read_bytes()).hexdigest()])
    about = ["Files of Halfstep that NumPy read back, each array equal to that of npy.csv, bit for bit.", MADE]
    about += ["Command, in toolkit/src/test/oracle: python npy.py DIRECTORY, the directory as NpzTest says."]
    table("npz_back.csv", about, ["file", "arrays", "sha256"], found[:1])


if len(sys.argv) > 1:
    back(Path(sys.argv[1]))
else:
    make()
