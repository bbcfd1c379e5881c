"""What the evidence says beside what a reader reads in it: against the question's premise, against itself, against what
was said before. `weigh` looks before the reader reads, `supersede` when a claim stands, `compare` when all do."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qa.cite import cite
from qa.disagree import Given, Replaced, answers, denied_by, disagree, otherwise, worth_reading
from qa.extractive import pool
from qa.extractive.told import UNTOLD, Told
from qa.period import age
from qa.ports import SentenceReader, SentenceReading
from qa.premise import Premise, contradicted, opposed, premise, refused, takes_for_done, turned_down_by
from qa.statements import Statement, statements
from qa.types import (
    YES_OR_NO,
    Article,
    Claim,
    Disagreement,
    DraftClaim,
    Evidence,
    Notice,
    Period,
    Question,
    Superseding,
)
from qa.types.answers import SupersededHow
from qa.types.query import Query
from qa.yes_no import overtaken, told

_EARLIER = re.compile(
    r"\b(?:earlier|previous) (?:report|version|story|article|account|dispatch)\b[^.;]*"
    r"\b(?:gave|said|put|stated|misstated|reported|had|listed|was wrong)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is known before the reader reads: ``drafts`` come before the reader's own, ``notices`` before all claims;
    ``aside`` are the labels of sentences that the reader does not get, because they would answer with a proposal that
    was turned down; ``told`` how sentences answer where yes or no is asked. ``about`` and ``asked_at`` are the period
    and the moment of the question."""

    query: Query
    statements: tuple[Statement, ...]
    about: Period | None
    asked_at: str
    drafts: tuple[DraftClaim, ...] = ()
    notices: tuple[Notice, ...] = ()
    aside: frozenset[str] = frozenset()
    told: Told = UNTOLD


@dataclass(frozen=True, slots=True)
class Compared:
    """Disagreements, and notices of what was replaced where no claim says it of itself."""

    disagreements: tuple[Disagreement, ...] = ()
    notices: tuple[Notice, ...] = ()


def weigh(question: Question, query: Query, about: Period | None, evidence: Evidence) -> Weighed:
    """The statements of ``evidence``, and what has to be said first: of their age when the question is ``about`` a
    period, and against what ``query`` takes for granted."""
    said = statements(evidence)
    days = {passage.article.id: _day(passage.article) for passage in evidence.passages}
    old = age(about, list(days.values()), question.asked_at)
    against = says_against(query, said, evidence)
    notices = (*old, *((against.notice,) if against.notice else ()))
    so = told(query, evidence) if query.kind == "yes_no" else UNTOLD
    return Weighed(query, said, about, question.asked_at, against.drafts, notices, refused(query, said), so)


def says_against(query: Query, statements: Sequence[Statement], evidence: Evidence) -> Premise:
    """What the evidence says against what ``query`` takes for granted: that it was not done, that the contrary was, or
    that it was another number."""
    denied = premise(query, statements, evidence)
    return (
        denied if denied.drafts else contradicted(opposed(query, statements) or otherwise(query, statements), evidence)
    )


def decide(claim: Claim, weighed: Weighed) -> Claim:
    """``claim`` with its Yes or No where one is asked for, no reader gave it, and all sentences that it cites and that
    decide say the same."""
    if claim.exact is not None or not weighed.told.answers:
        return claim
    labels = {statement.label for statement in _cited(claim, weighed.statements)}
    so, not_so = labels & weighed.told.done, labels & weighed.told.denied
    return claim if bool(so) == bool(not_so) else replace(claim, exact="Yes" if so else "No")


