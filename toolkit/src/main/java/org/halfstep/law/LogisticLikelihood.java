package org.halfstep.law;

/** Maximum likelihood of the logistic law: concave in a = 1/scale and b = mean/scale. */
final class LogisticLikelihood {

  private LogisticLikelihood() {}

  static Logistic fit(Sample s) {
    double a = Math.PI / (Math.sqrt(3) * s.sigma());
    double b = a * s.median();
    double value = value(s, a, b);
    for (int i = 0; i < 100; i++) {
      double[] step = newton(s, a, b);
      double factor = 1;
      double next = value(s, a + step[0], b + step[1]);
      while (!(next >= value) && factor > 1e-10) {
        factor *= 0.5;
        next = value(s, a + factor * step[0], b + factor * step[1]);
      }
      if (!(next >= value)) {
        break; // the likelihood is flat to its last digit
      }
      a += factor * step[0];
      b += factor * step[1];
      value = next;
      if (Math.abs(step[0]) < 1e-15 * a && Math.abs(step[1]) < 1e-15 * (Math.abs(b) + 1)) {
        break;
      }
    }
    return new Logistic(b / a, 1 / a);
  }

  /** Returns the mean log likelihood, {@code ln a - z - 2 ln(1 + e^-z)} with z = a x - b. */
  private static double value(Sample s, double a, double b) {
    double sum = 0;
    for (double x : s.x()) {
      double z = Math.abs(a * x - b);
      sum -= z + 2 * Math.log1p(Math.exp(-z));
    }
    return sum / s.size() + Math.log(a);
  }

  private static double[] newton(Sample s, double a, double b) {
    double n = s.size();
    double ga = n / a;
    double gb = 0;
    double haa = n / (a * a);
    double hab = 0;
    double hbb = 0;
    for (double x : s.x()) {
      double t = Math.tanh(0.5 * (a * x - b));
      double w = 0.5 * (1 - t * t);
      ga -= t * x;
      gb += t;
      haa += w * x * x;
      hab -= w * x;
      hbb += w;
    }
    double determinant = haa * hbb - hab * hab;
    return new double[] {(hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant};
  }
}
