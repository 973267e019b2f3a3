package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

/** Exact equality throughout: no number that Philox gives is NaN or -0.0 in one form only. */
class RandomFillTest {

  private static final Draws VECTOR = new VectorDraws();

  private static void assertTwins(Philox random, long position, int n) {
    String where = random + ", " + n + " from " + position;
    int[] words = new int[n];
    int[] expectedWords = new int[n];
    VECTOR.words(random, position, words, 0, words.length);
    random.fill(position, expectedWords);
    assertArrayEquals(expectedWords, words, where);
    double[] wide = new double[n];
    double[] expectedWide = new double[n];
    VECTOR.uniform(random, position, wide, 0, wide.length);
    random.fillUniform(position, expectedWide);
    assertArrayEquals(expectedWide, wide, where);
    VECTOR.gaussian(random, position, wide, 0, wide.length);
    random.fillGaussian(position, expectedWide);
    assertArrayEquals(expectedWide, wide, where);
    float[] narrow = new float[n];
    float[] expected = new float[n];
    VECTOR.gaussian(random, position, narrow, 0, narrow.length);
    random.fillGaussian(position, expected);
    Inputs.assertSame(expected, narrow, where);
  }

  @Test
  void everyLengthAndPlaceGivesTheTwinsBits() {
    Philox random = new Philox(0x8000000180000001L, -5);
    for (int n = 0; n < Inputs.LENGTHS; n++) {
      assertTwins(random, 37L * n, n);
    }
  }

  @Test
  void countersCarryAndStreamsDiffer() {
    for (long seed : new long[] {0, -1, 0xFFFFFFFFL, 1L << 63}) {
      for (long stream : new long[] {0, -1, 1L << 32}) {
        Philox random = new Philox(seed, stream);
        assertTwins(random, (1L << 34) - 70, 200); // block 2^32 is in there
        assertTwins(random, (1L << 37) - 70, 200);
        assertTwins(random, Long.MAX_VALUE - 99, 100);
      }
    }
  }

  @Test
  void manyWordsGiveTheTwinsBits() {
    assertTwins(new Philox(3, 4), 12345, 1 << 20);
  }

  @Test
  void positionsAreChecked() {
    Philox random = new Philox(1, 2);
    var error =
        assertThrows(
            IllegalArgumentException.class, () -> RandomFill.words(random, -1, new int[3]));
    assertEquals("positions must be in 0..2^63-1, got -1 and 3 values", error.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> RandomFill.gaussian(random, Long.MAX_VALUE, new float[2]));
  }
}
