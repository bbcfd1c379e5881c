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

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
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
        dropout = self.dropout if self.training else 0.0
        seen = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], dropout_p=dropout)
        seen = self.attended(seen.transpose(1, 2).reshape(rows, length, HIDDEN))
        x = self.attended_norm(x + functional.dropout(seen, dropout))
        return self.outer_norm(x + functional.dropout(self.outer(functional.gelu(self.inner(x))), dropout))


class CrossEncoder(nn.Module):
    """``forward`` gives relevance (n,), support (n, 3) and span (n, length, 2) logits; place 0 means no span.

    ``dropout`` acts while training; ``words_learn`` lets the word table learn."""

    def __init__(self, dropout: float = 0.0, *, words_learn: bool = False) -> None:
        super().__init__()
        self.dropout = dropout
        self.words = nn.Embedding(WORDS, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.types = nn.Embedding(2, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.pooled = nn.Linear(HIDDEN, HIDDEN)
        self.relevance = nn.Linear(HIDDEN, 1)
        self.support = nn.Linear(HIDDEN, SUPPORTS)
        self.span = nn.Linear(HIDDEN, 2)
        self.words.weight.requires_grad_(words_learn)  # most words never occur: moving some parts them from the rest

    def forward(self, ids: torch.Tensor, types: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """See the class; both inputs are (n, length)."""
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.types(types)
        x = functional.dropout(self.norm(x), self.dropout if self.training else 0.0)
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
        """Writes the weights to ``path`` in one step: a reader sees the old file or the new one. Half precision; the
        word table in int8 with a scale a row, as the exported model has it."""
        found = {name: value.detach().cpu() for name, value in self.state_dict().items()}
        words = found.pop("words.weight")
        scales = words.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        small = {name: value.half().contiguous() for name, value in found.items()}
        fresh = path.with_suffix(".part")
        save_file(small | {"words": (words / scales).round().to(torch.int8), "word_scales": scales}, fresh)
        fresh.replace(path)

    def load(self, path: Path) -> None:
        """Takes over what `save` wrote."""
        found = load_file(path)
        words = found.pop("words").float() * found.pop("word_scales")
        self.load_state_dict({name: value.float() for name, value in found.items()} | {"words.weight": words})
