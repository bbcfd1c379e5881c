"""Small talk is told from questions about the articles."""

from __future__ import annotations

import pytest

from qa.question import understand
from qa.small_talk import is_small_talk


@pytest.mark.parametrize(
    "text",
    ["hello", "Hi!", "Thanks a lot.", "good morning", "???", "…", "", "ok", "What can you do?", "How does this work?",
     "Are you a robot?", "hello, what can I ask you?", "Thank you, bye", "what’s this?", "Nice!", "nice",
     "Nice, thanks"],
)  # fmt: skip
def test_what_asks_nothing_of_the_articles_is_small_talk(text: str) -> None:
    assert is_small_talk(text)
    assert understand(text).refusal == "small_talk"


@pytest.mark.parametrize(
    "text",
    ["Hello, who ordered the expulsions?", "What can Russia do?", "Are you sure that nobody was hurt?", "Who helped?",
     "Thanks to whom did they win?", "Help for Kerano", "hi" * 2_000, "No deal", "Is this true?", "Nice?"],
)  # fmt: skip
def test_what_may_ask_something_is_none(text: str) -> None:
    assert not is_small_talk(text)
