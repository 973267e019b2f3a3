package org.halfstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.halfstep.data.Npy;
import org.halfstep.data.NpyException;
import org.halfstep.data.NpyLayout;
import org.halfstep.data.NumericArray;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changed, inserted, left out and doubled bytes, and cut ends: numbers or one exception. */
class MutatedFilesTest {

  private static final int MUTANTS = Integer.getInteger("halfstep.mutants", 10_000);

  /** One mutant of so many goes through the whole program: reading, study and page. */
  private static final int WHOLE = Integer.getInteger("halfstep.mutants.whole", 200);

  private static final byte[] CSV =
      "x,\"y\",z\n0.5,-1.25,3e-4\n-0.75,2,1e10\r\n1,2,3\n\n-4.5,.5,6.\n0,0,1\n7,-8,\"9\"\n"
          .getBytes(StandardCharsets.ISO_8859_1);

  private static final byte[] SPREADSHEET =
      "\u00ef\u00bb\u00bfa;b\r\n1,5;-2\r\n0,25;4\r\n3;-1e-3\r\n-7,125;1\r\n2;2\r\n"
          .getBytes(StandardCharsets.ISO_8859_1);

  @TempDir static Path dir;

  @Test
  void mutatedTextGivesNumbersOrOneException() {
    all(
        ".csv",
        i -> mutated(i % 2 == 0 ? CSV : SPREADSHEET, new Philox(11, i)),
        bytes -> Input.text("mutant", bytes));
  }

  @Test
  void mutatedArraysGiveNumbersOrOneException() {
    float[] x = new float[24];
    new Philox(5, 0).fillGaussian(0, x);
    byte[] array = Npy.bytes(NumericArray.of(x, 2, 4, 3), NpyLayout.STANDARD);
    byte[] whole =
        Npy.bytes(
            NumericArray.of(new short[] {1, -2, 3, 4, 300, 6, 7, 8, 9}, 3, 3), NpyLayout.STANDARD);
    all(
        ".npy",
        i -> mutated(i % 2 == 0 ? array : whole, new Philox(12, i)),
        bytes -> {
          try {
            return Input.npy("mutant", Npy.read(bytes));
          } catch (NpyException e) {
            throw new InputException("mutant: " + e.getMessage());
          }
        });
  }

  private interface Maker {
    byte[] of(int i);
  }

  private interface Reader {
    Input of(byte[] bytes) throws InputException;
  }

  private static void all(String ending, Maker maker, Reader reader) {
    int[] ends = new int[2];
    assertTimeoutPreemptively(
        Duration.ofSeconds(60 + 2L * MUTANTS / WHOLE),
        () -> {
          for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = maker.of(i);
            boolean good = true;
            try {
              reader.of(mutant);
            } catch (InputException e) {
              assertTrue(e.getMessage().startsWith("mutant"), e.getMessage());
              good = false;
            }
            ends[good ? 1 : 0]++;
            if (i % WHOLE == 0) {
              wholeProgram(mutant, good, ending);
            }
          }
        });
    assertTrue(ends[0] > MUTANTS / 50 && ends[1] > MUTANTS / 50, Arrays.toString(ends));
  }

  private static void wholeProgram(byte[] mutant, boolean good, String ending) throws IOException {
    Path file = Files.write(dir.resolve("mutant" + ending), mutant);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String page = dir.resolve("mutant.html").toString();
    int status =
        Explain.run(
            new String[] {file.toString(), "--html", page},
            new PrintStream(out),
            new PrintStream(err));
    assertEquals(good ? 0 : 1, status, err.toString(StandardCharsets.UTF_8));
    assertEquals(good, out.size() > 0);
    assertEquals(1, err.toString(StandardCharsets.UTF_8).lines().count());
  }

  private static byte[] mutated(byte[] seed, Philox random) {
    byte[] text = seed;
    long at = 0;
    int times = 1 + (random.bits(at++) & 3);
    for (int k = 0; k < times && text.length > 0; k++) {
      int place = Integer.remainderUnsigned(random.bits(at++), text.length);
      byte b = (byte) random.bits(at++);
      byte usual = seed[Integer.remainderUnsigned(random.bits(at++), seed.length)];
      switch (random.bits(at++) & 7) {
        case 0 -> text = spliced(text, place, place + 1, b);
        case 1 -> text = spliced(text, place, place, b);
        case 2 -> text = spliced(text, place, place + 1);
        case 3 -> text = Arrays.copyOf(text, place);
        case 4 -> text = spliced(text, place, place, Arrays.copyOfRange(text, place / 2, place));
        case 5 -> text = spliced(text, place, place, usual);
        default -> text = spliced(text, place, place + 1, usual);
      }
    }
    return text;
  }

  private static byte[] spliced(byte[] text, int from, int to, byte... between) {
    byte[] out = new byte[text.length - (to - from) + between.length];
    System.arraycopy(text, 0, out, 0, from);
    System.arraycopy(between, 0, out, from, between.length);
    System.arraycopy(text, to, out, from + between.length, text.length - to);
    return out;
  }
}
