package org.halfstep.bench;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One call of a kernel on data that are ready, and what another program needs to do the same.
 *
 * @param call does it once and returns something that depends on the whole result
 * @param inputs arrays under the names that the other program knows
 * @param result turns what the call returned into an array
 */
record Work(Supplier<Object> call, Map<String, Object> inputs, Function<Object, Object> result) {

  /** A call that returns its array, without inputs that are anybody's business. */
  static Work of(Supplier<Object> call) {
    return new Work(call, Map.of(), array -> array);
  }

  /** A call that returns its array. */
  static Work of(Supplier<Object> call, Map<String, Object> inputs) {
    return new Work(call, inputs, array -> array);
  }
}
