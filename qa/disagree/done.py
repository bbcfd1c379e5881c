"""Whether somebody did something, or will: one article says so, another that they did not, will not, or deny it.

The same doer by name, the same verb, the same things behind it, in the same days. What was not done on one day may be
done on a later one: only a denial at the time or afterwards says against what was done. Of what is ahead the later word
counts: a plan that was dropped is an update.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Literal

from qa.disagree.deeds import Deed
from qa.disagree.given import Given, days_apart, same_thing
from qa.premise.agents import somebodies
from qa.statements import Statement
from qa.words import NUMBER_WORDS, is_past_form, stem, word_set

_NEAR = 7  # days between two articles that speak of one deed
_BEFORE = 5  # words before a verb in which its time and what denies it stand
_NEXT = 3  # of them that belong to it
_BEHIND = 12  # words behind a verb that say what was done
_HAD = word_set("did didn't has hasn't have haven't had hadn't was wasn't were weren't been never")
_DID = word_set("did didn't")
_BEING = word_set("be being")
_ARTICLES = word_set("a an the")
_WILL = word_set("will won't")
_AHEAD = _WILL | word_set("plans plan planned intends intend set expected vowed vows pledged pledges promised agreed")
_UNREAL = word_set(
    """may might can can't cannot could couldn't should shouldn't would wouldn't must if whether unless until asked asks
    urged wants wanted accused alleged suspected what why how who whoever"""
)
_BEFORE_THAT = word_set("had hadn't")  # "had never won": until then
_DENIED = word_set("deny denies denied denying")
_REFUSED = word_set("refuse refuses refused refusing decline declines declined fail fails failed")
_LEADING = _REFUSED | _AHEAD | _WILL | _DENIED | _DID
_SETTLES_NOTHING = frozenset(map(stem, _DENIED | _REFUSED | _AHEAD))
_VERBAL = _HAD | _AHEAD | _DENIED | _REFUSED | word_set("not to no longer having also already since")
_OF_SEVERAL = word_set("some several many most few all no none of")
_BE = word_set("was wasn't were weren't been be is are isn't aren't")
_LIGHT = word_set(
    """have had has do did does make made take took get got give gave go went come came see saw know knew say said tell
    told"""
)


def contradictions(
    statements: Sequence[Statement], cited: set[tuple[str, int]], asked: str | None
) -> Iterator[list[list[Given]]]:
    """Pairs of groups of one that contradict each other, where one is ``cited`` (article and sentence number) or tells
    the deed with the key ``asked``."""
    told = [one for statement in statements for one in deeds_of(statement)]
    for one, other in combinations(told, 2):
        places = {(given.statement.article.id, given.statement.source.sentence.number) for given in (one, other)}
        bears = bool(places & cited) or (isinstance(one.value, Deed) and one.value.key == asked)
        if (
            bears
            and one.statement.text != other.statement.text
            and one.statement.article.id != other.statement.article.id
            and contradicts(one, other)
        ):
            yield [[one], [other]]


def deeds_of(statement: Statement) -> Iterator[Given]:
    """What ``statement`` tells as done or not, by somebody whom it names."""
    words = [token.word for token in statement.tokens]
    for place, token in enumerate(statement.tokens):
        if not is_past_form(token.word) and _LEADING.isdisjoint(words[max(0, place - _NEXT) : place]):
            continue  # nothing tells its time
        if not token.telling or token.asked or token.hyphened or token.word in _LIGHT or statement.is_name(place):
            continue
        time = _time(statement, place)
        if time is not None and _doers(statement, place):
            start = _first_of(statement, place)
            shown = statement.text[statement.words[start].start : statement.words[place].end]
            denied = any(statement.tokens[at].word in _DENIED for at in range(start, place))
            yield Given(statement, Deed(statement.keys[place], not token.odd, time == "ahead", denied, place, shown))


def contradicts(one: Given, other: Given) -> bool:
    """Whether one of two deeds says that it was done, or will be, and the other that it was not, of the same doer and
    the same thing."""
    first, second = one.value, other.value
    if not (isinstance(first, Deed) and isinstance(second, Deed)) or first.key != second.key:
        return False
    if first.done == second.done or first.ahead != second.ahead:
        return False
    if days_apart(one.statement.day, other.statement.day) > _NEAR or not _same_doer(one, other):
        return False
    done, not_done = (one, other) if first.done else (other, one)
    days = done.statement.day, not_done.statement.day
    is_denied = isinstance(not_done.value, Deed) and not_done.value.denied
    if not first.ahead and not is_denied and days[0] and days[1] and days[1] < days[0]:
        return False  # it was done since
    return _same_objects(one, other) and same_thing(one, other, _SETTLES_NOTHING | {first.key})


def _time(statement: Statement, place: int) -> Literal["past", "ahead"] | None:
    """When the verb at ``place`` is; ``None`` for what is no verb, only possible, asked or wished."""
    tokens = statement.tokens
    before = [token.word for token in tokens[max(statement.clause(place).start, place - _BEFORE) : place]]
    near = set(before[-_NEXT:])
    if not before or _UNREAL & set(before) or (tokens[place].odd and _BEFORE_THAT & set(before)):
        return None
    if before[-1] == "to":
        if near & _REFUSED:
            return "past"
        return "ahead" if near & _AHEAD else None
    if near & _WILL:
        return None if is_past_form(tokens[place].word) else "ahead"
    if is_past_form(tokens[place].word):
        return None if near & _BEING or before[-1] in _ARTICLES else "past"
    denied = near & _DENIED and tokens[place].word.endswith("ing")
    return "past" if denied or near & _DID else None


def _doers(statement: Statement, place: int) -> frozenset[str]:
    """The keys of the name right before the verb and what belongs to it ("has never", "denied"); of nobody where it is
    one of several ("three Republicans did not vote")."""
    tokens = statement.tokens
    end = place
    while end and not tokens[end].breaks and (tokens[end - 1].word in _VERBAL or tokens[end - 1].word.endswith("ly")):
        end -= 1
    start = end
    while start and not tokens[start].breaks and tokens[start - 1].telling and not _counts(tokens[start - 1].word):
        start -= 1
    if (
        start
        and not tokens[start].breaks
        and (_counts(tokens[start - 1].word) or tokens[start - 1].word in _OF_SEVERAL)
    ):
        return frozenset()
    if end == start or not (statement.is_name(end - 1) or end == 1):
        return frozenset()
    return somebodies(statement, range(start, end))


def _counts(word: str) -> bool:
    return word in NUMBER_WORDS or word[:1].isdigit()


def _first_of(statement: Statement, place: int) -> int:
    """Where the words begin that say whether it was done: "did not", "denied"."""
    start = place
    while start and not statement.tokens[start].breaks and statement.tokens[start - 1].word in _VERBAL:
        start -= 1
    return start


def _same_doer(one: Given, other: Given) -> bool:
    ours, theirs = (_doers(given.statement, given.value.place) for given in (one, other))
    if _is_passive(one) != _is_passive(other):
        return False
    return bool(ours & theirs) and not (ours - theirs and theirs - ours)


def _is_passive(given: Given) -> bool:
    at = given.value.place
    return any(token.word in _BE for token in given.statement.tokens[max(0, at - 3) : at])


def _same_objects(one: Given, other: Given) -> bool:
    ours, theirs = _objects(one), _objects(other)
    if not ours or not theirs:
        return not ours and not theirs
    return 2 * len(ours & theirs) >= max(min(len(ours), len(theirs)), 2 if min(len(ours), len(theirs)) > 1 else 1)


def _objects(given: Given) -> frozenset[str]:
    place = given.value.place
    clause = given.statement.clause(place)
    return given.statement.content(range(place + 1, min(clause.stop, place + 1 + _BEHIND)))
