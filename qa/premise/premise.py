"""Whether the articles say against what a question takes for granted.

"How many US diplomats did Russia expel?" takes for granted that Russia expelled some. Where no sentence of the evidence
tells the deed as done and one denies it, the denial is the answer. What denies is `qa.verify.negation`'s to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.cite import cite
from qa.premise.agents import affiliations
from qa.premise.off import called_off
from qa.premise.proposals import turned_down
from qa.premise.stance import Stance, stance
from qa.proposition import Proposition, proposition
from qa.statements import Statement, keys_of
from qa.types import DraftClaim, Evidence, Notice
from qa.types.query import Query
from qa.verify.opposites import OPPOSITES, UNDONE

_NONE = frozenset(("no", "none", "neither", "nobody"))
_NEAR = 5  # words from "no" to whom: "none of the other states"
_DENIALS = 4  # articles that are cited for one


@dataclass(frozen=True, slots=True)
class Premise:
    """``drafts`` is the denial, to be verified like any claim, or empty; it cites what other articles say to the same
    effect. ``notice`` says what it means."""

    drafts: tuple[DraftClaim, ...] = ()
    notice: Notice | None = None


def premise(query: Query, statements: Sequence[Statement], evidence: Evidence) -> Premise:
    """What the evidence says against ``query``'s premise; empty when it is nowhere denied or somewhere told as done.

    A question that asks yes or no has no premise, but is answered by the same denials: then there is no notice.
    """
    told = proposition(query, statements)
    off = called_off(query, told, statements)
    if off and query.kind != "yes_no":
        return contradicted(off, evidence)
    if told is None or not (told.is_past or told.is_ahead) or not (told.subject or told.head):
        return Premise()
    found = _stances(told, statements)
    if Stance.AFFIRMS in found.values() or (told.is_ahead and Stance.PROPOSES in found.values()):
        return Premise()
    denied = [s for s in statements if found[s.label] is Stance.DENIES and _is_of_all(s, query, told)]
    if not denied and told.origin and not told.subject:
        # "How many American diplomats were expelled?", where somebody's proposal to do so was turned down
        denied = list({statement.label: statement for statement in turned_down(told, statements).values()}.values())
    if not denied:
        return Premise()
    denied.sort(key=_names, reverse=True)
    labels = tuple(statement.label for statement in _of_articles(denied)[:_DENIALS])
    no = "No" if query.kind == "yes_no" and not query.negated else None
    drafts = (DraftClaim(" ".join(denied[0].source.text.split()), labels, no),)
    if query.kind == "yes_no" or query.negated:
        return Premise(drafts)
    return _premise(drafts[0], evidence)


def _is_of_all(statement: Statement, query: Query, told: Proposition) -> bool:
    """Whether a denial is of all who are asked for: "Which states banned it?" takes for granted that one did, and that
    Texas did not says nothing of the others."""
    asked = frozenset(keys_of(query.focus or "")) & told.subject
    if not asked or query.kind == "yes_no":
        return True
    words = [token.word for token in statement.tokens]
    return any(word in _NONE and asked & set(statement.keys[at : at + _NEAR]) for at, word in enumerate(words))


def _premise(denial: DraftClaim, evidence: Evidence) -> Premise:
    text = "The articles contradict what the question takes for granted."
    return Premise((denial,), Notice("false_premise", text, cite(denial.labels, evidence).citations))


def refused(query: Query, statements: Sequence[Statement]) -> frozenset[str]:
    """The labels of those of ``statements`` that tell the deed of ``query`` only as a proposal, which was turned down,
    where the question takes the deed for done and another statement tells it as done: that one is asked for."""
    told = proposition(query, statements)
    if told is None or not told.is_past:
        return frozenset()
    proposals = turned_down(told, statements)
    if not proposals or Stance.AFFIRMS not in _stances(told, statements).values():
        return frozenset()
    return frozenset(proposals)


def takes_for_done(query: Query, statements: Sequence[Statement]) -> bool:
    """Whether ``query`` takes a deed for done, or asks whether it was."""
    told = proposition(query, statements)
    return told is not None and told.is_past


def _stances(told: Proposition, statements: Sequence[Statement]) -> dict[str, Stance | None]:
    """What each of ``statements``, by label, says of ``told``."""
    known = affiliations(statements)
    return {statement.label: stance(statement, told, known) for statement in statements}


def opposed(query: Query, statements: Sequence[Statement]) -> list[Statement]:
    """Those of ``statements`` that tell the contrary of what ``query`` takes for done ("fell" of "rise"), of all that
    it names; none where one of them tells the deed of these too, and where yes or no is asked."""
    told = proposition(query, statements)
    if told is None or query.kind == "yes_no" or told.deed in UNDONE:
        return []
    opposites = {deed for one, other in OPPOSITES if told.deed in one for deed in other}
    if not (opposites and told.is_past and told.about and told.about <= told.subject):
        return []
    named = [statement for statement in statements if told.names <= statement.content()]
    if Stance.AFFIRMS in _stances(told, named).values() or any(told.deed in s.keys for s in named):
        return []
    each = [_stances(replace(told, deed=deed), named) for deed in sorted(opposites)]
    return [s for s in named if any(stances[s.label] is Stance.AFFIRMS for stances in each)]


def contradicted(said: Sequence[Statement], evidence: Evidence) -> Premise:
    """The premise of a question that ``said`` speaks against; none where that is empty."""
    if not said:
        return Premise()
    labels = tuple(statement.label for statement in _of_articles(said)[:_DENIALS])
    return _premise(DraftClaim(" ".join(said[0].source.text.split()), labels), evidence)


def _names(statement: Statement) -> tuple[bool, str]:
    """Whether it names somebody, so that it can stand alone, and its day."""
    return any(statement.is_name(at) for at in range(len(statement.words))), statement.day or ""


def _of_articles(statements: Sequence[Statement]) -> list[Statement]:
    """The first of each article."""
    first: dict[str, Statement] = {}
    for statement in statements:
        first.setdefault(statement.article.id, statement)
    return list(first.values())
