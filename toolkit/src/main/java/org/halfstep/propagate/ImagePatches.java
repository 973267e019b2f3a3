package org.halfstep.propagate;

import org.ejml.data.DMatrixRMaj;

/**
 * The patches of an image that a 3 x 3 convolution sees, as columns: it makes the convolution a
 * matrix product.
 *
 * <p>Row {@code 9 c + 3 (dy + 1) + (dx + 1)} of column {@code height-index * width + width-index}
 * holds the pixel of channel c that lies (dy, dx) from there; outside of the image it is 0. Columns
 * of neighbours share pixels: they are not independent.
 */
public final class ImagePatches {

  /** The entries of a 3 x 3 kernel. */
  public static final int AREA = 9;

  /** The place of the centre tap among them. */
  public static final int CENTRE = 4;

  private ImagePatches() {}

  /**
   * Returns the 3 x 3 patches around all pixels.
   *
   * @param image [channels, height times width], row by row; not modified
   * @param width the pixels in a row, at least 1
   * @return [9 channels, height times width]
   * @throws IllegalArgumentException if the image has no whole number of rows
   */
  public static DMatrixRMaj of(DMatrixRMaj image, int width) {
    if (width < 1 || image.numCols % width != 0) {
      throw new IllegalArgumentException(
          "width must divide the " + image.numCols + " pixels of a channel, got " + width);
    }
    int height = image.numCols / width;
    DMatrixRMaj out = new DMatrixRMaj(AREA * image.numRows, image.numCols);
    for (int row = 0; row < out.numRows; row++) {
      int dy = row % AREA / 3 - 1;
      int dx = row % 3 - 1;
      for (int y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
        for (int x = Math.max(0, -dx); x < Math.min(width, width - dx); x++) {
          double pixel = image.data[row / AREA * image.numCols + (y + dy) * width + x + dx];
          out.data[row * out.numCols + y * width + x] = pixel;
        }
      }
    }
    return out;
  }
}
