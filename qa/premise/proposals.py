"""What became of a proposal: turned down, as another sentence of the evidence says."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qa.premise.stance import is_denied, is_done_to, is_done_to_anyone, is_proposed, places_of
from qa.proposition import Proposition
from qa.statements import Statement, country, is_deed
from qa.verify.sides import ATTITUDES
from qa.words import is_past_form

_NOUNS = 5  # words from the deed to what it is done to


class _Proposal(NamedTuple):
    """``deed`` was proposed to be done to ``head``, of the country ``origin``."""

    deed: str
    head: str
    origin: str | None


def turned_down(told: Proposition, statements: Sequence[Statement]) -> dict[str, Statement]:
    """The labels of those of ``statements`` that tell the deed of ``told`` as proposed where another turns just that
    proposal down, each with the statement that does. A proposal for those of another country is left out."""
    found = {}
    for statement in statements:
        for proposal in _proposals(statement):
            if proposal.deed != told.deed or (told.origin or proposal.origin) != proposal.origin:
                continue
            denial = next((d for d in statements if _denies(d, proposal, statement)), None)
            if denial is not None:
                found[statement.label] = denial
    return found


def turned_down_by(statement: Statement, statements: Sequence[Statement]) -> Statement | None:
    """Which of ``statements`` turns down what ``statement`` tells as proposed, on the same day or later where both days
    are known; ``None`` when none does."""
    return next((d for p in _proposals(statement) for d in statements if _denies(d, p, statement)), None)


def _proposals(statement: Statement) -> Iterator[_Proposal]:
    for place, token in enumerate(statement.tokens):
        is_verb = (
            is_deed(token.word) or token.word.endswith("ing") or (place and statement.tokens[place - 1].word == "to")
        )
        if not token.telling or not is_verb or token.odd or token.stem in ATTITUDES or is_past_form(token.word):
            continue
        if is_proposed(statement, place) and _by_word(statement, place):
            yield from _done_to(statement, place)


def _by_word(statement: Statement, place: int) -> bool:
    """Whether a word of asking governs it, not just "will" or "to"."""
    return any(token.stem in ATTITUDES for token in statement.tokens[max(0, place - 6) : place])


def _done_to(statement: Statement, place: int) -> Iterator[_Proposal]:
    """The deed at ``place`` with the last noun of the phrase behind it; "of" after a noun of doing is passed over."""
    origin: str | None = None
    head: str | None = None
    for at in range(place + 1, min(len(statement.keys), place + 1 + _NOUNS)):
        token = statement.tokens[at]
        if token.breaks or (not token.telling and head is not None):
            break
        if country(statement.keys[at]):
            origin = statement.keys[at]
        elif token.telling and not token.word[0].isdigit():
            head = statement.keys[at]
    if head is not None:
        yield _Proposal(statement.keys[place], head, origin)


def _denies(statement: Statement, proposal: _Proposal, source: Statement) -> bool:
    """Whether ``statement`` denies ``proposal``, and not before ``source`` told of it."""
    if statement.label == source.label or (statement.day and source.day and statement.day < source.day):
        return False
    wanted = {proposal.head} | ({proposal.origin} if proposal.origin else set())
    for place in places_of(statement, proposal.deed):
        if not is_denied(statement, place):
            continue
        if is_done_to(statement, place, proposal.head, proposal.origin):
            return True
        if is_done_to_anyone(statement, place) and wanted <= statement.context:
            return True
    return False
