package org.halfstep.kernel;

import java.util.function.Supplier;

/**
 * The two-dimensional convolution of neural networks, which is a correlation, as matrix products.
 *
 * <pre>
 * y[b, o, i, j] = sum over c, u, v of
 *     w[o, c, u, v] x[b, g C + c, i strideY + u dilationY - top, j strideX + v dilationX - left]
 * </pre>
 *
 * where a group g has C = channels / groups of the channels and outputs / groups of the outputs.
 * The sum runs in the order of (c, u, v), and positions outside the image count as values 0 (or the
 * zero point): a weight that is not finite makes NaN there. This is the operator Conv of ONNX and
 * conv2d of PyTorch, without a bias, with arrays in the order NCHW.
 *
 * <p>For each image and group it is the product of the weights, [outputs / groups, C kernelHeight
 * kernelWidth], and the patches of the image, [C kernelHeight kernelWidth, positions]. Patches are
 * read from the image straight into the blocks of the product; their matrix is never made. So bits,
 * exactness and threads are those of {@link MatrixProduct}.
 *
 * <p>Used by convolutional layers of networks, in floats and with integer arithmetic.
 *
 * @param batch images, at least 0
 * @param channels of an image, at least 1, a multiple of groups
 * @param height of an image, at least 1
 * @param width of an image, at least 1
 * @param outputs channels of the result, at least 1, a multiple of groups
 * @param kernelHeight rows of weights, at least 1
 * @param kernelWidth columns of weights, at least 1
 * @param strideY rows from a patch to the one below, at least 1
 * @param strideX columns from a patch to the next, at least 1
 * @param top rows of padding above the image, at least 0
 * @param left columns of padding before the image, at least 0
 * @param bottom rows of padding below the image, at least 0
 * @param right columns of padding behind the image, at least 0
 * @param dilationY rows of the image from a weight to the one below, at least 1
 * @param dilationX columns of the image from a weight to the next, at least 1
 * @param groups of channels that are convolved apart; as many as channels: depthwise
 * @param threads how many parts are computed at once at most, at least 1
 */
