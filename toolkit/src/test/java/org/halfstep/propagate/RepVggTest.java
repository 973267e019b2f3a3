package org.halfstep.propagate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ejml.data.DMatrixRMaj;
import org.halfstep.Near;
import org.halfstep.law.Gaussian;
import org.junit.jupiter.api.Test;

class RepVggTest {
  private static final int CHANNELS = 5;

  private static BatchNorm norm(double first) {
    return BatchNorm.of(
        CHANNELS, c -> first + 0.1 * c, c -> 0.3 * c - first, c -> first * c, c -> 0.5 + c);
  }

  private static RepVgg block() {
    DMatrixRMaj three = MeasuredLayerTest.draw(Gaussian.STANDARD, CHANNELS, 9 * CHANNELS, 20);
    DMatrixRMaj one = MeasuredLayerTest.draw(Gaussian.STANDARD, CHANNELS, CHANNELS, 21);
    return RepVgg.of(three, norm(0.7), one, norm(1.1), norm(-0.4));
  }

  @Test
  void theMergedConvolutionIsTheSumOfTheBranches() {
    DMatrixRMaj image = MeasuredLayerTest.draw(Gaussian.STANDARD, CHANNELS, 6 * 4, 22);
    DMatrixRMaj patches = ImagePatches.of(image, 4);
    RepVgg block = block();
    DMatrixRMaj branches = block.branches(patches);
    DMatrixRMaj merged = block.merged(patches);
    for (int i = 0; i < merged.getNumElements(); i++) {
      Near.absolute(branches.data[i], merged.data[i], 1e-13, i);
    }
  }

  @Test
  void onlyTheCentreTapOfTheDiagonalHoldsTheIdentity() {
    BatchNorm plain = BatchNorm.of(CHANNELS, c -> 1, c -> 0, c -> 0, c -> 1 - 1e-5);
    RepVgg block =
        RepVgg.of(
            new DMatrixRMaj(CHANNELS, 9 * CHANNELS),
            plain,
            new DMatrixRMaj(CHANNELS, CHANNELS),
            plain,
            plain);
    DMatrixRMaj kernel = block.kernel();
    for (int o = 0; o < CHANNELS; o++) {
      for (int i = 0; i < 9 * CHANNELS; i++) {
        Near.ulps(i == 9 * o + 4 ? 1 : 0, kernel.get(o, i), 2, o + "," + i);
      }
    }
    assertEquals(0, block.bias()[2]);
  }

  @Test
  void patchesHoldTheNeighboursAndZerosOutside() {
    DMatrixRMaj image = new DMatrixRMaj(new double[][] {{1, 2, 3, 4, 5, 6}});
    DMatrixRMaj patches = ImagePatches.of(image, 3); // 1 2 3 / 4 5 6
    double[][] expected = {{0, 0, 0, 0, 1, 2, 0, 4, 5}, {1, 2, 3, 4, 5, 6, 0, 0, 0}};
    for (int t = 0; t < 9; t++) {
      assertEquals(expected[0][t], patches.get(t, 0), "first pixel, tap " + t);
      assertEquals(expected[1][t], patches.get(t, 4), "middle of the last row, tap " + t);
    }
  }

  @Test
  void badShapesAreNamed() {
    DMatrixRMaj image = new DMatrixRMaj(2, 10);
    var e = assertThrows(IllegalArgumentException.class, () -> ImagePatches.of(image, 3));
    assertEquals("width must divide the 10 pixels of a channel, got 3", e.getMessage());
    DMatrixRMaj one = new DMatrixRMaj(CHANNELS, CHANNELS);
    e =
        assertThrows(
            IllegalArgumentException.class, () -> RepVgg.of(image, norm(1), one, norm(1), norm(1)));
    assertEquals(
        "the 1 x 1 kernels must be C x C and the 3 x 3 kernels C x 9 C, got 5 x 5 and 2 x 10",
        e.getMessage());
    BatchNorm small = BatchNorm.of(2, c -> 1, c -> 0, c -> 0, c -> 1);
    DMatrixRMaj three = new DMatrixRMaj(CHANNELS, 9 * CHANNELS);
    e =
        assertThrows(
            IllegalArgumentException.class, () -> RepVgg.of(three, norm(1), one, small, norm(1)));
    assertEquals("a normalization must have 5 channels, got 2", e.getMessage());
    e = assertThrows(IllegalArgumentException.class, () -> block().merged(image));
    assertTrue(e.getMessage().endsWith("got kernel 5 x 45 and patches 2 x 10"), e.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> BatchNorm.of(1, c -> 1, c -> 0, c -> 0, c -> -1));
  }
}
