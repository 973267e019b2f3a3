package org.halfstep.bench;

import java.util.Map;
import org.halfstep.propagate.DeepNetwork;
import org.halfstep.propagate.DepthCurve;
import org.halfstep.propagate.DepthRun;
import org.halfstep.theory.Activation;
import org.halfstep.theory.Normalization;

/**
 * The deep network beside its quantized twin: 128 layers of ReLU, INT8, as many samples as wide.
 */
final class Network {

  static final int LAYERS = 128;
  private static final int BITS = 8;

  private Network() {}

  static DeepNetwork of(int width, int layers) {
    return DeepNetwork.reference(width, layers, Activation.RELU, Normalization.SAMPLE_RMS, BITS);
  }

  /** One run; its result is the noise over signal of each layer. */
  static Work work(int width, int threads) {
    DeepNetwork network = of(width, LAYERS);
    DepthRun.Setting setting = DepthRun.Setting.of(width, 1, 1).threads(threads);
    return new Work(
        () -> finish(new DepthRun(network, setting)),
        Map.of("steps", steps()),
        curve -> noise((DepthCurve) curve));
  }

  /** The distances of levels: of the input, of weights of variance 1, of activations. */
  static double[] steps() {
    DeepNetwork network = of(2, 2);
    return new double[] {
      network.inputGrid().step().orElseThrow(),
      network.weightGrid().step().orElseThrow(),
      network.activationGrid().step().orElseThrow()
    };
  }

  static DepthCurve finish(DepthRun run) {
    try {
      return run.finish();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  static double[] noise(DepthCurve curve) {
    double[] noise = new double[curve.depth()];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = curve.nsr(i + 1).mean();
    }
    return noise;
  }
}
