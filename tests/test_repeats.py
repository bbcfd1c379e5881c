"""Repeats: what a copy says again is found, what it alone says is not."""

from __future__ import annotations

from qa.repeats import repeats
from qa.types import Passage

WIRE = (
    "Russia will expel thirty-five American diplomats, the foreign ministry said on Friday in Moscow after a long "
    "meeting behind closed doors, and close two buildings that the embassy has used for decades."
)
CUT = WIRE.partition(", and close")[0]
NEW = (
    "The president later said that he would not follow the advice of his minister, and invited the children of "
    "the embassy's staff to a party in the Kremlin instead."
)


def passage(article: str, text: str, number: int = 0) -> Passage:
    return Passage(f"{article}.v.{number}-{number + len(text)}", article, "v", 1, 1, number, number + len(text), text)


def test_a_copy_that_is_cut_is_a_repeat_and_what_comes_first_is_not() -> None:
    first, second = passage("a", WIRE), passage("b", CUT)
    assert repeats([first, second], {"a": "a", "b": "a"}) == {second.id}


def test_what_a_copy_says_besides_is_no_repeat() -> None:
    first, new = passage("a", WIRE), passage("b", NEW)
    assert repeats([first, new], {"a": "a", "b": "a"}) == frozenset()


def test_other_stories_may_say_the_same() -> None:
    assert repeats([passage("a", WIRE), passage("b", WIRE)], {"a": "a", "b": "b"}) == frozenset()


def test_a_passage_that_two_others_hold_together_is_a_repeat() -> None:
    both = passage("c", f"{WIRE} {NEW}")
    assert repeats([passage("a", WIRE), passage("b", NEW), both], dict.fromkeys("abc", "a")) == {both.id}