def supersede(claim: Claim, weighed: Weighed, evidence: Evidence) -> Claim:
    """``claim`` with what took the place of what it tells, if anything did: a refusal where it tells a proposal, else
    what came later than a value that it gives, else who denies it right behind it. A proposal's words are no exact
    answer to what was done."""
    cited = _cited(claim, weighed.statements)
    overtaking = overtaken(weighed.told, evidence)
    for statement in cited:
        denial = turned_down_by(statement, weighed.statements)
        if denial is not None:
            exact = None if takes_for_done(weighed.query, weighed.statements) else claim.exact
            return replace(claim, superseded_by=_superseding("turned_down", denial, evidence), exact=exact)
        right = _put_right(statement, weighed)
        if right is not None:
            return replace(claim, superseded_by=_superseding("corrected", right.statement, evidence, right.value.shown))
    later = (
        next((overtaking[s.label] for s in cited if s.label in overtaking), None) if claim.exact in YES_OR_NO else None
    )
    if later is not None and later not in cited:
        return replace(claim, superseded_by=_superseding("updated", later, evidence))
    found = disagree(weighed.query, weighed.statements, [claim], evidence).replaced
    for one in found:
        if any(one.earlier.label == statement.label for statement in cited):
            return replace(claim, superseded_by=_superseding(one.how, one.later, evidence, one.after))
    against = next((d for s in cited if (d := denied_by(s, weighed.statements)) and d not in cited), None)
    return replace(claim, superseded_by=_superseding("denied", against, evidence)) if against else claim


async def read_again(
    query: Query, statements: Sequence[Statement], evidence: Evidence, reader: SentenceReader
) -> Mapping[str, SentenceReading]:
    """What ``reader`` makes of the few sentences in which articles may answer ``query`` differently, by label; nothing
    where several answers may hold. ModelError when it fails."""
    wanted = worth_reading(query, statements)
    if not wanted:
        return {}
    leads = {one.label: (one.lead, one.text) for one in pool(evidence).candidates}
    labels = [label for label in wanted if label in leads]
    readings = await reader.read_sentences(query.text, [leads[label] for label in labels])
    return dict(zip(labels, readings, strict=True))


def compare(
    weighed: Weighed, claims: Sequence[Claim], evidence: Evidence, readings: Mapping[str, SentenceReading]
) -> Compared:
    """What differs in the evidence, and that what the claims cite is old; nothing without a claim. For ``readings`` see
    `disagree`."""
    if not claims:
        return Compared()
    found = disagree(weighed.query, weighed.statements, claims, evidence, readings)
    told = {s.label for claim in claims if claim.superseded_by for s in _cited(claim, weighed.statements)}
    replaced = (_notice(one, evidence) for one in found.replaced if one.earlier.label not in told)
    return Compared(found.disagreements, (*_cited_age(weighed, claims), *replaced))


def _cited_age(weighed: Weighed, claims: Sequence[Claim]) -> tuple[Notice, ...]:
    """That the newest article that ``claims`` cite is old, where a newer one in evidence kept it from being said."""
    if any(notice.kind == "old_evidence" for notice in weighed.notices):
        return ()
    cited = {c.article_id for claim in claims for c in claim.citations}
    days = {s.article.id: _day(s.article) for s in weighed.statements if s.article.id in cited}
    found = age(weighed.about, list(days.values()), weighed.asked_at, "article cited")
    return tuple(notice for notice in found if notice.kind == "old_evidence")


def _cited(claim: Claim, statements: Sequence[Statement]) -> list[Statement]:
    places = {(c.article_id, number) for c in claim.citations for number in c.sentences}
    return [s for s in statements if (s.article.id, s.source.sentence.number) in places]


def _put_right(statement: Statement, weighed: Weighed) -> Given | None:
    """What the next sentence gives where ``statement`` tells what an earlier report gave ("… gave it as 41. The Red
    Cross says that 47 people were hurt")."""
    if not _EARLIER.search(statement.text):
        return None
    here = statement.source.sentence
    for one in answers(weighed.query, weighed.statements):
        there = one.statement.source.sentence
        same = (there.article_id, there.version) == (here.article_id, here.version)
        if same and there.number == here.number + 1 and one.value.shown not in statement.text:
            return one
    return None


def _superseding(how: SupersededHow, later: Statement, evidence: Evidence, value: str | None = None) -> Superseding:
    return Superseding(how, " ".join(later.source.text.split()), cite((later.label,), evidence).citations, value)


def _notice(one: Replaced, evidence: Evidence) -> Notice:
    citations = tuple(c for s in (one.earlier, one.later) for c in cite((s.label,), evidence).citations)
    whose = "by the same origin" if one.how == "corrected" else "by a later article"
    return Notice(one.how, f"{one.before} was later given as {one.after} {whose}.", citations)


def _day(article: Article) -> str | None:
    return article.updated_at or article.published_at
