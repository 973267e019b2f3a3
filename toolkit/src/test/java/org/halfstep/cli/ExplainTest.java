package org.halfstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.halfstep.calibrate.LeastLoss;
import org.halfstep.data.Npy;
import org.halfstep.data.NumericArray;
import org.halfstep.grid.Format;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Gaussian;
import org.halfstep.numeric.Philox;
import org.halfstep.theory.ErrorReport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {

  private static final int SIZE = 20_000;
  private static final int FEW = 3000;

  @TempDir static Path dir;
  private static Study gauss;

  private record Run(int status, String out, String err) {}

  private static Run run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Explain.run(words, new PrintStream(out), new PrintStream(err));
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static float[] gaussian() {
    return gaussian(SIZE);
  }

  private static float[] gaussian(int n) {
    float[] x = new float[n];
    new Philox(3, 0).fillGaussian(0, x);
    return x;
  }

  private static Path saved(String name, float[] x, int... shape) throws IOException {
    Path file = dir.resolve(name);
    Npy.write(file, NumericArray.of(x, shape));
    return file;
  }

  private static Study study(float[] x) throws InputException {
    return Study.of(Input.npy("x.npy", NumericArray.of(x, x.length)));
  }

  private static List<String> reasons(float[] x) throws InputException {
    return Verdict.of(study(x)).reasons().stream().map(r -> r.split(":")[0]).toList();
  }

  @BeforeAll
  static void explain() throws InputException {
    gauss = study(gaussian());
  }

  @Test
  void predictedAndMeasuredAgreeOnGaussianData() {
    for (List<FormatRow> width : gauss.formats()) {
      for (FormatRow r : width) {
        assertEquals(r.law(), r.measured(), 1e-3, r.format());
        ErrorReport all =
            ErrorReport.between(
                gauss.input().values(), Format.of(r.format()).grid().scaled(r.scale()));
        double deviation = 10 / Math.log(10) * all.uncertainty() / all.mse();
        // 0.1: the law was fitted to 5000 of the values, which know sigma to 1 %. A clip that cuts
        // next to none is chosen after the sample's largest values, which the law does not know.
        boolean decided = Facts.beyond(gauss.input().values(), r.clip()) >= 10;
        assertEquals(r.fitted(), r.measured(), decided ? 4 * deviation + 0.1 : 1.5, r.format());
        assertTrue(deviation < 0.3, r.format() + " " + deviation);
      }
    }
  }

  @Test
  void gaussianErrorIsNormal() {
    assertTrue(Verdict.of(gauss).normal(), Verdict.of(gauss).reasons().toString());
  }

  @Test
  void clipsOfFewBitsHaveAnIntervalAndThatOfEightHasNone() {
    for (int bits = 2; bits <= 4; bits++) {
      double truth =
          LeastLoss.mse()
              .on(Gaussian.STANDARD, Grid.integer(bits, Range.SYMMETRIC))
              .levels()[(1 << bits) - 2];
      FormatRow row = gauss.integers(bits);
      assertTrue(row.interval().orElseThrow().covers(truth), row.toString());
      assertEquals(truth, row.clip(), 0.05 * truth);
    }
    assertTrue(gauss.integers(8).interval().isEmpty());
  }

  @Test
  void noSymmetricCalibratorBeatsTheOptimum() {
    for (CalibratorRow r : gauss.calibrators()) {
      if (r.map().zero() == 0 && r.dialect().contains("127")) {
        assertTrue(r.sqnr() <= gauss.optimum() + 1e-6, r.toString());
      }
    }
  }

  @Test
  void verdictNamesWhy() throws InputException {
    float[] x = gaussian(FEW);
    x[17] = 60;
    assertTrue(reasons(x).contains("Outliers"));
    float[] relu = gaussian(FEW);
    for (int i = 0; i < FEW; i++) {
      relu[i] = Math.max(relu[i], 0);
    }
    assertTrue(reasons(relu).containsAll(List.of("Zeros", "One-sided")));
    float[] even = new float[FEW];
    float[] few = new float[FEW];
    for (int i = 0; i < FEW; i++) {
      even[i] = (float) new Philox(5, 0).uniform(i) - 0.5f;
      few[i] = i % 7 - 3;
    }
    assertTrue(reasons(even).contains("Bounded"));
    assertTrue(reasons(few).containsAll(List.of("Few values", "Lattice")));
    float[] cubes = gaussian(FEW);
    for (int i = 0; i < FEW; i++) {
      cubes[i] = cubes[i] * cubes[i] * cubes[i];
    }
    assertTrue(reasons(cubes).contains("Heavy tail"));
  }

  @Test
  void csvHasTheColumnsAndEveryToolkit() throws IOException {
    Run run = run(saved("g.npy", gaussian(FEW), 30, 100).toString(), "--csv");
    assertEquals(0, run.status, run.err);
    List<String> lines = run.out.lines().toList();
    assertEquals(
        "calibrator,dialect,lo,hi,scale,zero_point,sqnr_db,ci_low,ci_high", lines.getFirst());
    for (String line : lines) {
      assertEquals(9, line.split(",", -1).length, line);
    }
    for (String start :
        List.of(
            "optimum,",
            "min-max,",
            "percentile,",
            "entropy,ONNX_RUNTIME",
            "entropy,NVIDIA",
            "entropy,PPQ",
            "entropy,MNN",
            "entropy,NCNN",
            "mse,",
            "aciq,GAUSS",
            "aciq,LAPLACE",
            "least squares by turns,MNN",
            "power of two,")) {
      assertTrue(lines.stream().anyMatch(l -> l.startsWith(start)), start);
    }
    String aciq = lines.stream().filter(l -> l.startsWith("aciq,GAUSS")).findFirst().orElseThrow();
    String[] cells = aciq.split(",");
    double hi = Double.parseDouble(cells[3]);
    assertTrue(Double.parseDouble(cells[7]) < hi && hi < Double.parseDouble(cells[8]), aciq);
    assertEquals(hi, 127 * Double.parseDouble(cells[4]), 1e-12);
  }

  @Test
  void pageFitsTheTerminalAndTheHtmlNeedsNothingElse() throws IOException {
    Path html = dir.resolve("page.html");
    Run run = run(saved("page.npy", gaussian(FEW), FEW).toString(), "--html", html.toString());
    assertEquals(0, run.status, run.err);
    run.out.lines().forEach(line -> assertTrue(line.length() <= 100, line));
    String page = Files.readString(html);
    assertTrue(page.contains("<svg") && page.contains("prefers-color-scheme: dark"));
    assertTrue(page.contains("The error is normal") && run.out.contains("The error is normal"));
    assertFalse(page.matches("(?s).*(src|href)=.*"), "nothing is loaded");
  }

  @Test
  void badInputIsOneSentenceAndStatusOne() throws IOException {
    refused("a.npy", new float[] {3}, "got a single number");
    refused("b.npy", new float[0], "must hold numbers, got none", 0, 3);
    float[] nan = gaussian();
    nan[1] = Float.NaN;
    nan[2] = Float.NaN;
    nan[3] = Float.NEGATIVE_INFINITY;
    refused("c.npy", nan, "got 2 NaN and 1 infinite of 20000", SIZE);
    refused("d.npy", new float[50], "must hold more than one value, got 50 times 0.0", 50);
    refused("e.npy", new float[] {1, 2, 3}, "must hold at least 8 numbers", 3);
    complains("there is no file", dir.resolve("none.npy"));
    complains("must be a file, got a directory", dir);
    complains("must end in .npy, .csv", Files.writeString(dir.resolve("x.dat"), "1"));
    complains("bad.npy", Files.writeString(dir.resolve("bad.npy"), "1,2"));
    complains("bad.csv, line 2, column 1", Files.writeString(dir.resolve("bad.csv"), "1\nx\n"));
  }

  private static void refused(String name, float[] x, String message, int... shape)
      throws IOException {
    complains(message, saved(name, x, shape));
  }

  private static void complains(String message, Path file) {
    Run run = run(file.toString());
    assertEquals(1, run.status);
    assertEquals("", run.out);
    assertEquals(1, run.err.lines().count(), run.err);
    assertTrue(run.err.contains(message), run.err);
  }

  @Test
  void wrongWordsAreStatusTwo() {
    for (String[] words :
        List.of(
            new String[] {},
            new String[] {"--html"},
            new String[] {"a", "b"},
            new String[] {"--cvs", "a"},
            new String[] {"a\0b"})) {
      Run run = run(words);
      assertEquals(2, run.status);
      assertTrue(run.err.startsWith("lab: "), run.err);
    }
  }
}
