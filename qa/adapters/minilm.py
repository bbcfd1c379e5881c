"""The shipped embedder: all-MiniLM-L6-v2 in int8 (`shipped` says how it is run)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.adapters.shipped import TOKENIZER, Shipped, encodable
from qa.errors import EmbeddingError
from qa.ports import WordNearness

if TYPE_CHECKING:
    from qa.ports import Vectors

FINGERPRINT = "minilm-int8-384"
DIMENSION = 384
MAX_PIECES = 254
"""Word pieces that the model reads, beside its two frame tokens; it was trained with 256 in all."""
MAX_CHARACTERS = 16_384
"""More than 254 pieces of any real text (about 1,200 characters of English): what lies behind is never tokenised, so a
text of 50 MB costs no more than a page."""
MODEL_FOLDER = TOKENIZER


class MiniLM:
    """Embedder, PieceCounter and WordComparer over the model files in ``folder``, which are loaded at the first use.

    ``threads`` is how many texts are embedded at once; by default one per core that this process may use.
    Safe to share between threads and event loops.
    """

    fingerprint = FINGERPRINT
    dimension = DIMENSION

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int | None = None) -> None:
        self._model = Shipped(folder, folder, name="The embedding model", error=EmbeddingError, threads=threads)

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Float32 of shape (len(texts), 384), rows of unit length, in order.

        Any string has a vector: what is no character (null bytes, lone surrogates) is passed over, and an empty text
        gets the vector of the two frame tokens alone. Cancelling drops the texts that are not begun.
        EmbeddingError when the model files cannot be loaded or run.
        """
        return _stack(await self._model.side_by_side(self._row, texts))

    def embed_blocking(self, texts: Sequence[str]) -> Vectors:
        """What ``embed`` gives, for callers without an event loop."""
        return _stack(list(self._model.side_by_side_blocking(self._row, texts)))

    async def nearness(self, text: str, others: Sequence[str]) -> Sequence[WordNearness]:
        """See WordComparer. A word's nearness is the mean of its pieces', each that to the nearest piece of any of
        ``others``; of a long text the first 254 pieces are read."""
        (ours, words), *theirs = await self._model.side_by_side(self._pieces_and_words, [text, *others])
        there = [pieces for pieces, _ in theirs if len(pieces)]
        if not there or not len(ours):
            return []
        nearest = (ours @ np.concatenate(there).T).max(axis=1)
        found: dict[int, list[tuple[int, int, float]]] = {}
        for (word, start, end), nearness in zip(words, nearest, strict=True):
            found.setdefault(word, []).append((start, end, float(nearness)))
        return [
            WordNearness(parts[0][0], parts[-1][1], sum(part[2] for part in parts) / len(parts))
            for parts in found.values()
        ]

    def count(self, text: str) -> int:
        """How many word pieces ``text`` has, frame tokens not counted, nothing cut off. EmbeddingError as above."""
        return len(self._pieces(text))

    def _row(self, text: str) -> Vectors:
        """The vector of one text, shape (384,). Runs in a thread of the pool."""
        loaded = self._model.ready()
        pieces = self._pieces(text[:MAX_CHARACTERS])[:MAX_PIECES]
        ids = np.array([[loaded.first, *pieces, loaded.last]], dtype=np.int64)
        (vectors,) = self._model.run(["embedding"], {"input_ids": ids})
        row: Vectors = vectors[0]
        return row

    def _pieces_and_words(self, text: str) -> tuple[Vectors, list[tuple[int, int, int]]]:
        """The unit vectors of the word pieces in their context, and of each the number of its word and its place."""
        loaded = self._model.ready()
        found = loaded.tokenizer.encode(encodable(text[:MAX_CHARACTERS]), add_special_tokens=False)
        ids = np.array([[loaded.first, *found.ids[:MAX_PIECES], loaded.last]], dtype=np.int64)
        (states,) = self._model.run(["pieces"], {"input_ids": ids})
        pieces: Vectors = states[0, 1:-1]
        pieces = pieces / np.linalg.norm(pieces, axis=1, keepdims=True)
        spans = zip(found.word_ids[:MAX_PIECES], found.offsets[:MAX_PIECES], strict=True)
        return pieces, [(word, start, end) for word, (start, end) in spans if word is not None]

    def _pieces(self, text: str) -> list[int]:
        ids: list[int] = self._model.ready().tokenizer.encode(encodable(text), add_special_tokens=False).ids
        return ids


def _stack(rows: Sequence[Vectors]) -> Vectors:
    return np.array(rows, dtype=np.float32).reshape(len(rows), DIMENSION)
