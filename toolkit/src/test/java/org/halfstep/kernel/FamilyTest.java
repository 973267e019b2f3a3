package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class FamilyTest {

  private interface Loop {
    void run();
  }

  private static final Loop TWIN = () -> pause(3);
  private static final Loop FAST = () -> {};

  private static void pause(int milliseconds) {
    try {
      TimeUnit.MILLISECONDS.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    for (int i = 0; i < 3000 && !condition.getAsBoolean(); i++) {
      pause(20);
    }
    assertTrue(condition.getAsBoolean(), "within a minute");
  }

  @Test
  void aColdLoopIsTheTwinAndAWarmOneHasVectorsButForFewValues() {
    Family<Loop> family = new Family<>("a test", TWIN, () -> FAST, Loop::run);
    assertSame(TWIN, family.of(1000));
    assertFalse(family.settled(), "a thousand values are no reason to warm up");
    assertSame(TWIN, family.of(1_000_000));
    await(family::settled);
    assertSame(FAST, family.of(1000));
    assertSame(TWIN, family.of(Family.FEW - 1));
    assertSame(FAST, family.of(Family.FEW));
  }

  @Test
  void manySmallCallsWarmUpAsALargeOneDoes() {
    Family<Loop> family = new Family<>("a test", TWIN, () -> FAST, Loop::run);
    for (int i = 0; i < 100; i++) {
      family.of(1000);
    }
    await(family::settled);
    assertSame(FAST, family.of(1000));
  }

  /** What is not there cannot win: the twin goes on, and the log says why. */
  @Test
  void aFailureIsToldAndLeavesTheTwin() {
    List<LogRecord> records = new CopyOnWriteArrayList<>();
    Logger logger = Logger.getLogger(Vectors.class.getName());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            records.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      Family<Loop> family =
          new Family<>(
              "a test that fails",
              TWIN,
              () -> {
                throw new IllegalStateException("no such vectors");
              },
              Loop::run);
      family.warmUp();
      await(() -> family.settled() && !records.isEmpty());
      assertSame(TWIN, family.of(1_000_000));
      assertEquals(1, records.size());
      assertEquals(
          "Kernels for a test that fails stay scalar loops.", records.getFirst().getMessage());
      assertEquals("no such vectors", records.getFirst().getThrown().getMessage());
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
  }

  /** The real ones, in this JVM: none is left behind. */
  @Test
  void realFamiliesEndUpWithVectors() {
    Vectors.warmUp();
    await(Vectors::settled);
    assertTrue(Elementwise.FAMILY.of(1000) instanceof VectorElementwise);
    assertTrue(Codes.FAMILY.of(1000) instanceof VectorCodes);
    assertTrue(Reductions.FAMILY.of(1000) instanceof VectorReductions);
    assertTrue(Signals.FAMILY.of(1000) instanceof VectorSignals);
    assertTrue(Errors.FAMILY.of(1000) instanceof VectorErrors);
    assertTrue(Encoding.FAMILY.of(1000) instanceof VectorEncoding);
    assertTrue(Patterned.FAMILY.of(1000) instanceof VectorPatterned);
    assertTrue(Chances.FAMILY.of(1000) instanceof VectorChances);
    assertTrue(Draws.FAMILY.of(1000) instanceof VectorDraws);
    assertTrue(Products.FAMILY.of(1000) instanceof VectorProducts);
  }
}
