"""What a sentence says of a question whose verb is "to be": "X was not at the talks", "the prime minister, X"."""

from collections.abc import Sequence

from qa.statements import Statement
from qa.verify.negation import analyse
from qa.words import word_set
from qa.yes_no.asked import PREPOSITIONS, Asked, Name, Word
from qa.yes_no.clauses import BE, RELATIVE, group_start, is_finite, is_unsure, subject
from qa.yes_no.meant import FIRST, Known, is_meant, is_namesake

_NEAR = 4  # words from "is" to what somebody is
_FORMER = word_set("former ex once then previously late acting would-be")


def of_being(statement: Statement, asked: Asked, known: Known) -> Word | None:
    """ "X was not at the talks", "X, who was in hospital", "the prime minister, X", "X, a former minister"."""
    keys = frozenset(key for key, _ in asked.said)
    if not keys <= statement.content() or asked.numbers:
        return None
    said = [at for at, key in enumerate(statement.keys) if key in keys]
    if any(token.word in _FORMER for token in statement.tokens) and not _FORMER & keys:
        return None
    for place, token in enumerate(statement.tokens):
        if token.word.removesuffix("n't") not in BE - {"be", "been", "being"} or token.asked:
            continue
        found = _copula(statement, place, asked, known, said)
        if found is not None:
            return found
    if asked.tense == "present" and all(_is_called(statement, name, said, known) for name in asked.agents):
        return "yes"
    return None


def _copula(statement: Statement, place: int, asked: Asked, known: Known, said: Sequence[int]) -> Word | None:
    word = statement.tokens[place].word.removesuffix("n't")
    past = word in {"was", "were"}
    if past != (asked.tense == "past") or not all(place < at for at in said) or min(said) > place + _NEAR:
        return None
    last = max(said)
    if any(is_finite(statement, at) for at in range(place + 1, last)):
        return None
    start = group_start(statement, place)
    before = subject(statement, start)
    if is_unsure(statement, start) or any(statement.tokens[at].word in FIRST for at in before):
        return None
    if not all(is_meant(name, before, statement, known) for name in asked.agents):
        return None
    odd = [statement.tokens[at].odd for at in said]
    if any(n.partial and place <= n.place <= last for n in analyse(statement.text)[1]) or len(set(odd)) > 1:
        return None
    return "no" if odd[0] else "yes"


def _is_called(statement: Statement, name: Name, said: Sequence[int], known: Known) -> bool:
    """Whether what is asked stands right beside the name: as a title before it, or set off behind it."""
    tokens = statement.tokens
    for place in (at for at, key in enumerate(statement.keys) if key == name.head):
        if is_namesake(name, [place], statement, known) or any(tokens[at].odd for at in (*said, place)):
            continue
        first = place
        while first and not tokens[first].breaks and statement.is_name(first - 1) and first - 1 not in said:
            first -= 1
        if all(at < first for at in said) and first - min(said) == len(said) and not tokens[first].breaks:
            return True
        behind = place + 1
        if behind < len(tokens) and tokens[behind].breaks and all(behind <= at for at in said):
            if any(tokens[at].word in PREPOSITIONS | {"of"} for at in range(behind, min(said))):
                continue  # "Havel, the wife of the mayor"
            inside = range(behind, max(said) + 1)
            if not any(
                tokens[at].breaks or tokens[at].word in RELATIVE or is_finite(statement, at) for at in inside[1:]
            ):
                return tokens[behind].word in {"a", "an", "the"} or behind in said
        opening = max((at for at in range(first + 1) if tokens[at].breaks), default=0)
        before = range(opening - (1 if opening else 0), -1, -1)
        if opening == first and opening and all(at < first for at in said):
            run = [at for at in before if at >= min(said)]
            if len(run) <= len(said) + 1 and not any(is_finite(statement, at) for at in run):
                return True
    return False
