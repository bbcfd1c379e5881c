"""The shipped cross-encoder: reads a question and a sentence in one pass, or a claim and its evidence.

MiniLM's six layers, fine-tuned for this by `training/`, in int8 (`shipped` says how it is run); it shares the tokenizer
of the embedder. What was read lately is kept: disagreements are looked for by the same sentences that the reader read.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.adapters.shipped import MODELS, TOKENIZER, Loaded, Shipped, encodable
from qa.errors import ModelError
from qa.ports import SentenceReading, SupportShares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qa.ports import Vectors

MODEL_FOLDER = MODELS / "cross-MiniLM"
ASKED, BEFORE, TEXT, EVIDENCE = 40, 24, 96, 190
"""The most word pieces that are read of a question or claim, of what stands before a sentence (its end), of a sentence,
and of a claim's evidence."""
LONGEST = 24  # word pieces of an answer
CHARACTERS = 4_096  # more than EVIDENCE pieces of any real text: what lies behind is never tokenised
KEPT = 4_096  # readings
OUTPUTS = ["relevance", "support", "span"]


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A pair as the model reads it; ``places`` are the characters of each piece of the text, which begin at
    ``start``."""

    ids: tuple[int, ...]
    start: int
    places: tuple[tuple[int, int], ...]


class CrossMiniLM:
    """SentenceReader and SupportScorer over the model file in ``folder``, which is loaded at the first use.

    ``threads`` is how many pairs are read at once; by default one per core that this process may use. Safe to share
    between threads and event loops.
    """

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int | None = None) -> None:
        self._model = Shipped(folder, TOKENIZER, name="The reading model", error=ModelError, threads=threads)
        self._kept: OrderedDict[tuple[str, str, str], SentenceReading] = OrderedDict()
        self._keeping = threading.Lock()

    async def read_sentences(self, question: str, sentences: Sequence[tuple[str, str]]) -> Sequence[SentenceReading]:
        """See SentenceReader. Of a long sentence the first 96 word pieces are read."""
        return await self._model.side_by_side(self._reading, [(question, before, text) for before, text in sentences])

    async def support(self, pairs: Sequence[tuple[str, str]]) -> Sequence[SupportShares]:
        """See SupportScorer. Of long evidence the first 190 word pieces are read."""
        return await self._model.side_by_side(self._support, [(claim, "", evidence) for claim, evidence in pairs])

    def forget(self) -> None:
        """Drops the readings that are kept, with their sentences: those of purged articles may be among them."""
        with self._keeping:
            self._kept.clear()

    def _reading(self, pair: tuple[str, str, str]) -> SentenceReading:
        with self._keeping:
            kept = self._kept.get(pair)
            if kept is not None:
                self._kept.move_to_end(pair)
                return kept
        pieces, (relevance, _, span) = self._run(pair, TEXT)
        found = _read(pieces, float(relevance[0]), span[0])
        with self._keeping:
            self._kept[pair] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found

    def _support(self, pair: tuple[str, str, str]) -> SupportShares:
        _, (_, logits, _) = self._run(pair, EVIDENCE)
        supported, refuted, neutral = (float(share) for share in _softmax(logits[0]))
        return SupportShares(supported, refuted, neutral)

    def _run(self, pair: tuple[str, str, str], limit: int) -> tuple[_Pieces, list[Vectors]]:
        pieces = _pieces(self._model.ready(), pair, limit)
        ids = np.array([pieces.ids], dtype=np.int64)
        types: NDArray[np.int64] = (np.arange(ids.shape[1]) >= pieces.start).astype(np.int64)[None]
        return pieces, self._model.run(OUTPUTS, {"input_ids": ids, "token_types": types})


def _pieces(loaded: Loaded, pair: tuple[str, str, str], limit: int) -> _Pieces:
    """[CLS] asked [SEP] before [SEP] text [SEP], as in training."""
    asked, before, text = (
        loaded.tokenizer.encode(encodable(part[:CHARACTERS]), add_special_tokens=False) for part in pair
    )
    head = [loaded.first, *asked.ids[:ASKED], loaded.last]
    if before.ids:
        head += [*before.ids[-BEFORE:], loaded.last]
    return _Pieces((*head, *text.ids[:limit], loaded.last), len(head), tuple(text.offsets[:limit]))


def _read(pieces: _Pieces, relevance: float, span: Vectors) -> SentenceReading:
    """The best stretch of at most ``LONGEST`` pieces, and how likely it is against no answer (the model puts that at
    place 0), among all stretches of the text."""
    likely = 1 / (1 + float(np.exp(-relevance)))
    after = pieces.start + len(pieces.places)
    begins, ends = span[pieces.start : after, 0], span[pieces.start : after, 1]
    if not len(begins):
        return SentenceReading(likely, None, 0.0)
    sums = begins[:, None] + ends[None, :]
    lengths = np.arange(len(ends))[None, :] - np.arange(len(begins))[:, None]
    sums = np.where((lengths >= 0) & (lengths < LONGEST), sums, -np.inf)
    begin, end = divmod(int(sums.argmax()), len(ends))
    none = float(span[0, 0] + span[0, 1])
    certainty = 1 / (1 + float(np.exp(min(none - float(sums[begin, end]), 700.0))))
    return SentenceReading(likely, (pieces.places[begin][0], pieces.places[end][1]), certainty)


def _softmax(logits: Vectors) -> Vectors:
    powers = np.exp(logits - logits.max())
    shares: Vectors = powers / powers.sum()
    return shares
