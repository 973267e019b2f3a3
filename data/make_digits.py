"""Makes digits.csv.gz from the copy of the digits in a wheel of scikit-learn.

    pip download --no-deps scikit-learn==1.9.1
    python data/make_digits.py scikit_learn-1.9.1-*.whl

Only the data file is read from the wheel; nothing of scikit-learn is run. The file is the same in
the wheels of every platform, so its hash is checked, not the wheel's. The output is the same table
under a line of column names, compressed without a time stamp. Its text is checked too: were the
compressed bytes to differ, another zlib made them.
"""

import argparse
import gzip
import hashlib
import io
import sys
import zipfile
import zlib
from pathlib import Path

MEMBER = "sklearn/datasets/data/digits.csv.gz"
MEMBER_SHA256 = "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22"
TEXT_SHA256 = "5b7ec5cd43ad9c096d4cbbd752fd7bf086d65c294fb19b7e7e89cb676b4a03d0"
FILE_SHA256 = "ef9e7faeeda2aa13b76f7665eb46f15c43c4de9e7ce1ee1b5982de61c933a129"
TARGET = Path(__file__).resolve().parent / "digits.csv.gz"


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def expect(what, data, expected):
    found = sha256(data)
    if found != expected:
        sys.exit(f"{what}: SHA-256 must be {expected}, got {found}")


def table(source):
    """The lines of the source, 64 pixels and the digit, under their names."""
    names = [f"r{row}c{column}" for row in range(8) for column in range(8)] + ["digit"]
    lines = [",".join(names)]
    for line in source.decode("ascii").split():
        cells = [int(cell) for cell in line.split(",")]
        if len(cells) != 65 or not all(0 <= x <= 16 for x in cells[:64]) or not 0 <= cells[64] <= 9:
            sys.exit(f"a line must hold 64 pixels in 0..16 and a digit, got {line}")
        lines.append(",".join(map(str, cells)))
    return ("\n".join(lines) + "\n").encode("ascii")


def pack(text):
    """GzipFile, unlike gzip.compress, writes the same header on every system."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as out:
        out.write(text)
    return buffer.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path, help="a wheel of scikit-learn")
    parser.add_argument("--to", type=Path, default=TARGET, help="the file to write")
    arguments = parser.parse_args()
    with zipfile.ZipFile(arguments.wheel) as wheel:
        member = wheel.read(MEMBER)
    expect(f"{MEMBER} in {arguments.wheel.name}", member, MEMBER_SHA256)
    text = table(gzip.decompress(member))
    expect("the table", text, TEXT_SHA256)
    packed = pack(text)
    if sha256(packed) != FILE_SHA256:
        sys.exit(
            f"digits.csv.gz: SHA-256 must be {FILE_SHA256}, got {sha256(packed)}; the table in it is"
            f" right, so zlib {zlib.ZLIB_RUNTIME_VERSION} packs it otherwise. Nothing was written."
        )
    arguments.to.write_bytes(packed)
    print(f"{arguments.to}: {len(packed)} bytes, {len(text.splitlines()) - 1} images")


main()
