package org.halfstep.scheme;

import static org.halfstep.scheme.OnnxOperatorsTest.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.halfstep.Near;
import org.halfstep.kernel.Convolution;
import org.halfstep.scheme.OperationCount.WeightZeros;
import org.junit.jupiter.api.Test;

class OperationCountTest {

  /** The layer as it is computed, each operation counted where it is done. */
  private static final class Counted {
    private long multiplications;
    private long additions;
    private long correctionMultiplications;
    private long correctionAdditions;
    private long beforehand;

    void layer(int n, int depth, int m, boolean zero, WeightZeros zeros, boolean bias) {
      boolean weights = zeros != WeightZeros.NONE;
      for (int j = 0; j < m && zero; j++) {
        beforehand += depth - 1; // sum of the weights
        beforehand++; // times zx
        beforehand += weights ? 2 : 0; // K zx zw, added
      }
      for (int i = 0; i < n; i++) {
        correctionAdditions += weights ? depth - 1 : 0; // sum of the row
        correctionMultiplications += zeros == WeightZeros.SHARED ? 1 : 0;
        for (int j = 0; j < m; j++) {
          for (int k = 0; k < depth; k++) {
            multiplications++;
            additions += k > 0 ? 1 : 0;
          }
          correctionMultiplications += zeros == WeightZeros.PER_OUTPUT ? 1 : 0;
          correctionAdditions += weights ? 1 : 0;
          correctionAdditions += zero && !bias ? 1 : 0;
        }
      }
    }

    OperationCount count() {
      return new OperationCount(
          multiplications, additions, correctionMultiplications, correctionAdditions, beforehand);
    }
  }

  @Test
  void formulasCountWhatIsDone() {
    for (WeightZeros zeros : WeightZeros.values()) {
      for (int k = 0; k < 4; k++) {
        boolean zero = k % 2 == 1;
        boolean bias = k / 2 == 1;
        Counted linear = new Counted();
        linear.layer(5, 7, 3, zero, zeros, bias);
        assertEquals(linear.count(), OperationCount.linear(5, 7, 3, zero, zeros, bias));
        Convolution shape = Convolution.of(2, 4, 5, 6, 6, 3, 3, 1).groups(2);
        Counted convolution = new Counted();
        for (int group = 0; group < 2; group++) {
          convolution.layer(2 * 5 * 6, 2 * 9, 3, zero, zeros, bias);
        }
        assertEquals(convolution.count(), OperationCount.convolution(shape, zero, zeros, bias));
      }
    }
  }

  @Test
  void symmetricWeightsWithABiasCostNothingMore() {
    assertEquals(0, OperationCount.linear(8, 512, 256, false, WeightZeros.NONE, false).overhead());
    assertEquals(0, OperationCount.linear(8, 512, 256, true, WeightZeros.NONE, true).overhead());
  }

  @Test
  void asymmetricWeightsCostOneOverTheDepthAndHalfOneOverTheOutputs() {
    double overhead =
        OperationCount.linear(64, 512, 256, true, WeightZeros.PER_OUTPUT, true).overhead();
    Near.relative(1 / 512.0 + 1 / 512.0, overhead, 0.003, "n = 64, K = 512, m = 256");
  }

  @Test
  void emptyLayersAreRefused() {
    refused(
        "rows, inputs and outputs must be at least 1, got 0, 1, 1",
        () -> OperationCount.linear(0, 1, 1, false, WeightZeros.NONE, true));
  }
}