public record Convolution(
    int batch,
    int channels,
    int height,
    int width,
    int outputs,
    int kernelHeight,
    int kernelWidth,
    int strideY,
    int strideX,
    int top,
    int left,
    int bottom,
    int right,
    int dilationY,
    int dilationX,
    int groups,
    int threads) {

  /** Checks the shape. */
  public Convolution {
    atLeast(0, "batch", batch);
    atLeast(1, "channels", channels);
    atLeast(1, "height", height);
    atLeast(1, "width", width);
    atLeast(1, "outputs", outputs);
    atLeast(1, "kernelHeight", kernelHeight);
    atLeast(1, "kernelWidth", kernelWidth);
    atLeast(1, "stride", Math.min(strideY, strideX));
    atLeast(0, "padding", Math.min(Math.min(top, left), Math.min(bottom, right)));
    atLeast(1, "dilation", Math.min(dilationY, dilationX));
    atLeast(1, "groups", groups);
    atLeast(1, "threads", threads);
    if (channels % groups != 0 || outputs % groups != 0) {
      throw new IllegalArgumentException(
          "groups must divide channels and outputs, got "
              + groups
              + " for "
              + channels
              + " and "
              + outputs);
    }
    fits("height", height, (long) top + bottom, kernelHeight, dilationY);
    fits("width", width, (long) left + right, kernelWidth, dilationX);
  }

  private static void atLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
  }

  private static void fits(String name, int size, long padding, int kernel, int dilation) {
    long reach = (kernel - 1L) * dilation + 1;
    if (reach > size + padding || size + padding > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "kernels must fit into the padded image, got "
              + name
              + " "
              + reach
              + " in "
              + (size + padding));
    }
  }

  /**
   * Returns the convolution with strides, dilations and groups of 1, no padding, and all
   * processors.
   *
   * @param batch images, at least 0
   * @param channels of an image, at least 1
   * @param height of an image, at least kernelHeight
   * @param width of an image, at least kernelWidth
   * @param outputs channels of the result, at least 1
   * @param kernelHeight rows of weights, at least 1
   * @param kernelWidth columns of weights, at least 1
   * @param padding rows and columns of padding on every side, at least 0
   * @return the convolution
   */
  public static Convolution of(
      int batch,
      int channels,
      int height,
      int width,
      int outputs,
      int kernelHeight,
      int kernelWidth,
      int padding) {
    return new Convolution(
        batch,
        channels,
        height,
        width,
        outputs,
        kernelHeight,
        kernelWidth,
        1,
        1,
        padding,
        padding,
        padding,
        padding,
        1,
        1,
        1,
        Runtime.getRuntime().availableProcessors());
  }

  /**
   * Returns the same convolution with other strides.
   *
   * @param y rows from a patch to the one below, at least 1
   * @param x columns from a patch to the next, at least 1
   * @return the convolution
   */
  public Convolution stride(int y, int x) {
    return with(y, x, top, left, bottom, right, dilationY, dilationX, groups, threads);
  }

  /**
   * Returns the same convolution with other padding, in the order of ONNX's pads.
   *
   * @param above rows above the image, at least 0
   * @param before columns before it, at least 0
   * @param below rows below it, at least 0
   * @param behind columns behind it, at least 0
   * @return the convolution
   */
  public Convolution padding(int above, int before, int below, int behind) {
    return with(
        strideY, strideX, above, before, below, behind, dilationY, dilationX, groups, threads);
  }

  /**
   * Returns the same convolution with other dilations.
   *
   * @param y rows of the image from a weight to the one below, at least 1
   * @param x columns of the image from a weight to the next, at least 1
   * @return the convolution
   */
  public Convolution dilation(int y, int x) {
    return with(strideY, strideX, top, left, bottom, right, y, x, groups, threads);
  }

  /**
   * Returns the same convolution with other groups.
   *
   * @param count a divisor of channels and of outputs
   * @return the convolution
   */
  public Convolution groups(int count) {
    return with(strideY, strideX, top, left, bottom, right, dilationY, dilationX, count, threads);
  }

  /**
   * Returns the same convolution with another number of threads.
   *
   * @param count how many, at least 1
   * @return the convolution
   */
  public Convolution threads(int count) {
    return with(strideY, strideX, top, left, bottom, right, dilationY, dilationX, groups, count);
  }

  private Convolution with(
      int sy, int sx, int above, int before, int below, int behind, int dy, int dx, int g, int t) {
    return new Convolution(
        batch,
        channels,
        height,
        width,
        outputs,
        kernelHeight,
        kernelWidth,
        sy,
        sx,
        above,
        before,
        below,
        behind,
        dy,
        dx,
        g,
        t);
  }

  /**
   * Returns the height of the result: how many patches fit below each other.
   *
   * @return at least 1
   */
  public int outputHeight() {
    return (height + top + bottom - (kernelHeight - 1) * dilationY - 1) / strideY + 1;
  }

  /**
   * Returns the width of the result: how many patches fit beside each other.
   *
   * @return at least 1
   */
  public int outputWidth() {
    return (width + left + right - (kernelWidth - 1) * dilationX - 1) / strideX + 1;
  }

  /**
   * Convolves floats.
   *
   * @param x images, [batch, channels, height, width]; not modified
   * @param w weights, [outputs, channels / groups, kernelHeight, kernelWidth]; not modified
   * @param y receives the result, [batch, outputs, outputHeight, outputWidth]
   * @throws IllegalArgumentException if an array has another size, or y is another one of them
   */
  public void apply(float[] x, float[] w, float[] y) {
    apply(this::loops, x, w, y);
  }

  void apply(Supplier<Products> form, float[] x, float[] w, float[] y) {
    check(x.length, w.length, y.length);
    if (y == x || y == w) {
      throw new IllegalArgumentException(
          "the result must have an array of its own, got that of the "
              + (y == x ? "images" : "weights"));
    }
    run(
        form,
        new Values.Floats(w),
        new Values.Floats(x),
        0,
        at -> new Sums.Floats(y, at, positions(), false));
  }

  /**
   * Convolves signed bytes, exactly.
   *
   * @param x codes of images, [batch, channels, height, width]; not modified
   * @param zero the code that stands outside the images: the zero point, -128..127
   * @param w codes of weights, [outputs, channels / groups, kernelHeight, kernelWidth]; not
   *     modified
   * @param y receives sums of products of codes, [batch, outputs, outputHeight, outputWidth]
   * @throws IllegalArgumentException if an array has another size, or zero is no code
   * @throws ArithmeticException if a sum leaves the range of int
   */
  public void apply(byte[] x, int zero, byte[] w, int[] y) {
    apply(this::loops, true, x, zero, w, y);
  }

  /**
   * Convolves images of bytes that count as 0..255 with signed weights, exactly.
   *
   * @param x codes of images, [batch, channels, height, width]; not modified
   * @param zero the code that stands outside the images: the zero point, 0..255
   * @param w codes of weights, [outputs, channels / groups, kernelHeight, kernelWidth]; not
   *     modified
   * @param y receives sums of products of codes, [batch, outputs, outputHeight, outputWidth]
   * @throws IllegalArgumentException if an array has another size, or zero is no code
   * @throws ArithmeticException if a sum leaves the range of int
   */
  public void applyUnsigned(byte[] x, int zero, byte[] w, int[] y) {
    apply(this::loops, false, x, zero, w, y);
  }

  void apply(Supplier<Products> form, boolean signed, byte[] x, int zero, byte[] w, int[] y) {
    check(x.length, w.length, y.length);
    Products loops = form.get();
    int least = signed ? Byte.MIN_VALUE : 0;
    if (zero < least || zero > least + 255) {
      throw new IllegalArgumentException(
          "zero must be in " + least + ".." + (least + 255) + ", got " + zero);
    }
    run(
        form,
        new Values.Bytes(w, -1, loops),
        new Values.Bytes(x, signed ? -1 : 0xff, loops),
        zero,
        at -> new Sums.Ints(y, at, positions(), false));
  }

  @FunctionalInterface
  private interface Plane {
    Sums from(int at);
  }

  /** One product for each image and group, all of them cut in the same way. */
  private void run(Supplier<Products> form, Values w, Values x, float outside, Plane y) {
    int items = Math.multiplyExact(batch, groups);
    if (items == 0) {
      return;
    }
    int rows = outputs / groups;
    int depth = depth();
    Blocks[] blocks = new Blocks[items];
    for (int i = 0; i < items; i++) {
      Entries a = new Strided(w, i % groups * rows * depth, depth, false);
      Entries b = new Patches(this, x, i * (channels / groups) * height * width, outside);
      blocks[i] = new Blocks(form, rows, depth, positions(), a, b, y.from(i * rows * positions()));
    }
    Blocks.Cut cut = blocks[0].cut(threads, items);
    int count = Math.multiplyExact(items, cut.count());
    long work = (long) items * rows * depth * positions();
    Crew.run(
        work < Blocks.FEW ? 1 : threads,
        count,
        i -> blocks[i / cut.count()].multiply(cut, i % cut.count()));
  }

  private int depth() {
    return Math.toIntExact((long) channels / groups * kernelHeight * kernelWidth);
  }

  private int positions() {
    return Math.multiplyExact(outputHeight(), outputWidth());
  }

  private Products loops() {
    return Products.FAMILY.of((long) batch * outputs * depth() * positions());
  }

  private void check(int x, int w, int y) {
    check("images", x, batch, channels, height, width);
    check("weights", w, outputs, channels / groups, kernelHeight, kernelWidth);
    check("the result", y, batch, outputs, outputHeight(), outputWidth());
  }

  private static void check(String name, int length, int n, int c, int h, int w) {
    if ((double) n * c * h * w != length) {
      throw new IllegalArgumentException(
          name + " must have " + n + " x " + c + " x " + h + " x " + w + " values, got " + length);
    }
  }
}
