"""Trains the cross-encoder for a given time.

    MALLOC_TRIM_THRESHOLD_=-1 MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_ARENA_MAX=1 OMP_NUM_THREADS=2 \
    python -m training.train DATA.npz MODEL.safetensors OUT.safetensors --minutes 60

Needs torch and safetensors only. The learning rate falls with the time that is left, so a run ends trained whenever it
ends; with ``--steps`` instead, a run is repeatable to the bit on one machine.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from training.network import CrossEncoder

BATCH = 32
RATE, HEAD_RATE, WARM = 1.2e-4, 1e-3, 150
SPAN_SHARE, SUPPORT_SHARE = 0.5, 1.0
EVERY = 300  # steps between two checkpoints


class Data:
    """The examples of ``training.assemble``, in batches of one length each."""

    def __init__(self, path: Path) -> None:
        found = np.load(path)
        self.pieces, self.rows = found["pieces"].astype(np.int64), found["rows"].astype(np.int64)
        self.starts = np.concatenate([[0], np.cumsum(self.rows[:, 0])[:-1]])

    def batches(self, generator: np.random.Generator, without: np.ndarray) -> Iterator[np.ndarray]:
        """Row numbers of one pass over all but ``without``, in batches of one length, in any order."""
        order = generator.permutation(np.setdiff1d(np.arange(len(self.rows)), without))
        order = order[np.argsort(self.rows[order, 0], kind="stable")]
        cuts = np.flatnonzero(np.diff(self.rows[order, 0])) + 1
        found = [group[at : at + BATCH] for group in np.split(order, cuts) for at in range(0, len(group), BATCH)]
        for at in generator.permutation(len(found)):
            yield found[at]

    def tensors(self, batch: np.ndarray) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Pieces, types and labels of ``batch``."""
        length = int(self.rows[batch[0], 0])
        ids = self.pieces[self.starts[batch][:, None] + np.arange(length)]
        types = (np.arange(length) >= self.rows[batch, 1][:, None]).astype(np.int64)
        return torch.from_numpy(ids), torch.from_numpy(types), torch.from_numpy(self.rows[batch])


def loss_of(model: CrossEncoder, data: Data, batch: np.ndarray) -> torch.Tensor:
    """The sum of the three losses, each a mean over the rows that have its label, weighted by their share."""
    ids, types, rows = data.tensors(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        relevance, support, span = model(ids, types)
    relevance, support, span = relevance.float(), support.float(), span.float()
    outside = types == 0
    outside[:, 0] = False
    span = span.masked_fill(outside[:, :, None], -1e4)
    total = torch.zeros(())
    has = rows[:, 4] >= 0
    if has.any():
        total = total + functional.binary_cross_entropy_with_logits(
            relevance[has], rows[has, 4].float(), reduction="sum"
        )
    has = rows[:, 2] >= 0
    for side in (0, 1):
        if has.any():
            total = total + SPAN_SHARE * functional.cross_entropy(
                span[has, :, side], rows[has, 2 + side], reduction="sum"
            )
    has = rows[:, 5] >= 0
    if has.any():
        total = total + SUPPORT_SHARE * functional.cross_entropy(support[has], rows[has, 5], reduction="sum")
    return total / len(batch)


def checked(model: CrossEncoder, data: Data, rows: np.ndarray) -> str:
    """How ``model`` does on held-out ``rows``: AUC of relevance, exact spans where there is one, right support."""
    scores, truths, exact, right = [], [], [], []
    model.eval()
    with torch.no_grad():
        for batch in Data.batches(data, np.random.default_rng(0), np.setdiff1d(np.arange(len(data.rows)), rows)):
            ids, types, labels = data.tensors(batch)
            relevance, support, span = model(ids, types)
            span = span.masked_fill((types == 0)[:, :, None], -1e4)
            for at, row in enumerate(labels.tolist()):
                if row[4] >= 0:
                    scores.append(float(relevance[at]))
                    truths.append(row[4])
                if row[2] > 0:
                    exact.append(span[at].argmax(0).tolist() == row[2:4])
                if row[5] >= 0:
                    right.append(int(support[at].argmax()) == row[5])
    model.train()
    ranks = np.argsort(np.argsort(scores)) + 1
    good = np.array(truths, bool)
    auc = (ranks[good].sum() - good.sum() * (good.sum() + 1) / 2) / (good.sum() * (~good).sum())
    return f"relevance AUC {auc:.3f}  span exact {np.mean(exact):.3f}  support {np.mean(right):.3f}"


def train(model: CrossEncoder, data: Data, out: Path, arguments: argparse.Namespace) -> None:
    """Passes over ``data`` until the time or the steps are used up; writes ``out`` now and then and at the end."""
    generator = np.random.default_rng(arguments.seed)
    held_out = generator.choice(len(data.rows), 1500, replace=False)
    heads = [
        p for name, p in model.named_parameters() if name.split(".")[0] in {"pooled", "relevance", "support", "span"}
    ]
    known = {id(p) for p in heads}
    body = [p for p in model.parameters() if id(p) not in known and p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": RATE, "rate": RATE}, {"params": heads, "lr": HEAD_RATE, "rate": HEAD_RATE}],
        weight_decay=0.01,
        fused=True,
    )
    began, step, shown, summed = time.monotonic(), 0, time.monotonic(), 0.0

    def used() -> float:
        return float(
            step / arguments.steps if arguments.steps else (time.monotonic() - began) / (60 * arguments.minutes)
        )

    while used() < 1:
        for batch in data.batches(generator, held_out):
            for group in optimizer.param_groups:
                group["lr"] = group["rate"] * min(1, (step + 1) / WARM) * max(0.02, 1 - used())
            loss = loss_of(model, data, batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(body + heads, 1.0)
            optimizer.step()
            step, summed = step + 1, summed + float(loss.detach())
            if step % 100 == 0:
                print(
                    f"step {step}  loss {summed / 100:.3f}  {100 / (time.monotonic() - shown):.2f} steps/s  "
                    f"{used():.0%}",
                    flush=True,
                )
                shown, summed = time.monotonic(), 0.0
            if step % EVERY == 0:
                model.save(out)
            if step % (4 * EVERY) == 0:
                print(checked(model, data, held_out), flush=True)
            if used() >= 1:
                break
    model.save(out)
    print(checked(model, data, held_out), flush=True)


def main() -> int:
    """Reads the command line, trains, writes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("start", type=Path, help="model.safetensors of all-MiniLM-L6-v2")
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, help="instead of minutes")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    model = CrossEncoder()
    model.load_minilm(arguments.start)
    train(model, Data(arguments.data), arguments.out, arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main())
