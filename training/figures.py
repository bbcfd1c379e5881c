"""How a model does on held-out examples."""

import numpy as np
import torch
from numpy.typing import NDArray

from training.data import Data
from training.network import CrossEncoder

SIZE = 512
FEWEST = 40  # of a kind, to print a figure for a source


def measured(model: CrossEncoder, data: Data) -> str:
    """A line a source and one for the mean of them: AUC of relevance, share of answers whose span is exact (among all
    stretches, where there is one), share of claims judged right of three."""
    rows = data.held_out
    relevance, support, exact = (np.zeros(len(rows)) for _ in range(3))
    places = {row: at for at, row in enumerate(rows.tolist())}
    model.eval()
    with torch.no_grad():
        for found in data.batches(rows, SIZE, np.random.default_rng(0)):
            batch = data.batch(found)
            scores, shares, span = model(batch.ids, batch.types)
            span = span.float().masked_fill(batch.outside[:, :, None], -1e4)[:, 1:]
            at = [places[row] for row in found.tolist()]
            relevance[at] = scores.float().cpu().numpy()
            support[at] = (shares.argmax(1) == batch.support).cpu().numpy()
            right = (span[:, :, 0].argmax(1) + 1 == batch.first) & (span[:, :, 1].argmax(1) + 1 == batch.last)
            exact[at] = right.cpu().numpy()
    model.train()
    labels, sources = data.rows[:, rows], data.rows[7, rows]
    lines, means = [], []
    for number, name in enumerate(data.sources):
        mine = sources == number
        good, bad = mine & (labels[5] == 1), mine & (labels[5] == 0)
        spans, claims = mine & (labels[3] >= 0), mine & (labels[6] >= 0)
        figures = [
            auc(relevance[good], relevance[bad]) if min(good.sum(), bad.sum()) >= FEWEST else np.nan,
            exact[spans].mean() if spans.sum() >= FEWEST else np.nan,
            support[claims].mean() if claims.sum() >= FEWEST else np.nan,
        ]
        if not np.isnan(figures).all():
            means.append(figures)
            lines.append(_line(name, figures, int(mine.sum())))
    return "\n".join([*lines, _line("mean of the sources", np.nanmean(np.array(means), axis=0).tolist(), len(rows))])


def _line(name: str, figures: list[float], count: int) -> str:
    return f"{name:30s}" + "".join("      -" if np.isnan(f) else f"  {f:.3f}" for f in figures) + f"  {count}"


def auc(good: NDArray[np.float64], bad: NDArray[np.float64]) -> float:
    """The share of pairs in which the good one scores more."""
    ranks = np.argsort(np.argsort(np.concatenate([good, bad]))) + 1
    return float((ranks[: len(good)].sum() - len(good) * (len(good) + 1) / 2) / (len(good) * len(bad)))
