"""What is newest on a subject: "What is the latest on the strike?" asks for no fact, but for what was told last, and
"What happened in Kenya last week?" for what was told then. A bare name ("Nice?") asks for the news of it."""

import re

from qa.extractive.asked import Asked, asked
from qa.extractive.features import reached, share
from qa.extractive.pool import Candidate, Pool, key
from qa.types import DraftClaim, Period
from qa.types.query import Query
from qa.words import MONTHS, WEEKDAYS, stem, tokens, word_set

_LATEST = re.compile(
    r"^\W*(?:(?:what|how)(?:['’]s| is| are| has| have| was)?|is there|are there|any|tell me|give me)?\s*"
    r"(?:the |any |been )*"
    r"(?:latest|newest|most recent|new|news|updates?|happening|going on)\b"
    r"(?: (?:news|developments?|updates?|state|situation))?\s+(?:on|about|with|in|of|for|regarding|around)\s+\S",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    r"^\W*what (?:else |all )?(?:(?:has|have) )?happened (?:(?!to\b|when\b|if\b|with\b|between\b)\w+ )*?"
    r"(?:in|at|on|near|around|across) \S",
    re.IGNORECASE,
)
_NAME = re.compile(r"^\W*[A-Z][\w.’'-]*(?: (?:of |the |de )*[A-Z][\w.’'-]*){0,3}\W*$")
_IN_NAMES = frozenset({"of", "the", "de"})
ASKING = frozenset({"latest", "newest", "news", "new", "updat", "recent", "develop", "happen", "situat", "state"})
TIMES = frozenset(
    map(
        stem,
        word_set(
            """last past day days week weekend month quarter year decade yesterday today tonight night morning afternoon
            evening first second half early late beginning start middle end spring summer autumn fall winter earlier
            previous previously"""
        )
        | MONTHS
        | WEEKDAYS,
    )
)
ABOUT = 0.75  # of the subject's words, by what they weigh, in a sentence that is about it
FEWEST_WORDS = 6
MOST = 3
_OPENING = 3  # sentences of an article that tell what it is about


def asks_for_latest(text: str) -> bool:
    """Whether the question ``text`` asks for what is newest on a subject, or for what happened somewhere, or is no more
    than a name."""
    return bool(_LATEST.match(text) or _HAPPENED.match(text) or is_name(text))


def is_name(text: str) -> bool:
    """Whether ``text`` is no more than a name; "Who Won?" and "Did Maria Lind Resign?" are questions in capitals."""
    if not _NAME.match(text):
        return False
    return not any(word.is_stop and word.lower not in _IN_NAMES for word in tokens(text))


def latest(query: Query, pool: Pool, period: Period | None) -> tuple[DraftClaim, ...]:
    """At most ``MOST`` sentences about the subject of ``query``, those of articles of ``period`` first, of these those
    of the newest article, then those that name more of it, then in the order of the evidence; none when the evidence
    does not know all of its names."""
    whole = asked(query, pool)
    if period is None and whole.names and (is_name(query.text) or (_HAPPENED.match(query.text) and query.names)):
        return _openings(whole, pool)
    untold = ASKING | TIMES | whole.numbers
    subject = {key: weight for key, weight in whole.weights.items() if key not in untold}
    if not subject or not whole.names_known(pool):
        return ()
    about = [(share(subject, reached(candidate.keys, pool)), candidate) for candidate in pool.candidates]
    found = [(part, candidate) for part, candidate in about if part >= ABOUT and _tells(candidate)]
    found.sort(key=lambda one: (_is_of(one[1], period), one[1].day or "", one[0]), reverse=True)
    return tuple(DraftClaim(one.text, (one.label,)) for _, one in found[:MOST])


def _openings(asked: Asked, pool: Pool) -> tuple[DraftClaim, ...]:
    """The openings of articles about what ``asked`` names, one an article, those first whose title names it, the newest
    of these first: the first sentence that names it, or the first of all where the title does."""
    found: dict[str, Candidate] = {}
    for candidate in sorted(pool.candidates, key=lambda one: (not asked.name_keys <= one.keys, one.number)):
        opens = candidate.number <= _OPENING and candidate.article_id not in found and _tells(candidate)
        titled = candidate.number == 1 and asked.name_keys <= frozenset(key(word) for word in tokens(candidate.lead))
        if opens and (asked.name_keys <= candidate.keys or titled):
            found[candidate.article_id] = candidate

    def prominence(one: Candidate) -> tuple[bool, str]:
        return asked.name_keys <= frozenset(key(word) for word in tokens(one.lead)), one.day or ""

    newest = sorted(found.values(), key=prominence, reverse=True)
    return tuple(DraftClaim(one.text, (one.label,)) for one in newest[:MOST])


def _is_of(candidate: Candidate, period: Period | None) -> bool:
    return period is not None and period.covers(candidate.day)


def _tells(candidate: Candidate) -> bool:
    whole = len(candidate.words) >= FEWEST_WORDS and candidate.text[-1:] in '.!"”’)'
    return whole and not candidate.is_caption
