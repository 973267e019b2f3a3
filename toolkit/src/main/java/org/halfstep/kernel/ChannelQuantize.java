package org.halfstep.kernel;

/**
 * Quantizes an array whose values have different scales and zero points, by channel or by group:
 * each value as the {@link Quantize} of its channel does.
 *
 * <p><b>Channels.</b> The array is seen as [outer, channel, inner]: {@code inner} values of a
 * channel lie side by side, then those of the next channel follow, and after the last channel the
 * first comes again. So any axis can be the channel: inner is the product of the lengths of the
 * axes after it, 1 if it is the last. A factory returns the quantizer for inner = 1.
 *
 * <p><b>Groups.</b> The array is seen as rows, and each {@code size} consecutive values of a row
 * are a group with a scale of its own; the last group of a row is shorter if the row's length is no
 * multiple of the size. No group crosses the end of a row. Scales are in the order of the groups.
 *
 * <p>Arithmetic, NaN, infinities and the packing of codes are as {@link FakeQuantize} and {@link
 * Quantize} say. An array holds whole sets of channels or groups. Large arrays are shared by all
 * processors, or by as many {@link #threads} as asked for. Immutable, safe to share between
 * threads. Used by {@code observe.ChannelMinMax}.
 */
public final class ChannelQuantize {

  private final Quantize[] rules;

  /** Values side by side with one rule. */
  private final int run;

  /** Values after which a run ends even if it is not full. */
  private final int row;

  /** Rules in a row. */
  private final int perRow;

  /** Null until it is asked for; whoever comes first makes it, and all make the same. */
  private Pattern pattern;

  private final int threads;

  private ChannelQuantize(Quantize[] rules, int run, int row, int threads) {
    this.rules = rules;
    this.run = run;
    this.row = row;
    this.perRow = (row - 1) / run + 1;
    this.threads = threads;
  }

  /**
   * Returns the quantizer that divides by the scales, as ONNX QuantizeLinear does.
   *
   * @param scales the step of each channel or group, positive normal floats with normal
   *     reciprocals, at least one; not modified
   * @param zeros the code of 0 in each; not modified
   * @param qmin the lowest code, at least -32768
   * @param qmax the highest code, at most 32767, or 65535 if qmin is not negative
   * @return the quantizer of channels with inner = 1
   * @throws IllegalArgumentException if an argument is out of range, or the lengths differ
   */
  public static ChannelQuantize dividing(float[] scales, int[] zeros, int qmin, int qmax) {
    return of(scales, zeros, qmin, qmax, Quantize::dividing);
  }

  /**
   * Returns the quantizer that multiplies by the rounded reciprocals of the scales, as PyTorch and
   * TensorRT do.
   *
   * @param scales the step of each channel or group, positive normal floats with normal
   *     reciprocals, at least one; not modified
   * @param zeros the code of 0 in each; not modified
   * @param qmin the lowest code, at least -32768
   * @param qmax the highest code, at most 32767, or 65535 if qmin is not negative
   * @return the quantizer of channels with inner = 1
   * @throws IllegalArgumentException if an argument is out of range, or the lengths differ
   */
  public static ChannelQuantize multiplying(float[] scales, int[] zeros, int qmin, int qmax) {
    return of(scales, zeros, qmin, qmax, Quantize::multiplying);
  }

  private interface Factory {
    Quantize of(float scale, int zero, int qmin, int qmax);
  }

  private static ChannelQuantize of(
      float[] scales, int[] zeros, int qmin, int qmax, Factory factory) {
    if (scales.length == 0 || scales.length != zeros.length) {
      throw new IllegalArgumentException(
          "there must be as many zero points as scales, at least one, got "
              + zeros.length
              + " and "
              + scales.length);
    }
    Quantize[] rules = new Quantize[scales.length];
    for (int i = 0; i < rules.length; i++) {
      try {
        rules[i] = factory.of(scales[i], zeros[i], qmin, qmax);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(e.getMessage() + " in channel " + i, e);
      }
    }
    return new ChannelQuantize(rules, 1, rules.length, Crew.ALL);
  }

