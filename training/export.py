"""Writes the trained weights as the int8 ONNX file that is shipped, and checks it against torch.

    python -m training.export TRAINED.safetensors DATA.npz [--to qa/models/cross-MiniLM/model.int8.onnx]

Needs torch, onnx and onnxruntime. The graph is the embedder's (``scripts/minilm_graph.py``) with token types and three
heads; it is calibrated on the word pieces of training examples.
"""

import argparse
import hashlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]  # the wheel has no type information
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper

from scripts.minilm_graph import FUSED, HIDDEN, IR_VERSION, LAYERS, OPSET, Array, Graph, Int8, Weights
from training.data import Data
from training.figures import auc
from training.network import CrossEncoder

TARGET = Path(__file__).parents[1] / "qa" / "models" / "cross-MiniLM" / "model.int8.onnx"
CALIBRATED_ON, CHECKED_ON = 200, 1000
OUTPUTS = ["relevance", "support", "span"]
FARTHEST = 0.6  # mean difference of relevance logits to fp32: more would be a mistake in the graph


class CrossGraph(Graph):
    """The cross-encoder: ``input_ids`` and ``token_types`` (1, n) in; the logits of ``relevance`` (1), ``support``
    (1, 3) and ``span`` (1, n, 2) out."""

    def model(self, *, watch_inputs: bool = False) -> onnx.ModelProto:
        """See Graph.model."""
        x = self._embeddings()
        for number in range(LAYERS):
            x = self._layer(x, number)
        one = self._constant("one", np.array([1]))
        first = self._node("Gather", [x, self._constant("first", np.array([0]))], axis=1)
        pooled = self._node("Gelu", [self._plain(self._node("Squeeze", [first, one]), "pooled")])
        self._node("Squeeze", [self._plain(pooled, "relevance"), one], output=OUTPUTS[0])
        self._plain(pooled, "support", output=OUTPUTS[1])
        self._plain(x, "span", output=OUTPUTS[2])
        watched = list(self.inputs_of.values()) if watch_inputs else []
        names = [*OUTPUTS, *watched]
        graph = helper.make_graph(
            self.nodes,
            "cross-MiniLM",
            [helper.make_tensor_value_info(n, TensorProto.INT64, [1, "n"]) for n in ("input_ids", "token_types")],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names],
            self.constants,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="training.export")

    def _summed(self) -> str:
        types = self.weights["embeddings.token_type_embeddings.weight"]
        # The first type has joined the positions; what is added is how the second differs.
        differences = self._constant("types", np.stack([np.zeros(HIDDEN, np.float32), types[1] - types[0]]))
        return self._node("Add", [super()._summed(), self._node("Gather", [differences, "token_types"])])

    def _plain(self, x: str, name: str, output: str = "") -> str:
        """A small linear layer in fp32."""
        product = self._node("MatMul", [x, self._constant(f"{name}.weight", self.weights[f"{name}.weight"].T)])
        return self._node("Add", [product, self._constant(f"{name}.bias", self.weights[f"{name}.bias"])], output=output)


def named(model: CrossEncoder) -> Weights:
    """The trained weights under the names that the graph has."""
    found = {name: value.numpy() for name, value in model.state_dict().items()}
    table = {
        "words": "embeddings.word_embeddings",
        "positions": "embeddings.position_embeddings",
        "types": "embeddings.token_type_embeddings",
        "norm": "embeddings.LayerNorm",
    }
    layer = {
        "attended": "attention.output.dense",
        "attended_norm": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "outer_norm": "output.LayerNorm",
    }
    weights: Weights = {}
    for name, value in found.items():
        head, _, rest = name.partition(".")
        if head != "layers":
            weights[f"{table.get(head, head)}.{rest}"] = value
            continue
        number, part, kind = rest.split(".")
        if part != "projections":
            weights[f"encoder.layer.{number}.{layer[part]}.{kind}"] = value
            continue
        for one, third in zip(("query", "key", "value"), np.split(value, 3), strict=True):
            weights[f"encoder.layer.{number}.attention.self.{one}.{kind}"] = third
    return weights


