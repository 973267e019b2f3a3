"""Densities, distribution functions, quantiles and centred partial moments of the laws."""

from scipy import stats

from oracle import *

mp.dps = 260  # P(X <= -30) = 5e-198 is a difference of ones


class Image:
    """A law made of others; `pdf` is written from scratch, as a check of `tail`."""

    def __init__(
        self, name, note, tail, pdf, ends=(-mp.inf, mp.inf), kinks=(0,), atom=0, top=4, check=None
    ):
        self.name, self.note, self.tail, self.pdf, self.atom = name, note, tail, pdf, mpf(atom)
        self.ends, self.kinks, self.top, self.check = ends, [mpf(k) for k in kinks], top, check

    def cdf(self, x):
        return self.tail(-mp.inf)[0] - self.tail(x)[0]

    def moments(self, lo, hi, about):
        """E[(X - about)^k; lo < X <= hi]; orders above `top` diverge at infinity: quadrature."""
        raw = [a - b for a, b in zip(self.tail(lo)[: self.top + 1], self.tail(hi))]
        out = about_point(raw, about)
        for k in range(self.top + 1, 5):
            if mp.isinf(hi) and mp.isinf(lo):
                out.append(mp.nan if k % 2 else mp.inf)
            elif mp.isinf(hi) or mp.isinf(lo):
                out.append(mp.inf if mp.isinf(hi) or k % 2 == 0 else -mp.inf)
            else:
                out.append(self.quad(lo, hi, about, k))
        return out

    def quad(self, lo, hi, about, k):
        """The same by Gauss-Legendre and tanh-sinh panels on the density; atoms apart."""
        lo, hi = max(lo, self.ends[0]), min(hi, self.ends[1])
        if lo >= hi:
            return mpf(0)
        inner = sorted(x for x in self.kinks + [mpf(j) for j in range(-13, 14)] if lo < x < hi)
        with mp.workdps(40):
            return mp.quad(lambda x: (x - about) ** k * self.pdf(x), [lo] + inner + [hi])


def shifted(law, mean):
    return lambda t: about_point(law.tail(t - mean), -mean)


def ratio(shape):  # the double that the text of the parameter denotes
    return mpf(float(shape))


def student(text):
    nu = ratio(text)
    c = mp.gamma((nu + 1) / 2) / mp.sqrt(nu * mp.pi) / mp.gamma(nu / 2)
    law = Law("", student_tail(nu))
    top = 4 if nu > 4 else int(mp.ceil(nu)) - 1
    return Image(
        f"student{text}",
        f"Student-t, nu = {text}, scale 1",
        law.tail,
        lambda x: c * (1 + x * x / nu) ** (-(nu + 1) / 2),
        top=top,
        check=stats.t(float(nu)),
    )


def generalized(shape):
    b = ratio(shape)
    c = b / (2 * mp.gamma(1 / b))
    law = Law("", generalized_tail(b))
    return Image(
        f"gg{shape}",
        f"density proportional to exp(-|x|^{shape})",
        law.tail,
        lambda x: c * mp.exp(-abs(x) ** b),
        check=stats.gennorm(shape),
    )


gauss, lap, uni = Law("", gaussian_tail), Law("", laplace_tail), Law("", uniform_tail)


def normal(x, mean, sigma):
    return mp.exp(-(((x - mean) / sigma) ** 2) / 2) / (sigma * mp.sqrt(2 * mp.pi))


def cut(law, lo, hi):
    low, high = law.tail(lo), law.tail(hi)
    z = low[0] - high[0]
    return z, lambda t: [(a - b) / z for a, b in zip(law.tail(min(max(t, lo), hi)), high)]


