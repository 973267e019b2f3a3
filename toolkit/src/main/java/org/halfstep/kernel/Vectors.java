package org.halfstep.kernel;

import java.util.Objects;

/**
 * Which kernels run: those with the Vector API, or their scalar twins. Decided once, when the first
 * kernel is called.
 *
 * <p>The bits are the same either way. The system property {@code halfstep.kernel=scalar} asks for
 * the scalar ones.
 */
public final class Vectors {

  private static final String MODULE = "jdk.incubator.vector";

  private Vectors() {}

  private record Choice(Kernels kernels, String sentence) {}

  private static Choice decided;

  /**
   * Says which kernels run, and what to do if they are the slow ones.
   *
   * @return one sentence
   * @throws IllegalArgumentException if halfstep.kernel is set to something else
   */
  public static String choice() {
    return decided().sentence;
  }

  static Kernels kernels() {
    return decided().kernels;
  }

  private static synchronized Choice decided() {
    if (decided == null) {
      decided = choose();
    }
    return decided;
  }

  private static Choice choose() {
    String asked = System.getProperty("halfstep.kernel");
    if (Objects.equals(asked, "scalar")) {
      return new Choice(
          new ScalarKernels(), "Kernels run as scalar loops, as halfstep.kernel=scalar asks.");
    }
    if (asked != null) {
      throw new IllegalArgumentException("halfstep.kernel must be scalar or unset, got " + asked);
    }
    Choice choice = find();
    if (choice.kernels instanceof ScalarKernels) {
      System.getLogger(Vectors.class.getName()).log(System.Logger.Level.WARNING, choice.sentence);
    }
    return choice;
  }

  private static Choice find() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return new Choice(
          new ScalarKernels(),
          "Kernels run as scalar loops because the module "
              + MODULE
              + " is missing; start java with --add-modules "
              + MODULE
              + " to use the Vector API.");
    }
    int bits = VectorKernels.width();
    if (bits < 128) {
      return new Choice(
          new ScalarKernels(),
          "Kernels run as scalar loops because vectors have "
              + bits
              + " bits here and 128 are needed; see -XX:MaxVectorSize.");
    }
    return new Choice(
        new VectorKernels(), "Kernels use the Vector API with vectors of " + bits + " bits.");
  }
}
