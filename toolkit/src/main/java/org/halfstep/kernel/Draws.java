package org.halfstep.kernel;

import org.halfstep.numeric.Philox;

/**
 * Loops that fill slices with random numbers of a {@link Philox} from a position on.
 *
 * <p>The door ({@link RandomFill}) checks arguments. The twins are {@link ScalarDraws} and {@link
 * VectorDraws}.
 */
interface Draws {

  /** The choice between the twins. */
  Family<Draws> FAMILY =
      new Family<>("random numbers", new ScalarDraws(), () -> new VectorDraws(), Draws::rehearse);

  /** out[at + i] = word position + i, n words. */
  void words(Philox random, long position, int[] out, int at, int n);

  /** out[at + i] = uniform(position + i), n numbers. */
  void uniform(Philox random, long position, double[] out, int at, int n);

  /** out[at + i] = gaussian(position + i), n numbers. */
  void gaussian(Philox random, long position, double[] out, int at, int n);

  /** out[at + i] = number position + i of the stream in floats, n numbers. */
  void gaussian(Philox random, long position, float[] out, int at, int n);

  private static void rehearse(Draws loops) {
    Philox random = new Philox(0, 0);
    int n = 256;
    int[] words = new int[n];
    double[] doubles = new double[n];
    float[] floats = new float[n];
    for (int i = 0; i < 16; i++) {
      loops.words(random, 0, words, 0, n);
      loops.uniform(random, 0, doubles, 0, n);
      loops.gaussian(random, 0, doubles, 0, n);
      loops.gaussian(random, 0, floats, 0, n);
    }
  }
}