z1, cut1 = cut(gauss, mpf(-1), mpf(2.5))
z2, cut2 = cut(gauss, mpf(4), mp.inf)
wide = Law("", gaussian_tail, 4)
rect, fold = Law("", gaussian_tail, 1, "rectified"), Law("", gaussian_tail, 1, "folded")
inf = mp.inf
LAWS = [
    Image("gaussian", "N(0,1)", gauss.tail, mp.npdf, check=stats.norm),
    Image(
        "gaussian_shifted",
        "mean 1.5, sigma 0.25",
        shifted(Law("", gaussian_tail, 0.25), mpf(1.5)),
        lambda x: normal(x, 1.5, 0.25),
        kinks=(1.5,),
        check=stats.norm(1.5, 0.25),
    ),
    Image(
        "laplace", "mean 0, scale 1", lap.tail, lambda x: mp.exp(-abs(x)) / 2, check=stats.laplace
    ),
    Image(
        "laplace_shifted",
        "mean -0.75, scale 0.5",
        shifted(Law("", laplace_tail, 0.5), mpf(-0.75)),
        lambda x: mp.exp(-abs(x + 0.75) * 2),
        kinks=(-0.75,),
        check=stats.laplace(-0.75, 0.5),
    ),
    Image(
        "uniform",
        "on [-1.5, 2.5]",
        shifted(Law("", uniform_tail, 2), HALF),
        lambda x: mpf(1) / 4 if -1.5 <= x <= 2.5 else mpf(0),
        ends=(mpf(-1.5), mpf(2.5)),
        check=stats.uniform(-1.5, 4),
    ),
    student(3),
    student(5),
    student(5.5),
    student(30),
    generalized(0.7),
    generalized(1.5),
    generalized(3),
    Image(
        "logistic",
        "mean 0, scale 1",
        Law("", logistic_tail).tail,
        lambda x: mp.sech(x / 2) ** 2 / 4,
        check=stats.logistic,
    ),
    Image(
        "truncated",
        "N(0,1) given -1 < X < 2.5",
        cut1,
        lambda x: mp.npdf(x) / z1 if -1 <= x <= 2.5 else mpf(0),
        ends=(mpf(-1), mpf(2.5)),
        check=stats.truncnorm(-1, 2.5),
    ),
    Image(
        "truncated_tail",
        "N(0,1) given X > 4",
        cut2,
        lambda x: mp.npdf(x) / z2 if x >= 4 else mpf(0),
        ends=(mpf(4), inf),
        check=stats.truncnorm(4, float("inf")),
    ),
    Image(
        "mixture",
        "0.75 N(0,1) + 0.25 N(0.5, sigma 4)",
        lambda t: [0.75 * a + 0.25 * b for a, b in zip(gauss.tail(t), shifted(wide, HALF)(t))],
        lambda x: 0.75 * mp.npdf(x) + 0.25 * normal(x, 0.5, 4),
        kinks=(0, 0.5),
    ),
    Image(
        "rectified",
        "max(X, 0), X ~ N(0,1): atom 1/2 at 0; pdf is that of x > 0",
        rect.tail,
        lambda x: mp.npdf(x) if x > 0 else mpf(0),
        ends=(mpf(0), inf),
        atom=0.5,
    ),
    Image(
        "folded",
        "|X|, X ~ N(0,1)",
        fold.tail,
        lambda x: 2 * mp.npdf(x) if x >= 0 else mpf(0),
        ends=(mpf(0), inf),
        check=stats.halfnorm,
    ),
]

POINTS = [-30, -12, -8, -3, -1.25, -0.5, 0, 2.0**-10, 0.5, 1, 1.75, 2.25, 4.5, 6, 8, 12, 30]
PROBABILITIES = [
    1e-100,
    1e-20,
    1e-10,
    1e-5,
    0.001,
    0.1,
    0.25,
    0.5,
    0.625,
    0.9,
    0.999,
    1 - 1e-5,
    1 - 2.0**-40,
]
E = 2.0**-11  # half the width of a narrow cell
CELLS = [
    (-E, E, 0),
    (0, 2 * E, E),
    (1 - E, 1 + E, 1),
    (1 - E, 1 + E, 1 - E),
    (2 - E, 2 + E, 2),
    (-0.75 - E, -0.75 + E, -0.75),
    (4.5 - E, 4.5 + E, 4.5),
    (8 - E, 8 + E, 8),
    (12 - E, 12 + E, 12),
    (12 - E, 12 + E, 0),
    (-1, 2, 0.5),
    (-4, 4, 0),
    (0, 3, 1),
    (-1, 0, 0),
    (4, 6, 5),
    (11.5, 12.5, 12),
    (-12.5, -11.5, -12),
    (4, inf, 3.5),
    (8, inf, 8),
    (12, inf, 12),
    (12, inf, 11.9375),
    (-inf, -2, -2),
    (-inf, inf, 0),
    (-inf, inf, 0.25),
]


