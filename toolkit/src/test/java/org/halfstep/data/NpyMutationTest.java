package org.halfstep.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.halfstep.Oracle;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand damaged files: each is read or refused, soon, in memory that its bytes justify. */
class NpyMutationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** For the reader's own objects and an exception with its stack trace. */
  private static final long ARRAY = 100_000;

  /** The same, and the platform's inflater takes up to 64 KiB for each of a handful of entries. */
  private static final long ZIP = 1_000_000;

  /** Words that a header understands, or that have broken other readers. */
  private static final List<String> WORDS =
      List.of(
          "2147483647",
          "2147483648",
          "4294967295",
          "9223372036854775807",
          "99999999999999999999",
          "-1",
          "0",
          "(",
          ")",
          "()",
          ",",
          "L",
          "'",
          "\"",
          "\\",
          "{",
          "}",
          ":",
          "True",
          "False",
          "None",
          "|O",
          "<f8",
          ">i8",
          "|u1",
          "descr",
          "shape",
          "fortran_order",
          "\n",
          "\0",
          "1e9",
          "0x7f");

  /** Random choices, one after the other. */
  private static final class Dice {
    private final Philox bits;
    private long position;

    Dice(long stream) {
      bits = new Philox(20, stream);
    }

    int below(int n) {
      return Integer.remainderUnsigned(bits.bits(position++), n);
    }
  }

  private static byte[] splice(byte[] file, int from, int to, byte[] between) {
    byte[] out = new byte[file.length - (to - from) + between.length];
    System.arraycopy(file, 0, out, 0, from);
    System.arraycopy(between, 0, out, from, between.length);
    System.arraycopy(file, to, out, from + between.length, file.length - to);
    return out;
  }

  /** One change: half of all strike the first 128 bytes, where the header is. */
  private static byte[] mutated(byte[] file, Dice dice) {
    int at = dice.below(dice.below(2) == 0 ? Math.min(128, file.length) : file.length);
    int to = Math.min(file.length, at + 1 + dice.below(16));
    byte[] part = Arrays.copyOfRange(file, at, to);
    switch (dice.below(8)) {
      case 0 -> part[0] ^= (byte) (1 << dice.below(8));
      case 1 -> part[0] = (byte) dice.below(256);
      case 2 -> Arrays.fill(part, (byte) (dice.below(2) * 255));
      case 3 -> {
        return Arrays.copyOf(file, at);
      }
      case 4 -> part = new byte[0];
      case 5 -> part = splice(part, 0, 0, part);
      case 6 -> part = WORDS.get(dice.below(WORDS.size())).getBytes(StandardCharsets.UTF_8);
      default -> {
        int from = dice.below(file.length);
        part = Arrays.copyOfRange(file, from, Math.min(file.length, from + 16));
      }
    }
    return splice(file, at, to, part);
  }

  private static NpyLayout layout(int turn) {
    return new NpyLayout(
        turn % 2 == 0,
        turn % 3 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        turn % 3 + 1);
  }

  private interface Reading {
    List<NumericArray> arrays() throws Exception;
  }

  /** What a reader made of a file; null if it refused. */
  private static List<NumericArray> outcome(Reading reading, int length, long allowance)
      throws Exception {
    List<NumericArray> read = null;
    long excess = Long.MAX_VALUE;
    // Again if it was too much: what is set up only once in a process is not the file's doing.
    for (int turn = 0; turn < 2 && excess > 0; turn++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      try {
        read = reading.arrays();
      } catch (NpyException refused) {
        assertTrue(refused.getMessage().length() < 2000, refused.getMessage());
      }
      excess = THREADS.getCurrentThreadAllocatedBytes() - before - allowance - 40L * length;
      for (NumericArray a : read == null ? List.<NumericArray>of() : read) {
        excess -= 4L * a.size() * a.type().bytes();
      }
    }
    assertTrue(excess <= 0, excess + " bytes allocated beyond what " + length + " bytes justify");
    return read;
  }

  @Test
  void eightThousandDamagedArraysAreReadOrRefused() {
    List<byte[]> files = new ArrayList<>();
    for (Oracle row : Oracle.rows("npy")) {
      files.add(NpyTest.file(row));
      // The same header form before many numbers, so that some changes strike only these.
      files.add(Npy.bytes(NumericArray.of(new double[400], 10, 40), layout(files.size())));
    }
    int[] read = new int[1];
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 8000; i++) {
            Dice dice = new Dice(i);
            byte[] file = files.get(dice.below(files.size()));
            for (int changes = 1 + dice.below(2); changes > 0 && file.length > 0; changes--) {
              file = mutated(file, dice);
            }
            byte[] last = file;
            List<NumericArray> got = outcome(() -> List.of(Npy.read(last)), file.length, ARRAY);
            if (got != null) {
              read[0]++;
              NumericArray a = got.getFirst();
              assertEquals(a, Npy.read(Npy.bytes(a, NpyLayout.STANDARD)));
            }
          }
        });
    assertTrue(read[0] > 500 && read[0] < 4000, read[0] + " of 8000 could be read");
  }

  @Test
  void twoThousandDamagedZipsAreReadOrRefused(@TempDir Path directory) throws Exception {
    List<byte[]> files = new ArrayList<>();
    for (Oracle row : Oracle.rows("npz")) {
      files.add(NpyTest.file(row));
    }
    Path own = directory.resolve("own.npz");
    Npz.writeCompressed(own, Map.of("z", NumericArray.of(new double[1000], 10, 100)));
    files.add(Files.readAllBytes(own));
    int[] read = new int[1];
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 2000; i++) {
            Dice dice = new Dice(1_000_000 + i);
            byte[] file = files.get(dice.below(files.size()));
            for (int changes = 1 + dice.below(2); changes > 0 && file.length > 0; changes--) {
              file = mutated(file, dice);
            }
            // A name of its own: some file systems flush a file that is written over.
            Path damaged = Files.write(directory.resolve(i + ".npz"), file);
            if (outcome(() -> List.copyOf(Npz.read(damaged).values()), file.length, ZIP) != null) {
              read[0]++;
            }
          }
        });
    assertTrue(read[0] > 20 && read[0] < 1800, read[0] + " of 2000 could be read");
  }

  @Test
  void aPromiseOfTwoGigabytesAllocatesNextToNothing() throws Exception {
    byte[] file = Npy.bytes(NumericArray.of(new byte[99], 99), NpyLayout.STANDARD);
    String header = new String(file, StandardCharsets.ISO_8859_1);
    byte[] lying =
        header
            .replace("(99,), }        ", "(2147483639,), }")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(file.length, lying.length);
    assertEquals(null, outcome(() -> List.of(Npy.read(lying)), lying.length, ARRAY));
  }
}
