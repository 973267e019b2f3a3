package org.halfstep.propagate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.halfstep.Near;
import org.halfstep.data.Digits;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Empirical;
import org.halfstep.numeric.Estimate;
import org.halfstep.numeric.Philox;
import org.halfstep.theory.ErrorReport;
import org.halfstep.theory.LayerError;
import org.junit.jupiter.api.Test;

/** The network of lesson 19: two thirds of the digits teach it, every third one is held out. */
class DigitsNoiseTest {

  private static final DMatrixRMaj SEEN = images(0, 1);

  private static final DMatrixRMaj NEW = images(2);

  private static final DenseNetwork NETWORK =
      new DenseTraining(List.of(64, 64, 32, 16), 40, 32, 0.05, 0.9, 1e-4, 2)
          .fit(SEEN, labels(0, 1));

  private static final Map<Integer, QuantizedDense> QUANTIZED = new HashMap<>();

  private static QuantizedDense quantized(int bits) {
    return QUANTIZED.computeIfAbsent(
        bits,
        b ->
            QuantizedDense.of(
                NETWORK, Grid.integer(b, Range.SYMMETRIC), Grid.integer(b, Range.UNSIGNED), SEEN));
  }

  private static int[] chosen(int... remainders) {
    return IntStream.range(0, Digits.load().size())
        .filter(i -> Arrays.stream(remainders).anyMatch(r -> i % 3 == r))
        .toArray();
  }

  private static DMatrixRMaj images(int... remainders) {
    int[] at = chosen(remainders);
    float[][] all = Digits.load().images();
    DMatrixRMaj x = new DMatrixRMaj(64, at.length);
    for (int s = 0; s < at.length; s++) {
      for (int i = 0; i < 64; i++) {
        x.set(i, s, all[at[s]][i] / 16);
      }
    }
    return x;
  }

  private static int[] labels(int... remainders) {
    int[] all = Digits.load().labels();
    return Arrays.stream(chosen(remainders)).map(i -> all[i]).toArray();
  }

  private static double decibels(double a, double b) {
    return 10 * Math.log10(a / b);
  }

  private static DMatrixRMaj minus(DMatrixRMaj a, DMatrixRMaj b) {
    return CommonOps_DDRM.subtract(a, b, new DMatrixRMaj(a.numRows, a.numCols));
  }

  private static double power(DMatrixRMaj m) {
    return Arrays.stream(NoiseFlags.samplePowers(m)).average().getAsDouble();
  }

  @Test
  void digitsNotSeenAreReadAtEveryWidth() {
    int[] labels = labels(2);
    double exact = DenseNetwork.accuracy(NETWORK.outputs(NEW).getLast(), labels);
    assertTrue(exact >= 0.95, "accuracy " + exact);
    for (int bits : new int[] {4, 6, 8}) {
      double a = DenseNetwork.accuracy(quantized(bits).outputs(NEW).getLast(), labels);
      assertTrue(a >= (bits == 4 ? exact - 0.05 : exact - 0.01), bits + " bits: " + a);
    }
  }

  @Test
  void secondMomentsPredictTheLocalNoiseOfTheImagesTheyWereMeasuredOn() {
    double worstOfAverages = 0;
    for (int bits : new int[] {4, 6, 8}) {
      for (int l = 0; l < NETWORK.layers(); l++) {
        QuantizedDense q = quantized(bits);
        MeasuredLayer layer = q.local(l, SEEN);
        DMatrixRMaj w = NETWORK.weights(l);
        double measured = power(layer.error());
        SecondMoments m = q.moments(l, SEEN);
        double off = decibels(m.powerOfUncorrelatedErrors(w, q.weights(l)), measured);
        String where = bits + " bits, layer " + l + ": off by " + off + " dB";
        assertTrue(Math.abs(off) < (bits == 4 ? 0.75 : 0.3), where);
        Near.relative(measured, m.power(w, q.weights(l)), 1e-11, where);
        double average =
            LayerError.of(w.numCols, layer.weightMoments(), layer.inputMoments()).power();
        worstOfAverages = Math.max(worstOfAverages, Math.abs(decibels(average, measured)));
      }
    }
    assertTrue(worstOfAverages > 2, worstOfAverages + " dB");
  }

  @Test
  void newImagesFollowOrAFlagSaysWhyNot() {
    int flagged = 0;
    for (int bits : new int[] {4, 6, 8}) {
      QuantizedDense q = quantized(bits);
      for (int l = 0; l < NETWORK.layers(); l++) {
        DMatrixRMaj w = NETWORK.weights(l);
        MeasuredLayer layer = q.local(l, NEW);
        double predicted = q.moments(l, SEEN).powerOfUncorrelatedErrors(w, q.weights(l));
        double off = decibels(predicted, power(layer.error()));
        NoiseFlags flags =
            NoiseFlags.of(
                layer, NETWORK.inputs(NEW).get(l), NETWORK.inputs(SEEN).get(l), q.grid(l));
        String where = bits + " bits, layer " + l + ": off by " + off + " dB, " + flags;
        assertTrue(Math.abs(off) < 0.5 || flags.raised(), where);
        flagged += flags.raised() ? 1 : 0;
      }
    }
    assertTrue(flagged <= 3, flagged + " of 15 flagged");
  }

