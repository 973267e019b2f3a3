package org.halfstep.observe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for exact observers: order and split of the batches leave no trace. */
abstract class ExactLaws<T extends Observer> extends ObserverLaws<T> {

  /** Adds what the second has seen to the first. */
  abstract void combine(T first, T second);

  @Override
  float[] values(int seed, int units) {
    float[] x = super.values(seed, units);
    for (int i = 0; i < x.length; i += 97) { // outliers, so that ranges grow late
      x[i] = Math.scalb(x[i], 11);
    }
    return x;
  }

  private List<float[]> pieces(float[] x, Random random) {
    List<float[]> pieces = new ArrayList<>();
    int units = x.length / unit();
    for (int at = 0; at < units; ) {
      int n = Math.min(units - at, random.nextInt(units / 3 + 1));
      pieces.add(Arrays.copyOfRange(x, at * unit(), (at + n) * unit()));
      at += n;
    }
    return pieces;
  }

  @Test
  void everyOrderAndSplitGivesTheSameBits() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      float[] x = values(seed, 1 + random.nextInt(300));
      byte[] expected = bytes(of(x));
      List<float[]> pieces = pieces(x, random);
      Collections.shuffle(pieces, random);
      assertArrayEquals(expected, bytes(of(pieces.toArray(float[][]::new))), "seed " + seed);
    }
  }

  @Test
  void partsCombineToTheSameBitsInEveryOrder() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      float[] x = values(seed, 1 + random.nextInt(300));
      List<T> parts = new ArrayList<>();
      pieces(x, random).forEach(piece -> parts.add(of(piece)));
      parts.add(fresh());
      while (parts.size() > 1) {
        T taken = parts.remove(random.nextInt(parts.size()));
        combine(parts.get(random.nextInt(parts.size())), taken);
      }
      assertArrayEquals(bytes(of(x)), bytes(parts.getFirst()), "seed " + seed);
    }
  }

  @Test
  void combinationWithItselfIsEverythingTwice() {
    float[] x = values(20, 50);
    T twice = of(x);
    combine(twice, twice);
    assertArrayEquals(bytes(of(x, x)), bytes(twice));
  }

  /** Observers of structure need their places, so this is for those without. */
  @Test
  void oddValuesLeaveTheSummaryAlone() {
    if (unit() == 1) {
      float[] x = values(21, 60);
      T spoilt = of(spoilt(x));
      assertEquals(of(x).summary(), spoilt.summary());
      assertEquals(x.length, spoilt.nans() + spoilt.infinities());
    }
  }
}
