package org.halfstep.propagate;

/**
 * Where the weights and the input of a run come from, if not from the network's own law: files, for
 * instance, that another program wrote.
 */
public interface Weights {

  /**
   * Fills in the input of the network.
   *
   * @param run the number of the run, from 0 on
   * @param x receives the values, [batch, width]
   */
  void input(int run, float[] x);

  /**
   * Fills in the weights of a layer.
   *
   * @param run the number of the run, from 0 on
   * @param layer from 1 on
   * @param w receives the weights, [in, out], at their final size: {@code y = x w} for samples in
   *     rows
   */
  void layer(int run, int layer, float[] w);
}
