package org.halfstep.kernel;

import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Parts of some work, done by the caller and by threads of the JDK's common pool, each of which
 * takes the next part when it has done one.
 *
 * <p>The caller begins at once and does not wait for threads that have not started when no part is
 * left. So a thread that wakes late or is slow costs little.
 */
final class Crew {

  private final int parts;
  private final IntConsumer part;
  private final AtomicInteger next = new AtomicInteger();
  private volatile Throwable failure;

  private Crew(int parts, IntConsumer part) {
    this.parts = parts;
    this.part = part;
  }

  /**
   * Does {@code part} for 0, ..., parts - 1, at most so many at once; returns when all are done.
   */
  static void run(int threads, int parts, IntConsumer part) {
    Crew crew = new Crew(parts, part);
    Mate[] mates = new Mate[Math.max(0, Math.min(threads, parts) - 1)];
    for (int i = 0; i < mates.length; i++) {
      mates[i] = new Mate(crew);
      mates[i].fork();
    }
    crew.work();
    for (int i = mates.length - 1; i >= 0; i--) {
      mates[i].join();
    }
    switch (crew.failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {}
    }
  }

  /** A part that fails is the last one to begin; what it threw is thrown to the caller. */
  private void work() {
    try {
      for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
        part.accept(i);
      }
    } catch (RuntimeException | Error e) {
      failure = e;
      next.set(parts);
    }
  }

  private static final class Mate extends RecursiveAction {

    private static final long serialVersionUID = 1;

    private final transient Crew crew;

    Mate(Crew crew) {
      this.crew = crew;
    }

    @Override
    protected void compute() {
      crew.work();
    }
  }
}
