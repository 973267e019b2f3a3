import java.util.Locale;
import java.util.Map;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.law.Uniform;
import org.halfstep.theory.ErrorReport;
import org.halfstep.theory.OptimalScale;

/** The laws by name, all with standard deviation 1. */
static final Map<String, Distribution> LAWS =
    Map.of(
        "gaussian", Gaussian.STANDARD,
        "laplace", Laplace.ofSigma(1),
        "uniform", Uniform.ofSigma(1));

/** Prints the best step of a symmetric grid for a law, and what it loses, as CSV. */
void main(String[] args) {
  Locale.setDefault(Locale.ROOT); // CSV has decimal points everywhere
  if (args.length != 2) {
    throw usage("two arguments are needed, got " + args.length);
  }
  Distribution law = LAWS.get(args[0]);
  if (law == null) {
    throw usage("LAW must be gaussian, laplace or uniform, got " + args[0]);
  }
  int[] bits = bits(args[1]);
  IO.println("law,bits,scale,clip,mse,granular,overload,sqnr_db");
  for (int b = bits[0]; b <= bits[1]; b++) {
    Grid unit = Grid.integer(b, Range.SYMMETRIC);
    OptimalScale best = OptimalScale.mse(law, unit);
    ErrorReport r = best.report();
    double clip = best.scale() * unit.level(unit.size() - 1);
    String row = "%s,%d,%.9g,%.9g,%.9g,%.9g,%.9g,%.4f";
    // Rounding noise of an optimum whose edge is the end of the support is no overload.
    double overload = r.overload() < 1e-15 * r.granular() ? 0 : r.overload();
    IO.println(
        row.formatted(args[0], b, best.scale(), clip, r.mse(), r.granular(), overload, r.sqnrDb()));
  }
}

/** Reads a width such as 8, or a range of widths such as 2-8. */
int[] bits(String text) {
  if (!text.matches("\\d{1,2}(-\\d{1,2})?")) {
    throw usage("BITS must be a number or a range such as 2-8, got " + text);
  }
  String[] ends = text.split("-");
  int first = Integer.parseInt(ends[0]);
  int last = Integer.parseInt(ends[ends.length - 1]);
  if (first < 2 || last > 12 || first > last) {
    throw usage("BITS must be in 2..12 and increase, got " + text);
  }
  return new int[] {first, last};
}

/** Says what is wrong and ends the program with status 2. */
RuntimeException usage(String problem) {
  System.err.println("Sqnr: " + problem);
  System.err.println("usage: ./lab java notebooks/scripts/Sqnr.java LAW BITS");
  System.err.println("  LAW   gaussian, laplace or uniform, with standard deviation 1");
  System.err.println("  BITS  a width in 2..12, or a range such as 2-8");
  System.exit(2);
  return new IllegalStateException(problem);
}
