package org.halfstep.calibrate;

import org.halfstep.observe.TorchHistogram;

/**
 * What PyTorch 2.15 chooses ({@code torch/ao/quantization/observer.py}). Min-max is {@link
 * org.halfstep.observe.RunningMinMax} and {@link org.halfstep.observe.ChannelMinMax}, moving
 * averages {@link org.halfstep.observe.MovingAverageMinMax}, scale and zero point {@link
 * ScaleRule#PYTORCH}.
 */
public final class PyTorch {

  /** float32's machine epsilon, an observer's {@code eps} by default. */
  public static final float EPS = 0x1p-23f;

  private static final double STEP = 1e-5;

  private PyTorch() {}

  /**
   * Returns scale and zero point as {@code _calculate_qparams} does, with all of an observer's
   * options. {@link ScaleRule#PYTORCH} has the defaults.
   *
   * @param range the range
   * @param codes quant_min and quant_max
   * @param symmetric {@code per_tensor_symmetric}: codes without a sign have the zero point 128
   *     ({@code reduce_range} is refused for them there)
   * @param custom whether quant_min and quant_max were given: then the zero point of symmetric
   *     codes without a sign is {@code (quant_min + quant_max) // 2}, 127 for 0..255
   * @param eps the least scale, positive
   * @return the map
   * @throws IllegalArgumentException if eps is not positive and finite
   */
  public static Affine affine(
      Clip range, CodeRange codes, boolean symmetric, boolean custom, float eps) {
    if (!(eps > 0 && eps < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("eps must be positive and finite, got " + eps);
    }
    Clip held = range.withZero();
    float steps = codes.steps();
    if (symmetric) {
      double zero = codes.lowest() < 0 ? 0 : custom ? codes.highest() / 2 : 128;
      return new Affine(Math.max(held.size() / (steps / 2), eps), zero);
    }
    float scale = Math.max((held.hi() - held.lo()) / steps, eps);
    double zero = codes.lowest() - Math.rint(held.lo() / scale);
    return new Affine(scale, Math.clamp(zero, codes.lowest(), codes.highest()));
  }

  /**
   * Returns {@code HistogramObserver}'s range: from all of the histogram, the side that a step of
   * 1e-5 in the quantile moves by more bins is cut, until the squared error grows. The error is
   * that of 256 equal cells with counts spread evenly over their bins, in floats as there but
   * summed in double.
   *
   * @param seen the histogram, 2048 bins by default there
   * @return the range
   * @throws IllegalArgumentException if nothing was counted
   */
  public static Clip leastSquares(TorchHistogram seen) {
    return leastSquares(seen, 256);
  }

  /**
   * Returns {@code HistogramObserver}'s range for another number of cells.
   *
   * @param seen the histogram
   * @param cells how many codes its type has, at least 2
   * @return the range
   * @throws IllegalArgumentException if nothing was counted or cells is below 2
   */
  public static Clip leastSquares(TorchHistogram seen, int cells) {
    if (seen.count() == 0 || cells < 2) {
      throw new IllegalArgumentException(
          "a search needs counts and 2 cells, got " + seen.count() + " and " + cells);
    }
    return seen.min() == seen.max()
        ? new Clip(seen.min(), seen.max())
        : new Search(seen, cells).run();
  }

  /** One greedy search. */
  private static final class Search {
    private final float[] counts;
    private final float[] running;
    private final int cells;
    private final float min;
    private final float max;
    private final double width;

    Search(TorchHistogram seen, int cells) {
      this.counts = seen.counts();
      this.cells = cells;
      this.min = seen.min();
      this.max = seen.max();
      this.width = ((double) max - min) / counts.length;
      this.running = new float[counts.length];
      double sum = 0;
      for (int i = 0; i < counts.length; i++) {
        sum += counts[i];
        running[i] = (float) sum;
      }
    }

    Clip run() {
      double total = running[counts.length - 1];
      double alpha = 0;
      double beta = 1;
      int start = 0;
      int end = counts.length - 1;
      double least = Double.POSITIVE_INFINITY;
      while (alpha < beta) {
        int left = start;
        while (left < end && running[left] < (float) ((alpha + STEP) * total)) {
          left++;
        }
        int right = end;
        while (right > start && running[right] > (float) ((beta - STEP) * total)) {
          right--;
        }
        boolean moveLeft = left - start > end - right;
        alpha += moveLeft ? STEP : 0;
        beta -= moveLeft ? 0 : STEP;
        int nextStart = moveLeft ? left : start;
        int nextEnd = moveLeft ? end : right;
        if (nextStart != start || nextEnd != end) {
          double error = error(nextStart, nextEnd);
          if (error > least) {
            break;
          }
          least = error;
          start = nextStart;
          end = nextEnd;
        }
      }
      float step = (max - min) / counts.length;
      return new Clip(min + step * start, min + step * (end + 1));
    }

    private double error(int start, int end) {
      double cell = width * (end - start + 1) / cells;
      float half = (float) (cell / 2);
      float inner = cube(half) - cube(-half);
      double sum = 0;
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] != 0) {
          float from = (i - start) * (float) width;
          float to = from + (float) width;
          float first = cellOf(from, cell);
          float last = cellOf(to, cell);
          float left = from - (first + 0.5f) * (float) cell;
          float right = to - (last * (float) cell + half);
          float density = counts[i] / (float) width;
          float parts =
              cube(half) - cube(left) + (last - first - 1) * inner + cube(right) + cube(half);
          sum += density * parts / 3;
        }
      }
      return sum;
    }

    private float cellOf(float x, double cell) {
      if (x < 0) {
        return 0;
      }
      float size = (float) cell;
      float quotient = (x - x % size) / size; // torch.div's floor
      float floor = (float) Math.floor(quotient);
      return Math.min(quotient - floor > 0.5f ? floor + 1 : floor, cells - 1f);
    }

    private static float cube(float x) {
      return x * x * x;
    }
  }
}
