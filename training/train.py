"""Trains the cross-encoder for a given time.

    python -m training.train DATA.npz START.safetensors OUT.safetensors --minutes 6 --rate 2e-4

Needs torch, numpy and safetensors only; takes a GPU where there is one (bf16). START is what ``training.start`` or an
earlier run wrote. The learning rate falls to nothing with the time that is left, so a run ends trained whenever it
ends; with ``--steps`` instead, a run on a CPU is repeatable to the bit on one machine.

On a CPU: MALLOC_TRIM_THRESHOLD_=-1 MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_ARENA_MAX=1, --batch 32, --dropout 0.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from training.data import Batch, Data
from training.figures import measured
from training.network import CrossEncoder

HEAD_RATE = 4  # times the rate of the body
WARM = 0.04  # of the whole run
LONGEST_WARM = 500  # steps
SPAN_SHARE, SUPPORT_SHARE = 0.5, 1.0
EVERY = 100  # steps between two lines


def loss_of(model: CrossEncoder, batch: Batch) -> torch.Tensor:
    """The sum over the rows of the three losses, each where its label is known."""
    with torch.autocast(batch.ids.device.type, dtype=torch.bfloat16):
        relevance, support, span = model(batch.ids, batch.types)
    span = span.float().masked_fill(batch.outside[:, :, None], -1e4)
    known = (batch.relevant >= 0).float()
    total = functional.binary_cross_entropy_with_logits(
        relevance.float(), batch.relevant.clamp(min=0).float(), weight=known, reduction="sum"
    )
    for side, wanted in enumerate((batch.first, batch.last)):
        total = total + SPAN_SHARE * functional.cross_entropy(
            span[:, :, side], wanted, ignore_index=-1, reduction="sum"
        )
    return total + SUPPORT_SHARE * functional.cross_entropy(
        support.float(), batch.support, ignore_index=-1, reduction="sum"
    )


def train(model: CrossEncoder, data: Data, arguments: argparse.Namespace) -> None:
    """Passes over ``data`` until the time or the steps are used up."""
    generator = np.random.default_rng(arguments.seed)
    heads = [p for n, p in model.named_parameters() if n.split(".")[0] in {"pooled", "relevance", "support", "span"}]
    known = {id(p) for p in heads}
    body = [p for p in model.parameters() if id(p) not in known and p.requires_grad]
    groups = [{"params": body, "rate": arguments.rate}, {"params": heads, "rate": arguments.rate * HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, lr=arguments.rate, weight_decay=0.01, fused=True)
    began, step, passes, seen = time.monotonic(), 0, 0, 0
    summed = torch.zeros((), device=model.words.weight.device)

    def used() -> float:
        spent = (time.monotonic() - began) / (60 * arguments.minutes)
        return float(step / arguments.steps if arguments.steps else spent)

    while used() < 1:
        passes += 1
        for rows in data.batches(data.drawn(generator), arguments.batch, generator):
            share = min(1, (step + 1) / LONGEST_WARM, (used() + 1e-3) / WARM) * max(0, 1 - used())
            for group in optimizer.param_groups:
                group["lr"] = group["rate"] * share
            loss = loss_of(model, data.batch(rows)) / arguments.batch
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(body + heads, 1.0)
            optimizer.step()
            step, seen = step + 1, seen + len(rows)
            summed += loss.detach() * arguments.batch / len(rows)
            if step % EVERY == 0:
                summed_up = float(summed) / EVERY
                summed.zero_()
                if step % (EVERY * arguments.quiet) == 0:
                    spent = time.monotonic() - began
                    print(
                        f"step {step} pass {passes} loss {summed_up:.4f} {seen / spent:.0f}/s {used():.0%}", flush=True
                    )
            if used() >= 1:
                break
    print(f"{step} steps, {passes} passes begun, {seen} examples")


def main() -> int:
    """Reads the command line, trains, writes, prints the held-out figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("start", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, help="instead of minutes")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch", type=int, default=384)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--words", action="store_true", help="let the word table learn too")
    parser.add_argument("--compile", action="store_true", help="compile the layers first")
    parser.add_argument("--without", nargs="*", default=[], help="sources that are left out")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--quiet", type=int, default=1, help="print every so many hundred steps")
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = CrossEncoder(arguments.dropout, words_learn=arguments.words)
    model.load(arguments.start)
    model.to(device).train()
    if arguments.compile:
        for layer in model.layers:
            layer.compile(dynamic=True)
    data = Data(arguments.data, device)
    data.leave_out(arguments.without)
    train(model, data, arguments)
    model.save(arguments.out)
    print(measured(model, data), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
