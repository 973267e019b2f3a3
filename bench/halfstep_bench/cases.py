"""What is measured: kernels, their sizes, and which call of which library does the same work."""

from collections.abc import Callable
from dataclasses import dataclass, field

ARRAYS = (1 << 12, 1 << 20, 1 << 26, (1 << 26) + (1 << 12))  # the last, because arrays of 2^26 share cache sets
COPY, READ, FMA, DOT = "limit-copy", "limit-read", "limit-fma", "dot"
LAYERS = 128  # of the network

@dataclass(frozen=True)
class Peer:
    """A call of another library, and the Java work it is set beside."""

    name: str
    library: str  # numpy, torch or onnxruntime
    call: str  # the function of peer_LIBRARY.py that makes it
    buffer: str = "reused"  # what the library does with its output, or with temporary arrays if it has no other
    java: tuple[str, ...] = ("REUSED",)  # what Java does with its own: a pair for each
    work: str = ""  # the Java work, if it is not that of the kernel's name


@dataclass(frozen=True)
class Kernel:
    """A kernel that is measured."""

    name: str
    unit: str  # GB/s, M values/s, M bins/s or Gop/s
    amount: Callable[[int], float]  # bytes read and written, values, bins or operations of a call of that size
    limit: str = ""  # the kernel whose rate it is a fraction of
    buffers: tuple[str, ...] = ("REUSED",)  # the measurements without peers
    sizes: tuple[int, ...] = ARRAYS
    cold: int = 1 << 20  # the size for the way from cold to full speed
    quick: int = 1 << 12
    threads: bool = False  # takes a number of threads
    output: bool = True  # writes an array; else its buffer is "none"
    slow: bool = False  # a call takes seconds
    parity: bool = False  # feeds on a peer's own data first
    peers: tuple[Peer, ...] = field(default=())

    def buffer(self, asked: str) -> str:
        """In words: what Java was asked to do with its output, if there is one."""
        return asked.lower().replace("_", " ") if self.output else "none"

    def rate(self, size: int, microseconds: float) -> float:
        """In its unit."""
        scale = 1 if self.unit.startswith("M ") else 1e3
        return self.amount(size) / microseconds / scale


def _each(number: float) -> Callable[[int], float]:
    """So many bytes, or operations, of each value."""
    return lambda size: number * size


def _product(size: int) -> float:
    return 2.0 * size**3


def _torch(name: str, call: str, buffer: str = "fresh", java: tuple[str, ...] = ("REUSED",), work: str = "") -> Peer:
    return Peer(name, "torch", call, buffer, java, work)


def _numpy(name: str, call: str, buffer: str = "reused", java: tuple[str, ...] = ("REUSED",)) -> Peer:
    return Peer(name, "numpy", call, buffer, java)


def _onnx(name: str, call: str, work: str = "") -> Peer:
    return Peer(name, "onnxruntime", call, "reused", ("REUSED",), work)


MATRICES = {"sizes": (256, 512, 1024), "cold": 512, "quick": 64, "threads": True}
DOTS = {"sizes": (1 << 20,), "output": False}
SEARCH = {"sizes": (2048,), "cold": 2048, "quick": 256, "output": False}
BOTH = ("REUSED", "FRESH")

