"""What became of a proposal: turned down, as another sentence of the evidence says."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qa.premise.stance import is_denied, is_done_to, is_done_to_anyone, is_proposed, places_of
from qa.proposition import Proposition
from qa.statements import Statement, country, is_deed
from qa.verify.sides import ATTITUDES
from qa.words import WEEKDAYS, is_past_form, word_set

_NOUNS = 5  # words from the deed to what it is done to
_TURNED_DOWN = word_set("rejected vetoed scrapped shelved refused dismissed defeated blocked")
_PROPOSALS = word_set("proposal plan request bill motion idea demand measure suggestion")
_POINTING = word_set("the this that his her its their")
_SPECIFIED = word_set("to for of that by on from against")  # behind "proposal": then it may be another one
_UNREAL = word_set("would will could may might should must if not never neither nor to")
_BE = word_set("was were been is are")
_SOON = 2  # sentences behind the one that tells of it in which "the proposal" means it


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
    if _points_back(statement, source) and any(_turns_it_down(statement, at) for at in range(len(statement.tokens))):
        return True
    wanted = {proposal.head} | ({proposal.origin} if proposal.origin else set())
    for place in places_of(statement, proposal.deed):
        if not is_denied(statement, place):
            continue
        if is_done_to(statement, place, proposal.head, proposal.origin):
            return True
        if is_done_to_anyone(statement, place) and wanted <= statement.context:
            return True
    return False


def _points_back(statement: Statement, source: Statement) -> bool:
    """Whether ``statement`` stands right behind ``source``, so that "the proposal" in it means the one told there."""
    one, other = statement.source.sentence, source.source.sentence
    same = (one.article_id, one.version) == (other.article_id, other.version)
    return same and 0 < one.number - other.number <= _SOON


def _turns_it_down(statement: Statement, place: int) -> bool:
    """Whether the word at ``place`` says that a proposal that is not named there was turned down ("rejected the plan",
    "the motion was rejected")."""
    words = [token.word for token in statement.tokens]
    before = words[max(0, place - 3) : place]
    if words[place] not in _TURNED_DOWN or _UNREAL & set(before):
        return False
    if _BE & set(before):
        noun = place - next(n for n, word in enumerate(reversed(before), start=1) if word in _BE) - 1
        return noun > 0 and words[noun] in _PROPOSALS and words[noun - 1] in _POINTING
    behind = words[place + 1 : place + 4]
    at = next((n for n, word in enumerate(behind[1:], start=1) if word in _PROPOSALS), None)
    if at is None or behind[0] not in _POINTING:
        return False
    after = place + at + 2
    if after >= len(words) or statement.tokens[after].breaks or words[after] not in _SPECIFIED:
        return True
    return words[after] == "on" and not WEEKDAYS.isdisjoint(words[after + 1 : after + 2])
