import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.theory.ErrorReport;
import org.halfstep.theory.OptimalScale;

/**
 * Calibrates a symmetric grid on every other number of a file and measures it on the rest, as CSV.
 *
 * <p>Predicting the error of the very numbers a law was measured on would be an identity, so laws
 * are fitted to the 1st, 3rd, 5th ... number, and the error is measured on the 2nd, 4th, 6th ...
 */
void main(String[] args) {
  Locale.setDefault(Locale.ROOT); // CSV has decimal points everywhere
  if (args.length != 2) {
    throw usage("two arguments are needed, got " + args.length);
  }
  if (!args[1].matches("[2-9]|1[0-2]")) {
    throw usage("BITS must be in 2..12, got " + args[1]);
  }
  Grid unit = Grid.integer(Integer.parseInt(args[1]), Range.SYMMETRIC);
  double[] x = numbers(args[0]);
  if (x.length < 20) {
    throw usage("at least 20 numbers are needed, got " + x.length + " in " + args[0]);
  }
  double[] fitted = everyOther(x, 0);
  double[] heldOut = everyOther(x, 1);
  if (Arrays.stream(fitted).distinct().count() < 2) {
    throw usage("the numbers must differ, got " + fitted[0] + " only in " + args[0]);
  }
  IO.println("law,scale,clip,predicted_mse,measured_mse,standard_error,off_by");
  laws(fitted)
      .forEach((name, law) -> {
        double scale = OptimalScale.mse(law, unit).scale();
        Grid grid = unit.scaled(scale);
        ErrorReport measured = ErrorReport.between(heldOut, grid);
        double predicted = ErrorReport.of(law, grid).mse();
        // Both halves are samples: the law from one is as uncertain as the error on the other.
        double u =
            Math.hypot(measured.uncertainty(), ErrorReport.between(fitted, grid).uncertainty());
        double clip = grid.level(grid.size() - 1);
        double off = (measured.mse() - predicted) / u;
        String row = "%s,%.6g,%.6g,%.6g,%.6g,%.2g,%.1f";
        IO.println(row.formatted(name, scale, clip, predicted, measured.mse(), u, off));
      });
}

/** The sample itself, and the most likely Gaussian and Laplace law. */
Map<String, Distribution> laws(double[] x) {
  Empirical sample = Empirical.of(x);
  double median = sample.quantile(0.5);
  double spread = Arrays.stream(x).map(v -> Math.abs(v - median)).average().orElseThrow();
  Map<String, Distribution> laws = new LinkedHashMap<>();
  laws.put("sample", sample);
  laws.put("gaussian", new Gaussian(sample.mean(), Math.sqrt(sample.variance())));
  laws.put("laplace", new Laplace(median, spread));
  return laws;
}

double[] everyOther(double[] x, int first) {
  double[] half = new double[(x.length - first + 1) / 2];
  for (int i = 0; i < half.length; i++) {
    half[i] = x[first + 2 * i];
  }
  return half;
}

/** Reads all numbers of a file, or of the standard input if its name is a minus sign. */
double[] numbers(String name) {
  List<Double> found = new ArrayList<>();
  List<String> lines = lines(name);
  for (int i = 0; i < lines.size(); i++) {
    List<String> fields =
        Arrays.stream(lines.get(i).split("[,;\\s]+")).filter(f -> !f.isBlank()).toList();
    boolean header = i == 0 && !fields.isEmpty() && fields.stream().noneMatch(this::isNumber);
    for (String field : header ? List.<String>of() : fields) {
      if (!isNumber(field)) {
        throw usage("line " + (i + 1) + " of " + name + " must hold finite numbers, got " + field);
      }
      found.add(Double.parseDouble(field));
    }
  }
  return found.stream().mapToDouble(Double::doubleValue).toArray();
}

List<String> lines(String name) {
  try {
    if (name.equals("-")) {
      return new String(System.in.readAllBytes()).lines().toList();
    }
    return Files.readAllLines(Path.of(name));
  } catch (IOException e) {
    throw usage("FILE must be readable, got " + name + " (" + e + ")");
  }
}

boolean isNumber(String field) {
  try {
    return Double.isFinite(Double.parseDouble(field));
  } catch (NumberFormatException e) {
    return false;
  }
}

/** Says what is wrong and ends the program with status 2. */
RuntimeException usage(String problem) {
  System.err.println("Clip: " + problem);
  System.err.println("usage: ./lab java notebooks/scripts/Clip.java FILE BITS");
  System.err.println(
      "  FILE  numbers separated by commas, spaces or line ends; - for standard input");
  System.err.println("  BITS  a width in 2..12");
  System.exit(2);
  return new IllegalStateException(problem);
}
