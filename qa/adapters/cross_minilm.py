"""The shipped cross-encoder: reads a question and a sentence in one pass, or a claim and its evidence.

MiniLM's six layers, fine-tuned for this by `training/`, in int8 and run by onnxruntime on the CPU; it shares the
tokenizer of the embedder. One text per call and a thread per core, as in ``minilm``, and for the same reasons. What was
read lately is kept: retrieval ranks by the same sentences that the reader then reads.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from qa.adapters.minilm import MODEL_FOLDER as TOKENIZER_FOLDER
from qa.adapters.minilm import REINSTALL, Session, cores, encodable, open_session, open_tokenizer
from qa.errors import ModelError
from qa.ports import SentenceReading, SupportShares

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from qa.ports import Vectors

MODEL_FOLDER = Path(__file__).parents[1] / "models" / "cross-MiniLM"
ASKED, BEFORE, TEXT, EVIDENCE = 40, 24, 96, 190
"""The most word pieces that are read of a question or claim, of what stands before a sentence (its end), of a sentence,
and of a claim's evidence."""
LONGEST = 24  # word pieces of an answer
CHARACTERS = 4_096  # more than EVIDENCE pieces of any real text: what lies behind is never tokenised
KEPT = 4_096  # readings
OUTPUTS = ["relevance", "support", "span"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A pair as the model reads it; ``places`` are the characters of each piece of the text, which begin at
    ``start``."""

    ids: tuple[int, ...]
    start: int
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokenizer: Tokenizer
    session: Session
    first: int
    last: int


class CrossMiniLM:
    """SentenceReader and SupportScorer over the model file in ``folder``, which is loaded at the first use.

    ``threads`` is how many pairs are read at once; by default one per core that this process may use. Safe to share
    between threads and event loops.
    """

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int | None = None) -> None:
        self._folder = folder
        self._pool = ThreadPoolExecutor(threads or cores(), thread_name_prefix="cross")
        self._loading = threading.Lock()
        self._loaded: _Loaded | None = None
        self._kept: OrderedDict[tuple[str, str, str], SentenceReading] = OrderedDict()
        self._keeping = threading.Lock()

    async def read_sentences(self, question: str, sentences: Sequence[tuple[str, str]]) -> Sequence[SentenceReading]:
        """See SentenceReader. Of a long sentence the first 96 word pieces are read."""
        return await self._side_by_side(self._reading, [(question, before, text) for before, text in sentences])

    async def support(self, pairs: Sequence[tuple[str, str]]) -> Sequence[SupportShares]:
        """See SupportScorer. Of long evidence the first 190 word pieces are read."""
        return await self._side_by_side(self._support, [(claim, "", evidence) for claim, evidence in pairs])

    async def _side_by_side(
        self, work: Callable[[tuple[str, str, str]], T], pairs: Sequence[tuple[str, str, str]]
    ) -> list[T]:
        loop = asyncio.get_running_loop()
        futures = [loop.run_in_executor(self._pool, work, pair) for pair in pairs]
        try:
            return list(await asyncio.gather(*futures))
        except BaseException:  # an error of one pair, or our own cancellation: nobody waits for the rest
            for future in futures:
                future.cancel()
            raise

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
        loaded = self._ready()
        pieces = _pieces(loaded, pair, limit)
        ids = np.array([pieces.ids], dtype=np.int64)
        types: NDArray[np.int64] = (np.arange(ids.shape[1]) >= pieces.start).astype(np.int64)[None]
        try:
            return pieces, loaded.session.run(OUTPUTS, {"input_ids": ids, "token_types": types})
        except Exception as error:  # onnxruntime's errors have no common base but this
            raise ModelError(f"The reading model failed on {ids.shape[1]} word pieces: {error}") from error

    def _ready(self) -> _Loaded:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._folder)
            return self._loaded


def _load(folder: Path) -> _Loaded:
    try:
        tokenizer, first, last = open_tokenizer(TOKENIZER_FOLDER)
        session = open_session(folder / "model.int8.onnx")
    except Exception as error:  # both libraries raise bare Exceptions
        raise ModelError(f"The reading model cannot be loaded: {error}", next_step=REINSTALL) from error
    return _Loaded(tokenizer, session, first, last)


def _pieces(loaded: _Loaded, pair: tuple[str, str, str], limit: int) -> _Pieces:
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
