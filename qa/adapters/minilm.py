"""The shipped embedder: all-MiniLM-L6-v2 in int8, run by onnxruntime on the CPU, from files inside the package.

One text per call, one thread per call, as many calls side by side as there are cores. That is faster than padded
batches (`python -m bench.embedding`), and it makes a text's vector independent of its company: the scales of dynamic
int8 come from all that is in the call.
"""

from __future__ import annotations

import asyncio
import os
import re
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from qa.errors import EmbeddingError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from qa.ports import Vectors

FINGERPRINT = "minilm-int8-384"
DIMENSION = 384
MAX_PIECES = 254
"""Word pieces that the model reads, beside its two frame tokens; it was trained with 256 in all."""
MAX_CHARACTERS = 16_384
"""More than 254 pieces of any real text (about 1,200 characters of English): what lies behind is never tokenised, so a
text of 50 MB costs no more than a page."""
MODEL_FOLDER = Path(__file__).parents[1] / "models" / "all-MiniLM-L6-v2"
_SURROGATE = re.compile("[\ud800-\udfff]")
REINSTALL = "Install the package again: its model files are missing or damaged."


class Session(Protocol):
    """What is used of onnxruntime's InferenceSession, which has no types of its own."""

    def run(self, outputs: list[str], inputs: dict[str, NDArray[np.int64]]) -> list[Vectors]:
        """The named outputs, in order."""
        ...


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokenizer: Tokenizer
    session: Session
    first: int
    last: int


class MiniLM:
    """Embedder and PieceCounter over the model files in ``folder``, which are loaded at the first use.

    ``threads`` is how many texts are embedded at once; by default one per core that this process may use.
    Safe to share between threads and event loops.
    """

    fingerprint = FINGERPRINT
    dimension = DIMENSION

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int | None = None) -> None:
        self._folder = folder
        self._pool = ThreadPoolExecutor(threads or cores(), thread_name_prefix="minilm")
        self._loading = threading.Lock()
        self._loaded: _Loaded | None = None

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Float32 of shape (len(texts), 384), rows of unit length, in order.

        Any string has a vector: what is no character (null bytes, lone surrogates) is passed over, and an empty text
        gets the vector of the two frame tokens alone. Cancelling drops the texts that are not begun.
        EmbeddingError when the model files cannot be loaded or run.
        """
        loop = asyncio.get_running_loop()
        futures = [loop.run_in_executor(self._pool, self._row, text) for text in texts]
        try:
            rows = await asyncio.gather(*futures)
        except BaseException:  # an error of one text, or our own cancellation: nobody waits for the rest
            for future in futures:
                future.cancel()
            raise
        return _stack(rows)

    def embed_blocking(self, texts: Sequence[str]) -> Vectors:
        """What ``embed`` gives, for callers without an event loop."""
        return _stack(list(self._rows(texts)))

    def count(self, text: str) -> int:
        """How many word pieces ``text`` has, frame tokens not counted, nothing cut off. EmbeddingError as above."""
        return len(self._pieces(self._ready(), text))

    def _rows(self, texts: Sequence[str]) -> Iterator[Vectors]:
        return self._pool.map(self._row, texts)

    def _row(self, text: str) -> Vectors:
        """The vector of one text, shape (384,). Runs in a thread of the pool."""
        loaded = self._ready()
        pieces = self._pieces(loaded, text[:MAX_CHARACTERS])[:MAX_PIECES]
        ids = np.array([[loaded.first, *pieces, loaded.last]], dtype=np.int64)
        try:
            (vectors,) = loaded.session.run(["embedding"], {"input_ids": ids})
        except Exception as error:  # onnxruntime's errors have no common base but this
            raise EmbeddingError(f"The embedding model failed on a text of {len(text)} characters: {error}") from error
        row: Vectors = vectors[0]
        return row

    @staticmethod
    def _pieces(loaded: _Loaded, text: str) -> list[int]:
        ids: list[int] = loaded.tokenizer.encode(encodable(text), add_special_tokens=False).ids
        return ids

    def _ready(self) -> _Loaded:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._folder)
            return self._loaded


def encodable(text: str) -> str:
    """``text`` with a character for each lone surrogate, which has no UTF-8: U+FFFD, which the tokenizer's clean-up
    removes like null bytes. No character moves."""
    return _SURROGATE.sub("\ufffd", text)


def open_tokenizer(folder: Path) -> tuple[Tokenizer, int, int]:
    """The tokenizer in ``folder``, and the ids of its two frame tokens. Raises what the library raises."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    # "[SEP]" in an article is text, not the model's own mark.
    tokenizer.encode_special_tokens = True
    first, last = tokenizer.encode("", add_special_tokens=True).ids  # [CLS] and [SEP]
    return tokenizer, first, last


def _load(folder: Path) -> _Loaded:
    try:
        tokenizer, first, last = open_tokenizer(folder)
        session = open_session(folder / "model.int8.onnx")
    except Exception as error:  # both libraries raise bare Exceptions
        raise EmbeddingError(f"The embedding model cannot be loaded: {error}", next_step=REINSTALL) from error
    return _Loaded(tokenizer, session, first, last)


def open_session(path: Path) -> Session:
    """The model at ``path``, one thread a call. Raises what onnxruntime raises."""
    import onnxruntime  # type: ignore[import-untyped]  # onnxruntime ships no types

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The extended level looks for sums with a layer norm after them and joins the two in an operator that takes five
    # times as long as both (4.7 ms a text against 1.0). The fusions that pay are in the file already.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    session: Session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return session


def _stack(rows: Sequence[Vectors]) -> Vectors:
    return np.array(rows, dtype=np.float32).reshape(len(rows), DIMENSION)


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
