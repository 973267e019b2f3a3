package org.halfstep.kernel;

import org.halfstep.numeric.Philox;

/**
 * The definition, which is {@link Philox} itself: what {@link VectorDraws} must equal. It fills
 * whole arrays, so a slice goes by way of one.
 */
final class ScalarDraws implements Draws {

  @Override
  public void words(Philox random, long position, int[] out, int at, int n) {
    int[] all = n == out.length ? out : new int[n];
    random.fill(position, all);
    if (all != out) {
      System.arraycopy(all, 0, out, at, n);
    }
  }

  @Override
  public void uniform(Philox random, long position, double[] out, int at, int n) {
    double[] all = n == out.length ? out : new double[n];
    random.fillUniform(position, all);
    if (all != out) {
      System.arraycopy(all, 0, out, at, n);
    }
  }

  @Override
  public void gaussian(Philox random, long position, double[] out, int at, int n) {
    double[] all = n == out.length ? out : new double[n];
    random.fillGaussian(position, all);
    if (all != out) {
      System.arraycopy(all, 0, out, at, n);
    }
  }

  @Override
  public void gaussian(Philox random, long position, float[] out, int at, int n) {
    float[] all = n == out.length ? out : new float[n];
    random.fillGaussian(position, all);
    if (all != out) {
      System.arraycopy(all, 0, out, at, n);
    }
  }
}
