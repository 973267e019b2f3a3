package org.halfstep.kernel;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * The buffers of one thread in a matrix product.
 *
 * <p>They are kept for the next product, at most one for each processor, so that products do not
 * allocate in the long run. None is held while a thread waits.
 */
final class Workspace {

  /** Floats of the copied part of B: with the rows of A beside it, half of a cache of 1 MiB. */
  static final int PANEL = 1 << 17;

  /** Rows of A that are copied at once. */
  static final int BAND = 8 * Products.ROWS;

  /** Between rows of copies of A, against strides that are powers of two. */
  static final int GAP = 16;

  private static final ArrayBlockingQueue<Workspace> KEPT =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  /** Set by each part of a product. */
  Products loops;

  final Tile tile = new Tile();
  final float[] panel = new float[PANEL];
  final float[] left = new float[BAND * (Blocks.DEPTH + GAP)];
  final float[] edge = new float[Products.ROWS * Products.WIDEST];
  final float[] zeros = new float[Products.WIDEST];

  private Workspace() {}

  static Workspace take() {
    Workspace kept = KEPT.poll();
    return kept == null ? new Workspace() : kept;
  }

  /** Gives the buffers back, and keeps nobody else's arrays alive. */
  void release() {
    tile.a = null;
    tile.b = null;
    tile.from = null;
    tile.to = null;
    KEPT.offer(this);
  }

  void from(float[] x, int at, int stride) {
    tile.from = x;
    tile.fromAt = at;
    tile.fromRow = stride;
  }

  void to(float[] x, int at, int stride) {
    tile.to = x;
    tile.toAt = at;
    tile.toRow = stride;
  }
}
