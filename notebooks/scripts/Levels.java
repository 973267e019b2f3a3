import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.halfstep.grid.Format;
import org.halfstep.grid.Grid;

/**
 * Prints a format at scale 1 as CSV: each level with its thresholds, who wins the tie at the upper
 * one, and the bits that stand for it.
 *
 * <p>Columns: index; level; lower and upper threshold (-inf and inf at the ends); tie, "up" if a
 * value equal to the upper threshold goes to the next level, else "down"; code, the bits in
 * hexadecimal where the format defines them (two's complement, sign and magnitude of small floats,
 * tables of NF4 and fp4); elsewhere the index numbers the levels.
 */
void main(String[] args) {
  if (args.length < 2) {
    throw usage("FORMAT and BITS are needed, got " + args.length + " arguments");
  }
  Format format = format(args);
  Grid grid = format.grid();
  IO.println("index,level,lower,upper,tie,code");
  StringBuilder lines = new StringBuilder();
  for (int i = 0; i < grid.size(); i++) {
    String tie = i == grid.size() - 1 ? "" : grid.up(i) ? "up" : "down";
    OptionalInt code = format.code(i);
    lines.append(i).append(',').append(number(grid.level(i)));
    lines.append(',').append(number(grid.lower(i))).append(',').append(number(grid.upper(i)));
    lines.append(',').append(tie).append(',');
    if (code.isPresent()) {
      lines.append(hexadecimal(code.getAsInt(), format.bits()));
    }
    lines.append('\n');
  }
  IO.print(lines);
}

/** The format that the arguments name, or the end of the program. */
Format format(String[] args) {
  if (!args[1].matches("\\d{1,3}")) {
    throw usage("BITS must be an integer, got " + args[1]);
  }
  Map<String, Double> parameters = new TreeMap<>();
  for (int i = 2; i < args.length; i++) {
    String[] parts = args[i].split("=", 2);
    try {
      parameters.put(parts[0], Double.valueOf(parts[1]));
    } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
      throw usage("a parameter must be KEY=NUMBER, got " + args[i]);
    }
  }
  try {
    return Format.of(args[0], Integer.parseInt(args[1]), parameters);
  } catch (IllegalArgumentException e) {
    throw usage(e.getMessage());
  }
}

/** A number that every reader of CSV knows; infinities as Python, R and C write them. */
String number(double x) {
  return Double.isInfinite(x) ? x < 0 ? "-inf" : "inf" : Double.toString(x);
}

String hexadecimal(int code, int bits) {
  return "0x" + String.format("%0" + (bits + 3) / 4 + "x", code);
}

/** Says what is wrong and how it is called, and ends the program. */
RuntimeException usage(String wrong) {
  System.err.println("Levels: " + wrong);
  System.err.println(
      "usage: ./lab java notebooks/scripts/Levels.java FORMAT BITS [KEY=NUMBER ...]");
  System.err.println("       for instance: int 8; e4m3 8; pwlq 4 m=0.8 p=0.2; log 4 fsr=0");
  System.err.println(
      "       BITS counts what the source counts: a sign comes on top of log's, and of");
  System.err.println("       pwlq's each piece has so many.");
  System.err.println(
      "FORMAT (widths): eXmY, eXmY-ieee, eXmYfn, eXmYfnuz; elements of blocks: mxfp4,");
  System.err.println("  nvfp4, mxfp6-e2m3, mxfp6-e3m2, mxfp8-e4m3, mxfp8-e5m2;");
  Format.families().forEach(line -> System.err.println("  " + line));
  System.exit(2);
  return new IllegalStateException(wrong);
}
