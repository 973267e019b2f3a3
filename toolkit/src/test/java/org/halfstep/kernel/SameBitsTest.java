package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The same digests for every width of vectors, for the twins, before and after C2, by choice and by
 * itself, and for every number of threads.
 */
class SameBitsTest {

  private static final String MODULE = "--add-modules=jdk.incubator.vector";
  private static final String VECTORS = "-Dhalfstep.kernel=vector";
  private static final String SCALAR = "-Dhalfstep.kernel=scalar";

  /** As many workers as five threads need, whatever the machine has. */
  private static final String WORKERS = "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4";

  /** Compiled after a tenth of the usual calls. */
  private static final String EAGER = "-XX:CompileThresholdScaling=0.1";

  /** Once before and once after C2, and between them until it has had enough calls. */
  private static final String ROUNDS = "small 1 2 5" + " small".repeat(6);

  private static Process start(List<String> flags, String words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(KernelDigest.class.getName());
    command.addAll(List.of(words.split(" ")));
    return new ProcessBuilder(command).start();
  }

  private record Jvm(String words, List<String> flags) {
    Jvm(String words, String... flags) {
      this(words, List.of(flags));
    }
  }

  /** The digests in their order, the sentence of the choice, and what came on the error stream. */
  private record Run(List<String> digests, String choice, String complaint) {}

  private static Run end(String name, Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), name + ": " + err);
    List<String> lines = out.lines().toList();
    String told = err.replaceAll("(?m)^WARNING: Using.*$", "").strip();
    return new Run(lines.subList(0, lines.size() - 1), lines.getLast(), told);
  }

  /** Two at a time: enough to keep a small machine busy. */
  private static Map<String, Run> run(Map<String, Jvm> jvms) throws Exception {
    Map<String, Future<Run>> asked = new LinkedHashMap<>();
    Map<String, Run> runs = new LinkedHashMap<>();
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      jvms.forEach((name, jvm) ->
          asked.put(name, two.submit(() -> end(name, start(jvm.flags, jvm.words + " choice")))));
      for (String name : jvms.keySet()) {
        runs.put(name, asked.get(name).get());
      }
    }
    return runs;
  }

  @Test
  void everyJvmGivesTheSameBits() throws Exception {
    Map<String, Jvm> jvms = new LinkedHashMap<>();
    // The long ones first.
    jvms.put("interpreted", new Jvm("small", MODULE, VECTORS, "-Xint"));
    jvms.put("by itself", new Jvm("small warm small 1 2 5", MODULE, WORKERS));
    jvms.put("16 bytes", new Jvm(ROUNDS, MODULE, VECTORS, WORKERS, EAGER, "-XX:MaxVectorSize=16"));
    jvms.put("32 bytes", new Jvm(ROUNDS, MODULE, VECTORS, WORKERS, EAGER, "-XX:MaxVectorSize=32"));
    jvms.put("64 bytes", new Jvm(ROUNDS, MODULE, VECTORS, WORKERS, EAGER, "-XX:MaxVectorSize=64"));
    jvms.put("scalar", new Jvm("small 1 2 5 small", MODULE, SCALAR, WORKERS));
    jvms.put("no module", new Jvm("small"));
    Map<String, Run> runs = run(jvms);

    Map<String, String> digests =
        Map.of("small", KernelDigest.small(), "shared", KernelDigest.shared(1));
    runs.forEach((name, run) -> {
      int asked = jvms.get(name).words.replace("warm ", "").split(" ").length;
      assertEquals(asked, run.digests.size(), name);
      for (int i = 0; i < asked; i++) {
        String[] line = run.digests.get(i).split(" ");
        assertEquals(digests.get(line[0]), line[1], name + ", digest " + i + ": " + run.choice);
      }
    });

    assertTrue(runs.get("16 bytes").choice.contains("vectors of 128 bits"), runs::toString);
    assertTrue(runs.get("scalar").choice.contains("halfstep.kernel=scalar asks"));
    Run bare = runs.get("no module");
    String advice = "start java with --add-modules jdk.incubator.vector";
    assertTrue(bare.choice.contains("is missing; " + advice), bare.choice);
    assertTrue(bare.complaint.contains(advice), bare.complaint);
    // No family stayed scalar: that is told.
    for (String quiet : List.of("by itself", "scalar")) {
      assertEquals("", runs.get(quiet).complaint, quiet);
    }
  }

  /** Else the digests above would say nothing about threads. */
  @Test
  void whatIsSharedHasAtLeastFiveParts() {
    MatrixProduct product = ProductDigest.PRODUCT;
    Convolution image = ProductDigest.IMAGE;
    int inside = image.channels() * image.kernelHeight() * image.kernelWidth();
    int positions = image.outputHeight() * image.outputWidth();
    for (Values values :
        List.of(new Values.Floats(new float[0]), new Values.Bytes(null, -1, null))) {
      atLeastFive(parts(values, product.rows(), product.depth(), product.columns()));
      atLeastFive(parts(values, image.outputs(), inside, positions));
    }
    AtomicInteger groups = new AtomicInteger();
    Quarters.of(SignalDigest.SHARED)
        .sum(
            1,
            () -> {
              groups.incrementAndGet();
              return new Nothing();
            });
    atLeastFive(groups.get() - 1); // one is for the total
  }

  private static int parts(Values values, int rows, int depth, int columns) {
    Entries a = new Strided(values, 0, depth, false);
    return new Blocks(null, rows, depth, columns, a, null, null).cut(5, 1).count();
  }

  private static void atLeastFive(int parts) {
    assertTrue(parts >= 5, "parts: " + parts);
  }

  private static final class Nothing implements Quarters.Sums<Nothing> {
    @Override
    public void addBlock(int i, int n) {}

    @Override
    public void addRest(int i, int n) {}

    @Override
    public void add(Nothing later) {}
  }

  @Test
  void unknownKernelIsRefused() throws Exception {
    Process process = start(List.of("-Dhalfstep.kernel=fast"), "choice");
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), err);
    assertTrue(err.contains("halfstep.kernel must be scalar, vector or unset, got fast"), err);
  }

  @Test
  void vectorsThatAreAskedForAndMissingAreRefused() throws Exception {
    Process process = start(List.of(VECTORS), "small");
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), err);
    String rule =
        "halfstep.kernel=vector cannot be, because the module jdk.incubator.vector is missing";
    assertTrue(err.contains(rule), err);
  }
}
