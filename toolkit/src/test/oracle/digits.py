"""Sums over the handwritten digits, as scikit-learn's own reader gives them."""

import platform
from pathlib import Path

import numpy
import sklearn
from sklearn.datasets import load_digits

TARGET = Path(__file__).resolve().parent.parent / "resources" / "oracle" / "digits.csv"
x, y = load_digits(return_X_y=True)
eigenvalues = numpy.linalg.eigvalsh(numpy.cov(x.T, bias=True))[::-1]

rows = [("images", "", len(x))]
rows += [("of class", c, int((y == c).sum())) for c in range(10)]
rows += [("ink of class", c, int(x[y == c].sum())) for c in range(10)]
rows += [("sum of pixel", p, int(x[:, p].sum())) for p in range(64)]
rows += [("square sum of pixel", p, int((x[:, p] ** 2).sum())) for p in range(64)]
rows += [("ink of image", i, int(x[i].sum())) for i in range(0, len(x), 59)]
rows += [("digit of image", i, int(y[i])) for i in range(0, len(x), 59)]
rows += [("times its number", "", int((numpy.arange(x.size) * x.reshape(-1)).sum()))]
rows += [("labels times their number", "", int((numpy.arange(len(y)) * y).sum()))]
rows += [("eigenvalue", k, repr(float(eigenvalues[k]))) for k in range(4)]

about = [
    "sklearn.datasets.load_digits: counts and sums. times its number: sum over all pixels of (64 image + pixel) value.",
    "eigenvalue: of the covariance of the pixels, divided by n, largest first (numpy.linalg.eigvalsh).",
    f"Made by scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, Python {platform.python_version()}.",
    "Command, in toolkit/src/test/oracle: python digits.py",
]
lines = [f"# {line}" for line in about] + ["what,index,value"]
lines += [",".join(str(cell) for cell in row) for row in rows]
TARGET.write_text("\n".join(lines) + "\n")
print(f"{TARGET.name}: {len(rows)} rows")
