package org.halfstep.observe;

import java.io.DataInput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the written form of observers and checks what can be checked. */
final class Reading {

  /** HSOB. */
  static final int MAGIC = 0x48534f42;

  static final int VERSION = 1;

  /** Arrays grow by doubling from here as their values arrive. */
  private static final int START = 1 << 10;

  private final DataInput in;

  private Reading(DataInput in) {
    this.in = in;
  }

  static Observer observer(DataInput in) throws IOException {
    try {
      return new Reading(in).observer();
    } catch (EOFException e) {
      throw new ObserverFormatException("a written observer must be whole, got its end early", e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ObserverFormatException("a written observer must be valid: " + e.getMessage(), e);
    }
  }

  private Observer observer() throws IOException {
    int magic = in.readInt();
    if (magic != MAGIC) {
      throw new ObserverFormatException(
          "a written observer must begin with 0x48534f42, got 0x" + Integer.toHexString(magic));
    }
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new ObserverFormatException("version must be " + VERSION + ", got " + version);
    }
    byte[] letters = new byte[in.readUnsignedByte()];
    in.readFully(letters);
    String name = new String(letters, StandardCharsets.US_ASCII);
    return switch (name) {
      case "RunningMinMax" -> new RunningMinMax(this);
      case "ExactMoments" -> new ExactMoments(this);
      case "GrowingHistogram" -> new GrowingHistogram(this);
      case "ChannelMinMax" -> new ChannelMinMax(this);
      case "MovingAverageMinMax" -> new MovingAverageMinMax(this);
      case "SampleRanges" -> new SampleRanges(this);
      case "OrtHistogram" -> new OrtHistogram(this);
      case "TorchHistogram" -> new TorchHistogram(this);
      case "NvidiaHistogram" -> new NvidiaHistogram(this);
      case "AimetHistogram" -> new AimetHistogram(this);
      case "SizeHistogram" -> new SizeHistogram(this);
      case "BatchQuantiles" -> new BatchQuantiles(this);
      case "TailQuantiles" -> new TailQuantiles(this);
      default -> throw new ObserverFormatException("no observer has the name '" + name + "'");
    };
  }

  /** Reads an observer that is a part of another. */
  <T extends Observer> T part(Class<T> kind) throws IOException {
    Observer part = observer();
    check(kind.isInstance(part), "a part must be " + kind.getSimpleName() + ", got " + part);
    return kind.cast(part);
  }

  static void check(boolean valid, String rule) throws ObserverFormatException {
    if (!valid) {
      throw new ObserverFormatException("a written observer must be valid: " + rule);
    }
  }

  long count(String what) throws IOException {
    long n = in.readLong();
    check(n >= 0, what + " must be at least 0, got " + n);
    return n;
  }

  int integer(String what, int least, int most) throws IOException {
    int n = in.readInt();
    check(n >= least && n <= most, what + " must be in " + least + ".." + most + ", got " + n);
    return n;
  }

  boolean flag() throws IOException {
    return integer("a flag", 0, 1) == 1;
  }

  long number() throws IOException {
    return in.readLong();
  }

  double real() throws IOException {
    return in.readDouble();
  }

  float single() throws IOException {
    return in.readFloat();
  }

  /** Ends as a min-max observer keeps them: ordered and finite, or infinity and -infinity. */
  void checkEnds(double min, double max, boolean seen) throws IOException {
    boolean ordered =
        seen
            ? min <= max && Double.isFinite(max - min)
            : min == Double.POSITIVE_INFINITY && max == Double.NEGATIVE_INFINITY;
    check(ordered, "min and max must be the ends of what was seen, got " + min + " and " + max);
  }

  float[] floats(int n) throws IOException {
    float[] x = new float[Math.min(n, START)];
    for (int i = 0; i < n; i++) {
      if (i == x.length) {
        x = Arrays.copyOf(x, (int) Math.min(n, 2L * i));
      }
      x[i] = in.readFloat();
    }
    return x;
  }

  float[] finiteFloats(int n) throws IOException {
    float[] x = floats(n);
    for (float v : x) {
      check(Float.isFinite(v), "a number must be finite, got " + v);
    }
    return x;
  }

  long[] longs(int n) throws IOException {
    long[] x = new long[Math.min(n, START)];
    for (int i = 0; i < n; i++) {
      if (i == x.length) {
        x = Arrays.copyOf(x, (int) Math.min(n, 2L * i));
      }
      x[i] = in.readLong();
    }
    return x;
  }

  long[] counts(int n) throws IOException {
    long[] x = longs(n);
    for (long v : x) {
      check(v >= 0, "a count must be at least 0, got " + v);
    }
    return x;
  }
}
