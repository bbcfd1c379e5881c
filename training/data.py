"""The examples of ``training.assemble`` on the device that trains, in batches of one length each (so nothing is
padded)."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

Rows = NDArray[np.int64]


class Batch:
    """``ids`` and ``types`` are (n, length); ``outside`` marks where no answer can begin (all but the text and place 0,
    which means none); the labels are (n,), -1 where nothing is known. ``first`` and ``last`` count from the start of
    ``ids``."""

    def __init__(self, ids: torch.Tensor, text_at: torch.Tensor, labels: torch.Tensor) -> None:
        self.ids = ids
        places = torch.arange(ids.shape[1], device=ids.device)[None]
        self.types = (places >= text_at[:, None]).long()
        self.outside = (places < text_at[:, None]) & (places > 0)
        self.relevant, self.support = labels[2], labels[3]
        has_span, none = labels[0] >= 0, labels[2] == 0
        self.first = torch.where(has_span, labels[0] + text_at, torch.where(none, 0, -1))
        self.last = torch.where(has_span, labels[1] + text_at, torch.where(none, 0, -1))


class Data:
    """See the module. ``rows`` has a line for each of ``training.pieces.COLUMNS``."""

    def __init__(self, path: Path, device: str) -> None:
        found = np.load(path)
        self.rows: Rows = found["rows"].astype(np.int64)
        self.sources: list[str] = found["sources"].tolist()
        self.shares = found["shares"][self.rows[7]]
        lengths = found["lengths"].astype(np.int64)
        before = lengths[self.rows[1]]
        self.lengths: Rows = 3 + lengths[self.rows[0]] + before + (before > 0) + lengths[self.rows[2]]
        self.held_out = np.flatnonzero(self.rows[8])
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        self._pieces = torch.from_numpy(found["pieces"].astype(np.int32)).to(device)
        self._lengths, self._starts = torch.from_numpy(lengths).to(device), torch.from_numpy(starts).to(device)
        self._rows = torch.from_numpy(self.rows).to(device)
        self._first, self._last = (int(piece) for piece in found["specials"])
        self._device = device

    def leave_out(self, sources: list[str]) -> None:
        """No pass takes an example of these ``sources``."""
        self.shares = np.where(np.isin(self.rows[7], [self.sources.index(name) for name in sources]), 0, self.shares)

    def drawn(self, generator: np.random.Generator) -> Rows:
        """The rows of one pass over what is not held out: each as often as its source's share says, with the fraction
        left to chance."""
        rows = np.flatnonzero(self.rows[8] == 0)
        times = np.floor(self.shares[rows] + generator.random(len(rows))).astype(np.int64)
        return np.repeat(rows, times)

    def batches(self, rows: Rows, size: int, generator: np.random.Generator) -> Iterator[Rows]:
        """``rows`` in batches of one length, in any order."""
        order = generator.permutation(rows)
        order = order[np.argsort(self.lengths[order], kind="stable")]
        cuts = np.flatnonzero(np.diff(self.lengths[order])) + 1
        found = [group[at : at + size] for group in np.split(order, cuts) for at in range(0, len(group), size)]
        for at in generator.permutation(len(found)):
            yield found[at]

    def batch(self, rows: Rows) -> Batch:
        """``rows``, all of one length, as the model takes them: [CLS] asked [SEP] before [SEP] text [SEP]."""
        length = int(self.lengths[rows[0]])
        columns = self._rows[:, torch.from_numpy(rows).to(self._device)]
        places = torch.arange(length, device=self._device)[None]
        asked, before, text = (self._lengths[columns[n]][:, None] for n in range(3))
        text_at = 2 + asked + before + (before > 0)
        index = torch.full((len(rows), length), -1, dtype=torch.long, device=self._device)
        for part, begin, size in ((0, 1, asked), (1, asked + 2, before), (2, text_at, text)):
            inside = (places >= begin) & (places < begin + size)
            index = torch.where(inside, self._starts[columns[part]][:, None] + places - begin, index)
        ids = torch.where(index >= 0, self._pieces[index.clamp(min=0)].long(), self._last)
        ids[:, 0] = self._first
        return Batch(ids, text_at[:, 0], columns[3:7])
