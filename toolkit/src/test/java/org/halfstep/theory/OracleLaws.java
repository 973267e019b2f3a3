package org.halfstep.theory;

import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.halfstep.law.GeneralizedGaussian;
import org.halfstep.law.Laplace;
import org.halfstep.law.Logistic;
import org.halfstep.law.StudentT;
import org.halfstep.law.Uniform;

/** The laws that oracle files name. */
final class OracleLaws {

  private OracleLaws() {}

  /** Returns the law of a name. */
  static Distribution named(String name) {
    return switch (name) {
      case "gaussian" -> Gaussian.STANDARD;
      case "laplace" -> Laplace.ofSigma(1);
      case "uniform" -> Uniform.ofSigma(1);
      case "t5" -> StudentT.ofSigma(5, 1);
      case "t5plain" -> StudentT.of(5);
      case "logistic" -> Logistic.ofSigma(1);
      case "gg1.5" -> GeneralizedGaussian.ofSigma(1, 1.5);
      case "gg3" -> GeneralizedGaussian.ofSigma(1, 3);
      case "rectified" -> Gaussian.STANDARD.rectified();
      case "folded" -> Gaussian.STANDARD.folded();
      default -> throw new IllegalArgumentException("no law " + name);
    };
  }
}
