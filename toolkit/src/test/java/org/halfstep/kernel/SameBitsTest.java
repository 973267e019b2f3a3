package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * One digest for every width of vectors, for the twins, interpreted and compiled, by choice and by
 * itself.
 */
class SameBitsTest {

  private static final String MODULE = "--add-modules=jdk.incubator.vector";
  private static final String VECTORS = "-Dhalfstep.kernel=vector";

  private static Process start(String... flags) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(KernelDigest.class.getName());
    return new ProcessBuilder(command).start();
  }

  private record Run(String choice, String digest, String complaint) {}

  private static Run end(String name, Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), name + ": " + err);
    List<String> lines = out.lines().toList();
    return new Run(lines.get(lines.size() - 2), lines.getLast(), err);
  }

  @Test
  void everyJvmGivesTheSameBits() throws Exception {
    Map<String, String[]> jvms = new LinkedHashMap<>();
    jvms.put("16 bytes", new String[] {MODULE, VECTORS, "-XX:MaxVectorSize=16"});
    jvms.put("32 bytes", new String[] {MODULE, VECTORS, "-XX:MaxVectorSize=32"});
    jvms.put("64 bytes", new String[] {MODULE, VECTORS, "-XX:MaxVectorSize=64"});
    jvms.put("interpreted", new String[] {MODULE, VECTORS, "-Xint"});
    jvms.put("by itself", new String[] {MODULE});
    jvms.put("by itself, narrow", new String[] {MODULE, "-XX:MaxVectorSize=16"});
    jvms.put("asked for scalar", new String[] {MODULE, "-Dhalfstep.kernel=scalar"});
    jvms.put("no module", new String[] {});
    Map<String, Run> runs = new LinkedHashMap<>();
    // Two at a time: enough to keep a small machine busy.
    List<String> names = List.copyOf(jvms.keySet());
    for (int i = 0; i < names.size(); i += 2) {
      Process first = start(jvms.get(names.get(i)));
      Process second = start(jvms.get(names.get(i + 1)));
      runs.put(names.get(i), end(names.get(i), first));
      runs.put(names.get(i + 1), end(names.get(i + 1), second));
    }
    String digest = KernelDigest.digest();
    runs.forEach((name, run) -> assertEquals(digest, run.digest, name + ": " + run.choice));

    assertTrue(runs.get("16 bytes").choice.contains("vectors of 128 bits"), runs::toString);
    assertTrue(runs.get("asked for scalar").choice.contains("halfstep.kernel=scalar asks"));
    Run bare = runs.get("no module");
    String advice = "start java with --add-modules jdk.incubator.vector";
    assertTrue(bare.choice.contains("is missing; " + advice), bare.choice);
    assertTrue(bare.complaint.contains(advice), bare.complaint);
    assertEquals(
        "",
        runs.get("asked for scalar").complaint.replaceAll("(?m)^WARNING: Using.*$", "").strip());
  }

  @Test
  void unknownKernelIsRefused() throws Exception {
    Process process = start("-Dhalfstep.kernel=fast");
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), err);
    assertTrue(err.contains("halfstep.kernel must be scalar, vector or unset, got fast"), err);
  }

  /** The compiler of the JVM replaces the interpreted code while this runs. */
  @Test
  void compiledCodeGivesTheBitsOfInterpretedCode() throws Exception {
    String first = KernelDigest.digest();
    for (int i = 0; i < 100; i++) {
      assertEquals(first, KernelDigest.digest());
    }
  }
}
