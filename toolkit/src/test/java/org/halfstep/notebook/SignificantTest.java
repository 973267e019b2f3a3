package org.halfstep.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignificantTest {
  @ParameterizedTest
  @CsvSource({
    "0.1, 6, 0.1",
    "0, 6, 0",
    "-0.0, 6, 0",
    "123456.789, 6, 123457",
    "1234567.89, 3, 1230000",
    "12345678, 3, 1.23e7",
    "0.00012345, 2, 0.00012",
    "0.000012345, 2, 1.2e-5",
    "9.9996, 4, 10",
    "-2.50, 6, -2.5",
    "4.9e-324, 2, 4.9e-324",
    "1.7976931348623157e308, 17, 1.7976931348623157e308",
    "NaN, 3, NaN",
    "-Infinity, 3, -Infinity"
  })
  void digitsAreSignificantAndWithoutTrailingZeros(double x, int digits, String text) {
    assertEquals(text, Significant.digits(x, digits));
  }

  @ParameterizedTest
  @CsvSource({
    "1.23, 0.012, 1.230 +- 0.012",
    "1.4, 0.01, 1.400 +- 0.010",
    "0.0833333, 0.00021, 0.08333 +- 0.00021",
    "1234567, 1000, 1234600 +- 1000",
    "0, 0.02, 0.000 +- 0.020",
    "1.23456e-9, 2e-12, 1.2346e-9 +- 2.0e-12",
    "1, 0.0999, 1.00 +- 0.10",
    "5, 20, 5 +- 20"
  })
  void measuredNumberEndsWhereItsStandardErrorDoes(double value, double error, String text) {
    assertEquals(text, Significant.measured(value, error, 0));
  }

  @Test
  void resolvedNumberShowsWhatTheResolutionTellsApart() {
    assertEquals("0.0833333333333", Significant.resolved(1 / 12.0, 1e-13));
    assertEquals("0.3333333333333333", Significant.resolved(1 / 3.0, 0));
    assertEquals("7", Significant.resolved(7, 0));
    assertEquals("127.5", Significant.resolved(127.5, 0.5));
    assertEquals("1.2e300", Significant.resolved(1.2e300, 0));
    assertEquals("0", Significant.resolved(0, 0.1));
    assertEquals("NaN", Significant.resolved(Double.NaN, 0.1));
    assertEquals("1230", Significant.resolved(1234, 1e6));
  }

  @Test
  void sixSignificantDigitsAreWithinHalfAUnitOfTheSixth() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      double x = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(40) - 20);
      double back = Double.parseDouble(Significant.digits(x, 6));
      double unit = Math.pow(10, Math.floor(Math.log10(Math.abs(x))) - 5);
      // 0.5 of a unit, and the error of unit itself.
      assertTrue(Math.abs(back - x) <= 0.5001 * unit, () -> x + " became " + back);
    }
  }

  @Test
  void columnOfLikeNumbersHasTheirPointsUnderEachOther() {
    assertArrayEquals(
        new String[] {"1.00", "20.25", "-3.50", "NaN"},
        Significant.column(new double[] {1, 20.25, -3.5, Double.NaN}, 6));
    assertArrayEquals(
        new String[] {"1", "2", "1000000"}, Significant.column(new double[] {1, 2, 1e6}, 6));
    assertArrayEquals(
        new String[] {"1", "1.5e-9"}, Significant.column(new double[] {1, 1.5e-9}, 6));
    assertArrayEquals(new String[] {"0", "0"}, Significant.column(new double[] {0, 0}, 6));
  }

  @Test
  void partIsAPercentageUnlessThatWouldBeAllZeros() {
    assertEquals("0.8 %", Significant.part(0.008));
    assertEquals("30 %", Significant.part(0.3));
    assertEquals("3e-13 relative", Significant.part(3e-13));
  }
}
