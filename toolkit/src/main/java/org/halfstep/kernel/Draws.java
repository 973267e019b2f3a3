package org.halfstep.kernel;

import org.halfstep.numeric.Philox;

/**
 * Loops that fill arrays with random numbers of a {@link Philox} from a position on.
 *
 * <p>The door ({@link RandomFill}) checks arguments. The twins are {@link ScalarDraws} and {@link
 * VectorDraws}.
 */
interface Draws {

  /** The choice between the twins. */
  Family<Draws> FAMILY =
      new Family<>("random numbers", new ScalarDraws(), () -> new VectorDraws(), Draws::rehearse);

  /** out[i] = word position + i. */
  void words(Philox random, long position, int[] out);

  /** out[i] = uniform(position + i). */
  void uniform(Philox random, long position, double[] out);

  /** out[i] = gaussian(position + i). */
  void gaussian(Philox random, long position, double[] out);

  /** out[i] = number position + i of the stream in floats. */
  void gaussian(Philox random, long position, float[] out);

  private static void rehearse(Draws loops) {
    Philox random = new Philox(0, 0);
    int n = 256;
    int[] words = new int[n];
    double[] doubles = new double[n];
    float[] floats = new float[n];
    for (int i = 0; i < 16; i++) {
      loops.words(random, 0, words);
      loops.uniform(random, 0, doubles);
      loops.gaussian(random, 0, doubles);
      loops.gaussian(random, 0, floats);
    }
  }
}
