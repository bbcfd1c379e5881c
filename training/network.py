"""The cross-encoder in torch: MiniLM's six layers with three heads. Inputs of one batch all have the same length, so
there is no padding and no mask."""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional

LAYERS, HIDDEN, HEADS, INNER, WORDS, POSITIONS = 6, 384, 12, 1536, 30522, 256
SUPPORTS = 3


class Layer(nn.Module):
    """One layer of BERT (Devlin et al. 2018), the three projections in one product."""

    def __init__(self) -> None:
        super().__init__()
        self.projections = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.attended = nn.Linear(HIDDEN, HIDDEN)
        self.attended_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner = nn.Linear(HIDDEN, INNER)
        self.outer = nn.Linear(INNER, HIDDEN)
        self.outer_norm = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(n, length, 384) in and out."""
        rows, length, _ = x.shape
        parts = self.projections(x).view(rows, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2])
        x = self.attended_norm(x + self.attended(seen.transpose(1, 2).reshape(rows, length, HIDDEN)))
        return self.outer_norm(x + self.outer(functional.gelu(self.inner(x))))


class CrossEncoder(nn.Module):
    """``forward`` gives relevance (n,), support (n, 3) and span (n, length, 2) logits; place 0 means no span."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(WORDS, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.types = nn.Embedding(2, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.pooled = nn.Linear(HIDDEN, HIDDEN)
        self.relevance = nn.Linear(HIDDEN, 1)
        self.support = nn.Linear(HIDDEN, SUPPORTS)
        self.span = nn.Linear(HIDDEN, 2)
        self.words.weight.requires_grad_(False)  # most words never occur: moving some would part them from the rest

    def forward(self, ids: torch.Tensor, types: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """See the class; both inputs are (n, length)."""
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.types(types)
        x = self.norm(x)
        for layer in self.layers:
            x = layer(x)
        pooled = functional.gelu(self.pooled(x[:, 0]))
        return self.relevance(pooled)[:, 0], self.support(pooled), self.span(x)

    def load_minilm(self, path: Path) -> None:
        """Takes over the weights of all-MiniLM-L6-v2; the heads stay as they were drawn."""
        found = load_file(path)
        own = self.state_dict()
        table = {
            "words": "embeddings.word_embeddings",
            "types": "embeddings.token_type_embeddings",
            "norm": "embeddings.LayerNorm",
        }
        for mine, theirs in table.items():
            for part in ("weight", "bias"):
                if f"{mine}.{part}" in own:
                    own[f"{mine}.{part}"] = found[f"{theirs}.{part}"]
        own["positions.weight"] = found["embeddings.position_embeddings.weight"][:POSITIONS]
        names = {
            "attended": "attention.output.dense",
            "attended_norm": "attention.output.LayerNorm",
            "inner": "intermediate.dense",
            "outer": "output.dense",
            "outer_norm": "output.LayerNorm",
        }
        for number in range(LAYERS):
            for part in ("weight", "bias"):
                layer = f"encoder.layer.{number}"
                own[f"layers.{number}.projections.{part}"] = torch.cat(
                    [found[f"{layer}.attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                )
                for mine, theirs in names.items():
                    own[f"layers.{number}.{mine}.{part}"] = found[f"{layer}.{theirs}.{part}"]
        self.load_state_dict(own)

    def save(self, path: Path) -> None:
        """Writes the weights to ``path`` in one step: a reader sees the old file or the new one."""
        fresh = path.with_suffix(".part")
        save_file({name: value.contiguous() for name, value in self.state_dict().items()}, fresh)
        fresh.replace(path)
