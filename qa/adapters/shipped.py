"""What the two shipped models share: int8 files inside the package, run by onnxruntime on the CPU.

One text per call, one thread per call, as many calls side by side as there are cores. That is faster than padded
batches (`python -m bench.embedding`), and it makes what comes of a text independent of its company: the scales of
dynamic int8 come from all that is in the call.
"""

from __future__ import annotations

import asyncio
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from qa.errors import QAError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from qa.ports import Vectors

MODELS = Path(__file__).parents[1] / "models"
TOKENIZER = MODELS / "all-MiniLM-L6-v2"
"""The folder of the tokenizer; both models have the same."""
_SURROGATE = re.compile("[\ud800-\udfff]")

In = TypeVar("In")
Out = TypeVar("Out")


class Session(Protocol):
    """What is used of onnxruntime's InferenceSession, which has no types of its own."""

    def run(self, outputs: list[str], inputs: dict[str, NDArray[np.int64]]) -> list[Vectors]:
        """The named outputs, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model ready to run; ``first`` and ``last`` are the ids of the two frame tokens."""

    tokenizer: Tokenizer
    session: Session
    first: int
    last: int


class Shipped:
    """The model in ``folder`` with the tokenizer in ``tokenizer``, both loaded at the first use.

    ``name`` is what an error calls it ("The embedding model"), ``error`` the class of that error. ``threads`` is how
    many texts are worked on at once; by default one per core that this process may use. Safe to share between threads
    and event loops.
    """

    def __init__(
        self, folder: Path, tokenizer: Path, *, name: str, error: type[QAError], threads: int | None = None
    ) -> None:
        self._folder = folder
        self._tokenizer = tokenizer
        self._name = name
        self._error = error
        self._pool = ThreadPoolExecutor(threads or _cores(), thread_name_prefix=folder.name)
        self._loading = threading.Lock()
        self._loaded: Loaded | None = None

    async def side_by_side(self, work: Callable[[In], Out], items: Sequence[In]) -> list[Out]:
        """``work`` of each of ``items``, in order, in the threads of the pool. When one fails, or whoever waits is
        cancelled, those that are not begun are dropped."""
        loop = asyncio.get_running_loop()
        futures = [loop.run_in_executor(self._pool, work, item) for item in items]
        try:
            return list(await asyncio.gather(*futures))
        except BaseException:  # an error of one, or our own cancellation: nobody waits for the rest
            for future in futures:
                future.cancel()
            raise

    def side_by_side_blocking(self, work: Callable[[In], Out], items: Sequence[In]) -> Iterator[Out]:
        """The same for callers without an event loop."""
        return self._pool.map(work, items)

    def ready(self) -> Loaded:
        """The model, loaded if it was not; ``error`` when that fails."""
        with self._loading:
            if self._loaded is None:
                try:
                    tokenizer, first, last = _open_tokenizer(self._tokenizer)
                    session = _open_session(self._folder / "model.int8.onnx")
                except Exception as error:  # both libraries raise bare Exceptions
                    raise self._error(
                        f"{self._name} cannot be loaded: {error}",
                        next_step="Install the package again: its model files are missing or damaged.",
                    ) from error
                self._loaded = Loaded(tokenizer, session, first, last)
            return self._loaded

    def run(self, outputs: list[str], inputs: dict[str, NDArray[np.int64]]) -> list[Vectors]:
        """The named outputs of the model, in order; ``error`` when it cannot be loaded or run."""
        session = self.ready().session
        try:
            return session.run(outputs, inputs)
        except Exception as error:  # onnxruntime's errors have no common base but this
            pieces = inputs["input_ids"].shape[1]
            raise self._error(f"{self._name} failed on {pieces} word pieces: {error}") from error


def encodable(text: str) -> str:
    """``text`` with a character for each lone surrogate, which has no UTF-8: U+FFFD, which the tokenizer's clean-up
    removes like null bytes. No character moves."""
    return _SURROGATE.sub("\ufffd", text)


def _open_tokenizer(folder: Path) -> tuple[Tokenizer, int, int]:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    # "[SEP]" in an article is text, not the model's own mark.
    tokenizer.encode_special_tokens = True
    first, last = tokenizer.encode("", add_special_tokens=True).ids  # [CLS] and [SEP]
    return tokenizer, first, last


def _open_session(path: Path) -> Session:
    import onnxruntime  # type: ignore[import-untyped]  # onnxruntime ships no types

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The extended level looks for sums with a layer norm after them and joins the two in an operator that takes five
    # times as long as both (4.7 ms a text against 1.0). The fusions that pay are in the file already.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    session: Session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return session


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
