"""What is newest on a subject: "What is the latest on the strike?" asks for no fact, but for what was told last."""

import re

from qa.extractive.asked import Asked
from qa.extractive.features import reached, share
from qa.extractive.pool import Candidate, Pool

_LATEST = re.compile(
    r"^\W*(?:(?:what|how)(?:['’]s| is| are| has| have| was)?|is there|are there|any|tell me|give me)?\s*"
    r"(?:the |any |been )*"
    r"(?:latest|newest|most recent|new|news|updates?|happening|going on)\b"
    r"(?: (?:news|developments?|updates?|state|situation))?\s+(?:on|about|with|in|of|for|regarding|around)\s+\S",
    re.IGNORECASE,
)
ASKING = frozenset({"latest", "newest", "news", "new", "updat", "recent", "develop", "happen", "situat", "state"})
ABOUT = 0.75  # of the subject's words, by what they weigh, in a sentence that is about it
FEWEST_WORDS = 6


def asks_for_latest(text: str) -> bool:
    """Whether the question ``text`` asks for what is newest on a subject."""
    return bool(_LATEST.match(text))


def latest(asked: Asked, pool: Pool, limit: int) -> list[Candidate]:
    """At most ``limit`` sentences about the subject of ``asked``, those of the newest article first, then those that
    name more of it, then in the order of the evidence; none when the evidence does not know all of its names."""
    subject = {key: weight for key, weight in asked.weights.items() if key not in ASKING}
    if not subject or not asked.names_known(pool):
        return []
    about = [(share(subject, reached(candidate.keys, pool)), candidate) for candidate in pool.candidates]
    found = [(part, candidate) for part, candidate in about if part >= ABOUT and _tells(candidate)]
    found.sort(key=lambda one: (one[1].day or "", one[0]), reverse=True)
    return [candidate for _, candidate in found[:limit]]


def _tells(candidate: Candidate) -> bool:
    whole = len(candidate.words) >= FEWEST_WORDS and candidate.text[-1:] in '.!"”’)'
    return whole and not candidate.is_caption
