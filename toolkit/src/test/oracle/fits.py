"""Maximum likelihood fits and goodness of fit of eight samples: fit_samples.csv and fits.csv."""

import numpy
from scipy import optimize, special, stats

import oracle

RANDOM = numpy.random.Generator(numpy.random.PCG64(20261121))
N = 240
SAMPLES = {
    "gaussian": RANDOM.normal(1, 2, N),
    "laplace": RANDOM.laplace(-0.5, 0.7, N),
    "student": 0.25 + 0.5 * RANDOM.standard_t(3, N),
    "uniform": RANDOM.uniform(-1, 3, N),
    "peaked": stats.gennorm(1.4, 0.5, 2).rvs(N, random_state=RANDOM),
    "flat": stats.gennorm(5, 0, 1).rvs(N, random_state=RANDOM),
    "half": numpy.abs(RANDOM.normal(0, 1.5, N)),
    "rectified": numpy.maximum(RANDOM.normal(-0.2, 1, N), 0),
}
SAMPLES = {name: numpy.round(x, 6) + 0.0 for name, x in SAMPLES.items()}


def tobit(m, s, x):
    zero = x == 0
    return zero.sum() * special.log_ndtr(-m / s) + stats.norm.logpdf(x[~zero], m, s).sum()


# family -> (log likelihood of parameters, start, frozen law)
FAMILIES = {
    "GAUSSIAN": (stats.norm, ("loc", "scale"), lambda x: (x.mean(), x.std())),
    "LAPLACE": (stats.laplace, ("loc", "scale"), lambda x: (numpy.median(x), x.std() / 1.4)),
    "LOGISTIC": (stats.logistic, ("loc", "scale"), lambda x: (x.mean(), x.std() / 1.8)),
    "STUDENT_T": (stats.t, ("df", "loc", "scale"), lambda x: (5, x.mean(), x.std())),
    "GENERALIZED_GAUSSIAN": (stats.gennorm, ("beta", "loc", "scale"), lambda x: (1.6, numpy.median(x), x.std())),
    "HALF_GAUSSIAN": (stats.halfnorm, ("scale",), lambda x: (x.std(),)),
    "HALF_LAPLACE": (stats.expon, ("scale",), lambda x: (x.mean(),)),
}


def maximum(log_likelihood, start):
    """Nelder and Mead from the start, again and again until nothing changes."""
    best = numpy.array(start, float)
    for _ in range(12):
        r = optimize.minimize(
            lambda p: -log_likelihood(p), best, method="Nelder-Mead",
            options={"xatol": 1e-13, "fatol": 1e-13, "maxiter": 4000, "maxfev": 8000},
        )
        done = abs(r.x - best).max() < 1e-12
        best = r.x
        if done:
            break
    return best


def anderson(frozen, x):
    x = numpy.sort(x)
    i = numpy.arange(1, len(x) + 1)
    return -len(x) - numpy.sum((2 * i - 1) * (frozen.logcdf(x) + frozen.logsf(x[::-1]))) / len(x)


def main():
    rows = []
    for name, x in SAMPLES.items():
        if name == "rectified":
            p = maximum(lambda p: tobit(p[0], p[1], x) if p[1] > 0 else -1e9, (x.mean(), x.std()))
            rows.append([name, "RECTIFIED_GAUSSIAN", p[0], p[1], "nan", tobit(p[0], p[1], x), "nan", "nan"])
            continue
        for family, (law, names, start) in FAMILIES.items():
            if family.startswith("HALF") and x.min() < 0:
                continue
            if (family, name) in (("STUDENT_T", "uniform"), ("STUDENT_T", "flat"), ("STUDENT_T", "gaussian")):
                continue  # the likelihood rises up to infinite degrees of freedom

            def value(p):
                keys = dict(zip(names, p))
                if keys["scale"] <= 0 or keys.get("df", 1) <= 0 or not 0.3 <= keys.get("beta", 1) <= 50:
                    return -1e9
                return law.logpdf(x, **keys).sum()

            if family == "LAPLACE":  # flat between the two middle values: scipy takes the median
                p = numpy.array(law.fit(x))
            else:
                p = maximum(value, start(x))
            if family == "GENERALIZED_GAUSSIAN" and p[0] < 1:
                continue  # a spike of the likelihood at some value
            frozen = law(**dict(zip(names, p)))
            ks = stats.kstest(x, frozen.cdf).statistic
            rows.append([name, family, *p, *["nan"] * (3 - len(p)), value(p), ks, anderson(frozen, x)])
    text = [[float(c) if isinstance(c, numpy.floating) else c for c in row] for row in rows]
    text = [[repr(c) if isinstance(c, float) else c for c in row] for row in text]
    oracle.write(
        "fits.csv",
        [
            "Maximum likelihood by scipy (Nelder and Mead), parameters in the order of scipy.stats:",
            "location, scale; for t and gennorm the shape first; scale alone for the half laws;",
            "mean, sigma of X for max(X, 0). ks, ad: Kolmogorov-Smirnov, Anderson-Darling of that law.",
        ],
        ["sample", "family", "p0", "p1", "p2", "loglikelihood", "ks", "ad"],
        text,
    )
    oracle.write(
        "fit_samples.csv",
        [f"{N} values a sample, numpy PCG64 seed 20261121, rounded to six decimals."],
        ["sample", "value"],
        [[name, repr(float(v))] for name, x in SAMPLES.items() for v in x],
    )


if __name__ == "__main__":
    main()