  /**
   * Returns this quantizer for channels whose values lie side by side in runs.
   *
   * @param inner the length of a run, at least 1
   * @return the quantizer of arrays [outer, channel, inner]
   * @throws IllegalArgumentException if inner is below 1, or a set of channels has 2^31 values
   */
  public ChannelQuantize channels(int inner) {
    check("inner", inner);
    if ((long) inner * rules.length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "channels must have less than 2^31 values, got " + rules.length + " times " + inner);
    }
    return new ChannelQuantize(rules, inner, inner * rules.length, threads);
  }

  /**
   * Returns this quantizer for groups.
   *
   * @param size the values of a group, at least 1
   * @param length the values of a row, at least 1; of the array, if groups run through all of it
   * @return the quantizer of rows that have {@code ceil(length / size)} groups each
   * @throws IllegalArgumentException if an argument is below 1, or the scales are not those of
   *     whole rows
   */
  public ChannelQuantize groups(int size, int length) {
    check("size", size);
    check("length", length);
    ChannelQuantize made = new ChannelQuantize(rules, size, length, threads);
    if (rules.length % made.perRow != 0) {
      throw new IllegalArgumentException(
          "scales must be a multiple of "
              + made.perRow
              + ", the groups in a row, got "
              + rules.length);
    }
    return made;
  }

  /**
   * Returns the same quantizer with another number of threads for large arrays; all processors are
   * the default, and no result depends on it.
   *
   * @param count how many parts are done at once at most, at least 1
   * @return the quantizer
   * @throws IllegalArgumentException if count is less than 1
   */
  public ChannelQuantize threads(int count) {
    Crew.checkThreads(count);
    return new ChannelQuantize(rules, run, row, count);
  }

  private static void check(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }

  /** Values after which the rules begin anew. */
  long period() {
    return (long) (rules.length / perRow) * row;
  }

  int run() {
    return run;
  }

  Quantize rule(int i) {
    return rules[i];
  }

  /** The pattern of short runs, kept if it is not too long. */
  Pattern pattern(int length) {
    Pattern made = pattern;
    if (made == null) {
      made = Pattern.whole(this);
      pattern = made;
    }
    return made == null ? Pattern.part(this, length) : made;
  }

  /** The index of the rule of value i. */
  private int index(long i) {
    long j = i % period();
    return (int) (j / row) * perRow + (int) (j % row) / run;
  }

  /** Values from i on with the same rule. */
  private int left(long i) {
    int j = (int) (i % row);
    return Math.min(run - j % run, row - j);
  }

  /** What is done to n values from number at on, which have the rule of that index. */
  interface Part {
    void take(int rule, int at, int n);
  }

  /** Calls for each run in a range, with the values counted from the range's begin. */
  void runs(long from, int length, Part part) {
    int n;
    int rule = length == 0 ? 0 : index(from);
    for (int at = 0; at < length; at += n) {
      n = Math.min(length - at, left(from + at));
      part.take(rule, at, n);
      rule = rule + 1 == rules.length ? 0 : rule + 1;
    }
  }

  /**
   * Rounds an array, each value to its level.
   *
   * @param x the values; not modified unless it is {@code out} too
   * @param out receives Q(x[i]), of the same length; may be {@code x}
   * @throws IllegalArgumentException if the lengths differ or are no whole sets of channels
   */
  public void apply(float[] x, float[] out) {
    Slices.checkLengths(x, out);
    apply(x, 0, out, 0, x.length);
  }

  /**
   * Rounds a slice of an array into a slice of another, or in place.
   *
   * @param x the values; not modified unless it is {@code out} too
   * @param from the first value, of the first channel
   * @param out receives Q
   * @param to where the first goes
   * @param length how many
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   * @throws IllegalArgumentException if the slices overlap without being the same, or the length is
   *     no whole set of channels
   */
  public void apply(float[] x, int from, float[] out, int to, int length) {
    Slices.check(x, from, out, to, length);
    checkSets(length);
    slices(length, (loops, at, n) -> loops.fakeQuantize(at, x, from + at, out, to + at, n));
  }

  /**
   * Quantizes a slice to codes of 8 bits.
   *
   * @param x the values; not modified
   * @param from the first value, of the first channel
   * @param codes receives the codes
   * @param to where the first goes
   * @param length how many
   * @throws IllegalArgumentException if the codes do not fit in 8 bits, or the length is no whole
   *     set of channels
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void quantize(float[] x, int from, byte[] codes, int to, int length) {
    rules[0].check(8, x.length, from, codes.length, to, length, length);
    checkSets(length);
    slices(length, (loops, at, n) -> loops.quantize(at, x, from + at, codes, to + at, n));
  }

  /**
   * Quantizes a slice to codes of 16 bits.
   *
   * @param x the values; not modified
   * @param from the first value, of the first channel
   * @param codes receives the codes
   * @param to where the first goes
   * @param length how many
   * @throws IllegalArgumentException if the length is no whole set of channels
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void quantize(float[] x, int from, short[] codes, int to, int length) {
    rules[0].check(16, x.length, from, codes.length, to, length, length);
    checkSets(length);
    slices(length, (loops, at, n) -> loops.quantize(at, x, from + at, codes, to + at, n));
  }

  /**
   * Quantizes a slice to codes of 4 bits; channels may begin in the middle of a byte.
   *
   * @param x the values; not modified
   * @param from the first value, of the first channel
   * @param codes receives two codes a byte
   * @param to the byte where the first two go
   * @param length how many values
   * @throws IllegalArgumentException if the codes do not fit in 4 bits, or the length is no whole
   *     set of channels
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void quantizePacked(float[] x, int from, byte[] codes, int to, int length) {
    rules[0].check(4, x.length, from, codes.length, to, length, Packed.bytes(length));
    checkSets(length);
    Codes packing = Codes.FAMILY.of(length);
    slices(
        length,
        (loops, first, count) -> {
          Packed.Block source =
              (at, block, n) -> loops.quantize(first + at, x, from + first + at, block, 0, n);
          Packed.pack(packing, count, codes, to + first / 2, source);
        });
  }

  /**
   * Turns codes of 8 bits into their values.
   *
   * @param codes the codes; not modified
   * @param from the first code, of the first channel
   * @param out receives the values
   * @param to where the first goes
   * @param length how many
   * @throws IllegalArgumentException if the codes do not fit in 8 bits, or the length is no whole
   *     set of channels
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void dequantize(byte[] codes, int from, float[] out, int to, int length) {
    rules[0].check(8, out.length, to, codes.length, from, length, length);
    checkSets(length);
    slices(length, (loops, at, n) -> loops.dequantize(at, codes, from + at, out, to + at, n));
  }

  /**
   * Turns codes of 16 bits into their values.
   *
   * @param codes the codes; not modified
   * @param from the first code, of the first channel
   * @param out receives the values
   * @param to where the first goes
   * @param length how many
   * @throws IllegalArgumentException if the length is no whole set of channels
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void dequantize(short[] codes, int from, float[] out, int to, int length) {
    rules[0].check(16, out.length, to, codes.length, from, length, length);
    checkSets(length);
    slices(length, (loops, at, n) -> loops.dequantize(at, codes, from + at, out, to + at, n));
  }

  /**
   * Turns codes of 4 bits into their values.
   *
   * @param codes two codes a byte; not modified
   * @param from the byte of the first two
   * @param out receives the values
   * @param to where the first goes
   * @param length how many values
   * @throws IllegalArgumentException if the codes do not fit in 4 bits, or the length is no whole
   *     set of channels
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void dequantizePacked(byte[] codes, int from, float[] out, int to, int length) {
    rules[0].check(4, out.length, to, codes.length, from, length, Packed.bytes(length));
    checkSets(length);
    Codes packing = Codes.FAMILY.of(length);
    slices(
        length,
        (loops, first, count) -> {
          Packed.Block target =
              (at, block, n) -> loops.dequantize(first + at, block, 0, out, to + first + at, n);
          Packed.unpack(packing, count, codes, from + first / 2, rules[0].signed(), target);
        });
  }

  /** What loops, which have buffers, do to n values from number {@code at} on. */
  private interface Slice {
    void take(ChannelLoops loops, int at, int n);
  }

  private void slices(int length, Slice slice) {
    if (Crew.alone(threads, length)) {
      slice.take(new ChannelLoops(this, length), 0, length);
    } else {
      Crew.slices(threads, length, (at, n) -> slice.take(new ChannelLoops(this, n), at, n));
    }
  }

  private void checkSets(int length) {
    if (length % period() != 0) {
      throw new IllegalArgumentException(
          "length must be a multiple of "
              + period()
              + ", the values of all channels or groups, got "
              + length);
    }
  }

  @Override
  public String toString() {
    return rules.length + " channels or groups of " + run + " values in rows of " + row;
  }
}
