"""Examples as word pieces, each text once, as ``training.train`` reads them."""

from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bench.reading_sets import digest
from qa.adapters.minilm import MODEL_FOLDER
from training.examples import Example
from training.reading import CHECK

ASKED, BEFORE, TEXT, EVIDENCE = 40, 48, 96, 190
"""The most word pieces of each part; a longer text is cut around its answer."""
SUPPORTS = ("supported", "refuted", "neutral")
UNKNOWN = -1
HELD_OUT = 50  # one question in so many is not trained on, with all that belongs to it
COLUMNS = ("asked", "before", "text", "first", "last", "relevant", "support", "source", "held_out")


class Pieces:
    """Collects examples. ``add`` leaves out what was added before and spans that cannot be placed."""

    def __init__(self) -> None:
        self._tokenizer = Tokenizer.from_file(str(MODEL_FOLDER / "tokenizer.json"))
        self._tokenizer.encode_special_tokens = True
        self._first, self._last = self._tokenizer.encode("", add_special_tokens=True).ids
        self._known: dict[tuple[str, int, int], int] = {}
        self._texts: list[NDArray[np.uint16]] = []
        self._seen: set[tuple[int, int, int, str]] = set()
        self._rows: list[tuple[int, ...]] = []
        self._sources: dict[str, int] = {}
        self.counts = Counter[str]()

    def add(self, example: Example) -> None:
        """One more, held out by its question or because its source begins with ``CHECK``."""
        text = self._tokenizer.encode(example.text, add_special_tokens=False)
        limit = TEXT if example.support is None else EVIDENCE
        start, first, last = 0, UNKNOWN, UNKNOWN
        if example.span:
            touched = [at for at, (s, e) in enumerate(text.offsets) if s < example.span[1] and e > example.span[0]]
            if not touched:
                return
            start = max(0, min(touched[0] - limit // 2, len(text.ids) - limit)) if touched[-1] >= limit else 0
            first, last = touched[0] - start, touched[-1] - start
            if last >= limit:
                return
        asked, before = self._short(example.asked, ASKED), self._short(example.before, -BEFORE)
        body = self._text(example.text, start, limit, text.ids[start : start + limit])
        key = asked, before, body, example.support or ""
        if key in self._seen or not text.ids:
            return
        self._seen.add(key)
        held_out = example.source.startswith(CHECK) or digest(example.asked) % HELD_OUT == 0
        relevant = UNKNOWN if example.relevant is None else int(example.relevant)
        support = UNKNOWN if example.support is None else SUPPORTS.index(example.support)
        source = self._sources.setdefault(example.source, len(self._sources))
        self._rows.append((asked, before, body, first, last, relevant, support, source, int(held_out)))
        self.counts[f"{example.source} {'+' if example.relevant else example.support or '-'}"] += 1

    def _short(self, text: str, limit: int) -> int:
        if not text:
            return self._text("", 0, limit, [])
        known = self._known.get((text, 0, limit))
        if known is not None:
            return known
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        return self._text(text, 0, limit, ids[:limit] if limit > 0 else ids[limit:])

    def _text(self, text: str, start: int, limit: int, ids: list[int]) -> int:
        place = self._known.setdefault((text, start, limit), len(self._texts))
        if place == len(self._texts):
            self._texts.append(np.array(ids, np.uint16))
        return place

    def arrays(self, shares: dict[str, float]) -> dict[str, NDArray[np.generic]]:
        """All of it: ``pieces`` in a row, ``lengths`` of the texts, ``rows`` (a line for each of ``COLUMNS``),
        ``sources`` by number and how often a pass takes an example of each (``shares``, 1 where it says nothing)."""
        names = list(self._sources)
        return {
            "pieces": np.concatenate(self._texts),
            "lengths": np.array([len(text) for text in self._texts], np.uint8),
            "rows": np.array(self._rows, np.int32).T,
            "sources": np.array(names),
            "shares": np.array([shares.get(name, 1.0) for name in names], np.float32),
            "specials": np.array([self._first, self._last], np.uint16),
        }


def collected(found: Iterable[Example]) -> Pieces:
    """All of ``found``."""
    pieces = Pieces()
    for example in found:
        pieces.add(example)
    return pieces
