"""all-MiniLM-L6-v2 as an ONNX graph, written node by node: ``input_ids`` (1, n) in; out come ``embedding`` (1, 384) and
``pieces`` (1, n, 384), the last layer's vector of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

LAYERS, HIDDEN, HEADS, POSITIONS = 6, 384, 12, 256
OPSET, IR_VERSION = 20, 10  # onnxruntime 1.18 and later read them
FUSED = "com.microsoft"

OUTLIER = 2.0
"""A channel is one when its largest value is more than so many times the median channel's."""
SHARE = 0.8
"""How much of its excess is moved, as an exponent: 1 would make it as large as the limit."""
LARGEST_WEIGHT = 127
"""All 8 bits. A CPU without VNNI adds products in pairs in 16 bits, which 3 pairs in 100,000 overflow (simulated):
passages then have a cosine to fp32 of 0.995 instead of 0.998 (least of 12: 0.992). With 64 none would, but single words
fall to 0.978 on every CPU."""

Array = NDArray[np.float32]
Weights = dict[str, Array]


@dataclass(frozen=True)
class Int8:
    """How to quantise. ``largest`` holds, per linear layer, the largest absolute value of each input channel."""

    largest: dict[str, Array]

    def divisors(self, name: str) -> Array:
        """By what each input channel of ``name`` is divided before it is quantised (its weights are multiplied).

        A few channels are ten times larger than the rest and would take the whole range of 256 steps. Moving size into
        the weights is SmoothQuant's idea (Xiao et al. 2022). Only outliers are moved, and not all the way: that needs
        little text to calibrate and does no harm where other texts have other maxima (figures in bench/README.md).
        """
        largest = self.largest[name]
        divisors: Array = (np.maximum(1, largest / (OUTLIER * np.median(largest))) ** SHARE).astype(np.float32)
        return divisors


@dataclass
class Graph:
    """Builds the model once. Without ``int8`` the linear layers and the word table stay fp32."""

    weights: Weights
    int8: Int8 | None = None
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)
    inputs_of: dict[str, str] = field(default_factory=dict)
    """The tensor that goes into each linear layer."""

    def model(self, *, watch_inputs: bool = False) -> onnx.ModelProto:
        """The whole graph; with ``watch_inputs`` it also gives out what goes into each linear layer."""
        x = self._embeddings()
        for number in range(LAYERS):
            x = self._layer(x, number)
        self.nodes[-1].output[0] = x = "pieces"
        mean = self._node("ReduceMean", [x, self._constant("token_axis", np.array([1]))], keepdims=0)
        self._node("LpNormalization", [mean], output="embedding", axis=-1, p=2)
        watched = list(self.inputs_of.values()) if watch_inputs else []
        graph = helper.make_graph(
            self.nodes,
            "all-MiniLM-L6-v2",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "n"])],
            [
                helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [1, HIDDEN]),
                helper.make_tensor_value_info("pieces", TensorProto.FLOAT, [1, "n", HIDDEN]),
            ]
            + [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in watched],
            self.constants,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="export_minilm")

    def _embeddings(self) -> str:
        return self._norm(self._summed(), "embeddings.LayerNorm")

    def _summed(self) -> str:
        words = self._words(self.weights["embeddings.word_embeddings.weight"])
        positions = self.weights["embeddings.position_embeddings.weight"][:POSITIONS]
        # A text alone has token type 0 throughout, so that row joins the positions.
        positions = positions + self.weights["embeddings.token_type_embeddings.weight"][0]
        length = self._node("Shape", ["input_ids"], start=1, end=2)
        zero = self._constant("zero", np.array([0]))
        here = self._node("Slice", [self._constant("positions", positions), zero, length, zero])
        return self._node("Add", [words, here])

    def _words(self, table: Array) -> str:
        if self.int8 is None:
            return self._node("Gather", [self._constant("words", table), "input_ids"])
        scales = np.abs(table).max(axis=1, keepdims=True) / 127
        rows = self._constant("words", np.rint(table / scales).astype(np.int8))
        row = self._node("Cast", [self._node("Gather", [rows, "input_ids"])], to=TensorProto.FLOAT)
        return self._node("Mul", [row, self._node("Gather", [self._constant("word_scales", scales), "input_ids"])])

    def _layer(self, x: str, number: int) -> str:
        layer = f"encoder.layer.{number}"
        projections = [f"{layer}.attention.self.{name}" for name in ("query", "key", "value")]
        together = self._linear(x, f"{layer}.attention.self", projections)
        parts = [f"{layer}.query", f"{layer}.key", f"{layer}.value"]
        self.nodes.append(helper.make_node("Split", [together], parts, axis=2, num_outputs=3))
        seen = self._node("MultiHeadAttention", parts, domain=FUSED, num_heads=HEADS)
        seen = self._linear(seen, f"{layer}.attention.output.dense")
        x = self._norm(self._node("Add", [x, seen]), f"{layer}.attention.output.LayerNorm")
        inner = self._node("Gelu", [self._linear(x, f"{layer}.intermediate.dense")])
        inner = self._linear(inner, f"{layer}.output.dense")
        return self._norm(self._node("Add", [x, inner]), f"{layer}.output.LayerNorm")

    def _linear(self, x: str, name: str, parts: Sequence[str] = ()) -> str:
        """One product for all ``parts`` (by default ``name`` alone): weights (in, out), outputs side by side."""
        parts = parts or [name]
        weight = np.concatenate([self.weights[f"{part}.weight"].T for part in parts], axis=1)
        bias = self._constant(f"{name}.bias", np.concatenate([self.weights[f"{part}.bias"] for part in parts]))
        self.inputs_of[name] = x
        if self.int8 is None:
            return self._node("Add", [self._node("MatMul", [x, self._constant(f"{name}.weight", weight)]), bias])
        divisors = self.int8.divisors(name)
        x = self._node("Mul", [x, self._constant(f"{name}.divided", 1 / divisors)])
        weight = weight * divisors[:, None]
        scales = np.abs(weight).max(axis=0) / LARGEST_WEIGHT
        quantised = self._constant(f"{name}.weight", np.rint(weight / scales).astype(np.int8))
        zeros = self._constant(f"{name}.zeros", np.zeros(len(scales), np.int8))
        # Activations become uint8 with one scale per call, taken from their range at that moment.
        inputs = [x, quantised, self._constant(f"{name}.scales", scales), zeros, bias]
        return self._node("DynamicQuantizeMatMul", inputs, domain=FUSED)

    def _norm(self, x: str, name: str) -> str:
        inputs = [x, *(self._constant(f"{name}.{part}", self.weights[f"{name}.{part}"]) for part in ("weight", "bias"))]
        return self._node("LayerNormalization", inputs, axis=-1, epsilon=1e-12)

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, kind: str, inputs: Sequence[str], *, output: str = "", domain: str = "", **attributes: Any) -> str:
        output = output or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output
