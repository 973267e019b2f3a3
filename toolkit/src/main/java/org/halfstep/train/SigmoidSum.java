package org.halfstep.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.halfstep.grid.Grid;

/**
 * Quantization Networks (Yang et al. 2019): a sum of sigmoids that a temperature sharpens into a
 * staircase.
 *
 * <p>{@code value(x) = output (sum_i gap_i sigma(u_i) - o)}, {@code u_i = T (input x - bias_i)}.
 * For weights {@code o = sum gap_i / 2}, which centres the levels; for activations o = 0. Training
 * uses this soft value and raises T from epoch to epoch; inference uses unit steps, {@link #grid}.
 * The slopes are those of the value; {@link Backward#AS_CODED} has those of the published code.
 *
 * <p>Parameters: output, input (unless {@link #holdingInput held}), biases; with {@link
 * #learningGaps} the gaps too.
 */
public final class SigmoidSum implements Surrogate {

  /** Which derivative of a sigmoid step the backward pass takes. */
  public enum Backward {
    /** The derivative of the value, {@code gap sigma (1 - sigma) T}. */
    TRUE,
    /**
     * Published code for activations: {@code g (1 - g) T}, {@code g = gap sigma}, equal to the true
     * one for gaps of 1 alone, and u held within -10 and 10.
     */
    AS_CODED
  }

  /** Beyond this |u| a sigmoid is 0 or 1 to the last digit. */
  private static final double FAR = 37;

  /** Published code holds the exponent within these bounds. */
  private static final double CODED = 10;

  /** Where a sigmoid bends, in units of 1 / (T input): quadrature looks closer there. */
  private static final double[] BENDS = {-24, -8, -2, 2, 8, 24};

  private final double output;
  private final double input;
  private final double[] biases;
  private final double[] gaps;
  private final boolean centred;
  private final boolean learnsInput;
  private final boolean learnsGaps;
  private final double temperature;
  private final Backward backward;

