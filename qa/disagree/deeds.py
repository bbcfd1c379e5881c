"""Verbs that are told in one another's words, and those that only tell that a number changed."""

from qa.words import stem, word_set

DYING = frozenset(map(stem, word_set("die kill death dead toll")))
"""The keys of what tells that somebody died."""
RISING = word_set(
    "rose risen climbed grew grown increased jumped soared swelled surged raised rises climbs grows increases"
)
FALLING = word_set("fell fallen dropped lowered declined decreased cut reduced falls drops shrank")
ANEW = word_set("revised updated changed corrected")
CHANGES = RISING | FALLING | ANEW
"""Words, not keys: what changes is told by another verb ("the number of people who died rose")."""
