package org.halfstep.calibrate;

/**
 * How a toolkit turns the range of numbers into scale and zero point.
 *
 * <p>Every rule first makes the range hold 0, which padding and ReLU need exactly. The rules differ
 * in what they divide by (255, 254, 127.5, ...), in how they round the zero point, and in what they
 * do with a range that is a point. The difference between 127 and 127.5 is 0.4 % of the step.
 */
public enum ScaleRule {

  /**
   * ONNX Runtime 1.31, {@code quant_utils.compute_scale_zp}: {@code s = (hi - lo) / (qmax - qmin)}
   * in double, {@code z = rint(qmin - lo / s)}; symmetric: {@code s = 2 absmax / (qmax - qmin)},
   * {@code z = rint((qmin + qmax) / 2)}, for int8 with the codes -127..127; s is rounded to float;
   * below the least normal float it is 1 and z is 0.
   */
  ONNX_RUNTIME {
    @Override
    Affine affine(float lo, float hi, int qmin, int qmax, boolean symmetric) {
      float top = Math.max(-lo, hi);
      double width = symmetric ? 2.0 * top : (double) hi - lo;
      double scale = width / ((double) qmax - qmin);
      if (scale < Float.MIN_NORMAL) {
        return new Affine(1, 0);
      }
      double zero = Math.rint(symmetric ? (qmin + (double) qmax) / 2 : qmin - lo / scale);
      return new Affine((float) scale, zero);
    }
  },

  /**
   * PyTorch 2.15, {@code observer._calculate_qparams}: in float; {@code s = (hi - lo) / (qmax -
   * qmin)}, {@code z = clamp(qmin - rint(lo / s))}; symmetric: {@code s = absmax / ((qmax - qmin) /
   * 2)}, so 127.5 for int8, z = 0, and 128 for the codes 0..255, the middle rounded down for other
   * unsigned codes; s is at least 2^-23. {@link PyTorch#affine} has all options.
   */
  PYTORCH {
    @Override
    Affine affine(float lo, float hi, int qmin, int qmax, boolean symmetric) {
      float codes = (float) (qmax - (long) qmin);
      if (symmetric) {
        float scale = Math.max(Math.max(-lo, hi) / (codes / 2), EPS);
        return new Affine(scale, qmin < 0 ? 0 : qmax == 255 ? 128 : qmax / 2);
      }
      float scale = Math.max((hi - lo) / codes, EPS);
      double zero = qmin - Math.rint(lo / scale);
      return new Affine(scale, Math.clamp(zero, (double) qmin, (double) qmax));
    }
  },

  /**
   * PPQ, {@code observer/range.py}: in double; {@code s = (hi - lo) / (qmax - qmin)}, {@code z =
   * rint(-lo / s)} for codes from 0; symmetric: {@code s = 2 absmax / (qmax - qmin)}, z = 0; s is
   * at least 1e-8.
   */
  PPQ {
    @Override
    Affine affine(float lo, float hi, int qmin, int qmax, boolean symmetric) {
      double width = symmetric ? 2.0 * Math.max(-lo, hi) : (double) hi - lo;
      double scale = Math.max(width / ((double) qmax - qmin), PPQ_LEAST);
      return new Affine(scale, symmetric ? 0 : qmin + Math.rint(-lo / scale));
    }
  },

  /**
   * Distiller, {@code q_utils.py}, whose scale is the reciprocal: asymmetric {@code 1/s = (2^b - 1)
   * / (hi - lo)}, {@code z = qmin - round(lo / s)}; symmetric {@code 1/s = ((2^b - 1) / 2) /
   * absmax}, so 127.5 for 8 bits; {@link #DISTILLER_RESTRICTED} divides by 127. A range that is a
   * point has the scale 1.
   */
  DISTILLER {
    @Override
    Affine affine(float lo, float hi, int qmin, int qmax, boolean symmetric) {
      double codes = (double) qmax - qmin;
      double top = Math.max(-lo, hi);
      if (symmetric) {
        return new Affine(top == 0 ? 1 : top / (codes / 2), 0);
      }
      double width = (double) hi - lo;
      double scale = width == 0 ? 1 : width / codes;
      return new Affine(scale, qmin - Math.rint(lo / scale));
    }
  },

