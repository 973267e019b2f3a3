"""Statistics of normality by scipy, their exact null variances, and p-values by simulation."""

import warnings
from fractions import Fraction

from scipy import stats

from oracle import *

VALUES = {}
for line in (FILES / "fit_samples.csv").read_text().splitlines():
    if line[0] != "#" and not line.startswith("sample,"):
        name, value = line.split(",")
        VALUES.setdefault(name, []).append(float(value))

rows = []
for name, values in VALUES.items():
    for n in (8, 40, len(values)):
        x = numpy.array(values[:n])
        g1, g2 = stats.skew(x), stats.kurtosis(x)
        v1 = Fraction(6 * (n - 2), (n + 1) * (n + 3))
        v2 = Fraction(24 * n * (n - 2) * (n - 3), (n + 1) ** 2 * (n + 3) * (n + 5))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # scipy 1.17 announces another default for p-values
            a2 = stats.anderson(x, "norm").statistic
        modified = a2 * (1 + 0.75 / n + 2.25 / n**2)
        rows.append(
            (name, n, *map(repr, map(float, (g1, g2, g1 / float(v1) ** 0.5)))
             , repr(float((g2 + 6 / (n + 1)) / float(v2) ** 0.5)), repr(float(modified)))
        )
write(
    "normality.csv",
    [
        "Sample skewness and excess kurtosis (scipy.stats.skew, kurtosis), over their standard deviations under",
        "normality (exact rational variances), and Anderson-Darling (scipy.stats.anderson) times 1 + 0.75/n + 2.25/n^2.",
        "The first n values of each sample of fit_samples.csv.",
    ],
    ["sample", "size", "skewness", "excess_kurtosis", "skewness_score", "kurtosis_score", "anderson_darling"],
    rows,
)

# the null distribution of the modified statistic, by simulation: numpy PCG64
rng = numpy.random.default_rng(20261121)
rows = []
for n, runs in ((20, 400_000), (200, 200_000)):
    found = []
    i = numpy.arange(1, n + 1)
    for _ in range(runs // 10_000):
        z = numpy.sort(rng.standard_normal((10_000, n)), axis=1)
        z = (z - z.mean(axis=1, keepdims=True)) / z.std(axis=1, ddof=1, keepdims=True)
        a2 = -n - ((2 * i - 1) * (special.log_ndtr(z) + special.log_ndtr(-z[:, ::-1]))).mean(axis=1)
        found.append(a2 * (1 + 0.75 / n + 2.25 / n**2))
    found = numpy.concatenate(found)
    for a in (0.15, 0.25, 0.3, 0.4, 0.5, 0.631, 0.752, 0.873, 1.035, 1.3):
        p = float((found > a).mean())
        rows.append((n, repr(a), repr(p), repr((p * (1 - p) / runs) ** 0.5)))
write(
    "anderson_darling.csv",
    [
        "P(A^2 (1 + 0.75/n + 2.25/n^2) > a) for n Gaussian values, mean and variance (divisor n - 1) fitted.",
        "A simulation: numpy PCG64 seed 20261121; 400000 samples of 20, 200000 of 200.",
    ],
    ["size", "statistic", "probability", "standard_error"],
    rows,
)

# the mean of n ratios E^2/Y^2 of Gaussians: Levy law of scale 2 n r / pi
rows = []
for r in (mpf(1) / 100, mpf("0.25")):
    r = mpf(float(r))
    for n in (1000, 65536):
        scale = 2 * n * r / mp.pi
        for p in (mpf("0.05"), HALF, mpf("0.9")):
            p = mpf(float(p))
            z = mp.erfinv(1 - p)
            value = scale / (2 * z**2)
            assert abs(stats.levy.ppf(float(p), scale=float(scale)) / float(value) - 1) < 1e-12
            tail = 1 - 2 / mp.pi * mp.atan(mp.sqrt(1000))  # exact P(E^2/Y^2 > 1000 r), by arc tangent
            rows.append((repr(float(r)), n, repr(float(p)), value, tail))
write(
    "mean_of_ratios.csv",
    [
        "Quantiles of the Levy law that the mean of n ratios E^2/Y^2 tends to, E and Y Gaussian of mean 0,",
        "r = Var E / Var Y; checked against scipy.stats.levy. tail: P(E^2/Y^2 > 1000 r), exactly.",
    ],
    ["noise_to_signal", "size", "probability", "quantile", "tail"],
    rows,
)
