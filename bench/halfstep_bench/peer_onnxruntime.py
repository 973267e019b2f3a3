"""The kernels in ONNX Runtime: graphs of one or two nodes whose inputs and outputs stay where they are."""

from collections.abc import Callable

import numpy
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from halfstep_bench.peer import SCALE, Inputs, Work, exactly, within

OPSET, FORMAT = 19, 9  # of ONNX: what every ONNX Runtime of these years reads
threads_asked = 1


def start(threads: int) -> None:
    global threads_asked
    threads_asked = threads


def version() -> str:
    return onnxruntime.__version__


def _work(nodes: list, source: numpy.ndarray, target: numpy.ndarray, constants: dict, compare: Callable) -> Work:
    kinds = {numpy.dtype("f4"): TensorProto.FLOAT, numpy.dtype("i1"): TensorProto.INT8}
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
