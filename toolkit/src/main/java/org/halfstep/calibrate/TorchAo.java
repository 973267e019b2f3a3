package org.halfstep.calibrate;

/**
 * What torchao 0.18 chooses ({@code quantization/observer.py}); scale and zero point are {@link
 * ScaleRule#PYTORCH}, min-max and moving averages as in PyTorch.
 */
public final class TorchAo {

  private TorchAo() {}

  /**
   * Returns {@code AffineQuantizedMSEObserver}'s range: {@code -t..t}, t the k-th of {@code steps}
   * equal steps up to absmax, for least squared error, the first of several. The range is symmetric
   * even for asymmetric codes.
   *
   * @param x the values, all finite; not modified
   * @param codes the codes
   * @param symmetric whether the codes are symmetric
   * @param steps how many candidates, at least 1; 100 by default there
   * @return the range
   * @throws IllegalArgumentException if a value is not finite or steps is below 1
   */
  public static Clip leastSquares(float[] x, CodeRange codes, boolean symmetric, int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, got " + steps);
    }
    float top = Tensors.absMax(x);
    Clip best = Clip.symmetric(top);
    double least = 1e9;
    for (int i = 1; i <= steps; i++) {
      Clip clip = Clip.symmetric(top / steps * i);
      Affine map = clip.affine(ScaleRule.PYTORCH, codes, symmetric);
      double loss = Tensors.norm(x, map, codes, 2);
      if (loss < least) {
        least = loss;
        best = clip;
      }
    }
    return best;
  }
}