  /**
   * Distiller's restricted range: symmetric {@code 1/s = (2^(b-1) - 1) / absmax}, the codes -127 to
   * 127; TensorRT, MNN (weights) and ncnn divide by 127, too. Asymmetric as {@link #DISTILLER}.
   */
  DISTILLER_RESTRICTED {
    @Override
    Affine affine(float lo, float hi, int qmin, int qmax, boolean symmetric) {
      double top = Math.max(-lo, hi);
      return symmetric
          ? new Affine(top == 0 ? 1 : top / qmax, 0)
          : DISTILLER.affine(lo, hi, qmin, qmax, false);
    }
  },

  /**
   * AIMET 2, {@code encoding_analyzer.py}: symmetric, with {@code n = qmax - qmin} steps, {@code s
   * = max(hi / floor(n / 2), -lo / ceil(n / 2))}: the code -128 counts for negative numbers;
   * asymmetric {@code s = (hi - lo) / n}, {@code z = qmin - rint(lo / s)}; 2^-23 is added to s if
   * {@code (hi - lo) / n} is below it. With 3 steps, 2 bits, symmetric, hi counts for two steps, of
   * which one is clipped.
   */
  AIMET {
    @Override
    Affine affine(float lo, float hi, int qmin, int qmax, boolean symmetric) {
      long n = (long) qmax - qmin;
      double width = ((double) hi - lo) / n;
      double more = width < EPS ? EPS : 0;
      if (symmetric) {
        double up = (hi + more * (n / 2)) / (n == 3 ? 2 : n / 2);
        double down = -lo / (double) (n - n / 2) + more;
        return new Affine(Math.max(up, down), qmin + (n - n / 2));
      }
      double scale = width + more;
      return new Affine(scale, qmin - Math.rint(lo / scale));
    }
  },

  /**
   * MNN's moving averages, {@code NN.cpp}: asymmetric {@code s = (hi - lo) / 254}, in general
   * {@code (hi - lo) / (2 qmax)}, {@code z = round(-lo / s - qmax)}, half away from 0; symmetric
   * {@code s = absmax / qmax}. A range that is a point has the scale 1.
   */
  MNN {
    @Override
    Affine affine(float lo, float hi, int qmin, int qmax, boolean symmetric) {
      double top = Math.max(-lo, hi);
      if (symmetric) {
        return new Affine(top == 0 ? 1 : top / qmax, 0);
      }
      double width = (double) hi - lo;
      double scale = width == 0 ? 1 : width / (2.0 * qmax);
      double zero = -lo / scale - qmax;
      return new Affine(scale, Math.copySign(Math.floor(Math.abs(zero) + 0.5), zero));
    }
  };

  /** float32's machine epsilon, the least scale of PyTorch and AIMET. */
  private static final float EPS = 0x1p-23f;

  private static final double PPQ_LEAST = 1e-8;

  abstract Affine affine(float lo, float hi, int qmin, int qmax, boolean symmetric);

  /**
   * Returns scale and zero point for a range.
   *
   * @param lo the least number; above 0 counts as 0
   * @param hi the greatest; below 0 counts as 0
   * @param qmin the lowest code, at most 0
   * @param qmax the highest, at least 1
   * @param symmetric whether the range is widened to {@code [-absmax, absmax]}
   * @return the map
   * @throws IllegalArgumentException if lo or hi is not finite, {@code lo > hi}, the codes do not
   *     hold 0, or the toolkit has the rule for codes with a sign only
   */
  public Affine of(float lo, float hi, int qmin, int qmax, boolean symmetric) {
    if (!(lo <= hi) || Float.isInfinite(lo) || Float.isInfinite(hi)) {
      throw new IllegalArgumentException(
          "a range must be finite with lo <= hi, got " + lo + " and " + hi);
    }
    if (qmin > 0 || qmax < 1) {
      throw new IllegalArgumentException(
          "codes must hold 0 and one above it, got " + qmin + ".." + qmax);
    }
    boolean unsigned = qmin == 0;
    if (unsigned
        && (this == MNN || symmetric && this != ONNX_RUNTIME && this != PYTORCH && this != AIMET)) {
      throw new IllegalArgumentException(
          this + (symmetric ? " symmetric" : "") + " needs codes with a sign, got 0.." + qmax);
    }
    return affine(Math.min(lo, 0f), Math.max(hi, 0f), qmin, qmax, symmetric);
  }
}
