package org.halfstep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import org.halfstep.data.Npy;
import org.halfstep.propagate.DeepNetwork;
import org.halfstep.propagate.DepthRun;
import org.halfstep.propagate.GivenLayer;
import org.halfstep.propagate.Weights;

/**
 * Whether a network gives the same here as in the program that wrote its inputs and weights as .npy
 * files: x-n and w-n of layer n, [sample, neuron] and [in, out], the codes of both after rounding,
 * and the noise over signal of each layer, fed with x-n (immediate) and running freely from start
 * (free).
 */
final class Parity {

  /** Relative; sums in another order and floats that fall on the other side of a tie. */
  private static final double IMMEDIATE = 1e-4;

  /**
   * Free-running, in the first layers: sums in another order tip a code in a hundred thousand over,
   * and that changes other codes of its sample in every layer behind it. So the noise of one sample
   * after the other becomes another noise of the same power, and the two runs drift apart.
   */
  private static final double FREE = 1e-3;

  private static final int EARLY = 16;

  /** Free-running, in the layers behind them, while noise is small against the signal. */
  private static final double DRIFT = 5e-2;

  private static final double SMALL = 0.02;

  private static final double CODES = 1e-5;

  private final Path directory;
  private final double[] immediate;
  private final double[] free;
  private final int width;

  private Parity(Path directory) throws IOException {
    this.directory = directory;
    this.immediate = Npy.read(directory.resolve("immediate.npy")).doubles();
    this.free = Npy.read(directory.resolve("free.npy")).doubles();
    this.width = Npy.read(directory.resolve("w-1.npy")).shape()[0];
  }

  /**
   * Compares all layers.
   *
   * @return how far both are apart, in a sentence
   * @throws Different if that is too far
   */
  static String of(Path directory) throws IOException {
    Parity parity = new Parity(directory);
    return parity.layers() + ", " + parity.run();
  }

  /** Two programs do not compute the same. */
  static final class Different extends RuntimeException {
    private static final long serialVersionUID = 1;

    Different(String message) {
      super(message);
    }
  }

  private float[] floats(String name, int layer) throws IOException {
    return Npy.read(directory.resolve(name + "-" + layer + ".npy")).floats();
  }

  // ---------------------------------------------------------------- layer by layer

  private String layers() throws IOException {
    DeepNetwork network = Network.of(width, immediate.length);
    double worst = 0;
    long different = 0;
    long codes = 0;
    for (int n = 1; n <= immediate.length; n++) {
      GivenLayer layer = GivenLayer.of(network, n, floats("x", n), floats("w", n));
      worst = Math.max(worst, Math.abs(layer.immediateNsr() / immediate[n - 1] - 1));
      different += different(layer.inputCodes(), "x-codes", n);
      different += different(layer.weightCodes(), "w-codes", n);
      codes += layer.inputCodes().length + layer.weightCodes().length;
    }
    require(
        worst <= IMMEDIATE, "immediate noise differs by %.2g, more than %.2g", worst, IMMEDIATE);
    double share = (double) different / codes;
    require(share < CODES, "of all codes %.2g differ, not less than %.2g", share, CODES);
    return String.format(
        Locale.ROOT,
        "%d layers of width %d: immediate noise within %.1g <= %.0e, %d of %d codes differ",
        immediate.length,
        width,
        worst,
        IMMEDIATE,
        different,
        codes);
  }

  private long different(int[] mine, String name, int layer) throws IOException {
    long[] others = Npy.read(directory.resolve(name + "-" + layer + ".npy")).longs();
    if (others.length != mine.length) {
      throw new Different(name + " must have " + mine.length + " codes, got " + others.length);
    }
    long different = 0;
    for (int i = 0; i < mine.length; i++) {
      different += mine[i] == others[i] ? 0 : 1;
    }
    return different;
  }

  // ---------------------------------------------------------------- the whole network

  private String run() throws IOException {
    DeepNetwork network = Network.of(width, free.length);
    float[] start = Npy.read(directory.resolve("start.npy")).floats();
    int batch = start.length / width;
    double[] noise =
        Network.noise(
            Network.finish(new DepthRun(network, DepthRun.Setting.of(batch, 1, 1), files(start))));
    double early = 0;
    double drift = 0;
    for (int n = 0; n < noise.length && free[n] < SMALL; n++) {
      double difference = Math.abs(noise[n] / free[n] - 1);
      drift = Math.max(drift, difference);
      early = n < EARLY ? drift : early;
    }
    require(early <= FREE, "free-running noise differs by %.2g, more than %.2g", early, FREE);
    require(drift <= DRIFT, "free-running noise drifts by %.2g, more than %.2g", drift, DRIFT);
    return String.format(
        Locale.ROOT,
        "free-running within %.1g <= %.0e in the first %d, within %.1g while below %.2f",
        early,
        FREE,
        EARLY,
        drift,
        SMALL);
  }

  private Weights files(float[] start) {
    return new Weights() {
      @Override
      public void input(int run, float[] out) {
        System.arraycopy(start, 0, out, 0, out.length);
      }

      @Override
      public void layer(int run, int number, float[] out) {
        read("w", number, out);
      }
    };
  }

  private void read(String name, int layer, float[] out) {
    try {
      System.arraycopy(floats(name, layer), 0, out, 0, out.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new Different(String.format(Locale.ROOT, message, values));
    }
  }
}
