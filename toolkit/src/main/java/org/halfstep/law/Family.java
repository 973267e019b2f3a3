package org.halfstep.law;

/**
 * The families of laws that {@link Fit} can fit to data.
 *
 * <p>The moments of a sample divide by n. Where a sample moment is outside what the family can
 * have, the nearest member is taken: a Student law with 1000 degrees of freedom (Gaussian but for
 * 1e-3) for a kurtosis of at most 3, shapes of a generalized Gaussian in 0.3..50.
 */
public enum Family {
  /** {@link Gaussian}; both methods: the mean and the root of the variance. */
  GAUSSIAN(2) {
    @Override
    Distribution byMoments(Sample s) {
      return new Gaussian(s.mean(), s.sigma());
    }

    @Override
    Distribution byLikelihood(Sample s) {
      return byMoments(s);
    }
  },
  /** {@link Laplace}; likelihood: the median and the mean distance from it. */
  LAPLACE(2) {
    @Override
    Distribution byMoments(Sample s) {
      return new Laplace(s.mean(), s.sigma() * Math.sqrt(0.5));
    }

    @Override
    Distribution byLikelihood(Sample s) {
      return new Laplace(s.median(), s.meanPower(s.median(), 1));
    }
  },
  /** {@link Logistic}; the likelihood is concave in 1/scale and mean/scale: Newton's method. */
  LOGISTIC(2) {
    @Override
    Distribution byMoments(Sample s) {
      return Logistic.ofSigma(s.sigma()).shifted(s.mean());
    }

    @Override
    Distribution byLikelihood(Sample s) {
      return LogisticLikelihood.fit(s);
    }
  },
  /** {@link StudentT}; moments: degrees 4 + 6/(kurtosis - 3); likelihood: EM for each degree. */
  STUDENT_T(3) {
    @Override
    Distribution byMoments(Sample s) {
      return StudentLikelihood.byMoments(s);
    }

    @Override
    Distribution byLikelihood(Sample s) {
      return StudentLikelihood.fit(s);
    }
  },
  /**
   * {@link GeneralizedGaussian}; moments: the shape of the sample's kurtosis; likelihood: the
   * profile over the shape. For shapes below 1 the likelihood has a spike at every value, so the
   * mean is then the median.
   */
  GENERALIZED_GAUSSIAN(3) {
    @Override
    Distribution byMoments(Sample s) {
      return PowerLikelihood.byMoments(s);
    }

    @Override
    Distribution byLikelihood(Sample s) {
      return PowerLikelihood.fit(s);
    }
  },
  /** {@link Uniform}; likelihood: the least and the greatest value. */
  UNIFORM(2) {
    @Override
    Distribution byMoments(Sample s) {
      return Uniform.ofSigma(s.sigma()).shifted(s.mean());
    }

    @Override
    Distribution byLikelihood(Sample s) {
      return new Uniform(s.min(), s.max());
    }
  },
  /** |X| of a Gaussian with mean 0, for values of at least 0; likelihood: the root mean square. */
  HALF_GAUSSIAN(1) {
    @Override
    Distribution byMoments(Sample s) {
      s.checkNonNegative("half-Gaussian");
      return Gaussian.ofSigma(s.mean() * Math.sqrt(0.5 * Math.PI)).folded();
    }

    @Override
    Distribution byLikelihood(Sample s) {
      s.checkNonNegative("half-Gaussian");
      return Gaussian.ofSigma(Math.sqrt(s.meanSquare())).folded();
    }
  },
  /** |X| of a Laplace law with mean 0, which is exponential, for values of at least 0. */
  HALF_LAPLACE(1) {
    @Override
    Distribution byMoments(Sample s) {
      s.checkNonNegative("half-Laplace");
      return new Laplace(0, s.mean()).folded();
    }

    @Override
    Distribution byLikelihood(Sample s) {
      return byMoments(s);
    }
  },
  /** max(X, 0) of a Gaussian, for values of at least 0 with exact zeros: the Tobit model. */
  RECTIFIED_GAUSSIAN(2) {
    @Override
    Distribution byMoments(Sample s) {
      s.checkNonNegative("rectified Gaussian");
      return RectifiedLikelihood.byMoments(s);
    }

    @Override
    Distribution byLikelihood(Sample s) {
      s.checkNonNegative("rectified Gaussian");
      return RectifiedLikelihood.fit(s);
    }
  };

  private final int parameters;

  Family(int parameters) {
    this.parameters = parameters;
  }

  /**
   * Returns the number of free parameters.
   *
   * @return 1 to 3
   */
  public int parameters() {
    return parameters;
  }

  abstract Distribution byMoments(Sample sample);

  abstract Distribution byLikelihood(Sample sample);

  /** Says whether likelihoods of this family can be compared on the sample. */
  boolean suits(Sample sample) {
    boolean atom = sample.min() >= 0 && sample.zeros() > 1;
    return switch (this) {
      case RECTIFIED_GAUSSIAN -> atom;
      case HALF_GAUSSIAN, HALF_LAPLACE -> sample.min() >= 0 && !atom;
      default -> !atom;
    };
  }
}
