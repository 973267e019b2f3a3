/**
 * From a law (of data or of theory) and a unit grid to the affine map between them: every
 * calibrator that toolkits run, in their dialects, beside the optimum.
 *
 * <p>What a toolkit does from its observer to scale and zero point has the toolkit's name: {@link
 * org.halfstep.calibrate.OnnxRuntime}, {@link org.halfstep.calibrate.PyTorch}, {@link
 * org.halfstep.calibrate.TorchAo}, {@link org.halfstep.calibrate.ModelOptimizer}, {@link
 * org.halfstep.calibrate.Ppq}, {@link org.halfstep.calibrate.Mnn}, {@link
 * org.halfstep.calibrate.Ncnn}, {@link org.halfstep.calibrate.Aimet}, {@link
 * org.halfstep.calibrate.Brevitas}, {@link org.halfstep.calibrate.MqBench}, {@link
 * org.halfstep.calibrate.Distiller}.
 */
package org.halfstep.calibrate;