  private SigmoidSum(
      double[] scales,
      double[] biases,
      double[] gaps,
      boolean centred,
      boolean learnsInput,
      boolean learnsGaps,
      double temperature,
      Backward backward) {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "temperature must be positive and finite, got " + temperature);
    }
    DoubleStream numbers = Stream.of(scales, biases, gaps).flatMapToDouble(Arrays::stream);
    if (!numbers.allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "scales, biases and gaps must be finite, got %s, %s and %s"
              .formatted(Arrays.toString(scales), Arrays.toString(biases), Arrays.toString(gaps)));
    }
    this.output = scales[0];
    this.input = scales[1];
    this.biases = biases;
    this.gaps = gaps;
    this.centred = centred;
    this.learnsInput = learnsInput;
    this.learnsGaps = learnsGaps;
    this.temperature = temperature;
    this.backward = backward;
  }

  /**
   * Returns the soft form of weights' levels: centred, output and input scale 1.
   *
   * @param grid levels, whose differences are the gaps, and thresholds, which are the biases
   * @param temperature how sharp, positive
   * @return the quantizer; with equal outermost magnitudes it tends to the grid
   * @throws IllegalArgumentException if the temperature is not positive and finite
   */
  public static SigmoidSum weights(Grid grid, double temperature) {
    return of(grid, true, temperature);
  }

  /**
   * Returns the soft form of activations' levels, the lowest of which is 0.
   *
   * @param grid levels, whose differences are the gaps, and thresholds, which are the biases
   * @param temperature how sharp, positive
   * @return the quantizer
   * @throws IllegalArgumentException if the lowest level is not 0, or the temperature not positive
   */
  public static SigmoidSum activations(Grid grid, double temperature) {
    if (grid.level(0) != 0) {
      throw new IllegalArgumentException("the lowest level must be 0, got " + grid.level(0));
    }
    return of(grid, false, temperature);
  }

  private static SigmoidSum of(Grid grid, boolean centred, double temperature) {
    double[] biases = StraightThrough.thresholds(grid).toArray();
    double[] gaps = new double[biases.length];
    Arrays.setAll(gaps, i -> grid.level(i + 1) - grid.level(i));
    return new SigmoidSum(
        new double[] {1, 1}, biases, gaps, centred, true, false, temperature, Backward.TRUE);
  }

  /**
   * Returns the published first scale of the input, {@code (5/4) top / max|x|}; the output's is its
   * reciprocal.
   *
   * @param top the highest level
   * @param max the largest magnitude of the tensor, positive
   * @return the scale
   * @throws IllegalArgumentException if the largest magnitude is not positive and finite
   */
  public static double startingInput(double top, double max) {
    if (!(max > 0 && max < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the largest magnitude must be positive and finite, got " + max);
    }
    return 1.25 * top / max;
  }

  /**
   * Returns this sum at another temperature.
   *
   * @param t how sharp, positive
   * @return the quantizer
   */
  public SigmoidSum temperature(double t) {
    return new SigmoidSum(scales(), biases, gaps, centred, learnsInput, learnsGaps, t, backward);
  }

  /**
   * Returns this sum with the gaps among the parameters.
   *
   * @return the quantizer, which can become any grid
   */
  public SigmoidSum learningGaps() {
    return new SigmoidSum(
        scales(), biases, gaps, centred, learnsInput, true, temperature, backward);
  }

  /**
   * Returns this sum with the scale of the input no longer among the parameters.
   *
   * <p>{@code T input} is the true sharpness: a scale that learns can undo a rising T, and under
   * the squared error it does, because a soft sum comes closer to x than any staircase.
   *
   * @return the quantizer
   */
  public SigmoidSum holdingInput() {
    return new SigmoidSum(
        scales(), biases, gaps, centred, false, learnsGaps, temperature, backward);
  }

  /**
   * Returns this sum with a choice of backward pass.
   *
   * @param choice which derivative
   * @return the quantizer
   */
  public SigmoidSum backward(Backward choice) {
    return new SigmoidSum(
        scales(), biases, gaps, centred, learnsInput, learnsGaps, temperature, choice);
  }

  /**
   * Returns how sharp the sum is.
   *
   * @return T
   */
  public double temperature() {
    return temperature;
  }

  private double[] scales() {
    return new double[] {output, input};
  }

  private double exponent(double x, int i) {
    double u = temperature * (input * x - biases[i]);
    return backward == Backward.AS_CODED ? Math.clamp(u, -CODED, CODED) : u;
  }

  private static double sigmoid(double u) {
    if (Math.abs(u) > FAR) {
      return u > 0 ? 1 : 0;
    }
    return 1 / (1 + StrictMath.exp(-u));
  }

  /** gap_i d sigma / d u, or what stands for it. */
  private double rise(double sigma, int i) {
    double g = backward == Backward.AS_CODED ? gaps[i] : 1;
    return gaps[i] * sigma * (1 - g * sigma);
  }

  /** The sum in brackets. */
  private double bracket(double x) {
    double sum = 0;
    for (int i = 0; i < gaps.length; i++) {
      sum += gaps[i] * (sigmoid(exponent(x, i)) - (centred ? 0.5 : 0));
    }
    return sum;
  }

  @Override
  public double value(double x) {
    return output * bracket(x);
  }

  @Override
  public double slope(double x) {
    double sum = 0;
    for (int i = 0; i < gaps.length; i++) {
      sum += rise(sigmoid(exponent(x, i)), i);
    }
    return output * temperature * input * sum;
  }

  @Override
  public double[] slopes(double x) {
    double[] byBias = new double[gaps.length];
    double[] byGap = new double[gaps.length];
    double byOutput = 0;
    double byInput = 0;
    for (int i = 0; i < gaps.length; i++) {
      double sigma = sigmoid(exponent(x, i));
      double centre = sigma - (centred ? 0.5 : 0);
      double rise = output * temperature * rise(sigma, i);
      byOutput += gaps[i] * centre;
      byInput += x * rise;
      byBias[i] = -rise;
      byGap[i] = output * centre;
    }
    return learned(byOutput, byInput, byBias, byGap);
  }

  /** One number for each thing that learns, in the order of the parameters. */
  private double[] learned(double ofOutput, double ofInput, double[] ofBias, double[] ofGap) {
    int from = learnsInput ? 2 : 1;
    int n = ofBias.length;
    double[] all = new double[from + (learnsGaps ? 2 * n : n)];
    all[from - 1] = ofInput;
    all[0] = ofOutput;
    System.arraycopy(ofBias, 0, all, from, n);
    if (learnsGaps) {
      System.arraycopy(ofGap, 0, all, from + n, n);
    }
    return all;
  }

  @Override
  public double[] parameters() {
    return learned(output, input, biases, gaps);
  }

  @Override
  public SigmoidSum with(double... p) {
    int from = learnsInput ? 2 : 1;
    int n = biases.length;
    Surrogate.checked(from + (learnsGaps ? 2 * n : n), p);
    return new SigmoidSum(
        new double[] {p[0], learnsInput ? p[1] : input},
        Arrays.copyOfRange(p, from, from + n),
        learnsGaps ? Arrays.copyOfRange(p, from + n, from + 2 * n) : gaps,
        centred,
        learnsInput,
        learnsGaps,
        temperature,
        backward);
  }

  @Override
  public double[] breaks() {
    double unit = 1 / (temperature * input);
    return Arrays.stream(biases)
        .map(b -> b / input)
        .flatMap(t -> Arrays.stream(BENDS).map(bend -> t + bend * unit))
        .toArray();
  }

  /**
   * Returns the staircase of unit steps that inference uses; x at a threshold stays below it.
   *
   * @return the grid, its steps in the order of their thresholds
   * @throws IllegalArgumentException if the scale of the input is not positive, two thresholds are
   *     equal or a step does not go up
   */
  @Override
  public Grid grid() {
    if (!(input > 0)) {
      throw new IllegalArgumentException(
          "a staircase must have a positive scale of the input, got " + input);
    }
    int[] order =
        IntStream.range(0, gaps.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> biases[i] / input))
            .mapToInt(i -> i)
            .toArray();
    double[] levels = new double[gaps.length + 1];
    double[] t = new double[gaps.length];
    levels[0] = centred ? -0.5 * output * Arrays.stream(gaps).sum() : 0;
    for (int i = 0; i < t.length; i++) {
      levels[i + 1] = levels[i] + output * gaps[order[i]];
      t[i] = biases[order[i]] / input;
    }
    return Grid.of(levels).thresholds(t, new boolean[t.length]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigmoidSum that
        && Arrays.equals(everything(), that.everything())
        && backward == that.backward;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(everything());
  }

  private double[] everything() {
    double[] settings = {
      output, input, temperature, centred ? 1 : 0, learnsInput ? 1 : 0, learnsGaps ? 1 : 0
    };
    return Stream.of(settings, biases, gaps).flatMapToDouble(Arrays::stream).toArray();
  }

  @Override
  public String toString() {
    return "SigmoidSum[T=" + temperature + ", " + Arrays.toString(parameters()) + "]";
  }
}