def quantile(law, p):
    """The x with P(X <= x) = p, by bisection on the double and then Newton."""
    lo = mpf(-2) if mp.isinf(law.ends[0]) else law.ends[0]
    hi = mpf(2) if mp.isinf(law.ends[1]) else law.ends[1]
    if law.atom and p <= law.atom:
        return mpf(0)
    while law.cdf(lo) > p:
        lo *= 2
    while law.cdf(hi) < p:
        hi *= 2
    for _ in range(80):
        x = (lo + hi) / 2
        lo, hi = (x, hi) if law.cdf(x) < p else (lo, x)
    for _ in range(7):
        if law.pdf(x):
            x = max(x - (law.cdf(x) - p) / law.pdf(x), law.ends[0])
    assert abs(law.cdf(x) / p - 1) < mpf(10) ** -40, (law.name, p)
    return x


points, quantiles, moments = [], [], []
for law in LAWS:
    whole = law.tail(-inf)[0]
    assert abs(whole - 1) < mpf(10) ** -200
    for x in POINTS:
        x = mpf(x)
        pdf, cdf, survival = law.pdf(x), law.cdf(x), law.tail(x)[0]
        if law.check:
            for got, said in ((pdf, law.check.pdf), (cdf, law.check.cdf), (survival, law.check.sf)):
                said = mpf(float(said(float(x))))
                assert abs(got - said) <= mpf(10) ** -12 * abs(got) + mpf(10) ** -300, (
                    law.name,
                    x,
                    got,
                    said,
                )
        points.append((law.name, x, pdf, cdf, survival))
    for p in PROBABILITIES:
        quantiles.append((law.name, repr(p), quantile(law, mpf(p))))
    for lo, hi, about in CELLS:
        lo, hi, about = mpf(lo), mpf(hi), mpf(about)
        m = law.moments(lo, hi, about)
        with mp.workdps(40):
            for k in (0, 1, 2, 3, 4):
                if k <= law.top and abs(m[k]) > mpf(10) ** -60:
                    q = law.quad(lo, hi, about, k)
                    if law.atom and lo < 0 <= hi:
                        q += law.atom * (-about) ** k
                    scale = max(abs(m[k]), mpf(10) ** -22)  # mp.quad stops at an absolute error
                    assert abs(q - m[k]) < mpf(10) ** -12 * scale, (
                        law.name,
                        lo,
                        hi,
                        about,
                        k,
                        q,
                        m[k],
                    )
        moments.append((law.name, lo, hi, about, *m))

about = [f"{law.name}: {law.note}" for law in LAWS]
write(
    "laws.csv",
    ["Density, P(X <= x), P(X > x). The parameters 0.7 and x are the doubles of that text."]
    + about,
    ["law", "x", "pdf", "cdf", "survival"],
    points,
)
write(
    "law_quantiles.csv",
    [
        "The x with P(X <= x) = p; p is the double of that text. truncated_tail at a far tail of p is 4 + tiny."
    ]
    + about,
    ["law", "p", "quantile"],
    quantiles,
)
write(
    "law_moments.csv",
    [
        "E[(X - about)^k; lo < X <= hi] for k = 0..4 (atoms included); inf, -inf, nan where it diverges or is undefined.",
        "A value that cancels to below 1e-250 is written 0.",
    ]
    + about,
    ["law", "lo", "hi", "about", "m0", "m1", "m2", "m3", "m4"],
    moments,
)
