"""Quantizers that learn: values and derivatives by PyTorch's own operators and by its autograd.

Each quantizer is written as its paper or its authors' formula has it, in double precision, with `detach`
where the backward pass is to look away; autograd does the rest. PyTorch's two fake quantizations are
called as they are, in single precision. The smooth curves (DSQ, sigmoid sums) are differentiated a second
time by mpmath at 30 digits, and must agree. Needs torch and mpmath.

The second file holds least-squares steps of LQ-Nets on small samples, solved in rational arithmetic.
"""

import platform
import random
from fractions import Fraction
from pathlib import Path

import mpmath
import torch
from mpmath import mp, mpf

mp.dps = 30
torch.set_default_dtype(torch.float64)
FILES = Path(__file__).resolve().parent.parent / "resources" / "oracle"
ROWS = []


def text(values):
    return ";".join(repr(float(v)) for v in values)


def row(name, setting, x, y, by_x, by):
    ROWS.append([name, text(setting), repr(float(x)), repr(float(y)), repr(float(by_x)), text(by)])


def through(soft, hard):
    """Hard forward, soft backward."""
    return soft + (hard - soft).detach()


def rows_of(name, function, setting, constants, xs):
    """Rows of a function of x and tensors of parameters, by autograd."""
    for x in xs:
        t = torch.tensor(x, requires_grad=True)
        p = [torch.tensor(v, requires_grad=True) for v in setting]
        y = function(t, *p)
        y.backward()
        gradient = [0.0 if q.grad is None else q.grad.item() for q in p]
        by_x = 0.0 if t.grad is None else t.grad.item()
        row(name, list(setting) + list(constants), x, y.item(), by_x, gradient)


# --- PyTorch's own operators, single precision ---------------------------------------------------


def fake(scale, low, high, xs):
    for x in xs:
        t = torch.tensor([x], dtype=torch.float32, requires_grad=True)
        s = torch.tensor([scale], dtype=torch.float32, requires_grad=True)
        z = torch.tensor([0.0], dtype=torch.float32, requires_grad=True)
        y = torch._fake_quantize_learnable_per_tensor_affine(t, s, z, low, high, 1.0)
        y.backward()
        row("torch_learnable", [s.item(), low, high], t.item(), y.item(), t.grad.item(), [s.grad.item()])
        u = torch.tensor([x], dtype=torch.float32, requires_grad=True)
        y = torch.fake_quantize_per_tensor_affine(u, scale, 0, low, high)
        y.backward()
        row("torch_fixed", [s.item(), low, high], u.item(), y.item(), u.grad.item(), [])


# --- straight-through -----------------------------------------------------------------------------


def lsq(low, high):
    def f(x, s):
        v = torch.clamp(x / s, low, high)
        return through(v, torch.round(v)) * s

    return f


def pact(n):
    def f(x, alpha):
        clipped = 0.5 * (x.abs() - (x - alpha).abs() + alpha)
        step = alpha / n
        return through(clipped, torch.round(clipped / step) * step)

    return f


def signed_pact(n):
    def f(x, low, high):
        clipped = torch.where(x >= high, high, torch.where(x < low, low, x))
        step = (high - low) / n
        return through(clipped, low + torch.round((clipped - low) / step) * step)

    return f


def dorefa(n, peak):
    def f(w):
        t = torch.tanh(w) / (2 * peak) + 0.5
        return 2 * through(t, torch.round(n * t) / n) - 1

    return f


def dorefa_sign(mean):
    def f(w):
        return through(w, torch.where(w >= 0, mean, -mean))

    return f


def dorefa_activation(n):
    def f(x):
        c = torch.clamp(x, 0, 1)
        return through(c, torch.round(n * c) / n)

    return f


def mqbench(low, high, peak):
    def f(w, s):
        return lsq(low, high)(torch.tanh(w) / (peak + 1e-5), s)

    return f


# --- soft -----------------------------------------------------------------------------------------


def dsq(levels):
    def f(x, low, high, alpha):
        step = (high - low) / (levels - 1)
        c = torch.where(x >= high, high, torch.where(x <= low, low, x))
        v = (c - low) / step
        floor = torch.floor(v).detach()
        s, k = 1 / (1 - alpha), torch.log(2 / alpha - 1)
        y = floor + 0.5 + 0.5 * s * torch.tanh(k * (v - floor - 0.5))
        inside = (x > low) & (x < high)
        y = torch.where(inside, y, v.detach())
        return low + step * through(y, torch.round(v))

    return f


