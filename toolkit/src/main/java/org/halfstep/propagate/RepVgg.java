package org.halfstep.propagate;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * A RepVGG block: a 3 x 3 convolution, a 1 x 1 convolution and the identity, each with its batch
 * normalization, added up; and the one 3 x 3 convolution that they are at inference (Ding et al.
 * 2021, RepVGG, section 3.3).
 *
 * <p>The merged entry of output o, input i and tap t is {@code f3_o K_oit + [t centre] (f1_o k_oi +
 * [o = i] fI_o)}, with f the factors of the normalizations. So the centre tap adds three numbers,
 * on the diagonal one of them is a constant of the size 1, and every output channel has a scale of
 * its own: the entries of the merged kernel are neither independent nor of one law.
 */
public final class RepVgg {
  private final DMatrixRMaj three;
  private final DMatrixRMaj one;
  private final BatchNorm[] norms;
  private final DMatrixRMaj kernel;
  private final double[] bias;

  private RepVgg(DMatrixRMaj three, DMatrixRMaj one, BatchNorm... norms) {
    this.three = three.copy();
    this.one = one.copy();
    this.norms = norms;
    int channels = one.numRows;
    this.kernel = new DMatrixRMaj(channels, three.numCols);
    this.bias = new double[channels];
    for (int o = 0; o < channels; o++) {
      for (int i = 0; i < channels; i++) {
        for (int t = 0; t < ImagePatches.AREA; t++) {
          double entry = norms[0].factor(o) * three.get(o, ImagePatches.AREA * i + t);
          if (t == ImagePatches.CENTRE) {
            entry += norms[1].factor(o) * one.get(o, i) + (o == i ? norms[2].factor(o) : 0);
          }
          kernel.set(o, ImagePatches.AREA * i + t, entry);
        }
      }
      bias[o] = norms[0].constant(o) + norms[1].constant(o) + norms[2].constant(o);
    }
  }

  /**
   * Returns a block.
   *
   * @param three the 3 x 3 kernels, [channels, 9 channels], 9 taps for each input; not modified
   * @param afterThree the normalization after them
   * @param one the 1 x 1 kernels, [channels, channels]; not modified
   * @param afterOne the normalization after them
   * @param ofIdentity the normalization of the identity
   * @return the block
   * @throws IllegalArgumentException if the shapes do not match
   */
  public static RepVgg of(
      DMatrixRMaj three,
      BatchNorm afterThree,
      DMatrixRMaj one,
      BatchNorm afterOne,
      BatchNorm ofIdentity) {
    int channels = one.numRows;
    if (one.numCols != channels
        || three.numRows != channels
        || three.numCols != ImagePatches.AREA * channels) {
      throw new IllegalArgumentException(
          "the 1 x 1 kernels must be C x C and the 3 x 3 kernels C x 9 C, got "
              + MeasuredLayer.shape(one)
              + " and "
              + MeasuredLayer.shape(three));
    }
    for (BatchNorm norm : new BatchNorm[] {afterThree, afterOne, ofIdentity}) {
      if (norm.channels() != channels) {
        throw new IllegalArgumentException(
            "a normalization must have " + channels + " channels, got " + norm.channels());
      }
    }
    return new RepVgg(three, one, afterThree, afterOne, ofIdentity);
  }

  /**
   * Returns the merged kernels.
   *
   * @return [channels, 9 channels]; a copy
   */
  public DMatrixRMaj kernel() {
    return kernel.copy();
  }

  /**
   * Returns the merged constants.
   *
   * @return [channels]; a copy
   */
  public double[] bias() {
    return bias.clone();
  }

  /**
   * Computes the three branches one by one and adds them, as in training.
   *
   * @param patches [9 channels, positions], as {@link ImagePatches#of} makes them; not modified
   * @return [channels, positions]
   * @throws IllegalArgumentException if there are not 9 rows for each channel
   */
  public DMatrixRMaj branches(DMatrixRMaj patches) {
    check(patches);
    DMatrixRMaj centres = new DMatrixRMaj(one.numRows, patches.numCols);
    for (int i = 0; i < one.numRows; i++) {
      int row = ImagePatches.AREA * i + ImagePatches.CENTRE;
      CommonOps_DDRM.extract(patches, row, row + 1, 0, patches.numCols, centres, i, 0);
    }
    DMatrixRMaj[] parts = {times(three, patches), times(one, centres), centres};
    DMatrixRMaj out = new DMatrixRMaj(one.numRows, patches.numCols);
    for (int b = 0; b < parts.length; b++) {
      for (int k = 0; k < out.getNumElements(); k++) {
        int o = k / out.numCols;
        out.data[k] += norms[b].factor(o) * parts[b].data[k] + norms[b].constant(o);
      }
    }
    return out;
  }

  /**
   * Computes the merged convolution.
   *
   * @param patches [9 channels, positions]; not modified
   * @return [channels, positions]: {@link #branches} up to rounding
   * @throws IllegalArgumentException if there are not 9 rows for each channel
   */
  public DMatrixRMaj merged(DMatrixRMaj patches) {
    check(patches);
    DMatrixRMaj out = times(kernel, patches);
    for (int k = 0; k < out.getNumElements(); k++) {
      out.data[k] += bias[k / out.numCols];
    }
    return out;
  }

  private void check(DMatrixRMaj patches) {
    if (patches.numRows != kernel.numCols) {
      throw new IllegalArgumentException(
          "patches must have as many rows as the kernel has columns, got kernel "
              + MeasuredLayer.shape(kernel)
              + " and patches "
              + MeasuredLayer.shape(patches));
    }
  }

  private static DMatrixRMaj times(DMatrixRMaj a, DMatrixRMaj b) {
    return CommonOps_DDRM.mult(a, b, new DMatrixRMaj(a.numRows, b.numCols));
  }
}
