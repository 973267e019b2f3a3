"""The kernels in ONNX Runtime: graphs of one or two nodes whose inputs and outputs stay where they are."""

from collections.abc import Callable

import numpy
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization.calibrate import HistogramCollector

from halfstep_bench.peer import SCALE, Differs, Inputs, Work, exactly, within

OPSET, FORMAT = 19, 9  # of ONNX: what every ONNX Runtime of these years reads
threads_asked = 1


def start(threads: int) -> None:
    global threads_asked
    threads_asked = threads


def version() -> str:
    return onnxruntime.__version__


def _work(nodes: list, source: numpy.ndarray, target: numpy.ndarray, constants: dict, compare: Callable) -> Work:
    kinds = {
        numpy.dtype("f4"): TensorProto.FLOAT, numpy.dtype("i4"): TensorProto.INT32,
        numpy.dtype("i1"): TensorProto.INT8, numpy.dtype("u1"): TensorProto.UINT8,
    }
    graph = helper.make_graph(
        nodes,
        "kernel",
        [helper.make_tensor_value_info("x", kinds[source.dtype], source.shape)],
        [helper.make_tensor_value_info("y", kinds[target.dtype], target.shape)],
        [numpy_helper.from_array(numpy.asarray(value), name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=FORMAT)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads_asked
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, ["CPUExecutionProvider"])
    binding = session.io_binding()
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in (source, target)]
    binding.bind_ortvalue_input("x", values[0])
    binding.bind_ortvalue_output("y", values[1])

    def call() -> onnxruntime.OrtValue:
        session.run_with_iobinding(binding)
        return values[1]

    return Work(call, lambda value: value.numpy(), compare)


LEVELS = 128  # cells of a search by entropy
RULE = {"scale": SCALE, "zero": numpy.int8(0)}


def fake_quantize(inputs: Inputs) -> Work:
    x = inputs["x"]
    nodes = [
        helper.make_node("QuantizeLinear", ["x", "scale", "zero"], ["q"]),
        helper.make_node("DequantizeLinear", ["q", "scale", "zero"], ["y"]),
    ]
    return _work(nodes, x, numpy.zeros_like(x), RULE, exactly)


def quantize(inputs: Inputs) -> Work:
    x = inputs["x"]
    node = helper.make_node("QuantizeLinear", ["x", "scale", "zero"], ["y"])
    return _work([node], x, numpy.zeros(len(x), numpy.int8), RULE, exactly)


def dequantize(inputs: Inputs) -> Work:
    codes = inputs["codes"]
    node = helper.make_node("DequantizeLinear", ["x", "scale", "zero"], ["y"])
    return _work([node], codes, numpy.zeros(len(codes), numpy.float32), RULE, exactly)


def convolution(inputs: Inputs) -> Work:
    x = inputs["x"].reshape(1, 64, inputs.size, inputs.size)
    weights = {"w": inputs["w"].reshape(64, 64, 3, 3)}
    node = helper.make_node("Conv", ["x", "w"], ["y"], pads=[1, 1, 1, 1])
    return _work([node], x, numpy.zeros_like(x), weights, within(1e-3))


def uint8_gemm(inputs: Inputs) -> Work:
    """The second factor belongs to the model, which packs it once."""
    a, b = inputs.matrix("a").view(numpy.uint8), inputs.matrix("b")
    node = helper.make_node("MatMulInteger", ["x", "b"], ["y"])
    return _work([node], a, numpy.zeros(a.shape, numpy.int32), {"b": b}, exactly)


def _entropy(counts: numpy.ndarray, compare: Callable) -> Work:
    """Edge i is i, so that the answer is a place."""
    edges = numpy.arange(len(counts) + 1, dtype=numpy.float32)
    collector = HistogramCollector("entropy", False, len(counts), LEVELS, 99.999, "same")
    histogram = (counts, edges, numpy.float32(-1), numpy.float32(len(counts) + 1))
    return Work(lambda: collector.get_entropy_threshold(histogram, LEVELS), lambda ends: numpy.array(ends, int), compare)


def entropy_threshold(inputs: Inputs) -> Work:
    return _entropy(inputs["signed"], exactly)


def other_entropy_threshold(inputs: Inputs) -> Work:
    """The same values in as many bins, with a sign: as parts of the greatest value the clips are of one order."""
    bins = inputs.size

    def compare(java: numpy.ndarray, peer: numpy.ndarray) -> str:
        clips = java[1] / bins, (peer[1] - bins // 2) / (bins - bins // 2)
        if not 0.5 < clips[0] / clips[1] < 2:
            raise Differs(f"the clips are at {clips[0]:.2f} and {clips[1]:.2f} of the greatest value")
        return f"another definition: clips at {clips[0]:.2f} and {clips[1]:.2f} of the greatest value"

    return _entropy(inputs["signed"], compare)