def dsq_soft(levels, x, low, high, alpha):
    step = (high - low) / (levels - 1)
    v = (x - low) / step
    floor = mp.floor(v)
    k = mp.log(2 / alpha - 1) / step  # the paper's, in units of x
    middle = low + (floor + 0.5) * step
    s = 1 / mp.tanh(k * step / 2)
    return low + step * (floor + mpf(1) / 2 + s * mp.tanh(k * (x - middle)) / 2)


def sigmoids(n, gaps, centred, temperature):
    def f(x, output, entry, *rest):
        biases, steps = rest[:n], rest[n:] or gaps
        total = 0
        for b, g in zip(biases, steps):
            total = total + g * (torch.sigmoid(temperature * (entry * x - b)) - (0.5 if centred else 0))
        return output * total

    return f


def coded(setting, gaps, temperature, x):
    """Value and slope as published for activations: exponent clamped, g (1 - g) T."""
    output, entry, biases = setting[0], setting[1], setting[2:]
    value, slope = mpf(0), mpf(0)
    for b, gap in zip(biases, gaps):
        u = max(-10, min(10, mpf(temperature) * (mpf(entry) * mpf(x) - mpf(b))))
        g = mpf(gap) / (1 + mp.exp(-u))
        value += g
        slope += g * (1 - g) * mpf(temperature) * mpf(entry)
    return mpf(output) * value, mpf(output) * slope


def n2uq(n, first):
    def f(x, *p):
        start, widths, gap = p[0], p[1:-1], p[-1]
        forward, backward = torch.tensor(0.0), torch.tensor(0.0)
        left = start
        for i, a in enumerate(widths):
            forward = torch.where(x > left + a / 2, torch.tensor(i + 1.0), forward)
            backward = torch.where(x > left, i + (x - left) / a, backward)
            left = left + a
        backward = torch.where(x > left, torch.tensor(float(n)), backward)
        return gap * (first + through(backward, forward))

    return f


def smooth_check(name, function, xs):
    """mpmath's derivative of a smooth curve against the slope in the rows just written."""
    for r in ROWS[-len(xs):]:
        d = mp.diff(function, mpf(float(r[2])))
        assert abs(d - mpf(float(r[4]))) < 1e-11 * (1 + abs(d)), (name, r, d)


def lq_steps():
    """Least-squares steps of LQ-Nets: (B'B/N + r I) v = B'x/N + r v_old, codes by midpoints."""
    rng = random.Random(8)
    rows = []
    for signs, basis, ridge in [
        (1, ["0.5", "1"], "0"),
        (1, ["0.25", "0.5", "1.25"], "0.001"),
        (1, ["0.3", "0.55", "0.7", "1.1"], "0.01"),
        (0, ["0.4", "0.9"], "0"),
        (0, ["0.2", "0.45", "0.9"], "0"),
    ]:
        v = [Fraction(float(b)) for b in basis]
        r, n = Fraction(float(ridge)), len(v)
        size = 48
        sample = [Fraction(round(rng.gauss(0, 1) * 256), 256) for _ in range(size)]
        if not signs:
            sample = [abs(s) for s in sample]
        codes = []
        for c in range(2**n):
            b = [1 if c >> i & 1 else -signs for i in range(n)]
            codes.append((sum(x * y for x, y in zip(b, v)), b))
        codes.sort(key=lambda t: t[0])
        a = [[r if i == j else Fraction(0) for j in range(n)] for i in range(n)]
        right = [r * x for x in v]
        for x in sample:
            k = sum(1 for p, q in zip(codes, codes[1:]) if x > (p[0] + q[0]) / 2)
            b = codes[k][1]
            for i in range(n):
                right[i] += b[i] * x / size
                for j in range(n):
                    a[i][j] += Fraction(b[i] * b[j], size)
        for i in range(n):  # Gauss-Jordan, exact
            pivot = next(k for k in range(i, n) if a[k][i] != 0)
            a[i], a[pivot], right[i], right[pivot] = a[pivot], a[i], right[pivot], right[i]
            for k in range(n):
                if k != i:
                    factor = a[k][i] / a[i][i]
                    a[k] = [p - factor * q for p, q in zip(a[k], a[i])]
                    right[k] -= factor * right[i]
        fitted = [right[i] / a[i][i] for i in range(n)]
        rows.append([str(signs), text(v), repr(float(r)), text(sample), text(fitted)])
    return rows


