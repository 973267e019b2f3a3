package org.halfstep.propagate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.halfstep.Near;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class DenseTrainingTest {

  private static final int SAMPLES = 12;

  private static final int[] LABELS = {0, 1, 2, 0, 1, 2, 2, 1, 0, 1, 1, 2};

  private static DMatrixRMaj samples() {
    DMatrixRMaj x = new DMatrixRMaj(5, SAMPLES);
    new Philox(3, 0).fillGaussian(0, x.data);
    return x;
  }

  private static DenseTraining once(double rate, double decay) {
    return new DenseTraining(List.of(4, 3), 1, SAMPLES, rate, 0.5, decay, 8);
  }

  /** The mean cross entropy plus decay, with one number of one layer moved. */
  private static double loss(
      DenseNetwork net, int layer, boolean bias, int at, double by, double decay) {
    List<DMatrixRMaj> w = new ArrayList<>();
    List<double[]> b = new ArrayList<>();
    for (int l = 0; l < net.layers(); l++) {
      w.add(net.weights(l));
      b.add(net.bias(l));
    }
    if (bias) {
      b.get(layer)[at] += by;
    } else {
      w.get(layer).data[at] += by;
    }
    double loss = 0;
    for (DMatrixRMaj m : w) {
      for (double v : m.data) {
        loss += decay * v * v / 2;
      }
    }
    DMatrixRMaj z = DenseNetwork.of(w, b).outputs(samples()).getLast();
    for (int s = 0; s < SAMPLES; s++) {
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        sum += Math.exp(z.get(c, s));
      }
      loss += (Math.log(sum) - z.get(LABELS[s], s)) / SAMPLES;
    }
    return loss;
  }

  @Test
  void aStepGoesDownTheGradientOfTheLoss() {
    double decay = 0.1;
    double rate = 1e-3;
    DenseNetwork start = once(1e-300, decay).fit(samples(), LABELS);
    DenseNetwork next = once(rate, decay).fit(samples(), LABELS);
    double h = 1e-5;
    for (int l = 0; l < start.layers(); l++) {
      for (boolean bias : new boolean[] {false, true}) {
        double[] from = bias ? start.bias(l) : start.weights(l).data;
        double[] to = bias ? next.bias(l) : next.weights(l).data;
        for (int i = 0; i < from.length; i++) {
          double slope =
              (loss(start, l, bias, i, h, decay) - loss(start, l, bias, i, -h, decay)) / (2 * h);
          Near.absolute(slope, (from[i] - to[i]) / rate, 1e-7, "layer " + l + ", " + i);
        }
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherDoesNot() {
    DenseTraining how = new DenseTraining(List.of(6, 4), 20, 5, 0.05, 0.9, 1e-4, 7);
    DenseNetwork a = how.fit(samples(), LABELS);
    DenseNetwork b = how.fit(samples(), LABELS);
    DenseNetwork c =
        new DenseTraining(List.of(6, 4), 20, 5, 0.05, 0.9, 1e-4, 9).fit(samples(), LABELS);
    for (int l = 0; l < a.layers(); l++) {
      assertArrayEquals(a.weights(l).data, b.weights(l).data);
      assertArrayEquals(a.bias(l), b.bias(l));
      assertTrue(a.weights(l).data[0] != c.weights(l).data[0]);
    }
  }

  @Test
  void aFewSamplesAreLearnedByHeart() {
    DenseNetwork net =
        new DenseTraining(List.of(16, 16), 300, 4, 0.05, 0.9, 0, 7).fit(samples(), LABELS);
    assertEquals(1, DenseNetwork.accuracy(net.outputs(samples()).getLast(), LABELS));
    assertEquals("fully connected network 5-16-16-3", net.toString());
  }

  @Test
  void inputsAreRectifiedOutputs() {
    DenseNetwork net = once(0.1, 0).fit(samples(), LABELS);
    List<DMatrixRMaj> z = net.outputs(samples());
    List<DMatrixRMaj> x = net.inputs(samples());
    assertArrayEquals(samples().data, x.get(0).data);
    for (int l = 1; l < net.layers(); l++) {
      for (int i = 0; i < x.get(l).data.length; i++) {
        assertEquals(Math.max(0, z.get(l - 1).data[i]), x.get(l).data[i]);
      }
    }
  }

  @Test
  void settingsAndShapesAreChecked() {
    List<Integer> hidden = List.of(4);
    assertThrows(
        IllegalArgumentException.class, () -> new DenseTraining(List.of(), 1, 1, 1, 0, 0, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new DenseTraining(List.of(0), 1, 1, 1, 0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new DenseTraining(hidden, 0, 1, 1, 0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new DenseTraining(hidden, 1, 1, 0, 0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new DenseTraining(hidden, 1, 1, 1, 1, 0, 1));
    DenseTraining how = once(0.1, 0);
    assertThrows(IllegalArgumentException.class, () -> how.fit(samples(), new int[3]));
    int[] negative = LABELS.clone();
    negative[0] = -1;
    assertThrows(IllegalArgumentException.class, () -> how.fit(samples(), negative));
    DMatrixRMaj a = new DMatrixRMaj(2, 3);
    DMatrixRMaj b = new DMatrixRMaj(2, 3);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> DenseNetwork.of(List.of(a, b), List.of(new double[2], new double[2])))
            .getMessage();
    assertTrue(message.contains("layer 1 must have 2 inputs") && message.contains("2 x 3"));
    DenseNetwork net = how.fit(samples(), LABELS);
    assertThrows(IllegalArgumentException.class, () -> net.outputs(new DMatrixRMaj(4, 2)));
    assertThrows(
        IllegalArgumentException.class, () -> DenseNetwork.accuracy(new DMatrixRMaj(3, 2), LABELS));
  }
}
