"""The articles that cases are about, and where in them the expected passages stand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from evals.cases import CasesError
from evals.grade import Said, states
from evals.types import UNDATED, Case, ExpectedPassage, Gold, ReadyCase
from qa.types import StoredArticle


@dataclass(frozen=True, slots=True)
class Corpus:
    """The current articles by the name of their source."""

    articles: Mapping[str, StoredArticle]

    @property
    def fingerprint(self) -> str:
        """16 hex digits over the names and bytes of the sources. Our own rules have no part in it: when they cut an
        article worse, the gate has to see it, not take it for other articles."""
        lines = sorted(f"{name}\t{stored.article.source_hash}\n" for name, stored in self.articles.items())
        return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]

    @property
    def asked_at(self) -> str:
        """When a case that does not say it is asked: noon of the day after the newest article. Never now: a word such
        as "latest" would mean something else every day, and no model's reply could be recorded."""
        days = [stored.article.published_at[:10] for stored in self.articles.values() if stored.article.published_at]
        return f"{date.fromisoformat(max(days)) + timedelta(days=1)}T12:00:00Z" if days else UNDATED


def resolve(cases: Sequence[Case], corpus: Corpus, *, strict: bool = True) -> tuple[ReadyCase, ...]:
    """``cases`` with their passages found. A passage that does not stand in the corpus is a CasesError that names
    each; with ``strict`` false it becomes the case's ``problem``."""
    ready = tuple(replace(_ready(case, corpus), asked_at=case.asked_at or corpus.asked_at) for case in cases)
    faults = [f"{one.case.origin}: {one.problem}" for one in ready if one.problem]
    if strict and faults:
        raise CasesError(faults)
    return ready


def _ready(case: Case, corpus: Corpus) -> ReadyCase:
    try:
        found = [(passage, _find(passage, corpus)) for passage in case.passages]
    except LookupError as error:
        return ReadyCase(case, (), str(error.args[0]))
    return ReadyCase(case, _groups(case, found, corpus))


def _find(passage: ExpectedPassage, corpus: Corpus) -> Gold:
    stored = corpus.articles.get(passage.article)
    if stored is None:
        raise LookupError(f"there is no article {passage.article!r}")
    text = stored.article.text
    start, end = _span(passage, text)
    touched = frozenset(s.number for s in stored.sentences if s.start < end and start < s.end)
    return Gold(stored.article.id, passage.article, touched, start, end)


def _span(passage: ExpectedPassage, text: str) -> tuple[int, int]:
    """Where the quote stands; any white space in it stands for any other."""
    if passage.quote is None:
        return 0, len(text)
    pattern = r"\s+".join(map(re.escape, passage.quote.split()))
    found = [match.span() for match in re.finditer(pattern, text)]
    if len(found) != 1:
        times = "does not stand" if not found else f"stands {len(found)} times"
        raise LookupError(f"the quote {times} in {passage.article}: {passage.quote!r}")
    return found[0]


def _groups(case: Case, found: Sequence[tuple[ExpectedPassage, Gold]], corpus: Corpus) -> tuple[tuple[Gold, ...], ...]:
    """What is needed, group by group; see ReadyCase.

    With several vital facts, each has the passages whose quote states it. A fact that no quote states in its own
    words has those left over, or all.
    """
    every = tuple(gold for _, gold in found)
    if case.needed == "all":
        return tuple((sentence,) for gold in every for sentence in _sentences(gold, corpus))
    vital = [fact for fact in case.facts if fact.importance == "vital"]
    if len(vital) < 2 or not every:
        return (every,) if every else ()
    stating = [tuple(gold for passage, gold in found if states(fact, [Said(passage.quote or "")])) for fact in vital]
    left = tuple(gold for gold in every if not any(gold in group for group in stating))
    return tuple(group or left or every for group in stating)


def _sentences(gold: Gold, corpus: Corpus) -> Iterator[Gold]:
    for sentence in corpus.articles[gold.article].sentences:
        if sentence.number in gold.sentences:
            yield Gold(gold.article_id, gold.article, frozenset({sentence.number}), sentence.start, sentence.end)