  @Test
  void oneBrightImageRaisesTheOutlierFlagAndAPaleBatchTheShiftFlag() {
    QuantizedDense q = quantized(8);
    DMatrixRMaj seen = NETWORK.inputs(SEEN).get(0);
    DMatrixRMaj bright = NEW.copy();
    for (int i = 0; i < 64; i++) {
      bright.set(i, 5, 1.3 * bright.get(i, 5));
    }
    NoiseFlags outlier = NoiseFlags.of(q.local(0, bright), bright, seen, q.grid(0));
    assertTrue(outlier.outlier() && !outlier.shift(), outlier.toString());
    assertTrue(outlier.toString().contains("one of 599 samples carries"), outlier.toString());
    assertTrue(outlier.clippedShare() > 0.5 && outlier.clippedBefore() == 0, outlier.toString());
    DMatrixRMaj pale = NEW.copy();
    CommonOps_DDRM.scale(0.9, pale);
    NoiseFlags shift = NoiseFlags.of(q.local(0, pale), pale, seen, q.grid(0));
    assertTrue(shift.shift() && !shift.outlier(), shift.toString());
    Near.absolute(20 * Math.log10(0.9), shift.signalDb(), 0.05, shift);
    NoiseFlags none = NoiseFlags.of(q.local(0, NEW), NEW, seen, q.grid(0));
    assertFalse(none.raised());
    assertEquals("no flag", none.toString());
    assertThrows(
        IllegalArgumentException.class,
        () -> NoiseFlags.of(q.local(0, NEW), NEW, new DMatrixRMaj(64, 0), q.grid(0)));
  }

  @Test
  void injectedNoisePredictsTheCumulativeErrorAndAddedRatiosDoNot() {
    List<DMatrixRMaj> z = NETWORK.outputs(NEW);
    for (int bits : new int[] {4, 6, 8}) {
      QuantizedDense q = quantized(bits);
      List<DMatrixRMaj> twin = q.outputs(NEW);
      List<List<DMatrixRMaj>> noisy =
          IntStream.range(0, 4).mapToObj(k -> q.injected(NEW, new Philox(5, k))).toList();
      double chain = 0;
      for (int l = 0; l < NETWORK.layers(); l++) {
        int layer = l;
        double measured = power(minus(twin.get(l), z.get(l)));
        double[] off =
            noisy.stream()
                .mapToDouble(n -> decibels(power(minus(n.get(layer), z.get(layer))), measured))
                .toArray();
        Estimate injected = Estimate.ofMean(off);
        String where = bits + " bits, layer " + l + ": " + injected + " dB";
        assertTrue(Math.abs(injected.value()) < 0.3, where);
        assertTrue(injected.standardError() < 0.1, where);
        chain += power(q.local(l, NEW).error()) / power(z.get(l));
        if (l == NETWORK.layers() - 1) {
          double miss = decibels(chain * power(z.get(l)), measured);
          assertTrue(miss > (bits == 8 ? 4 : 1.5), bits + " bits: " + miss);
        }
      }
    }
  }

  @Test
  void scalesHaveTheLeastErrorOfAFineScan() {
    QuantizedDense q = quantized(6);
    for (int l = 0; l < NETWORK.layers(); l++) {
      Empirical law = Empirical.of(NETWORK.inputs(SEEN).get(l).data);
      Grid unit = Grid.integer(6, Range.UNSIGNED);
      double best = ErrorReport.of(law, q.grid(l)).mse();
      for (double s = 0.2; s < 1.2; s += 0.03) {
        double other = ErrorReport.of(law, unit.scaled(s * law.max() / 63)).mse();
        assertTrue(best <= other * (1 + 1e-9), l + ": " + other + " at " + s);
      }
    }
  }

  @Test
  void pixelsAreLevelsOfAFineGrid() {
    DMatrixRMaj rounded = MeasuredLayer.quantized(NEW, quantized(8).grid(0));
    assertTrue(quantized(8).grid(0).size() == 256);
    double error = power(minus(rounded, NEW));
    double step = quantized(8).grid(0).step().getAsDouble();
    assertTrue(error < 0.5 * step * step / 12, error + " against " + step * step / 12);
  }

  /** On images seen: the best scale of many levels clips none of them, but may clip new ones. */
  @Test
  void manyLevelsGiveTheFloatNetwork() {
    QuantizedDense fine =
        QuantizedDense.of(
            NETWORK, Grid.integer(10, Range.SYMMETRIC), Grid.integer(10, Range.UNSIGNED), SEEN);
    DMatrixRMaj z = NETWORK.outputs(SEEN).getLast();
    double noise = power(minus(fine.outputs(SEEN).getLast(), z));
    assertTrue(decibels(noise, power(z)) < -48, decibels(noise, power(z)) + " dB");
  }

  @Test
  void aSeedOfNoiseIsRepeatedBitByBit() {
    QuantizedDense q = quantized(4);
    DMatrixRMaj a = q.injected(NEW, new Philox(5, 1)).getLast();
    assertArrayEquals(a.data, q.injected(NEW, new Philox(5, 1)).getLast().data);
    assertFalse(Arrays.equals(a.data, q.injected(NEW, new Philox(5, 2)).getLast().data));
  }

  @Test
  void aTensorOfZerosIsRefused() {
    DenseNetwork zero = DenseNetwork.of(List.of(new DMatrixRMaj(2, 64)), List.of(new double[2]));
    Grid unit = Grid.integer(4, Range.SYMMETRIC);
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> QuantizedDense.of(zero, unit, unit, SEEN))
            .getMessage();
    assertTrue(message.contains("weights of layer 0"), message);
  }
}