KERNELS = (
    Kernel(COPY, "GB/s", _each(8)),
    Kernel(READ, "GB/s", _each(4), output=False),
    Kernel(FMA, "Gop/s", _each(0), sizes=(0,), quick=0, threads=True, output=False),
    Kernel(
        "fake-quantize", "GB/s", _each(8), COPY, buffers=("REUSED", "IN_PLACE", "FRESH"),
        peers=(
            _torch("torch.fake_quantize", "fake_quantize", java=BOTH),
            _torch("torch manual", "manual", java=BOTH),
            _torch("torch.compile", "compiled", java=BOTH),
            _torch("torch.compile, out", "compiled_out", "reused"),
            _numpy("numpy", "naive", "fresh", java=BOTH),
            _numpy("numpy out=", "out"),
            _onnx("onnxruntime Q+DQ", "fake_quantize", "fake-quantize-divide"),
        ),
    ),
    Kernel(
        "fake-quantize-channels", "GB/s", _each(8), COPY,
        peers=(_torch("torch.fake_quantize", "fake_quantize_channels"), _numpy("numpy out=", "channels")),
    ),
    Kernel(  # groups of 32 values
        "fake-quantize-groups", "GB/s", _each(8), COPY,
        peers=(_torch("torch.fake_quantize", "fake_quantize_channels"), _numpy("numpy out=", "channels")),
    ),
    Kernel("fake-quantize-divide", "GB/s", _each(8), COPY),
    Kernel(
        "stochastic-rounding", "GB/s", _each(8), COPY,
        peers=(
            _torch("torch, rand", "stochastic"), _torch("torch.compile, rand", "stochastic_compiled"),
            _numpy("numpy Generator", "stochastic"),
        ),
    ),
    Kernel(
        "quantize", "GB/s", _each(5), COPY,
        peers=(
            _torch("torch.quantize", "quantize", java=BOTH),
            _numpy("numpy out=", "quantize"),
            _onnx("onnxruntime", "quantize", "quantize-divide"),
        ),
    ),
    Kernel(
        "dequantize", "GB/s", _each(5), COPY,
        peers=(
            _torch("torch.dequantize", "dequantize", java=BOTH),
            _numpy("numpy out=", "dequantize"),
            _onnx("onnxruntime", "dequantize"),
        ),
    ),
    Kernel("quantize-4bit", "GB/s", _each(4.5), COPY),
    Kernel(
        "error-statistics", "GB/s", _each(4), READ, threads=True, output=False,
        peers=(
            _numpy("numpy", "error_statistics"),
            _torch("torch eager", "error_statistics"),
            _torch("torch.compile", "error_statistics_compiled"),
        ),
    ),
    Kernel("error-moments", "GB/s", _each(4), READ, output=False),
    Kernel(  # the first four powers, exactly; the other side sums doubles
        "power-sums", "GB/s", _each(4), READ, threads=True, output=False,
        peers=(_numpy("numpy, doubles", "power_sums"),),
    ),
    Kernel(
        "cosine", "GB/s", _each(8), READ, threads=True, output=False,
        peers=(_numpy("numpy dot", "cosine", "none"), _torch("torch cosine_similarity", "cosine", "none")),
    ),
    Kernel(
        "min-max", "GB/s", _each(4), READ, output=False,
        peers=(_numpy("numpy", "min_max", "none"), _torch("torch.aminmax", "min_max", "none")),
    ),
    Kernel(
        "abs-max", "GB/s", _each(4), READ, output=False,
        peers=(_numpy("numpy", "abs_max", "none"), _torch("torch", "abs_max", "none")),
    ),
    Kernel(
        "histogram", "M values/s", _each(1), output=False,
        peers=(_numpy("np.histogram", "histogram", "none"), _torch("torch.histc", "histogram", "none")),
    ),
    Kernel(  # by ONNX Runtime's own definition
        "entropy-threshold", "M bins/s", _each(1), **SEARCH, threads=True,
        peers=(Peer("onnxruntime calibrate", "onnxruntime", "entropy_threshold", "none"),),
    ),
    Kernel(  # with exact cells, which running sums take apart: another definition than the other side's
        "entropy-threshold-exact", "M bins/s", _each(1), **SEARCH,
        peers=(Peer("onnxruntime calibrate", "onnxruntime", "other_entropy_threshold", "none"),),
    ),
    Kernel(
        "mse-threshold", "M bins/s", _each(1), **SEARCH, peers=(_numpy("numpy, each clip", "mse_threshold", "none"),),
    ),
    Kernel("encode-16", "GB/s", _each(5), COPY),
    Kernel("encode-256", "GB/s", _each(5), COPY),
    Kernel(
        "gaussian", "M values/s", _each(1),
        peers=(_torch("torch.normal_", "gaussian", "reused"), _numpy("numpy Generator", "gaussian")),
    ),
    Kernel(
        "sgemm", "Gop/s", _product, FMA, **MATRICES,
        peers=(_torch("torch.mm", "sgemm", "reused"), _numpy("np.matmul", "sgemm")),
    ),
    Kernel(
        "int8-gemm", "Gop/s", _product, FMA, **MATRICES,
        peers=(_torch("torch._int_mm", "int8_gemm", "reused"),),
    ),
    Kernel(
        "uint8-gemm", "Gop/s", _product, FMA, **MATRICES,
        peers=(_onnx("onnxruntime, packed weights", "uint8_gemm"),),
    ),
    Kernel(DOT, "M values/s", _each(1), **DOTS),  # of floats, in the fewest instructions there are
    Kernel("shift-dot-4bit", "M values/s", _each(1), DOT, **DOTS),  # integers by LogQuant codes
    Kernel("shift-dot-5bit", "M values/s", _each(1), DOT, **DOTS),
    Kernel("shift-dot-both", "M values/s", _each(1), DOT, **DOTS),  # LogQuant by LogQuant
    Kernel("shift-dot-apot", "M values/s", _each(1), DOT, **DOTS),
    Kernel("log-sum", "M values/s", _each(1), DOT, **DOTS),  # one number after the other
    Kernel("log-sum-table", "M values/s", _each(1), DOT, **DOTS),
    Kernel(  # 64 channels to 64 with 3 x 3 weights, on an image of size x size
        "convolution", "Gop/s", lambda size: 2.0 * 64 * 64 * 9 * size**2, FMA, sizes=(28, 56, 112), cold=56, quick=8,
        threads=True, peers=(_torch("torch conv2d", "convolution"), _onnx("onnxruntime", "convolution")),
    ),
    Kernel(  # size wide, size samples; its limit is a network that does nothing but its matrix products
        "network", "Gop/s", lambda size: 2 * LAYERS * _product(size), "sgemm", sizes=(256, 1024), cold=256, quick=32,
        threads=True, slow=True, parity=True,
        peers=(_torch("torch eager", "network"), _torch("torch.compile", "network_compiled")),
    ),
)

BY_NAME = {kernel.name: kernel for kernel in KERNELS}


def limits(kernel: Kernel, threads: int) -> bool:
    """Says whether a kernel's limit holds for so many threads: loops through memory are measured with one."""
    return threads == 1 or BY_NAME[kernel.limit].threads
