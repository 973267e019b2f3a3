"""What ONNX Runtime computes for random one-operator models: quantization operators, with ties and extremes.

Command, in toolkit/src/test/oracle: python onnx_runtime.py (needs onnx==1.23.2, onnxruntime==1.31.1, numpy==2.4.6).
Columns as in onnx_vectors.py. Products of uint8 with int8 are asked to be exact (session.x64quantprecision): without
it, processors that lack VNNI saturate sums of two products to 16 bits. Floats are at most 7 digits or dyadic; types
that ONNX Runtime has no kernel for are printed and left out.
"""

from pathlib import Path

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator
from onnx_vectors import tensor

FILE = Path(__file__).parents[1] / "resources" / "oracle" / "onnx_runtime.csv"
random = numpy.random.default_rng(20261121)
FLOAT8 = {"FLOAT8E4M3FN", "FLOAT8E5M2", "FLOAT8E4M3FNUZ", "FLOAT8E5M2FNUZ"}
RANGES = {
    "INT2": (-2, 1), "UINT2": (0, 3), "INT4": (-8, 7), "UINT4": (0, 15), "INT8": (-128, 127), "UINT8": (0, 255),
    "INT16": (-32768, 32767), "UINT16": (0, 65535),
}
# shape, axis, block size
LAYOUTS = [
    ((), 1, 0), ((7,), 0, 0), ((3, 5), 0, 0), ((2, 3, 4), -2, 0), ((2, 3, 4, 2), 3, 0), ((4, 6), 1, 4), ((5, 3), 0, 2)
]
rows = []


