import java.nio.file.Path;
import org.halfstep.figure.Chart;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Gaussian;
import org.halfstep.numeric.Philox;
import org.halfstep.theory.ErrorReport;
import org.halfstep.theory.OptimalScale;
import org.halfstep.theory.Widrow;

static final Gaussian LAW = Gaussian.STANDARD;
static final Grid UNIT = Grid.integer(4, Range.SYMMETRIC);
static final int SAMPLES = 1 << 20;

/** Draws the U-curve of lesson 01 as SVG. */
void main(String[] args) {
  if (args.length != 1 || !args[0].endsWith(".svg")) {
    System.err.println("usage: ./lab java notebooks/scripts/WidrowFigure.java FILE.svg");
    System.exit(2);
  }
  float[] x = LAW.sample(new Philox(1960, 0), SAMPLES);
  double[] s = new double[13];
  double[] mse = new double[s.length];
  double[] error = new double[s.length];
  for (int i = 0; i < s.length; i++) {
    s[i] = 0.1 * Math.pow(10, i / 12.0);
    ErrorReport measured = ErrorReport.between(x, UNIT.scaled(s[i]));
    mse[i] = measured.mse();
    error[i] = measured.uncertainty();
  }
  Path file =
      Chart.titled("Error of 4-bit quantization of N(0, 1)")
          .x("step s", "sigma")
          .y("mean squared error", "sigma^2")
          .logX()
          .logY()
          .curve("exact", 0.1, 1, step -> report(step).mse())
          .curve("granular part", 0.1, 1, step -> report(step).granular())
          .dashed()
          .curve("overload part", 0.1, 1, step -> Math.max(report(step).overload(), 1e-9))
          .dashed()
          .curve("as printed", 0.1, 1, step -> Widrow.printed(LAW, step, 4))
          .dotted()
          .points("simulated", s, mse, error)
          .like("exact")
          .yRange(3e-4, 0.5)
          .vline(OptimalScale.mse(LAW, UNIT).scale(), "optimum")
          .save(Path.of(args[0]));
  IO.println("wrote " + file);
}

/** What the grid of step s does to the law. */
ErrorReport report(double s) {
  return ErrorReport.of(LAW, UNIT.scaled(s));
}
