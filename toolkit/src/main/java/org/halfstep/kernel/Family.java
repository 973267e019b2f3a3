package org.halfstep.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Some loops in two forms that give the same bits, the scalar twin and the one with the Vector API,
 * and the choice between them.
 *
 * <p>The Vector API is fast only when C2 has compiled a loop; before that each vector is an object,
 * and a loop is a hundred times slower than its twin. So the vector form waits until it has been
 * seen to win: a warm-up beside the program ({@link Vectors#warmUp}) rehearses both forms in turn.
 * Nobody can tell from a result which form ran.
 *
 * @param <K> the interface of the loops; its doors call {@code FAMILY.of(n).loop(...)}
 */
final class Family<K> {

  /** Values below which a call costs the twin no more than a vector form that is mostly tail. */
  static final int FEW = 32;

  /** Values after which a cold family asks for a warm-up: who has so many may have more. */
  private static final long MANY = 1 << 16;

  /** Wins in a row that are no accident of the scheduler. */
  private static final int WINS = 3;

  /** Nanoseconds of rehearsal after which the vector form is given up: the JVM does not compile. */
  private static final long PATIENCE = 30_000_000_000L;

  private final String name;
  private final K twin;
  private final Supplier<K> form;
  private final Consumer<K> rehearsal;
  private final AtomicBoolean queued = new AtomicBoolean();

  /** Null until the vector form is the faster one. */
  private volatile K vectors;

  private volatile boolean settled;

  private int fewest = FEW;

  /** A lost update delays the warm-up a little; that is cheaper than an atomic. */
  private long seen;

  /**
   * Makes a family; nothing of the Vector API is loaded yet.
   *
   * @param name what the loops do, for messages
   * @param twin the scalar form
   * @param form makes the vector form: a lambda, not a method reference, which would load it
   * @param rehearsal calls every loop, on some thousand values in all, in calls of some hundred so
   *     that the JVM sees both the calls and the loops as hot
   */
  Family(String name, K twin, Supplier<K> form, Consumer<K> rehearsal) {
    this.name = name;
    this.twin = twin;
    this.form = form;
    this.rehearsal = rehearsal;
  }

  /** The form for a call on n values: hold it for the whole of the call. */
  K of(long n) {
    K fast = vectors;
    if (fast == null) {
      return cold(n);
    }
    return n < fewest ? twin : fast;
  }

  private K cold(long n) {
    return switch (Vectors.mode()) {
      case SCALAR -> twin;
      case VECTOR -> forced();
      case AUTO -> {
        seen += n;
        if (seen >= MANY) {
          warmUp();
        }
        yield twin;
      }
    };
  }

  private K forced() {
    if (!Vectors.usable()) {
      return twin;
    }
    K fast = form.get();
    fewest = 0;
    vectors = fast;
    return fast;
  }

  /** Asks for the warm-up, at the first call; returns at once. */
  void warmUp() {
    if (Vectors.mode() == Vectors.Mode.AUTO && queued.compareAndSet(false, true)) {
      Vectors.inBackground(name, this::rehearse);
    }
  }

  /** Says whether the form has been chosen for good. */
  boolean settled() {
    return settled;
  }

  /** Says whether the twin runs for good because vectors lost or failed. */
  boolean scalar() {
    return settled && vectors == null && Vectors.mode() == Vectors.Mode.AUTO;
  }

  String name() {
    return name;
  }

  private void rehearse() {
    try {
      if (Vectors.usable()) {
        K fast = form.get();
        if (winsInTime(fast)) {
          vectors = fast;
        } else {
          Vectors.warn("Kernels for " + name + " stay scalar loops: vectors took longer for 30 s.");
        }
      }
    } finally {
      settled = true;
    }
  }

  private boolean winsInTime(K fast) {
    long begin = System.nanoTime();
    for (int wins = 0; wins < WINS; ) {
      long start = System.nanoTime();
      rehearsal.accept(twin);
      long between = System.nanoTime();
      rehearsal.accept(fast);
      long now = System.nanoTime();
      wins = now - between <= between - start ? wins + 1 : 0;
      if (now - begin > PATIENCE) {
        return false;
      }
    }
    return true;
  }
}
