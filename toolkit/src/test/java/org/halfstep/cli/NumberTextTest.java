package org.halfstep.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

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
        "\u00ef\u00bb\u00bf1\n-2.5\n.03\n4",
        "\"1\",\"-2.5\"\n\"3e-2\",4\n",
        "\"a\";\"b\"\r\n1,0;-2,5\r\n0,03;4\r\n",
        "1;-2.5\n3e-2;4",
        "\n\na,b\n\n1,-2.5\n\n\n3e-2,4\n\n"
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
        "1;;2 | line 1, column 3: a number must stand before each semicolon",
        "1.5;1,2.3 | line 1, column 5: a number must be decimal such as -1.5e-3, got \"1,2.3\"",
        "1,\"2 | line 1, column 3: a number must be decimal such as -1.5e-3, got \"\"2\"",
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
}
