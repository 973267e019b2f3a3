package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.halfstep.Near;
import org.halfstep.law.Gaussian;
import org.junit.jupiter.api.Test;

class CorrelationMapTest {

  private static double arcCosine(double r) {
    return (Math.sqrt(1 - r * r) + r * (Math.PI - Math.acos(r))) / Math.PI;
  }

  @Test
  void reluFollowsTheArcCosineKernel() {
    CorrelationMap map = CorrelationMap.of(Activation.RELU, Gaussian.ofSigma(0.7));
    CorrelationMap cell = CorrelationMap.of(x -> Math.max(x, 0), Gaussian.ofSigma(0.7));
    for (double r : new double[] {-1, -0.6, 0, 0.3, 0.9, 0.999}) {
      Near.absolute(arcCosine(r), map.at(r), 1e-15, "r = " + r);
      Near.absolute(map.at(r), cell.at(r), 1e-11, "by quadrature, r = " + r);
    }
    assertEquals(1, map.at(1));
    Near.relative(1, map.slope(), 1e-15, "two signals neither part nor meet");
    Near.relative(Math.PI / (Math.PI - 1), map.centredSlope(), 1e-15, "centred they part");
  }

  @Test
  void smallLossesKeepTheirDigits() {
    // 1 - C0(1 - d) = d - (2 d)^(3/2)/(3 pi) + O(d^(5/2))
    CorrelationMap map = CorrelationMap.of(Activation.RELU, Gaussian.STANDARD);
    for (double d : new double[] {1e-6, 1e-9, 1e-12}) {
      Near.relative(
          d - Math.pow(2 * d, 1.5) / (3 * Math.PI), map.loss(d), Math.pow(d, 1.5) + 1e-15, d);
    }
  }

  @Test
  void seriesAndQuadratureAgree() {
    for (Activation u : new Activation[] {Activation.TANH, Activation.GELU, Activation.SILU}) {
      CorrelationMap map = CorrelationMap.of(u, Gaussian.STANDARD);
      double power = ActivationReport.of(u, 1).secondMoment();
      for (double d : new double[] {1e-4, 0.1, 1, 1.9}) {
        double square =
            ActivationError.of(u, Gaussian.STANDARD, Math.sqrt(2 * d), -Math.sqrt(0.5 * d))
                .meanSquare();
        Near.relative(square / (2 * power), map.loss(d), 1e-11, u + ", d = " + d);
      }
    }
  }

  @Test
  void theSlopeAtOneIsTheGainOfASmallError() {
    for (Activation u : new Activation[] {Activation.RELU6, Activation.HARD_SWISH}) {
      CorrelationMap map = CorrelationMap.of(u, Gaussian.STANDARD);
      Near.relative(map.slope(), map.loss(1e-8) / 1e-8, 1e-3, u);
      Near.relative(map.centredSlope(), map.centredLoss(1e-8) / 1e-8, 1e-3, u);
    }
  }

  @Test
  void anOddFunctionIsItsOwnCentredMap() {
    CorrelationMap map = CorrelationMap.of(Activation.TANH, Gaussian.STANDARD);
    Near.absolute(map.at(0.4), map.centredAt(0.4), 1e-14, "tanh");
    Near.absolute(-map.at(0.4), map.at(-0.4), 1e-14, "tanh");
  }

  @Test
  void aConstantHasNoCorrelation() {
    assertThrows(ArithmeticException.class, () -> CorrelationMap.of(x -> 1, Gaussian.STANDARD));
  }
}
