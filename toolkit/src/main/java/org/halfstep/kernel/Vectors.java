package org.halfstep.kernel;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.VectorShape;

/**
 * Whether loops run with the Vector API or as their scalar twins; which of the two never shows in a
 * result.
 *
 * <p>By itself a loop starts as its twin, which needs no warm-up. After some ten thousand values a
 * thread in the background calls the vector form until it is compiled, and from then on that one
 * runs, but for a handful of values. The system property {@code halfstep.kernel} asks for {@code
 * scalar} twins throughout, or for {@code vector} forms at once.
 */
public final class Vectors {

  enum Mode {
    SCALAR,
    VECTOR,
    AUTO
  }

  private static final String PROPERTY = "halfstep.kernel";
  private static final String MODULE = "jdk.incubator.vector";

  /** Lanes of 32 bits in halves of a vector need as many bits. */
  private static final int NARROWEST = 128;

  /** Null until the first loop runs. */
  private static volatile Mode mode;

  /** Null until the width of vectors is asked for, which takes the Vector API's classes. */
  private static String sentence;

  /** One thread, which ends when it has nothing to do and never keeps the JVM alive. */
  private static final Executor BACKGROUND =
      new ThreadPoolExecutor(
          0,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform()
              .daemon()
              .priority(Thread.MIN_PRIORITY)
              .name("halfstep-warm-up")
              .factory());

  private Vectors() {}

  /**
   * Says which loops run, and what to do if they are the slow ones.
   *
   * @return a sentence; a second one names the loops whose vector form was given up, if any
   * @throws IllegalArgumentException if halfstep.kernel is set to something else
   * @throws IllegalStateException if it asks for vectors that are not there
   */
  public static synchronized String choice() {
    usable();
    List<String> scalar =
        families().stream().filter(Family::scalar).map(Family::name).sorted().toList();
    return scalar.isEmpty()
        ? sentence
        : sentence + " Scalar loops stay for " + String.join(", ", scalar) + ".";
  }

  /**
   * Starts the warm-up of fake-quantize in the background, and with it of what all families share,
   * the classes of the Vector API; returns at once. Used by the notebook's kernel when it loads.
   * The other families warm up when they have work: to rehearse all of them beside every lesson
   * took more of a small machine than it gave back.
   */
  public static void warmUpFirst() {
    Elementwise.FAMILY.warmUp();
  }

  /**
   * Starts the warm-up of all loops in the background, one family after the other, and returns at
   * once; a second call does nothing. For programs that will need most of them; none has to call
   * it, because each family warms up when it has work.
   */
  public static void warmUp() {
    families().forEach(Family::warmUp);
  }

  /** Says whether no warm-up is under way or to come. */
  static boolean settled() {
    return mode() != Mode.AUTO || families().stream().allMatch(Family::settled);
  }

  private static List<Family<?>> families() {
    return List.of(
        Elementwise.FAMILY,
        Codes.FAMILY,
        Reductions.FAMILY,
        Signals.FAMILY,
        Errors.FAMILY,
        Encoding.FAMILY,
        Patterned.FAMILY,
        Chances.FAMILY,
        Draws.FAMILY,
        Shifts.FAMILY,
        Products.FAMILY);
  }

  static Mode mode() {
    Mode known = mode;
    return known == null ? decide() : known;
  }

  private static synchronized Mode decide() {
    if (mode == null) {
      String asked = System.getProperty(PROPERTY, "");
      if (!List.of("", "scalar", "vector").contains(asked)) {
        throw new IllegalArgumentException(
            PROPERTY + " must be scalar, vector or unset, got " + asked);
      }
      if (asked.equals("scalar")) {
        settle("as halfstep.kernel=scalar asks");
      } else if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
        String why = "because the module " + MODULE + " is missing; start java with --add-modules ";
        slow(asked, why + MODULE + " to use the Vector API");
      } else {
        mode = asked.equals("vector") ? Mode.VECTOR : Mode.AUTO;
      }
    }
    return mode;
  }

  /** Looks at the width of vectors, at the first call, and says whether there are any. */
  static synchronized boolean usable() {
    if (mode() != Mode.SCALAR && sentence == null) {
      int bits = VectorShape.preferredShape().vectorBitSize();
      if (bits < NARROWEST) {
        String why = "because vectors have " + bits + " bits here and 128 are needed; ";
        slow(mode == Mode.VECTOR ? "vector" : "", why + "see -XX:MaxVectorSize");
      } else {
        String when = mode == Mode.AUTO ? ", once it is compiled." : ".";
        sentence = "Kernels use the Vector API with vectors of " + bits + " bits" + when;
        logger().log(Level.DEBUG, sentence);
      }
    }
    return mode != Mode.SCALAR;
  }

  /** Nobody asked for scalar loops: that is worth a warning, or a refusal. */
  private static void slow(String asked, String why) {
    if (asked.equals("vector")) {
      throw new IllegalStateException("halfstep.kernel=vector cannot be, " + why);
    }
    settle(why);
    warn(sentence);
  }

  private static void settle(String why) {
    mode = Mode.SCALAR;
    sentence = "Kernels run as scalar loops " + why + ".";
  }

  /** A failure costs speed and no results: it is told, and the twins go on. */
  static void inBackground(String name, Runnable task) {
    BACKGROUND.execute(() -> {
      try {
        task.run();
      } catch (Throwable e) {
        logger().log(Level.WARNING, "Kernels for " + name + " stay scalar loops.", e);
      }
    });
  }

  static void warn(String message) {
    logger().log(Level.WARNING, message);
  }

  private static System.Logger logger() {
    return System.getLogger(Vectors.class.getName());
  }
}