def inputs(data: Data, row: int) -> dict[str, NDArray[np.int64]]:
    """One example as the graph takes it."""
    batch = data.batch(np.array([row]))
    return {"input_ids": batch.ids.numpy(), "token_types": batch.types.numpy()}


def largest_inputs(weights: Weights, data: Data, rows: NDArray[np.int64]) -> dict[str, Array]:
    """For each linear layer, the largest absolute value of each input channel over ``rows``."""
    graph = CrossGraph(weights)
    session = onnxruntime.InferenceSession(graph.model(watch_inputs=True).SerializeToString())
    largest: dict[str, Array] = {}
    for row in rows:
        found = session.run(list(graph.inputs_of.values()), inputs(data, int(row)))
        for name, values in zip(graph.inputs_of, found, strict=True):
            largest[name] = np.maximum(largest.get(name, np.float32(0)), np.abs(values[0]).max(axis=0))
    return largest


class Checked:
    """What a model says about ``rows`` of ``data``, collected row by row."""

    def __init__(self, data: Data, rows: NDArray[np.int64]) -> None:
        self._data, self._rows = data, rows
        self.relevance: list[float] = []
        self.exact: list[bool] = []
        self.right: list[bool] = []

    def of(self, run: Callable[[dict[str, NDArray[np.int64]]], Sequence[Array]]) -> Self:
        """Runs them all."""
        for row in self._rows:
            batch = self._data.batch(np.array([row]))
            relevance, support, span = run(inputs(self._data, int(row)))
            self.relevance.append(float(relevance[0]))
            if batch.support[0] >= 0:
                self.right.append(int(support[0].argmax()) == int(batch.support[0]))
            if batch.relevant[0] == 1 and batch.first[0] >= 0:
                inside = np.where(batch.outside[0].numpy()[:, None], -np.inf, span[0])[1:]
                self.exact.append((inside.argmax(0) + 1).tolist() == [int(batch.first[0]), int(batch.last[0])])
        return self

    def line(self) -> str:
        """The figures."""
        labels, scores = self._data.rows[5, self._rows], np.array(self.relevance)
        area = auc(scores[labels == 1], scores[labels == 0])
        return f"relevance AUC {area:.4f}  span exact {np.mean(self.exact):.4f}  support {np.mean(self.right):.4f}"


def main() -> int:
    """Exports and checks; 1 when the file is too far from torch."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("trained", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--to", type=Path, default=TARGET)
    arguments = parser.parse_args()
    data, model = Data(arguments.data, "cpu"), CrossEncoder()
    model.load(arguments.trained)
    model.eval()
    weights = named(model)
    rows = np.random.default_rng(1).choice(data.held_out, CHECKED_ON, replace=False)
    calibrated = np.random.default_rng(2).choice(data.rows.shape[1], CALIBRATED_ON, replace=False)
    int8 = CrossGraph(weights, Int8(largest_inputs(weights, data, calibrated))).model()

    def torch_run(given: dict[str, NDArray[np.int64]]) -> list[Array]:
        with torch.no_grad():
            return [part.numpy() for part in model(*(torch.from_numpy(part) for part in given.values()))]

    def session(graph: onnx.ModelProto) -> Callable[[dict[str, NDArray[np.int64]]], Sequence[Array]]:
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        opened = onnxruntime.InferenceSession(graph.SerializeToString(), options)
        return lambda given: opened.run(OUTPUTS, given)

    expected = Checked(data, rows).of(torch_run)
    quantised = Checked(data, rows).of(session(int8))
    few = Checked(data, rows[:20]).of(session(CrossGraph(weights).model()))
    plain = np.abs(np.array(few.relevance) - expected.relevance[:20]).mean()
    apart = np.abs(np.array(quantised.relevance) - expected.relevance).mean()
    print(f"torch  {expected.line()}\nint8   {quantised.line()}")
    print(f"relevance logits, mean difference to torch: fp32 graph {plain:.6f}, int8 {apart:.4f}")
    if apart > FARTHEST or plain > 0.001:
        print("too far from torch", file=sys.stderr)
        return 1
    arguments.to.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(int8, arguments.to)
    print(hashlib.sha256(arguments.to.read_bytes()).hexdigest(), arguments.to.stat().st_size, arguments.to.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
