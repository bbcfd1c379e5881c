"""How much evidence is sent."""

from qa.prompts import frame
from qa.types import Evidence


def within(evidence: Evidence, characters: int) -> Evidence:
    """The first passages of ``evidence`` that, framed, take at most ``characters`` together.

    Passages come best first, so what is dropped is the weakest; a passage goes whole or not at all. The first one
    that does not fit ends it: a shorter one behind it is weaker, and would be sent in place of a better one.
    """
    kept = []
    for passage in evidence.passages:
        characters -= len(frame(Evidence((passage,)))) + 1
        if characters < 0:
            break
        kept.append(passage)
    return Evidence(tuple(kept))
