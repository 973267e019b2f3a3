package org.halfstep.propagate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Simulates a deep network beside its quantized twin, with several sets of weights.
 *
 * <p>Weights come from Philox, addressed by (seed + run, layer, position): nothing is stored, and
 * the bits of every result are the same for any number of threads. Runs are computed side by side,
 * and layers in parts if there are more threads than runs.
 *
 * <p>{@link #finish} can be interrupted, in a notebook by the stop button; the state between two
 * layers is kept, and the next call goes on from there to the same bits. Not thread-safe.
 *
 * {@snippet :
 * DeepNetwork net = DeepNetwork.reference(256, 128, Activation.RELU, Normalization.SAMPLE_RMS, 8);
 * DepthCurve curve = new DepthRun(net, DepthRun.Setting.of(64, 8, 1)).finish();
 * double slope = curve.nsr(16).mean() / 16;
 * }
 */
public final class DepthRun {

  /** Beside arrays, a run needs room for results and for what the libraries take. */
  private static final long ROOM = 16L << 20;

  /**
   * How a network is run.
   *
   * @param batch the number of samples, at least 1
   * @param seeds the number of independent sets of weights and inputs, at least 1
   * @param seed that of the first set; the others follow it
   * @param threads how many processors to use at most, at least 1
   * @param parts whether to measure immediate, accumulated and cross errors and what tells samples
   *     apart, at twice the cost
   * @param bins of a histogram of the noise in every layer; 0 for none
   */
  public record Setting(int batch, int seeds, long seed, int threads, boolean parts, int bins) {

    /** Checks the numbers. */
    public Setting {
      check("batch", batch);
      check("seeds", seeds);
      check("threads", threads);
      if (bins < 0 || bins > 65536) {
        throw new IllegalArgumentException("bins must be in 0..65536, got " + bins);
      }
    }

    private static void check(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1, got " + value);
      }
    }

    /**
     * Returns a setting with all processors, without parts and histograms.
     *
     * @param batch the number of samples, at least 1
     * @param seeds the number of independent sets of weights and inputs, at least 1
     * @param seed that of the first set
     * @return the setting
     */
    public static Setting of(int batch, int seeds, long seed) {
      int processors = Runtime.getRuntime().availableProcessors();
      return new Setting(batch, seeds, seed, processors, false, 0);
    }

    /**
     * Returns the setting with another number of threads.
     *
     * @param count at least 1
     * @return the setting
     */
    public Setting threads(int count) {
      return new Setting(batch, seeds, seed, count, parts, bins);
    }

    /**
     * Returns the setting that measures the parts of the error, too.
     *
     * @return the setting
     */
    public Setting withParts() {
      return new Setting(batch, seeds, seed, threads, true, bins);
    }

    /**
     * Returns the setting that counts the noise of every layer in bins, too.
     *
     * @param count the number of bins, at least 1
     * @return the setting
     */
    public Setting withHistograms(int count) {
      check("bins", count);
      return new Setting(batch, seeds, seed, threads, parts, count);
    }
  }

  /** Is told how far a run has come. */
  @FunctionalInterface
  public interface Progress {

    /**
     * Takes note; called by the thread that finished a layer, one call at a time.
     *
     * @param layers how many layers are done, over all sets of weights
     * @param of how many there are
     */
    void done(long layers, long of);
  }

  private final DeepNetwork network;
  private final Setting setting;
  private final Weights given;
  private final Deque<Twins> paused = new ArrayDeque<>();
  private final Deque<Twins.Buffers> spare = new ArrayDeque<>();
  private final TreeMap<Integer, List<LayerNoise>> finished = new TreeMap<>();
  private final long[][] counts;
  private int started;
  private long layersDone;
  private volatile boolean stop;
  private RuntimeException failure;

  /**
   * Prepares a run with the network's own weights.
   *
   * @param network what to simulate
   * @param setting how
   * @throws IllegalArgumentException if it needs more memory than there is
   */
  public DepthRun(DeepNetwork network, Setting setting) {
    this(network, setting, null);
  }

  /**
   * Prepares a run with given weights and inputs.
   *
   * @param network what to simulate
   * @param setting how; its seed has no effect
   * @param given where they come from, or null for the network's own law
   * @throws IllegalArgumentException if it needs more memory than there is
   */
  public DepthRun(DeepNetwork network, Setting setting, Weights given) {
    this.network = network;
    this.setting = setting;
    this.given = given;
    checkMemory();
    this.counts = new long[setting.bins() > 0 ? network.depth() : 0][setting.bins()];
  }

  private void checkMemory() {
    long values = (long) setting.batch() * network.width();
    if (values > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("batch x width must be at most 2147483639, got " + values);
    }
    long need = bytes() + ROOM + 8L * network.depth() * (setting.bins() + 10L * setting.seeds());
    long there = free(need);
    if (need > there) {
      throw new IllegalArgumentException(
          "a run must fit into memory: it needs at least "
              + (need >> 20)
              + " MB, and "
              + (there >> 20)
              + " MB of the heap are free; take a smaller width or batch, or a larger heap (-Xmx,"
              + " HALFSTEP_HEAP)");
    }
  }

  /** The free part of the heap: garbage counts as used unless the part wanted takes its room. */
  private static long free(long wanted) {
    long there = free();
    if (there < wanted) {
      System.gc();
      there = free();
    }
    return there;
  }

  private static long free() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
  }

  /** The arrays of one set of weights, with the sums of its rows. */
  private long bytes() {
    return Twins.Buffers.bytes(network.width(), setting.batch(), setting.parts())
        + 8L * (1 + LayerNoise.PARTS) * setting.batch();
  }

  /**
   * Runs what is left to run.
   *
   * @return the curve of all runs
   * @throws InterruptedException if the thread is interrupted; all finished layers are kept, and
   *     another call continues
   * @throws ArithmeticException if the activation gives NaN or infinity (layer and value are
   *     named), or the signal overflows; this run cannot go on
   */
  public DepthCurve finish() throws InterruptedException {
    return finish((layers, of) -> {});
  }

  /**
   * Runs what is left to run.
   *
   * @param progress is told about every finished layer
   * @return the curve of all runs
   * @throws InterruptedException if the thread is interrupted; all finished layers are kept, and
   *     another call continues
   * @throws ArithmeticException if the activation gives NaN or infinity (layer and value are
   *     named), or the signal overflows; this run cannot go on
   */
  public DepthCurve finish(Progress progress) throws InterruptedException {
    if (failure != null) {
      throw failure;
    }
    stop = false;
    int lanes = lanes();
    int each = Math.max(1, setting.threads() / lanes);
    try (ExecutorService pool = Executors.newFixedThreadPool(lanes, DepthRun::daemon)) {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < lanes; i++) {
        work.add(pool.submit(() -> lane(each, progress)));
      }
      await(work);
    }
    return curve();
  }

  private static Thread daemon(Runnable work) {
    return Thread.ofPlatform().daemon().name("halfstep-depth").unstarted(work);
  }

  /** Whatever happens, lanes stop at the end of their layer before the pool is closed. */
  private void await(List<Future<?>> work) throws InterruptedException {
    try {
      for (Future<?> w : work) {
        w.get();
      }
    } catch (ExecutionException e) {
      failure =
          e.getCause() instanceof RuntimeException known
              ? known
              : new IllegalStateException("a run could not go on: " + e.getCause(), e.getCause());
      throw failure;
    } finally {
      stop = true;
    }
  }

  /** As many sets of weights at once as threads and memory allow. */
  private int lanes() {
    int left = Math.max(1, setting.seeds() - finished.size());
    int wanted = Math.min(left, setting.threads());
    int more = Math.max(0, wanted - paused.size() - spare.size());
    long fitting = (free(ROOM + more * bytes()) - ROOM) / bytes();
    return (int) Math.max(1, wanted - Math.max(0, more - Math.max(0, fitting)));
  }

  private void lane(int threads, Progress progress) {
    for (Twins twins = claim(); twins != null; twins = claim()) {
      while (!twins.finished()) {
        if (stop) {
          pause(twins);
          return;
        }
        try {
          twins.layer(threads);
        } catch (RuntimeException | Error e) {
          stop = true; // the other lanes need not go on
          throw e;
        }
        tell(progress);
      }
      keep(twins);
    }
  }

  private Twins claim() {
    Twins.Buffers buffers;
    int run;
    synchronized (this) {
      if (stop) {
        return null;
      }
      if (!paused.isEmpty()) {
        return paused.pop();
      }
      if (started == setting.seeds()) {
        return null;
      }
      run = started++;
      buffers = spare.poll();
    }
    if (buffers == null) {
      buffers = new Twins.Buffers(network.width(), setting.batch(), setting.parts());
    }
    return new Twins(network, setting, run, given, buffers);
  }

  private synchronized void pause(Twins twins) {
    paused.add(twins);
  }

  private synchronized void tell(Progress progress) {
    layersDone++;
    progress.done(layersDone, (long) setting.seeds() * network.depth());
  }

  private synchronized void keep(Twins twins) {
    finished.put(twins.run(), List.copyOf(twins.layers()));
    for (int n = 0; n < counts.length; n++) {
      long[] more = twins.histograms().get(n);
      long[] all = counts[n];
      Arrays.setAll(all, i -> all[i] + more[i]);
    }
    spare.push(twins.buffers());
  }

  /**
   * Returns what the runs that are finished have measured.
   *
   * @return the curve; without runs if none is finished
   */
  public DepthCurve curve() {
    List<NoiseHistogram> histograms = new ArrayList<>();
    for (int n = 0; n < counts.length; n++) {
      histograms.add(new NoiseHistogram(n + 1, counts[n]));
    }
    return new DepthCurve(network, List.copyOf(finished.values()), histograms);
  }
}
