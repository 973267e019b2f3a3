package org.halfstep.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

  private static final int MUTANTS = 10_000;

  private static float[] read(String text) throws InputException {
    return NumberText.read(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,-2.5,3e-2,4",
        "1 -2.5 3e-2 4",
        "1\n-2.5\n3e-2\n4",
        "1\r\n-2.5\r\n3e-2\r\n4\r\n",
        "x, y\n1, -2.5\n\n3e-2 ,\t4\n",
        "# a b\n1 -2.5\n3E-2 +4.",
        "\u00ef\u00bb\u00bf1\n-2.5\n.03\n4"
      })
  void commasBlanksAndLinesSeparate(String text) throws InputException {
    assertArrayEquals(new float[] {1, -2.5f, 0.03f, 4}, read(text));
  }

  @Test
  void nothingIsNoNumbers() throws InputException {
    assertEquals(0, read("").length);
    assertEquals(0, read("\n \n").length);
    assertEquals(0, read("header\n").length);
  }

  @Test
  void nanAndInfinityAreReadSoThatTheyCanBeCounted() throws InputException {
    float inf = Float.POSITIVE_INFINITY;
    assertArrayEquals(new float[] {Float.NaN, inf, -inf, inf}, read("nan,inf,-Infinity,1e39"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,,2 | line 1, column 3: a number must stand before each comma",
        "1,2, | line 1, column 5: a number must stand after each comma",
        ",1 | line 1, column 1: a number must stand before each comma",
        "1,2;3,4 | line 1, column 3: a number must be decimal such as -1.5e-3, got \"2;3\"",
        "1 0x10 | line 1, column 3: a number must be decimal such as -1.5e-3, got \"0x10\"",
        "1 2d | line 1, column 3: a number must be decimal such as -1.5e-3, got \"2d\"",
        "1 1e | line 1, column 3: a number must be decimal such as -1.5e-3, got \"1e\"",
        "1,x | line 1, column 3: a number must be decimal such as -1.5e-3, got \"x\"",
      })
  void complaintGivesLineAndColumn(String text, String message) {
    assertEquals(message, assertThrows(InputException.class, () -> read(text)).getMessage());
  }

  @Test
  void linesMustBeOfOneLength() {
    InputException e = assertThrows(InputException.class, () -> read("a,b\n1,2\n3,4,5\n"));
    assertEquals(
        "line 3, column 6: every line must hold as many numbers as the first, 2, got 3",
        e.getMessage());
  }

  /** Changed, inserted, left out and doubled bytes, and cut ends: numbers or one exception. */
  @Test
  void mutatedFilesGiveNumbersOrOneException() {
    byte[] seed =
        "x,y,z\n0.5,-1.25,3e-4\n-0.75,2,1e10\n1,2,3\n-4.5,.5,6.\n0,0,1\n7,-8,9\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    int[] ends = new int[2];
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutated(seed, new Philox(11, i));
            try {
              Input.text("mutant", mutant);
              ends[0]++;
            } catch (InputException e) {
              assertTrue(e.getMessage().startsWith("mutant"), e.getMessage());
              ends[1]++;
            }
          }
        });
    assertTrue(ends[0] > 500 && ends[1] > 500, Arrays.toString(ends));
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
