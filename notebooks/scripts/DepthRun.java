import static java.util.Map.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.law.StudentT;
import org.halfstep.law.Uniform;
import org.halfstep.notebook.DepthTables;
import org.halfstep.propagate.DeepNetwork;
import org.halfstep.propagate.DepthRun.Setting;
import org.halfstep.theory.Activation;
import org.halfstep.theory.Normalization;

/** The activations by name. */
static final Map<String, Activation> ACTIVATIONS =
    new TreeMap<>(
        Map.ofEntries(
            entry("identity", Activation.IDENTITY),
            entry("relu", Activation.RELU),
            entry("relu6", Activation.RELU6),
            entry("leaky-relu", Activation.leakyRelu(0.01)),
            entry("sigmoid", Activation.SIGMOID),
            entry("tanh", Activation.TANH),
            entry("gelu", Activation.GELU),
            entry("silu", Activation.SILU),
            entry("hard-swish", Activation.HARD_SWISH),
            entry("square", Activation.SQUARE),
            entry("staircase", Activation.staircase(128, 6))));

/** The normalizations by name. */
static final Map<String, Normalization> NORMS =
    new TreeMap<>(
        Map.of(
            "none", Normalization.NONE,
            "tensor", Normalization.TENSOR,
            "sample-meanstd", Normalization.SAMPLE_MEAN_STD,
            "sample-rms", Normalization.SAMPLE_RMS));

static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

/** What can be said on the command line. */
record Option(String name, String otherwise, String about) {}

static final List<Option> OPTIONS =
    List.of(
        new Option("width", "256", "neurons of a layer"),
        new Option("depth", "128", "layers"),
        new Option("activation", "relu", String.join(", ", ACTIVATIONS.keySet())),
        new Option("norm", "sample-rms", String.join(", ", NORMS.keySet())),
        new Option("bits", "8", "of weights and activations, 2..16"),
        new Option("batch", "64", "samples"),
        new Option("seeds", "8", "independent sets of weights and inputs"),
        new Option("seed", "1", "of the first set, a whole number of 64 bits"),
        new Option("weight-law", "gaussian", "gaussian, laplace, uniform, or t5 (any t above 2)"),
        new Option("gain", "1", "the root of width times the variance of a weight"),
        new Option("threads", "" + PROCESSORS, "processors; the numbers do not depend on it"));

/** Simulates a deep network beside its quantized twin and prints the noise of every layer. */
void main(String[] args) throws InterruptedException {
  Locale.setDefault(Locale.ROOT); // CSV has decimal points everywhere
  if (List.of(args).contains("--help")) {
    help().forEach(IO::println);
    return;
  }
  Map<String, String> given = options(args);
  DeepNetwork network;
  Setting setting;
  try {
    network =
        DeepNetwork.reference(
                size(given, "width"),
                size(given, "depth"),
                named(ACTIVATIONS, given, "activation"),
                named(NORMS, given, "norm"),
                size(given, "bits"))
            .gain(number(given, "gain"))
            .weights(law(given.get("weight-law")));
    setting =
        Setting.of(size(given, "batch"), size(given, "seeds"), whole(given, "seed"))
            .threads(size(given, "threads"));
  } catch (IllegalArgumentException e) {
    throw usage(e.getMessage());
  }
  try {
    var run = new org.halfstep.propagate.DepthRun(network, setting);
    IO.print(DepthTables.csv(run.finish(this::progress)));
  } catch (IllegalArgumentException | ArithmeticException | IllegalStateException e) {
    System.err.println("DepthRun: " + e.getMessage());
    System.exit(1); // options were right: it is memory, or a signal that overflows
  }
}

/** A line that counts, if somebody looks on. */
void progress(long layers, long of) {
  if (System.console() != null && System.console().isTerminal()) {
    System.err.print("\rlayer " + layers + " of " + of + (layers == of ? "\n" : ""));
  }
}

Map<String, String> options(String[] args) {
  Map<String, String> values = new LinkedHashMap<>();
  OPTIONS.forEach(option -> values.put(option.name, option.otherwise));
  for (int i = 0; i < args.length; i += 2) {
    String name = args[i].startsWith("--") ? args[i].substring(2) : "";
    if (!values.containsKey(name)) {
      throw usage("an option must be one of those below, got " + args[i]);
    }
    if (i + 1 == args.length) {
      throw usage("an option must have a value, got none for " + args[i]);
    }
    values.put(name, args[i + 1]);
  }
  return values;
}

long whole(Map<String, String> given, String name) {
  try {
    return Long.parseLong(given.get(name));
  } catch (NumberFormatException e) {
    throw usage(name + " must be a whole number of 64 bits, got " + given.get(name));
  }
}

int size(Map<String, String> given, String name) {
  long value = whole(given, name);
  if (value != (int) value) {
    throw usage(name + " must be at most 2147483647 in size, got " + value);
  }
  return (int) value;
}

double number(Map<String, String> given, String name) {
  try {
    return Double.parseDouble(given.get(name));
  } catch (NumberFormatException e) {
    throw usage(name + " must be a number, got " + given.get(name));
  }
}

<T> T named(Map<String, T> known, Map<String, String> given, String name) {
  T found = known.get(given.get(name));
  if (found == null) {
    String names = String.join(", ", known.keySet());
    throw usage(name + " must be one of " + names + ", got " + given.get(name));
  }
  return found;
}

Distribution law(String name) {
  if (name.matches("t\\d+(\\.\\d+)?")) {
    return StudentT.of(Double.parseDouble(name.substring(1)));
  }
  return switch (name) {
    case "gaussian" -> Gaussian.STANDARD;
    case "laplace" -> Laplace.ofSigma(1);
    case "uniform" -> Uniform.ofSigma(1);
    default -> throw usage("weight-law must be gaussian, laplace, uniform or t5, got " + name);
  };
}

List<String> help() {
  StringBuilder text =
      new StringBuilder("usage: ./lab java notebooks/scripts/DepthRun.java [--OPTION VALUE]...\n");
  for (Option o : OPTIONS) {
    text.append("  --%-11s %s (%s)%n".formatted(o.name, o.about, o.otherwise));
  }
  text.append(
      "Prints CSV, a line for every layer. NSR is sum e^2 / sum y^2 over the batch, e the\n");
  text.append("difference of pre-activations; se is the standard error between sets of weights.");
  return text.toString().lines().toList();
}

/** Says what is wrong and ends the program with status 2. */
RuntimeException usage(String problem) {
  System.err.println("DepthRun: " + problem);
  help().forEach(System.err::println);
  System.exit(2);
  return new IllegalStateException(problem);
}
