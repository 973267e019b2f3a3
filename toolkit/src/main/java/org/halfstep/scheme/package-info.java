/**
 * From grid, granularity, calibration and grid of scales to codes and back; codes as bits; layers
 * in integers only, with requantization; the quantization operators of ONNX.
 */
package org.halfstep.scheme;
