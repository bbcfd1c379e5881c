"""Whether what a question asks is so: `told(query, evidence)` finds the sentences that say it is or is not,
`come_to` says what an answer's claims come to, `overtaken` which of the sentences a later one leaves behind.

``asked``      the question taken apart: who did what to whom, in which tense
``clauses``    the clause around a verb of a sentence
``meant``      whom the words of a sentence mean
``sentences``  what one sentence says of a deed that is asked about
``being``      what it says where the verb is "to be"
``later``      where a later sentence overtakes an earlier one
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from qa.extractive.pool import roles
from qa.extractive.stages import is_of_another_stage
from qa.extractive.told import Told
from qa.premise import told as deeds
from qa.premise.agents import affiliations
from qa.premise.namesakes import persons
from qa.proposition import proposition, verbs
from qa.remembered import KEPT_EVIDENCE, of_texts
from qa.statements import Statement, country, statements
from qa.types import Claim, Evidence, YesNo
from qa.types.query import Query
from qa.verify.dates import mentions
from qa.verify.negation import analyse
from qa.verify.normalise import clean
from qa.verify.sides import ATTITUDES
from qa.words import stem, tokens
from qa.yes_no.asked import Asked, asked, contraries
from qa.yes_no.clauses import acting
from qa.yes_no.later import overtaken
from qa.yes_no.meant import Known, by_place
from qa.yes_no.sentences import says

_DENYING = frozenset(map(stem, ("refuse", "deny", "reject", "decline", "dismiss")))
_MAY = frozenset(("may", "might", "must", "should", "could", "would"))  # "Johnson must resign, says ..." tells no deed
_NOBODY = frozenset(("nobody", "none", "nothing", "no"))

__all__ = ["come_to", "overtaken", "told"]


@of_texts
@lru_cache(maxsize=KEPT_EVIDENCE)
def told(query: Query, evidence: Evidence) -> Told:
    """How the sentences of ``evidence`` tell what ``query`` takes for done or asks about. Of a question that asks yes
    or no, ``done`` are those which say that it is so, ``denied`` those which say that it is not."""
    said = statements(evidence)
    told_deeds = deeds(query, said)
    if query.kind != "yes_no":
        return told_deeds
    known_verbs = verbs(said) | frozenset().union(*map(acting, said))
    taken = asked(query.text, known_verbs.union(*(contraries(verb) for verb in known_verbs)))
    if taken is None:
        return replace(told_deeds, done=frozenset())
    texts = ((statement.text, tokens(statement.text)) for statement in said)
    known = Known(affiliations(said), roles(texts), by_place(said), persons(said))
    of_it = [one for one in said if not is_of_another_stage(query.text, one.text) and not _is_dated_else(query, one)]
    found = {statement.label: says(statement, taken, known) for statement in of_it}
    so = frozenset(label for label, word in found.items() if word == "yes")
    not_so = frozenset(label for label, word in found.items() if word == "no")
    deed = proposition(query, said)
    same = deed is not None and deed.deed == taken.verb and taken.verb not in _DENYING
    if not so and not not_so and not taken.negated and same:
        # "will expel nobody": told of a country by whoever acts for it
        denied = (s for s in said if s.label in told_deeds.denied)
        not_so = frozenset(s.label for s in denied if not _is_headed_as_done(s, taken) and _is_of_them(s, taken))
    return replace(told_deeds, done=so, denied=not_so)


def _is_dated_else(query: Query, statement: Statement) -> bool:
    """Whether it names months, and none that the question names; "May" is a stop word wherever words are compared."""
    months = _months(clean(query.text))
    said = _months(statement.text) if months else months
    return bool(said) and months.isdisjoint(said)


def _months(text: str) -> frozenset[int]:
    return frozenset(parts.month for mention in mentions(text) for parts in mention.parts if parts.month)


def _is_headed_as_done(statement: Statement, asked: Asked) -> bool:
    """Whether the headline has the deed ("Johnson resigns" over "he would not resign, he still said on Wednesday")."""
    title, _ = analyse(statement.article.title or "")
    if any(token.word in _NOBODY for token in title):
        return False
    for at, token in enumerate(title):
        wished = any(before.stem in ATTITUDES or before.word in _MAY for before in title[:at])
        if stem(token.word) == asked.verb and not (token.odd or token.asked or wished):
            return True
    return False


def _is_of_them(statement: Statement, asked: Asked) -> bool:
    """Whether nobody else is named nearer before the deed than those who are asked about: "Federer will stay, and Amsel
    refused to say she was retiring" tells nothing of Federer."""
    persons = {name.head for name in asked.agents if name.is_name and not country(name.head)}
    for place in (at for at, key in enumerate(statement.keys) if key == asked.verb):
        named = [at for at in range(place) if statement.is_name(at) or (not at and statement.words[0].text.istitle())]
        asked_about = [at for at in named if statement.keys[at] in persons]
        if asked_about and named[-1] != asked_about[-1]:
            return False
    return True


def come_to(query: Query, claims: Sequence[Claim]) -> YesNo | None:
    """What ``claims`` come to where ``query`` asks yes or no: ``disputed`` where they say both, leaving aside what was
    replaced later; ``None`` where something else is asked."""
    if query.kind != "yes_no":
        return None
    said = {claim.exact for claim in claims if claim.superseded_by is None}
    if {"Yes", "No"} <= said:
        return "disputed"
    return "yes" if "Yes" in said else "no" if "No" in said else "not_said"
