package org.halfstep.observe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

/**
 * What holds for every observer. A new one supplies a factory, and says how many values its batches
 * are multiples of.
 */
abstract class ObserverLaws<T extends Observer> {

  /** A new observer. */
  abstract T fresh();

  /** Batches are multiples of this. */
  int unit() {
    return 1;
  }

  /** Observers of the same state have the same bytes, and the other way round. */
  static byte[] bytes(Observer observer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      observer.write(new DataOutputStream(out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static Observer read(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    Observer observer = Observer.read(in);
    assertEquals(0, in.available(), "all is read");
    return observer;
  }

  /** Values of many sizes, with ties and zeros of both signs. */
  float[] values(int seed, int units) {
    Philox random = new Philox(seed, 1);
    float[] x = new float[units * unit()];
    for (int i = 0; i < x.length; i++) {
      double size = Math.scalb(random.gaussian(2L * i), random.bits(4L * i + 3) >>> 29);
      x[i] = i % 7 == 0 ? (float) Math.rint(size) : (float) size;
    }
    return x;
  }

  T of(float[]... batches) {
    T observer = fresh();
    for (float[] batch : batches) {
      observer.accept(batch);
    }
    return observer;
  }

  /** A copy in which one of each pair of neighbours became NaN or infinite. */
  static float[] spoilt(float[] x) {
    float[] y = new float[2 * x.length];
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    for (int i = 0; i < x.length; i++) {
      y[2 * i] = odd[i % 3];
      y[2 * i + 1] = x[i];
    }
    return y;
  }

  @Test
  void emptyObserverHasNoSummary() {
    T observer = fresh();
    observer.accept(new float[0]);
    assertEquals(0, observer.count());
    Throwable e = assertThrows(IllegalStateException.class, observer::summary);
    assertTrue(e.getMessage().contains("at least 1 finite value, got 0"), e.getMessage());
    float[] odd = new float[unit()];
    Arrays.fill(odd, Float.NaN);
    observer.accept(odd);
    assertThrows(IllegalStateException.class, observer::summary);
    assertEquals(unit(), observer.nans());
  }

  @Test
  void valuesAreCountedByKind() {
    float[] x = values(3, 30);
    float[] y = new float[3 * x.length];
    System.arraycopy(x, 0, y, 0, x.length);
    Arrays.fill(y, x.length, 2 * x.length, Float.NaN);
    Arrays.fill(y, 2 * x.length, 3 * x.length, Float.NEGATIVE_INFINITY);
    T observer = of(y);
    assertEquals(x.length, observer.count());
    assertEquals(x.length, observer.nans());
    assertEquals(x.length, observer.infinities());
  }

  @Test
  void summaryIsALawOfFiniteMassOne() {
    for (float[] x : new float[][] {values(4, 50), new float[5 * unit()]}) {
      var law = of(x).summary();
      double[] m = new double[3];
      law.moments(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, m);
      assertEquals(1, m[0], 1e-12);
      assertTrue(Double.isFinite(m[2]), law.toString());
    }
  }

  @Test
  void batchMayLieAnywhereInItsArray() {
    float[] x = values(5, 20);
    float[] wide = new float[x.length + 11];
    Arrays.fill(wide, Float.MAX_VALUE);
    System.arraycopy(x, 0, wide, 4, x.length);
    T observer = fresh();
    observer.accept(wide, 4, x.length);
    assertArrayEquals(bytes(of(x)), bytes(observer));
    assertThrows(
        IndexOutOfBoundsException.class, () -> observer.accept(x, unit(), x.length), "outside");
  }

  @Test
  void sameBatchesGiveTheSameBits() {
    float[][] batches = {values(6, 40), values(7, 3), values(8, 60)};
    assertArrayEquals(bytes(of(batches)), bytes(of(batches)));
  }

  @Test
  void askingChangesNothing() {
    float[] x = values(9, 40);
    T asked = of(x);
    asked.summary();
    asked.accept(x);
    assertArrayEquals(bytes(of(x, x)), bytes(asked));
  }

  @Test
  void whatIsReadIsWhatWasWrittenAndGoesOnAlike() throws IOException {
    float[][] batches = {new float[0], values(10, 40), values(11, 1), values(12, 3000 / unit())};
    T observer = fresh();
    Observer copy = read(bytes(observer));
    for (float[] batch : batches) {
      observer.accept(batch);
      copy.accept(batch);
      assertArrayEquals(bytes(observer), bytes(copy));
      copy = read(bytes(observer));
      assertEquals(observer.getClass(), copy.getClass());
      assertArrayEquals(bytes(observer), bytes(copy));
      if (observer.count() > 0) {
        assertEquals(observer.summary(), copy.summary());
      }
    }
  }

  @Test
  void everyTruncationIsOneClearException() {
    byte[] whole = bytes(of(values(13, 20)));
    for (int n = 0; n < whole.length; n++) {
      byte[] part = Arrays.copyOf(whole, n);
      assertThrows(ObserverFormatException.class, () -> read(part), "cut at " + n);
    }
  }

  /**
   * What is written over may still be an observer; nothing else may happen than that or the one
   * exception.
   */
  @Test
  void everyMutationIsAnObserverOrOneClearException() throws IOException {
    byte[] whole = bytes(of(values(14, 20)));
    Philox random = new Philox(15, 2);
    int refused = 0;
    for (int round = 0; round < 2000; round++) {
      byte[] other = whole.clone();
      for (int k = 0; k <= round % 3; k++) {
        int at = (int) (random.uniform(6L * round + k) * whole.length);
        other[at] = (byte) random.bits(6L * round + 3 + k);
      }
      try {
        Observer observer = Observer.read(new DataInputStream(new ByteArrayInputStream(other)));
        if (observer.count() > 0) {
          observer.summary();
        }
      } catch (ObserverFormatException e) {
        refused++;
        assertTrue(e.getMessage().length() > 10, e.getMessage());
      }
    }
    assertTrue(refused > 0);
  }
}
