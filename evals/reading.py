"""Exact match and token F1 as the reading sets count them: SQuAD's own rules (Rajpurkar and others, 2016 and 2018).

The service answers in whole sentences where these expect a short span, so the figures are low by construction: they
compare this service with itself, and with what else answers in sentences.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


def exact_match(said: str, references: Sequence[str]) -> float:
    """1 when ``said`` is one of ``references``; without any, when nothing is said."""
    return max(float(_words(said) == _words(one)) for one in references or ("",))


def token_f1(said: str, references: Sequence[str]) -> float:
    """Shared words of ``said`` and the reference that it is nearest to; without any, 1 when nothing is said."""
    return max(_f1(_words(said), _words(one)) for one in references or ("",))


def _f1(said: Sequence[str], expected: Sequence[str]) -> float:
    if not said or not expected:
        return float(said == expected)
    shared = (Counter(said) & Counter(expected)).total()
    return 2 * shared / (len(said) + len(expected))


def _words(text: str) -> list[str]:
    return _ARTICLES.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split()
