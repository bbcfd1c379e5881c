"""Claims out of JSON that is still being written. The text comes from a model, so it may be anything."""

import json
import re
from collections.abc import Iterator
from typing import Any

from qa.prompts import visible
from qa.types import DraftClaim

MAX_CHARACTERS = 200_000  # of a whole reply; two thousand tokens are about eight thousand
MAX_CLAIMS = 50
MAX_CLAIM_CHARACTERS = 2_000
MAX_LABELS = 50
# The text is parsed again when it has grown by this part of itself. Whatever the model sends, and in however small
# pieces, the parser then reads at most about 3 × 65 × MAX_CHARACTERS in all; a claim comes a few tokens late at worst.
GROWTH = 1 / 64

_OPENING = re.compile(r'\{\s*"claims"\s*:')
_THOUGHT = ("<think>", "</think>")  # some servers leave a model's reasoning in its reply
_DECODER = json.JSONDecoder(strict=False)  # line breaks inside strings are a common fault of small models


class ClaimsStream:
    """Takes a reply piece by piece, gives each claim once, as soon as its object is complete.

    The reply should be ``{"claims": [{"text": str, "sentences": [str]}]}``, perhaps in a code fence or with prose
    around it. Items of another shape are counted in ``malformed``.
    """

    def __init__(self) -> None:
        self.malformed = 0
        self.overflow = False
        self.whole = False
        self._text = ""
        self._parsed = 0  # length of the text when it was last parsed
        self._taken = 0  # items of the list that were given or counted
        self._given = 0

    def feed(self, piece: str) -> Iterator[DraftClaim]:
        """The claims that ``piece`` completes. Nothing is taken any more once ``overflow`` is set."""
        if self.overflow:
            return
        self._text += piece[: MAX_CHARACTERS - len(self._text)]
        self.overflow = len(self._text) >= MAX_CHARACTERS
        if "}" in piece and len(self._text) - self._parsed >= self._parsed * GROWTH:
            self._parsed = len(self._text)
            yield from self._take(_complete_items(_after_thought(self._text)))

    def finish(self) -> Iterator[DraftClaim]:
        """The claims that are left. Sets ``whole`` when the reply holds the complete list."""
        text = _after_thought(self._text)
        items = _whole_list(text)
        self.whole = items is not None and not self.overflow
        yield from self._take(_complete_items(text) if items is None else items)

    def _take(self, items: list[Any]) -> Iterator[DraftClaim]:
        fresh, self._taken = items[self._taken :], max(self._taken, len(items))
        for item in fresh:
            claim = _draft(item)
            if claim is None:
                self.malformed += 1
            elif self._given == MAX_CLAIMS:
                self.overflow = True
                return
            else:
                self._given += 1
                yield claim


def _after_thought(text: str) -> str:
    opening, closing = _THOUGHT
    return text.partition(closing)[2] if text.lstrip().startswith(opening) else text


def _complete_items(text: str) -> list[Any]:
    """The items of ``claims`` that are closed, of a text that may end anywhere."""
    import jiter  # comes with openai

    opening = _OPENING.search(text)
    if opening is None:
        return []
    started = text[opening.start() :]
    closed = started[: started.rfind("}") + 1]
    try:  # a list that can be closed right here ends with a whole item
        return _list_in(jiter.from_json(f"{closed}]}}".encode())) or []
    except ValueError:
        pass
    try:  # else the last item may be half an item
        return (_list_in(jiter.from_json(started.encode(), partial_mode=True)) or [])[:-1]
    except ValueError:
        return []


def _whole_list(text: str) -> list[Any] | None:
    """The list of claims, when ``text`` holds it complete; prose and fences around it do not matter."""
    opening = _OPENING.search(text)
    starts = [opening.start()] if opening else [place for sign in "[{" if (place := text.find(sign)) >= 0]
    for start in starts:
        try:
            found = _list_in(_DECODER.raw_decode(text, start)[0])
        except (ValueError, RecursionError):
            continue
        if found is not None:
            return found
    return None


def _list_in(document: object) -> list[Any] | None:
    items = document.get("claims") if isinstance(document, dict) else document
    return items if isinstance(items, list) else None


def _draft(item: object) -> DraftClaim | None:
    """A claim without sentences stays a claim, with no labels: verification turns it down and the record shows it."""
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        return None
    text = visible(item["text"])
    if not text or len(text) > MAX_CLAIM_CHARACTERS:
        return None
    named = item.get("sentences")
    listed = named if isinstance(named, list) else [named]
    labels = [label for entry in listed[:MAX_LABELS] if isinstance(entry, str) for label in _labels(entry)]
    return DraftClaim(text, tuple(dict.fromkeys(labels[:MAX_LABELS])))


def _labels(entry: str) -> list[str]:
    """``S1.2`` however it is dressed: ``[S1.2]``, ``S1.2, S1.3``."""
    return [visible(label) for label in re.split(r"[\s,;\[\]()]+", entry[:MAX_CLAIM_CHARACTERS]) if label]