def main():
    edges = [3.4, 3.5, 3.6, 3.75, -4.4, -4.5, -4.6, 0.2, 0.5, 1.5, -0.7, 2.51, 40.0, -40.0]
    fake(0.5, -4, 3, [0.5 * e for e in edges] + [1.74, 1.76, -2.24, -2.26])
    fake(0.3, -8, 7, [0.3 * e for e in edges if e not in (3.5, -4.5, 0.5, 1.5)] + [2.2, 2.3, -2.5, -2.6])
    fake(0.25, -7, 8, [0.25 * e for e in (7.9, 8.2, 8.5, 8.6, -7.2, -7.5, -7.6)])
    xs = [-3.1, -2.05, -1.31, -0.62, -0.11, 0.07, 0.33, 0.74, 1.23, 1.9, 2.6, 4.5]
    positive = [0.07, 0.33, 0.74, 1.23, 1.9, 2.6, 4.5]
    rows_of("lsq", lsq(-4, 3), [0.53], [-4, 3], xs)
    rows_of("lsq", lsq(-7, 7), [0.31], [-7, 7], xs)
    rows_of("pact", pact(15), [2.4], [0, 16], xs)
    rows_of("pact", signed_pact(14), [-1.7, 2.1], [15], xs)
    for bits, top in ((2, 1.9), (4, 4.5)):
        peak = float(mp.tanh(top))
        rows_of("dorefa", dorefa(2**bits - 1, peak), [], [bits, top], [x for x in xs if abs(x) <= top])
    rows_of("dorefa_sign", dorefa_sign(torch.tensor(0.7)), [], [0.7], xs + [0.0])
    rows_of("dorefa_activation", dorefa_activation(7), [], [3], xs)
    rows_of("dorefa_activation", dorefa_activation(1), [], [1], xs)
    rows_of("mqbench", mqbench(-7, 7, float(mp.tanh(4.5))), [0.13], [-7, 7, 4.5], xs)
    for levels, low, high, alpha in ((4, -1.5, 1.7, 0.4), (8, -2.0, 2.3, 0.1), (16, 0.0, 3.0, 0.8), (4, -1.5, 1.7, 0.001)):
        rows_of("dsq", dsq(levels), [low, high, alpha], [levels], xs)
        inside = [x for x in xs if low < x < high]
        for x in inside:
            r = next(q for q in reversed(ROWS) if float(q[2]) == x)
            d = mp.diff(lambda t: dsq_soft(levels, t, mpf(low), mpf(high), mpf(alpha)), mpf(x))
            assert abs(d - mpf(float(r[4]))) < 1e-10 * (1 + abs(d)), (r, d)
    biases, gaps = [-1.1, 0.1, 0.9], [0.9, 1.0, 1.3]
    for temperature in (3.0, 12.0):
        for centred in (True, False):
            setting = [1.2, 0.8] + biases + gaps
            f = sigmoids(3, gaps, centred, temperature)
            rows_of("sigmoids", f, setting, [temperature, centred], xs)

            def soft(x, centred=centred, temperature=temperature):
                half = mpf(1) / 2 if centred else 0
                u = [mpf(temperature) * (mpf(0.8) * x - mpf(b)) for b in biases]
                return mpf(1.2) * sum(mpf(g) * (1 / (1 + mp.exp(-t)) - half) for g, t in zip(gaps, u))

            smooth_check("sigmoids", soft, xs)
    for steps in (gaps, [1.0, 1.0, 1.0]):
        for x in xs:
            setting = [1.2, 0.8] + biases
            y, slope = coded(setting, steps, 12.0, x)
            row("sigmoids_coded", setting + steps + [12.0], x, y, slope, [])
    rows_of("n2uq", n2uq(3, 0), [-0.1, 0.8, 0.5, 1.1, 0.6], [0], xs)
    rows_of("n2uq", n2uq(3, -1), [-1.6, 0.8, 0.7, 1.1, 0.9], [-1], xs)

    about = [
        "# Values and derivatives of quantizers that learn. setting: parameters, then constants, as the script lists",
        "# them; by: derivatives by the parameters. torch_* rows are single precision, the others double.",
    ]
    write("surrogates.csv", about, "quantizer,setting,x,value,by_x,by", ROWS)
    about = ["# Least-squares steps of LQ-Nets on samples, exact in rational numbers, then rounded to doubles."]
    write("lq_nets.csv", about, "signs,basis,ridge,sample,fitted", lq_steps())


def write(name, about, header, rows):
    made = [
        f"# Made by torch {torch.__version__.split('+')[0]}, mpmath {mpmath.__version__}, Python {platform.python_version()}.",
        "# Command, in toolkit/src/test/oracle: python surrogates.py",
    ]
    target = FILES / name
    target.write_text("\n".join(about + made + [header] + [",".join(r) for r in rows]) + "\n")
    print(f"{name}: {len(rows)} rows, {target.stat().st_size} bytes")


main()
