import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.halfstep.grid.Format;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Minifloat;
import org.halfstep.grid.NormalFloat;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.halfstep.law.GeneralizedGaussian;
import org.halfstep.law.Laplace;
import org.halfstep.law.Logistic;
import org.halfstep.law.StudentT;
import org.halfstep.law.Uniform;
import org.halfstep.theory.BlockFormat;
import org.halfstep.theory.ErrorReport;
import org.halfstep.theory.OptimalScale;

/**
 * Prints what every number format loses on every law, at its best scale, as CSV. Block formats
 * choose their own scales: their optimal_scale is empty.
 */
void main(String[] args) throws Exception {
  Map<String, Distribution> laws = laws();
  for (String name : args) {
    if (!laws.containsKey(name)) {
      System.err.println("Formats: LAW must be one of " + laws.keySet() + ", got " + name);
      System.err.println("usage: ./lab java notebooks/scripts/Formats.java [LAW...]");
      System.exit(2);
    }
  }
  if (args.length > 0) {
    laws.keySet().retainAll(List.of(args));
  }
  IO.println("law,format,bits,levels,optimal_scale,mse,sqnr_db,granular,overload,block");
  List<Callable<String>> rows = new ArrayList<>();
  laws.forEach((name, law) -> {
    Format.catalogue().forEach(format -> rows.add(() -> element(name, law, format)));
    blocks().forEach((block, format) -> rows.add(() -> block(name, law, block, format)));
  });
  int threads = Runtime.getRuntime().availableProcessors();
  try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
    for (var row : pool.invokeAll(rows)) {
      IO.println(row.get());
    }
  }
}

/** The laws, all with standard deviation 1, in the order of their tails. */
Map<String, Distribution> laws() {
  Map<String, Distribution> laws = new LinkedHashMap<>();
  laws.put("uniform", Uniform.ofSigma(1));
  laws.put("gg3", GeneralizedGaussian.ofSigma(1, 3));
  laws.put("gaussian", Gaussian.STANDARD);
  laws.put("logistic", Logistic.ofSigma(1));
  laws.put("laplace", Laplace.ofSigma(1));
  laws.put("t5", StudentT.ofSigma(5, 1));
  return laws;
}

/** The block formats by name. */
Map<String, BlockFormat> blocks() {
  Map<String, BlockFormat> blocks = new LinkedHashMap<>();
  blocks.put("mxfp8-e4m3", BlockFormat.microscaling(Minifloat.E4M3.grid(), 32, 8));
  blocks.put("mxfp8-e5m2", BlockFormat.microscaling(Minifloat.E5M2.grid(), 32, 15));
  blocks.put("mxfp6-e2m3", BlockFormat.microscaling(Minifloat.E2M3.grid(), 32, 2));
  blocks.put("mxfp6-e3m2", BlockFormat.microscaling(Minifloat.E3M2.grid(), 32, 4));
  blocks.put("mxfp4", BlockFormat.microscaling(Minifloat.E2M1.grid(), 32, 2));
  Grid sixtyFourths = Grid.integer(8, Range.SYMMETRIC).scaled(1 / 64.0);
  blocks.put("mxint8", BlockFormat.microscaling(sixtyFourths, 32, 0));
  blocks.put("nvfp4", BlockFormat.nvfp4());
  blocks.put("nf4-absmax", BlockFormat.absmax(NormalFloat.nf4(), 64));
  for (int bits = 2; bits <= 8; bits++) {
    Grid values = Grid.integer(bits, Range.SYMMETRIC);
    blocks.put("int%d-absmax".formatted(bits), BlockFormat.absmax(values, 32));
  }
  return blocks;
}

String element(String name, Distribution law, Format format) {
  OptimalScale best = OptimalScale.mse(law, format.grid());
  String scale = String.format(Locale.ROOT, "%.15g", best.scale());
  return row(name, format.name(), format.bits(), format.grid().size(), scale, best.report(), "");
}

String block(String name, Distribution law, String format, BlockFormat blocks) {
  int levels = blocks.values().size();
  int bits = 32 - Integer.numberOfLeadingZeros(levels - 1);
  return row(name, format, bits, levels, "", blocks.report(law), "" + blocks.size());
}

String row(
    String law, String format, int bits, int levels, String scale, ErrorReport r, String block) {
  return String.format(
      Locale.ROOT,
      "%s,%s,%d,%d,%s,%.15g,%.12g,%.15g,%.15g,%s",
      law,
      format,
      bits,
      levels,
      scale,
      r.mse(),
      r.sqnrDb(),
      r.granular(),
      r.overload(),
      block);
}
