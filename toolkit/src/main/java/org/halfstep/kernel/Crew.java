package org.halfstep.kernel;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Parts of some work, done by the caller and by threads of the JDK's common pool, each of which
 * takes the next part when it has done one.
 *
 * <p>The caller begins at once and does not wait for threads that have not started when no part is
 * left. So a thread that wakes late or is slow costs little.
 */
public final class Crew {

  /** Stands for all processors, so that only a long call asks how many there are. */
  public static final int ALL = 0;

  /** Values of a slice: a megabyte of floats, for which a thread is worth waking. */
  static final int SLICE = 1 << 18;

  /** What is done to n values from number {@code at} on. */
  interface Slice {
    void take(int at, int n);
  }

  /** Makes something of n values from number {@code at} on. */
  interface Maker<T> {
    T of(int at, int n);
  }

  /** Adds n values from number {@code at} on to some sums. */
  interface Adder<T> {
    void add(T sums, int at, int n);
  }

  private final int parts;
  private final IntConsumer part;
  private final AtomicInteger next = new AtomicInteger();
  private int failed = Integer.MAX_VALUE;
  private Throwable failure;

  private Crew(int parts, IntConsumer part) {
    this.parts = parts;
    this.part = part;
  }

  static void checkThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
  }

  /** Says whether the caller does so many values in one go; a door that is quick asks first. */
  static boolean alone(int threads, int length) {
    return threads == 1 || length < 2 * SLICE;
  }

  /** Does slices of so many values, which do not depend on each other. */
  static void slices(int threads, int length, Slice slice) {
    if (alone(threads, length)) {
      slice.take(0, length);
    } else {
      run(threads, Math.ceilDiv(length, SLICE), i -> slice.take(i * SLICE, size(i, length)));
    }
  }

  /** What is made of the slices, in their order. */
  static <T> List<T> each(int threads, int length, Maker<T> maker) {
    if (alone(threads, length)) {
      return List.of(maker.of(0, length));
    }
    @SuppressWarnings("unchecked")
    T[] made = (T[]) new Object[Math.ceilDiv(length, SLICE)];
    run(threads, made.length, i -> made[i] = maker.of(i * SLICE, size(i, length)));
    return Arrays.asList(made);
  }

  /** Sums over all values, at most one a thread; for sums that do not depend on the order. */
  static <T> Collection<T> gather(int threads, int length, Supplier<T> zero, Adder<T> adder) {
    Queue<T> idle = new ConcurrentLinkedQueue<>();
    slices(
        threads,
        length,
        (at, n) -> {
          T found = idle.poll();
          T sums = found == null ? zero.get() : found;
          adder.add(sums, at, n);
          idle.add(sums);
        });
    return idle;
  }

  private static int count(int threads) {
    return threads == ALL ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private static int size(int i, int length) {
    return Math.min(SLICE, length - i * SLICE);
  }

  /**
   * Does {@code part} for 0, ..., parts - 1, at most so many at once; returns when all are done.
   *
   * <p>A part that throws is the last one to begin. What reaches the caller is the very exception
   * of the first part, by number, that threw: the same for any number of threads. (A parallel
   * stream may put a copy in its place, without a message if its class has no constructor for a
   * cause.)
   *
   * @param threads the most parts done at once, at least 1, or {@link #ALL}
   * @param parts the number of parts; none if 0
   * @param part what is done, for the number of a part; called from several threads
   */
  public static void run(int threads, int parts, IntConsumer part) {
    Crew crew = new Crew(parts, part);
    Mate[] mates = new Mate[Math.max(0, Math.min(count(threads), parts) - 1)];
    for (int i = 0; i < mates.length; i++) {
      mates[i] = new Mate(crew);
      mates[i].fork();
    }
    crew.work();
    for (int i = mates.length - 1; i >= 0; i--) {
      mates[i].join();
    }
    crew.raise();
  }

  private void work() {
    for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
      try {
        part.accept(i);
      } catch (RuntimeException | Error e) {
        fail(i, e);
        return;
      }
    }
  }

  /** Parts begin in order: when one fails, all before it have begun and can still fail. */
  private synchronized void fail(int i, Throwable e) {
    next.set(parts);
    if (i < failed) {
      failed = i;
      failure = e;
    }
  }

  private synchronized void raise() {
    switch (failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {}
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
