package org.halfstep.theory;

import java.util.Optional;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.law.Uniform;

/** The laws that oracle files name. */
final class OracleLaws {

  private OracleLaws() {}

  /** Returns the law of a name, empty for one that the toolkit does not have. */
  static Optional<Distribution> named(String name) {
    return switch (name) {
      case "gaussian" -> Optional.of(Gaussian.STANDARD);
      case "laplace" -> Optional.of(Laplace.ofSigma(1));
      case "uniform" -> Optional.of(Uniform.ofSigma(1));
      default -> Optional.empty();
    };
  }
}
