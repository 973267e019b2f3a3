package org.halfstep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.halfstep.grid.Minifloat;
import org.halfstep.law.Gaussian;
import org.halfstep.theory.OptimalScale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs in notebooks/scripts print what they promise, and explain themselves when misused.
 */
class ScriptsTest {

  @Test
  void levelsPrintsThresholdsTiesAndCodes() throws Exception {
    Script run = Script.named("Levels", "", "e2m1", "4");
    assertEquals(0, run.exit(), run.err());
    List<String> lines = run.lines();
    assertEquals("index,level,lower,upper,tie,code", lines.get(0));
    assertEquals("0,-6.0,-inf,-5.0,up,0xf", lines.get(1));
    assertEquals("7,0.0,-0.25,0.25,down,0x0", lines.get(8));
    assertEquals("8,0.5,0.25,0.75,up,0x1", lines.get(9));
    assertEquals("14,6.0,5.0,inf,,0x7", lines.get(15));
    assertEquals(16, lines.size());
  }

  @Test
  void levelsTakesParametersOfTheFormat() throws Exception {
    Script run = Script.named("Levels", "", "pwlq", "4", "m=0.8", "p=0.2");
    assertEquals(0, run.exit(), run.err());
    List<String> lines = run.lines();
    assertEquals(1 + 29, lines.size());
    assertTrue(lines.get(29).startsWith("28,0.8,") && lines.get(29).endsWith(",inf,,"), run.out());
  }

  @Test
  void levelsKnowsWhatIsNamedByOthers() throws Exception {
    // Name, width, number of levels.
    String[][] formats = {
      {"lq", "3", "8"},
      {"fp4", "4", "15"},
      {"nvfp4", "4", "15"}
    };
    for (String[] format : formats) {
      Script run = Script.named("Levels", "", format[0], format[1]);
      assertEquals(0, run.exit(), run.err());
      assertEquals(1 + Integer.parseInt(format[2]), run.lines().size(), format[0]);
    }
  }

  @Test
  void sqnrPrintsTheOptimumOfARangeOfWidths() throws Exception {
    Script run = Script.named("Sqnr", "", "gaussian", "7-8");
    assertEquals(0, run.exit(), run.err());
    assertEquals("law,bits,scale,clip,mse,granular,overload,sqnr_db", run.lines().get(0));
    assertEquals(3, run.lines().size());
    // The oracle's optimal step and MSE (optimal_step.csv), to the nine digits printed.
    assertTrue(run.lines().get(2).startsWith("gaussian,8,0.0308700860,3.92050093,8.83080307e-05,"));
  }

  @Test
  void clipReadsNumbersAndPredictsTheOtherHalf() throws Exception {
    String numbers =
        IntStream.rangeClosed(1, 100).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    Script run = Script.named("Clip", numbers, "-", "3");
    assertEquals(0, run.exit(), run.err());
    List<String> lines = run.lines();
    assertEquals("law,scale,clip,predicted_mse,measured_mse,standard_error,off_by", lines.get(0));
    assertEquals(4, lines.size());
    assertTrue(lines.get(1).startsWith("sample,28.7868,86.3604,"), lines.get(1));
  }

  @Test
  void formatsPrintsEveryFormatWithBlocksOnTheirOwn() throws Exception {
    Script run = Script.named("Formats", "", "gaussian");
    assertEquals(0, run.exit(), run.err());
    List<String> lines = run.lines();
    assertEquals(
        "law,format,bits,levels,optimal_scale,mse,sqnr_db,granular,overload,block", lines.get(0));
    double mse = OptimalScale.mse(Gaussian.STANDARD, Minifloat.E2M1.grid()).report().mse();
    String[] e2m1 = row(lines, "gaussian,e2m1,4,15,");
    Near.relative(mse, Double.parseDouble(e2m1[5]), 1e-13, "e2m1");
    String[] nvfp4 = row(lines, "gaussian,nvfp4,4,15,,");
    assertEquals("16", nvfp4[9]);
  }

  private static String[] row(List<String> lines, String start) {
    return lines.stream().filter(l -> l.startsWith(start)).findFirst().orElseThrow().split(",", -1);
  }

