"""Where articles of different origins differ on what a question asks, and where a value was replaced by a later one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from qa.cite import cite
from qa.corroborate import same_origin
from qa.disagree.asked import PRONOUNS, answers, is_of_it, stands_for
from qa.disagree.counted import counted, differ
from qa.disagree.done import contradictions
from qa.disagree.given import Given, of_other_deeds, same_thing
from qa.disagree.later import Replaced, replaced_by
from qa.disagree.parallel import differing
from qa.disagree.read import read_differently
from qa.ports import SentenceReading
from qa.proposition import proposition
from qa.statements import Statement, keys_of
from qa.types import Claim, Disagreement, Evidence, Side
from qa.types.query import Query

_MOST = 3  # disagreements of one answer
_NAMES = frozenset(("who", "where", "what", "definition"))
_UNDATED = "9999"  # sorts behind every day


@dataclass(frozen=True, slots=True)
class Differences:
    """Disagreements of different origins, and what was replaced by something later."""

    disagreements: tuple[Disagreement, ...] = ()
    replaced: tuple[Replaced, ...] = ()


def disagree(
    query: Query,
    statements: Sequence[Statement],
    claims: Sequence[Claim],
    evidence: Evidence,
    readings: Mapping[str, SentenceReading] | None = None,
) -> Differences:
    """What differs in the evidence, as far as it bears on ``query`` or on what ``claims`` cite.

    Compared are the values that statements give for what the question asks, what a model reads as the answer in them
    (``readings``, by label, where there are any), and sentences that nearly copy one another. Values that may both
    hold (a rounding, a part of a date), different measured things, and two sentences of one article are no difference.
    Sides are sorted by the day of their oldest article, undated ones last; quotes are
    cut from the articles by `cite`. A value that its own origin gave differently later, or of which a later article
    tells how it changed ("the toll rose to 35"), is replaced and no side.
    """
    asked = frozenset(keys_of(query.text))
    by_words = _groups(answers(query, statements), partial(_differ, asked=asked))
    by_reading = read_differently(query, statements, readings or {})
    by_count = _groups(counted(query, statements), differ)
    taken = {one.statement.label for group in (*by_words, *by_reading, *by_count) for one in group}
    replaced: list[Replaced] = []
    found: list[Disagreement] = []
    for groups in (by_words, by_count, by_reading):
        left, gone = _without_replaced(groups) if len(groups) > 1 else ([], [])
        replaced += gone
        if not found and _independent(left):
            found.append(_disagreement(query.text, left, evidence))
    cited = {(c.article_id, number) for claim in claims for c in claim.citations for number in c.sentences}
    told = proposition(query, statements)
    deed = told.deed if told else None
    for pair in contradictions(statements, cited, deed):
        groups, gone = _without_replaced(pair)
        replaced += gone
        if _independent(groups):
            about = query.text if deed in {getattr(one.value, "key", None) for one in pair[0]} else _about(groups)
            found.append(_disagreement(about, groups, evidence))
    for pair in _parallel(query, statements, cited, taken):
        groups, gone = _without_replaced(pair)
        replaced += gone
        if _independent(groups):
            found.append(_disagreement(_about(groups), groups, evidence))
    return Differences(
        tuple(found[:_MOST]), tuple({(one.earlier.label, one.later.label): one for one in replaced}.values())
    )


def _groups(given: Sequence[Given], differ: Callable[[Given, Given], bool]) -> list[list[Given]]:
    """``given`` by value: those that agree with all of a group are in it. A value that does not ``differ`` from some
    value of another group is left out."""
    groups: list[list[Given]] = []
    for one in given:
        fitting = next((group for group in groups if all(one.agrees(other) for other in group)), None)
        if fitting is None:
            groups.append([one])
        else:
            fitting.append(one)
    kept = []
    for place, group in enumerate(groups):
        others = [other for at, rest in enumerate(groups) if at != place for other in rest]
        same = [one for one in group if any(differ(one, other) for other in others)]
        if same:
            kept.append(group if len(same) == len(group) else [one for one in group if one in same])
    return kept


def _differ(one: Given, other: Given, asked: frozenset[str]) -> bool:
    different = one.statement.article.id != other.statement.article.id
    return different and not one.agrees(other) and same_thing(one, other, asked)


def _parallel(
    query: Query, statements: Sequence[Statement], cited: set[tuple[str, int]], taken: set[str]
) -> Iterable[list[list[Given]]]:
    """Pairs of near-copies that differ in a value, one of which a claim cites."""
    named = not _NAMES.isdisjoint(query.kinds)
    asked = frozenset(keys_of(query.text))
    of_it = [s for s in statements if is_of_it(query, s) and (s.tokens[0].word not in PRONOUNS or stands_for(s, asked))]
    told = [(s, s.label in taken, (s.article.id, s.source.sentence.number) in cited) for s in of_it]
    for (one, one_taken, one_cited), (other, other_taken, other_cited) in combinations(told, 2):
        if not (one_cited or other_cited) or (one_taken and other_taken) or one.article.id == other.article.id:
            continue
        pair = differing(one, other, named=named, dated="when" in query.kinds)
        if (
            pair
            and not of_other_deeds(pair.one, pair.other)
            and same_thing(pair.one, pair.other, asked | pair.one.clause & pair.other.clause)
        ):
            yield [[pair.one], [pair.other]]


def _without_replaced(groups: Sequence[list[Given]]) -> tuple[list[list[Given]], list[Replaced]]:
    """``groups`` without the values that were replaced by one of another group, and what replaced each of these."""
    replaced: list[Replaced] = []
    left: list[list[Given]] = []
    for place, group in enumerate(groups):
        others = [other for at, rest in enumerate(groups) if at != place for other in rest]
        later = {at: found for at, one in enumerate(group) if (found := replaced_by(one, others))}
        replaced += later.values()
        kept = [one for at, one in enumerate(group) if at not in later]
        if kept:
            left.append(kept)
    return left, replaced


def _independent(groups: Sequence[Sequence[Given]]) -> bool:
    """Whether two groups hold articles of different origins."""
    return any(
        not same_origin(one.statement.article, other.statement.article)
        for first, second in combinations(groups, 2)
        for one in first
        for other in second
    )


def _disagreement(about: str, groups: Sequence[Sequence[Given]], evidence: Evidence) -> Disagreement:
    sides = sorted((sorted(group, key=_age) for group in groups), key=lambda group: _age(group[0]))
    return Disagreement(about, tuple(_side(group, evidence) for group in sides))


def _about(groups: Sequence[Sequence[Given]]) -> str:
    """What is in dispute where the question does not name it: the values themselves."""
    return " or ".join(group[0].value.shown for group in groups)


def _side(group: Sequence[Given], evidence: Evidence) -> Side:
    citations = tuple(c for one in group for c in cite((one.statement.label,), evidence).citations)
    first = group[0]
    return Side(" ".join(first.statement.source.text.split()), tuple(dict.fromkeys(citations)), first.value.shown)


def _age(given: Given) -> tuple[str, str]:
    return given.statement.article.published_at or _UNDATED, given.statement.label
