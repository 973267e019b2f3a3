package org.halfstep.kernel;

import org.halfstep.numeric.Philox;

/** The definition, which is {@link Philox} itself: what {@link VectorDraws} must equal. */
final class ScalarDraws implements Draws {

  @Override
  public void words(Philox random, long position, int[] out) {
    random.fill(position, out);
  }

  @Override
  public void uniform(Philox random, long position, double[] out) {
    random.fillUniform(position, out);
  }

  @Override
  public void gaussian(Philox random, long position, double[] out) {
    random.fillGaussian(position, out);
  }

  @Override
  public void gaussian(Philox random, long position, float[] out) {
    random.fillGaussian(position, out);
  }
}
