"""The published test vectors of ONNX's quantization operators, as facts: inputs, attributes, outputs.

They come from the onnx package itself (onnx.backend.test.case.node, the cases of the standard's operator tests).
Command, in toolkit/src/test/oracle: python onnx_vectors.py (needs onnx==1.23.2, numpy==2.4.6).
One row is one tensor. Integers are decimal; floats are the shortest decimals that give their bits back; a number
format that CSV readers lack (float8, float4) is its bit code, an integer.
"""

import warnings
from pathlib import Path

import numpy
import onnx
from onnx import helper, numpy_helper
from onnx.backend.test.case.node import collect_testcases

OPERATORS = {
    "QuantizeLinear",
    "DequantizeLinear",
    "DynamicQuantizeLinear",
    "QLinearMatMul",
    "QLinearConv",
    "MatMulInteger",
    "ConvInteger",
}
FILE = Path(__file__).parents[1] / "resources" / "oracle" / "onnx_vectors.csv"


def tensor(value):
    """Type, shape and values of a tensor, as text."""
    if isinstance(value, onnx.TensorProto):
        name = onnx.TensorProto.DataType.Name(value.data_type).lower()
        value = numpy_helper.to_array(value)
        if name.startswith("float8"):
            value = value.view(numpy.uint8)
        elif name.startswith("float4"):
            value = value.view(numpy.uint8) & 15
    else:
        value = numpy.asarray(value)
        name = value.dtype.name
    shape = "x".join(map(str, value.shape)) or "scalar"
    flat = value.reshape(-1)
    if flat.dtype.kind == "f":
        text = [str(v) for v in flat]
    else:
        text = [str(int(v)) for v in flat]
    return name, shape, " ".join(text)


def attributes(node):
    pairs = []
    for attribute in node.attribute:
        value = helper.get_attribute_value(attribute)
        value = " ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
        if attribute.name in ("output_dtype",):
            value = onnx.TensorProto.DataType.Name(value).lower()
        pairs.append(f"{attribute.name}={value.decode() if isinstance(value, bytes) else value}")
    return ";".join(pairs)


def main():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # other operators overflow on purpose
        cases = collect_testcases(None)
    rows = []
    for case in cases:
        nodes = case.model.graph.node if case.model else []
        if len(nodes) != 1 or nodes[0].op_type not in OPERATORS:
            continue
        node = nodes[0]
        for inputs, outputs in case.data_sets:
            for role, names, values in (("input", node.input, inputs), ("output", node.output, outputs)):
                present = [i for i, name in enumerate(names) if name]
                for index, value in zip(present, values, strict=True):
                    rows.append((case.name[5:], node.op_type, attributes(node), role, index, *tensor(value)))
    with FILE.open("w", encoding="ascii", newline="\n") as out:
        out.write(f"# onnx {onnx.__version__}, numpy {numpy.__version__}; python onnx_vectors.py\n")
        out.write("case,operator,attributes,role,index,type,shape,values\n")
        for row in rows:
            out.write(",".join(map(str, row)) + "\n")


if __name__ == "__main__":
    main()