def array(name, value):
    """A constant of an ONNX type from integers (bits for float8)."""
    value = numpy.asarray(value)
    if name in FLOAT8 or name in ("INT4", "UINT4", "INT2", "UINT2"):
        flat = value.reshape(-1).astype(numpy.int64)
        if name in FLOAT8:
            raw = flat.astype(numpy.uint8).tobytes()
        else:
            bits = int(name.lstrip("UINT"))
            raw = bytearray((len(flat) * bits + 7) // 8)
            for i, v in enumerate(flat):
                raw[i * bits // 8] |= (int(v) & ((1 << bits) - 1)) << (i * bits % 8)
        return helper.make_tensor("t", getattr(TensorProto, name), value.shape, bytes(raw), raw=True)
    return onnx.numpy_helper.from_array(value.astype(helper.tensor_dtype_to_np_dtype(getattr(TensorProto, name))), "t")


def run(case, operator, inputs, output_types, attributes):
    """Runs one node whose inputs are constants with optimization off; appends its rows.

    Types that Python's arrays lack are cast to float or int32 inside the model, which is exact.
    """
    constants, names = [], []
    for i, value in enumerate(inputs):
        if value is None:
            names.append("")
            continue
        value.name = f"i{i}"
        constants.append(value)
        names.append(value.name)
    outs = [f"o{i}" for i in range(len(output_types))]
    nodes = [helper.make_node(operator, names, outs, **attributes)]
    results = []
    for out, kind in zip(outs, output_types, strict=True):
        code = getattr(TensorProto, kind)
        if kind in FLOAT8 or kind in ("INT4", "UINT4", "INT2", "UINT2"):
            target = TensorProto.FLOAT if kind in FLOAT8 else TensorProto.INT32
            nodes.append(helper.make_node("Cast", [out], [out + "c"], to=target))
            out, code = out + "c", target
        results.append(helper.make_tensor_value_info(out, code, None))
    opset = 25 if any(i is not None and i.data_type in (TensorProto.INT2, TensorProto.UINT2) for i in inputs) else 23
    graph = helper.make_graph(nodes, "g", [], results, constants)
    version = 13 if opset == 25 else 11
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=version)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.add_session_config_entry("session.x64quantprecision", "1")
    options.log_severity_level = 4
    try:
        if attributes.get("saturate") == 0:
            # Without saturation ONNX Runtime makes 480.00004 the number 448 in float8e4m3fn, though 464.00003 is NaN:
            # here the standard's reference is the oracle.
            values = ReferenceEvaluator(model).run(None, {})
        else:
            session = onnxruntime.InferenceSession(model.SerializeToString(), options)
            values = session.run(None, {})
    except Exception as e:
        print("left out", case, str(e)[:120].replace("\n", " "))
        return
    text = ";".join(
        f"{k}={' '.join(map(str, v)) if isinstance(v, (list, tuple)) else v}"
        for k, v in attributes.items()
    )
    for i, value in enumerate(inputs):
        if value is not None:
            rows.append((case, operator, text, "input", i, *tensor(value)))
    for i, (value, kind) in enumerate(zip(values, output_types, strict=True)):
        name, shape, flat = tensor(value)
        # what was cast from float8 is a column of numbers, not of bit codes
        rows.append((case, operator, text, "output", i, kind.lower() + "_value" * (kind in FLOAT8), shape, flat))


def scales(shape):
    return (random.choice([0.5, 0.25, 3.0, 0.1, 0.0078431372, 1.7], size=shape) * 1.0).astype(numpy.float32)


def zeros(name, shape):
    lo, hi = RANGES[name]
    return array(name, random.integers(lo, hi + 1, size=shape))


def numbers(shape, scale, top, most=numpy.inf):
    """A third ties, a third inside, a third anything, extremes among them."""
    n = int(numpy.prod(shape))
    s = numpy.broadcast_to(scale, shape).reshape(-1)
    ties = (random.integers(-top, top + 1, size=n) + 0.5) * s
    inside = random.normal(size=n) * s * top / 3
    wild = random.choice([0.0, -0.0, 1e-40, -1e30, 3.4e38, numpy.inf, -numpy.inf, 1e-3], size=n)
    wild = numpy.clip(wild, -most, most)
    x = numpy.choose(random.integers(0, 3, size=n), [ties, inside, wild]).astype(numpy.float32)
    return x.reshape(shape)


def quantize_cases():
    f = "FLOAT"
    for name in RANGES:
        top = RANGES[name][1] * 2 + 1
        for k, (shape, axis, block) in enumerate(LAYOUTS):
            if block:
                ss = list(shape)
                ss[axis] = -(-shape[axis] // block)
                s = scales(ss)
                wide = numpy.repeat(s, block, axis)
                wide = wide[tuple(slice(0, d) for d in shape)]
            elif k in (0, 1):
                s = scales(())
                wide = s
            else:
                s = scales((shape[axis],))
                wide = s.reshape([-1 if i == axis % len(shape) else 1 for i in range(len(shape))])
            # With 2 or 4 bits, or in blocks, its conversion to int32 overflows before it saturates: the standard
            # holds there only for smaller numbers.
            x = numbers(shape, wide, top, 1e6 if block or name.endswith(("INT2", "INT4")) else numpy.inf)
            z = zeros(name, s.shape)
            attributes = {"axis": axis} | ({"block_size": block} if block else {})
            run(f"quantize_{name.lower()}_{k}", "QuantizeLinear", [array(f, x), array(f, s), z], [name], attributes)
            lo, hi = RANGES[name]
            q = array(name, random.integers(lo, hi + 1, size=shape))
            run(f"dequantize_{name.lower()}_{k}", "DequantizeLinear", [q, array(f, s), z], [f], attributes)
    for name in sorted(FLOAT8):
        for saturate in (1, 0):
            x = numbers((60,), numpy.float32(0.5), 400)
            x[:8] = [numpy.nan, 232, 232.00002, 240.00002, 30720, 30719.998, 1e-9, -1e-9]
            run(f"quantize_{name.lower()}_{saturate}", "QuantizeLinear",
                [array(f, x), array(f, numpy.float32(0.5)), array(name, 0)], [name], {"saturate": saturate})
        q = array(name, numpy.arange(256))
        tenth = array(f, numpy.float32(0.1))
        run(f"dequantize_{name.lower()}", "DequantizeLinear", [q, tenth, array(name, 0)], [f], {})
    q = array("INT32", random.integers(-(2**31), 2**31, size=(20,)))
    run("dequantize_int32", "DequantizeLinear", [q, array(f, numpy.float32(0.1))], [f], {})
    for k in range(6):
        x = (random.normal(size=(3, 7)) * 10.0 ** (k - 3) + random.integers(-2, 3)).astype(numpy.float32)
        x = numpy.zeros((2, 2), numpy.float32) if k == 5 else x
        run(f"dynamic_{k}", "DynamicQuantizeLinear", [array(f, x)], ["UINT8", f, "UINT8"], {})


def codes(name, shape, extreme):
    lo, hi = RANGES[name]
    v = random.integers(lo, hi + 1, size=shape)
    return array(name, random.choice([lo, hi], size=shape) if extreme else v)


def product_cases():
    f = "FLOAT"
    pairs = [("UINT8", "UINT8"), ("UINT8", "INT8"), ("INT8", "INT8"), ("INT8", "UINT8")]
    for k in range(24):
        a, b = pairs[k % 4]
        m, d, n = (int(v) for v in random.integers(1, 9, size=3))
        d *= 1 + 20 * (k % 3 == 0)
        batch = [2] if k % 5 == 4 else []
        x = codes(a, batch + [m, d], k % 7 == 6)
        w = codes(b, (batch if k % 10 == 9 else []) + [d, n], k % 7 == 6)
        per = k % 2 == 1 and n > 1 and k % 10 != 9
        run(f"matmulinteger_{k}", "MatMulInteger", [x, w, zeros(a, ()), zeros(b, (n,) if per else ())], ["INT32"], {})
        sx = numpy.float32(random.uniform(0.001, 0.1))
        sw = random.uniform(0.001, 0.1, size=(n,) if per else ()).astype(numpy.float32)
        sy = numpy.float32(sx * sw.max() * 128 * numpy.sqrt(d))
        if k % 6 == 5:  # multipliers that are powers of two: ties
            sx, sw, sy = numpy.float32(0.25), numpy.full(sw.shape, 0.5, numpy.float32), numpy.float32(32.0)
        run(f"qlinearmatmul_{k}", "QLinearMatMul",
            [x, array(f, sx), zeros(a, ()), w, array(f, sw), zeros(b, (n,) if per else ()), array(f, sy), zeros(a, ())],
            [a], {})
    for k in range(24):
        a, b = [("UINT8", "UINT8"), ("UINT8", "INT8"), ("INT8", "INT8")][k % 3]
        g = int(random.integers(1, 3))
        c, o = int(g * random.integers(1, 4)), int(g * random.integers(1, 4))
        kh, kw = (int(v) for v in random.integers(1, 4, size=2))
        strides = [int(v) for v in random.integers(1, 3, size=2)]
        dilations = [int(v) for v in random.integers(1, 3, size=2)]
        pads = [int(v) for v in random.integers(0, 3, size=4)]
        n, h, wd = int(random.integers(1, 3)), int(random.integers(5, 9)), int(random.integers(5, 9))
        attributes = {"strides": strides, "dilations": dilations, "pads": pads, "group": g, "kernel_shape": [kh, kw]}
        x = codes(a, (n, c, h, wd), k % 7 == 6)
        w = codes(b, (o, c // g, kh, kw), k % 7 == 6)
        if a == "UINT8":
            run(f"convinteger_{k}", "ConvInteger", [x, w, zeros(a, ()), zeros(b, ())], ["INT32"], attributes)
        per = k % 2 == 1
        sx = numpy.float32(random.uniform(0.001, 0.1))
        sw = random.uniform(0.001, 0.1, size=(o,) if per else ()).astype(numpy.float32)
        sy = numpy.float32(sx * sw.max() * 64 * numpy.sqrt(c * kh * kw))
        if k % 6 == 5:
            sx, sw, sy = numpy.float32(0.25), numpy.full(sw.shape, 0.5, numpy.float32), numpy.float32(32.0)
        zw = array(b, numpy.full(sw.shape, random.integers(*RANGES[b])))
        bias = array("INT32", random.integers(-5000, 5000, size=(o,))) if k % 3 else None
        inputs = [x, array(f, sx), zeros(a, ()), w, array(f, sw), zw, array(f, sy), zeros(a, ())]
        run(f"qlinearconv_{k}", "QLinearConv", inputs + ([bias] if bias is not None else []), [a], attributes)


def main():
    quantize_cases()
    product_cases()
    with FILE.open("w", encoding="ascii", newline="\n") as out:
        versions = f"onnxruntime {onnxruntime.__version__}, onnx {onnx.__version__}, numpy {numpy.__version__}"
        out.write(f"# {versions}; python onnx_runtime.py\n")
        out.write("case,operator,attributes,role,index,type,shape,values\n")
        for row in rows:
            out.write(",".join(map(str, row)) + "\n")
    print(len({row[0] for row in rows}), "cases")


if __name__ == "__main__":
    main()
