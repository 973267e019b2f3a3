package org.halfstep.bench;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** What the machine can do, measured by loops that do nothing else. */
final class Limits {

  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;

  /** Multiply-adds in a row for each sum: long enough that the loop's ends do not show. */
  private static final int STEPS = 1 << 14;

  /** Sums beside each other: an FMA takes four cycles and two start in each. */
  private static final int SUMS = 12;

  private Limits() {}

  /** Prints the floating-point operations of one {@link #multiplyAdds}. */
  public static void main(String[] arguments) {
    System.out.println(2L * SUMS * STEPS * F.length());
  }

  /**
   * Reads all words, four streams side by side: one stream alone does not fill the lanes to memory.
   */
  static int read(int[] x) {
    int quarter = x.length / 4 / I.length() * I.length();
    IntVector a = IntVector.zero(I);
    IntVector b = a;
    IntVector c = a;
    IntVector d = a;
    for (int i = 0; i < quarter; i += I.length()) {
      a = a.or(IntVector.fromArray(I, x, i));
      b = b.or(IntVector.fromArray(I, x, quarter + i));
      c = c.or(IntVector.fromArray(I, x, 2 * quarter + i));
      d = d.or(IntVector.fromArray(I, x, 3 * quarter + i));
    }
    int[] lanes = a.or(b).or(c.or(d)).toArray();
    int rest = Arrays.stream(x, 4 * quarter, x.length).reduce(0, (p, q) -> p | q);
    return Arrays.stream(lanes).reduce(rest, (p, q) -> p | q);
  }

  /** Twelve sums that never leave their registers. */
  static float multiplyAdds(float factor) {
    FloatVector m = FloatVector.broadcast(F, factor);
    FloatVector a = m;
    FloatVector b = m;
    FloatVector c = m;
    FloatVector d = m;
    FloatVector e = m;
    FloatVector f = m;
    FloatVector g = m;
    FloatVector h = m;
    FloatVector i = m;
    FloatVector j = m;
    FloatVector k = m;
    FloatVector l = m;
    for (int step = 0; step < STEPS; step++) {
      a = a.fma(m, m);
      b = b.fma(m, m);
      c = c.fma(m, m);
      d = d.fma(m, m);
      e = e.fma(m, m);
      f = f.fma(m, m);
      g = g.fma(m, m);
      h = h.fma(m, m);
      i = i.fma(m, m);
      j = j.fma(m, m);
      k = k.fma(m, m);
      l = l.fma(m, m);
    }
    FloatVector all = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k);
    return all.add(l).lane(0);
  }
}
