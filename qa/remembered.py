"""Keeps what a pure analysis makes of a text, for the next step that looks at the same sentence."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Protocol, TypeVar


class _Cached(Protocol):
    def cache_clear(self) -> None: ...


T = TypeVar("T")
C = TypeVar("C", bound=_Cached)
KEPT = 1024  # texts whose analysis is kept: the sentences of one question's evidence, for its next claim
KEPT_WORDS = 32_768  # words whose analysis is kept: of all words of 2,000 news articles they are all but 1 %
KEPT_EVIDENCE = 4  # evidence whose analysis is kept: several steps of one question look at the same, a few at once
WORTH_KEEPING = 2_000  # characters; longer texts are rare and would fill the memory

_texts: list[_Cached] = []


def of_texts(cached: C) -> C:
    """``cached`` (made by `lru_cache`), whose keys or results hold texts of articles: `forget` empties it."""
    _texts.append(cached)
    return cached


def forget() -> None:
    """Drops every text that an analysis is kept of: those of purged articles may be among them."""
    for cached in _texts:
        cached.cache_clear()


def remembered(analysis: Callable[[str], T]) -> Callable[[str], T]:
    """``analysis`` of a text, kept for texts of ordinary length. Its results must not be changed by anybody."""
    kept = of_texts(lru_cache(maxsize=KEPT)(analysis))

    @wraps(analysis)
    def call(text: str) -> T:
        return kept(text) if len(text) <= WORTH_KEEPING else analysis(text)

    return call
