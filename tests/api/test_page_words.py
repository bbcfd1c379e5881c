"""The page says what the other faces say: its scripts cannot import the words of the service, so they are compared."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from api.page import STATIC
from qa.refusal import UNREAD
from qa.types import UNDECIDED
from qa.types.answers import SUPERSEDED


def written(script: str, name: str) -> dict[str, str]:
    """The pairs of the object ``name`` in a script."""
    found = re.search(rf"const {name} = \{{(.*?)\}};", (STATIC / script).read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return dict(re.findall(r'(\w+):\s*"([^"]*)"', found[1]))


@pytest.mark.parametrize(
    ("script", "name", "words"), [("answer.js", "UNDECIDED", UNDECIDED), ("citations.js", "SUPERSEDED", SUPERSEDED)]
)
def test_the_page_says_it_in_the_same_words(script: str, name: str, words: Mapping[str, str]) -> None:
    assert written(script, name) == words


def test_the_page_knows_for_which_reasons_nothing_was_read() -> None:
    found = re.search(r"UNREAD = new Set\(\[(.*?)\]\)", (STATIC / "refusal.js").read_text(encoding="utf-8"))
    assert found
    assert frozenset(re.findall(r'"(\w+)"', found[1])) == UNREAD
    assert set(written("refusal.js", "REASONS")) >= UNREAD
