package org.halfstep.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The Java side of a comparison: a JVM that stays warm and does one burst of work at a time, when
 * it is told to on its standard input. Each command is a line and has a line for an answer:
 *
 * <ul>
 *   <li>{@code prepare NAME KERNEL SIZE THREADS BUFFER} makes the work and calls it until it is
 *       fast;
 *   <li>{@code export NAME DIRECTORY} writes its inputs and its result, for the other side;
 *   <li>{@code burst NAME SECONDS} answers the microseconds of a call, the least over batches;
 *   <li>{@code drop} forgets all work;
 *   <li>{@code steps DIRECTORY} writes the steps of the {@link Network}'s grids;
 *   <li>{@code parity DIRECTORY} runs it with what another program wrote.
 * </ul>
 */
final class Worker {

  /** Nanoseconds of a batch: long against the clock's steps. */
  private static final long BATCH = 1_000_000;

  /** Bursts without gain after which the work counts as warm. */
  private static final int QUIET = 4;

  /** Nanoseconds after which one burst without gain will do. */
  private static final long LONG = 3_000_000_000L;

  private final Map<String, Work> works = new HashMap<>();
  private Object sink;

  private Worker() {}

  /** Answers commands until there are no more. */
  public static void main(String[] arguments) throws IOException {
    Worker worker = new Worker();
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println(worker.answer(line.split("\t")));
    }
  }

  private String answer(String[] words) {
    try {
      return switch (words[0]) {
        case "prepare" -> prepare(words);
        case "export" -> export(works.get(words[1]), Path.of(words[2]));
        case "burst" ->
            String.format(
                Locale.ROOT, "ok\t%.4f", burst(works.get(words[1]), Double.parseDouble(words[2])));
        case "drop" -> drop();
        case "steps" -> {
          Raw.write(Path.of(words[1]), "steps", Network.steps());
          yield "ok";
        }
        case "parity" -> {
          Parity.write(Path.of(words[1]));
          yield "ok";
        }
        default -> throw new IllegalArgumentException("no command " + words[0]);
      };
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      return "error\t" + String.valueOf(e).replace('\n', ' ');
    }
  }

  private String prepare(String[] words) {
    Work work =
        Catalog.of(
            words[2],
            Integer.parseInt(words[3]),
            Integer.parseInt(words[4]),
            Catalog.Buffer.valueOf(words[5]));
    works.put(words[1], work);
    double best = Double.POSITIVE_INFINITY;
    long begin = System.nanoTime();
    for (int quiet = 0; quiet < (System.nanoTime() - begin < LONG ? QUIET : 1); quiet++) {
      double time = burst(work, 0.1);
      if (time < 0.95 * best) {
        quiet = -1;
      }
      best = Math.min(best, time);
    }
    return "ok";
  }

  private String drop() {
    works.clear();
    return "ok";
  }

  private static String export(Work work, Path directory) throws IOException {
    for (Map.Entry<String, Object> input : work.inputs().entrySet()) {
      Raw.write(directory, input.getKey(), input.getValue());
    }
    Raw.write(directory, "result", work.result().apply(work.call().get()));
    return "ok";
  }

  /** Batches for so many seconds; one call, if it takes longer. */
  private double burst(Work work, double seconds) {
    long begin = System.nanoTime();
    long calls = 1;
    long time = time(work, calls);
    while (time < BATCH) {
      calls = Math.max(2 * calls, calls * BATCH / Math.max(time, 1));
      time = time(work, calls);
    }
    long best = time;
    while (System.nanoTime() - begin < seconds * 1e9) {
      best = Math.min(best, time(work, calls));
    }
    return best / 1e3 / calls;
  }

  private long time(Work work, long calls) {
    long begin = System.nanoTime();
    for (long i = 0; i < calls; i++) {
      sink = work.call().get();
    }
    return System.nanoTime() - begin;
  }
}
