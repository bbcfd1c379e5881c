"""That something was done or not; verbs that are told in one another's words, and those that only tell that a number
changed."""

from dataclasses import dataclass

from qa.words import stem, word_set

DYING = frozenset(map(stem, word_set("die kill death dead toll")))
"""The keys of what tells that somebody died."""
GROWING = DYING | frozenset(
    map(
        stem,
        word_set("injure hurt wound sicken hospitalize infect case arrest detain displace evacuate rescue recover"),
    )
)
"""The keys of what is counted on while an event lasts: a later report has more of it."""
RISING = word_set(
    "rose risen climbed grew grown increased jumped soared swelled surged raised rises climbs grows increases"
)
FALLING = word_set("fell fallen dropped lowered declined decreased cut reduced falls drops shrank")
ANEW = word_set("revised updated changed corrected")
CHANGES = RISING | FALLING | ANEW
"""Words, not keys: what changes is told by another verb ("the number of people who died rose")."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What the verb at ``place``, with the key ``key``, tells as ``done`` or not, or (``ahead``) as what will be or
    not. ``denied`` where it says that somebody denies it; ``shown`` is how it stands in the text."""

    key: str
    done: bool
    ahead: bool
    denied: bool
    place: int
    shown: str

    def agrees(self, other: "Deed") -> bool:
        """Whether not one says of it that it was done, or will be, and the other that not."""
        return self.key != other.key or self.done == other.done