  @Test
  void theFigureOfTheReadmeIsTheOneThatItsProgramDraws(@TempDir Path folder) throws Exception {
    Path drawn = folder.resolve("widrow.svg");
    Script run = Script.named("WidrowFigure", "", drawn.toString());
    assertEquals(0, run.exit(), run.err());
    String committed = Files.readString(Path.of("../notebooks/figures/widrow.svg"));
    assertEquals(
        committed,
        Files.readString(drawn),
        "./lab java notebooks/scripts/WidrowFigure.java"
            + " notebooks/figures/widrow.svg draws it anew");
  }

  @Test
  void depthRunPrintsALineForEveryLayer() throws Exception {
    Script run =
        Script.named(
            "DepthRun",
            "",
            "--width",
            "32",
            "--depth",
            "6",
            "--activation",
            "relu",
            "--norm",
            "sample-rms",
            "--bits",
            "8",
            "--batch",
            "16",
            "--seeds",
            "4",
            "--threads",
            "1");
    assertEquals(0, run.exit(), run.err());
    List<String> lines = run.lines();
    assertEquals(
        "layer,nsr_mean,nsr_se,nsr_median,log_nsr_mean,excess_kurtosis,predicted_nsr",
        lines.get(0));
    assertEquals(7, lines.size());
    String[] first = row(lines, "1,");
    double error = Double.parseDouble(first[2]);
    Near.absolute(2 * 8.83080307e-5, Double.parseDouble(first[1]), 5 * error, "2 m in layer 1");
  }

  @Test
  void depthRunExplainsItsOptions() throws Exception {
    Script run = Script.named("DepthRun", "", "--help");
    assertEquals(0, run.exit(), run.err());
    for (String option : List.of("--width", "--norm", "--weight-law", "--threads", "--seed ")) {
      assertTrue(run.out().contains(option), run.out());
    }
  }

  @Test
  void depthRunTakesSeedsOf64Bits() throws Exception {
    String[] small = {"--width", "8", "--depth", "2", "--batch", "2", "--seeds", "2"};
    Script large = depthRun(small, "--seed", "4294967297"); // 1 in its lower 32 bits
    assertEquals(0, large.exit(), large.err());
    assertNotEquals(depthRun(small, "--seed", "1").out(), large.out());
  }

  private static Script depthRun(String[] some, String... more) throws Exception {
    String[] args = Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    return Script.named("DepthRun", "", args);
  }

  @Test
  void depthRunSaysWithStatus1WhyItCouldNotRun() throws Exception {
    Script memory = Script.named("DepthRun", "", "--width", "40000", "--batch", "50000");
    Script signal =
        Script.named(
            "DepthRun", "", "--width", "16", "--depth", "40", "--norm", "none", "--gain", "1e3");
    for (Script run : List.of(memory, signal)) {
      assertEquals(1, run.exit(), run.err());
      assertEquals("", run.out());
      assertFalse(run.err().contains("usage: "), "the message alone: " + run.err());
    }
    assertTrue(memory.err().contains("DepthRun: a run must fit into memory"), memory.err());
    assertTrue(signal.err().contains("DepthRun: the signal must stay finite"), signal.err());
  }

  @Test
  void misuseIsExplainedWithStatus2() throws Exception {
    String[][] misuses = {
      {"Levels", "log", "4", "fsr"},
      {"Levels", "int", "99"},
      {"Sqnr", "gaussian", "1"},
      {"Sqnr", "cauchy", "4"},
      {"Clip", "no-such-file", "3"},
      {"Formats", "cauchy"},
      {"DepthRun", "--width", "0"},
      {"DepthRun", "--depth", "-1"},
      {"DepthRun", "--norm", "batch"},
      {"DepthRun", "--weight-law", "t2"},
      {"DepthRun", "--width", "4294967304"},
      {"DepthRun", "--seed", "1.5"},
      {"DepthRun", "--layers", "3"},
      {"DepthRun", "--seeds"}
    };
    for (String[] misuse : misuses) {
      String[] args = Arrays.copyOfRange(misuse, 1, misuse.length);
      Script run = Script.named(misuse[0], "", args);
      String said = misuse[0] + ": " + run.err();
      assertEquals(2, run.exit(), said);
      assertEquals("", run.out(), said);
      assertTrue(run.err().startsWith(misuse[0] + ": ") && run.err().contains("usage: "), said);
    }
  }
}
