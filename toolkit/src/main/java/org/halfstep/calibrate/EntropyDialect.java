package org.halfstep.calibrate;

/**
 * Whose rules a search by Kullback-Leibler divergence follows.
 *
 * <p>All look for the window of a histogram whose law P (the counts, with what lies outside added
 * to the ends) is hardest to tell from Q, the same counts merged to a few cells and spread again;
 * {@code KL(P||Q) = sum p ln(p/q)} (S. Migacz, 8-bit inference with TensorRT, GTC 2017). They
 * differ in what a cell is, which bins share it, what replaces 0, and who wins a tie; with 10^4
 * values of a Gaussian their clips lie on average from 3.2 to 4.1 sigma (lesson 24).
 *
 * <p>These five search a window of whole counts from 0 on, or about it. Two toolkits search
 * otherwise, and are methods of their own: {@link Aimet#entropy}, whose window shrinks on the side
 * with less mass, and {@link Brevitas#entropy}, which takes a smoothed histogram for logits.
 */
public enum EntropyDialect {

  /**
   * ONNX Runtime 1.31, {@code calibrate.get_entropy_threshold}: signed bins over (-T, T), an odd
   * window about the middle, both tails added to its ends; cells of {@code size / levels} bins, the
   * rest counted with the last cell but given nothing; a cell's count is spread over all of its
   * bins as a whole number; empty bins get 1e-4 taken off the others; single precision; the first
   * minimum.
   */
  ONNX_RUNTIME,

  /**
   * NVIDIA's Model Optimizer, {@code calib/histogram.py}: bins of |x|; the first count replaced by
   * the second; windows from {@code levels} bins on; cells with edges at multiples of {@code size /
   * levels}, spread over their filled bins; the last minimum. A window without a value inside has
   * no divergence (0 / 0) and, as there, wins over all that have one.
   */
  NVIDIA,

  /**
   * PPQ, {@code TorchHistObserver}: bins of |x|, the first 0.2 % of them emptied and the next set
   * to 1; windows whose size is a multiple of {@code levels}; P over all values, Q over its own
   * sum, decadic logarithm, 1e-30 for nothing; the first minimum. With so few levels that the first
   * window holds emptied bins only, its divergence is 0 / 0 and it wins, as there: 4 bits of 4096
   * bins.
   */
  PPQ,

  /**
   * MNN, {@code TensorStatistic.cpp}: bins of |x|, zeros left out, 1e-7 added to each, then divided
   * by the sum; cells with fractional edges; the first minimum.
   */
  MNN,

  /**
   * ncnn, {@code ncnn2table.cpp}: bins of |x|, zeros left out; 1e-4 added to each bin of P and of Q
   * after P has been divided by the count; cells with fractional edges; the first minimum.
   */
  NCNN
}
