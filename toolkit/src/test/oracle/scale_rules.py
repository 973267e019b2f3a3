"""Scale and zero point that toolkits choose for a range of numbers.

ONNX Runtime: quant_utils.compute_scale_zp itself. PyTorch: torch.ao.quantization.MinMaxObserver itself. The others by
their formulas, in exact rational arithmetic. Command, in toolkit/src/test/oracle: python scale_rules.py
(needs numpy==2.4.6, onnxruntime==1.31.1, onnx==1.23.2, torch==2.15.0).
"""

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization.quant_utils import compute_scale_zp
from torch.ao.quantization import MinMaxObserver

FILE = Path(__file__).parents[1] / "resources" / "oracle" / "scale_rules.csv"
TORCH = {(-128, 127): torch.qint8, (0, 255): torch.quint8}


def ort(lo, hi, qmin, qmax, symmetric):
    zero, scale = compute_scale_zp(
        np.array(lo, np.float32), np.array(hi, np.float32), np.array(qmin, np.int32), np.array(qmax, np.int32), symmetric
    )
    return float(scale), int(zero)


def pytorch(lo, hi, qmin, qmax, symmetric):
    observer = MinMaxObserver(
        dtype=TORCH[qmin, qmax], qscheme=torch.per_tensor_symmetric if symmetric else torch.per_tensor_affine
    )
    observer(torch.tensor([lo, hi], dtype=torch.float32))
    scale, zero = observer.calculate_qparams()
    return float(scale), int(zero)


def exact(value):
    return Fraction(float(np.float32(value)))


def ppq(lo, hi, qmin, qmax, symmetric):
    lo, hi = min(exact(lo), 0), max(exact(hi), 0)
    scale = (2 * max(-lo, hi) if symmetric else hi - lo) / (qmax - qmin)
    scale = max(scale, Fraction("1e-8"))
    return float(scale), 0 if symmetric else qmin + round(-lo / scale)


def distiller(lo, hi, qmin, qmax, symmetric, restricted=False):
    lo, hi = min(exact(lo), 0), max(exact(hi), 0)
    top = max(-lo, hi)
    if symmetric:
        n = Fraction(qmax) if restricted else Fraction(qmax - qmin, 2)
        return float(top / n) if top else 1.0, 0
    scale = (hi - lo) / (qmax - qmin) if hi > lo else Fraction(1)
    return float(scale), qmin - round(lo / scale)


def aimet(lo, hi, qmin, qmax, symmetric):
    lo, hi, n = min(exact(lo), 0), max(exact(hi), 0), qmax - qmin
    width = (hi - lo) / n
    more = Fraction(1, 2**23) if width < Fraction(1, 2**23) else 0
    if symmetric:
        up, down = (hi + more * (n // 2)) / (n // 2), -lo / (n - n // 2) + more
        return float(max(up, down)), qmin + n - n // 2
    scale = width + more
    return float(scale), qmin - round(lo / scale)


def mnn(lo, hi, qmin, qmax, symmetric):
    lo, hi = min(exact(lo), 0), max(exact(hi), 0)
    if symmetric:
        return float(max(-lo, hi) / qmax) if hi > lo else 1.0, 0
    scale = (hi - lo) / (2 * qmax) if hi > lo else Fraction(1)
    zero = -lo / scale - qmax
    return float(scale), int(math.copysign(math.floor(abs(zero) + Fraction(1, 2)), zero))


RULES = {
    "ONNX_RUNTIME": ort,
    "PYTORCH": pytorch,
    "PPQ": ppq,
    "DISTILLER": distiller,
    "DISTILLER_RESTRICTED": lambda *a: distiller(*a, restricted=True),
    "AIMET": aimet,
    "MNN": mnn,
}


def main():
    random = np.random.default_rng(2011)
    ranges = [(-1, 1), (-0.35, 1.7), (0, 6), (0.5, 3), (-3, -1), (0, 0), (-1e-9, 1e-9), (-3e38, 3e38), (-1, 254), (-2.5, 0)]
    ranges += [tuple(sorted(random.normal(0, 3, 2))) for _ in range(60)]
    with FILE.open("w", encoding="ascii", newline="\n") as out:
        out.write(
            f"# onnxruntime {onnxruntime.__version__}, torch {torch.__version__.split('+')[0]}, numpy {np.__version__};"
            " python scale_rules.py\n"
        )
        out.write("rule,lo,hi,qmin,qmax,symmetric,scale,zero\n")
        for rule, f in RULES.items():
            for lo, hi in ranges:
                lo, hi = float(np.float32(lo)), float(np.float32(hi))
                for qmin, qmax in ((-128, 127), (0, 255), (-127, 127), (-8, 7)):
                    if f is pytorch and (qmin, qmax) not in TORCH:
                        continue
                    for symmetric in (False, True):
                        if qmin == 0 and (rule == "MNN" or symmetric and rule[:3] in ("PPQ", "DIS")):
                            continue  # defined for signed codes only
                        scale, zero = f(lo, hi, qmin, qmax, symmetric)
                        if math.isfinite(scale):
                            out.write(f"{rule},{lo!r},{hi!r},{qmin},{qmax},{symmetric},{scale!r},{zero}\n")


if __name__ == "__main__":
    main()
