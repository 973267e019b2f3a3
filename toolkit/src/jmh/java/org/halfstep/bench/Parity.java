package org.halfstep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.halfstep.data.Npy;
import org.halfstep.propagate.DeepNetwork;
import org.halfstep.propagate.DepthRun;
import org.halfstep.propagate.GivenLayer;
import org.halfstep.propagate.Weights;

/**
 * The network once more, with the inputs and weights that another program wrote as .npy files: x-n
 * and w-n of layer n, [sample, neuron] and [in, out], the codes of both after rounding, and start,
 * the samples of a free run. For each layer it writes noise over signal: fed with x-n (immediate),
 * running freely from start (free), and from its first samples, as many as neurons (ordered).
 */
final class Parity {

  private final Path directory;
  private final int width;
  private final DeepNetwork network;

  private Parity(Path directory) throws IOException {
    this.directory = directory;
    this.width = Npy.read(directory.resolve("w-1.npy")).shape()[0];
    int layers = (int) (Files.size(directory.resolve("free.f64")) / Double.BYTES);
    this.network = Network.of(width, layers);
  }

  /** Writes java-immediate, java-free, java-ordered, and java-codes: those that differ, and all. */
  static void write(Path directory) throws IOException {
    Parity parity = new Parity(directory);
    parity.layers();
    float[] start = Npy.read(directory.resolve("start.npy")).floats();
    Raw.write(directory, "java-free", parity.run(start));
    Raw.write(
        directory, "java-ordered", parity.run(Arrays.copyOf(start, parity.width * parity.width)));
  }

  private float[] floats(String name, int layer) throws IOException {
    return Npy.read(directory.resolve(name + "-" + layer + ".npy")).floats();
  }

  private void layers() throws IOException {
    double[] immediate = new double[network.depth()];
    long different = 0;
    long codes = 0;
    for (int n = 1; n <= immediate.length; n++) {
      GivenLayer layer = GivenLayer.of(network, n, floats("x", n), floats("w", n));
      immediate[n - 1] = layer.immediateNsr();
      different += different(layer.inputCodes(), "x-codes", n);
      different += different(layer.weightCodes(), "w-codes", n);
      codes += layer.inputCodes().length + layer.weightCodes().length;
    }
    Raw.write(directory, "java-immediate", immediate);
    Raw.write(directory, "java-codes", new long[] {different, codes});
  }

  private long different(int[] mine, String name, int layer) throws IOException {
    long[] others = Npy.read(directory.resolve(name + "-" + layer + ".npy")).longs();
    if (others.length != mine.length) {
      throw new IOException(name + " must have " + mine.length + " codes, got " + others.length);
    }
    long different = 0;
    for (int i = 0; i < mine.length; i++) {
      different += mine[i] == others[i] ? 0 : 1;
    }
    return different;
  }

  private double[] run(float[] start) {
    DepthRun.Setting setting = DepthRun.Setting.of(start.length / width, 1, 1);
    return Network.noise(Network.finish(new DepthRun(network, setting, files(start))));
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
}
