"""The nouns of the eval suite. Nothing here imports the rest of the package."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evals.judging import Agreement
    from qa.types import Answer, Status, StoredArticle, YesNo

Kind = Literal[
    "answerable",
    "several_sources",
    "false_premise",
    "unanswerable",
    "disagreement",
    "as_of",
    "follow_up",
    "injection",
]
Importance = Literal["vital", "okay", "forbidden"]
Needed = Literal["each_fact", "all"]
Expects = Literal["answer", "decline", "either"]
State = Literal["graded", "could_not_grade"]

UNDATED = "2026-01-01T12:00:00Z"
"""When a question is asked over articles without any date."""

ANSWERED: frozenset[Status] = frozenset({"answered", "partial"})
DECLINED: frozenset[Status] = frozenset({"nothing_retrieved", "insufficient_evidence", "failed_verification"})


@dataclass(frozen=True, slots=True)
class Text:
    """These words, next to each other, whatever their endings, case and punctuation; number words count as figures."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number, in figures or words, that is at most ``tolerance`` away from ``value``."""

    value: float
    tolerance: float = 0.0


@dataclass(frozen=True, slots=True)
class Day:
    """A day (``2016-12-30``), written out or told from the publication date of a cited article ("on Friday")."""

    day: str


Form = Text | Number | Day


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that an answer states in any one of ``forms``. ``vital``: without it the answer is wrong; ``okay``:
    welcome; ``forbidden``: a good answer does not say it."""

    importance: Importance
    forms: tuple[Form, ...]

    @property
    def label(self) -> str:
        """The forms as a person reads them."""
        return " / ".join(_form_label(form) for form in self.forms)


def _form_label(form: Form) -> str:
    match form:
        case Text(text):
            return text
        case Day(day):
            return day
        case Number(value, tolerance):
            return f"{value:g}" + (f" ± {tolerance:g}" if tolerance else "")


@dataclass(frozen=True, slots=True)
class ExpectedPassage:
    """Where the answer stands: the source name of an article and a quote from it; no quote means all of the article."""

    article: str
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One question and what is expected of its answer.

    ``needed`` says how much of ``passages`` an answer must cite: one for ``each_fact`` that is vital, or ``all`` of
    their sentences. ``previous`` are the earlier questions of the conversation. ``sides`` are the values, each with its
    forms, that a disagreement in the answer must show; empty: none may be shown; ``None``: not judged.
    ``references`` are the short answers of a reading set (none: to be declined); ``None`` elsewhere. ``yes_no`` is
    what the answer must come to, where it is given. ``cluster`` groups questions that are not independent of each
    other, usually by article. ``origin`` is where the case was written (``seeds.jsonl:12``).
    """

    id: str
    kind: Kind
    question: str
    status: frozenset[Status]
    facts: tuple[Fact, ...] = ()
    passages: tuple[ExpectedPassage, ...] = ()
    needed: Needed = "each_fact"
    as_of: str | None = None
    asked_at: str | None = None
    previous: tuple[str, ...] = ()
    sides: tuple[tuple[Form, ...], ...] | None = None
    references: tuple[str, ...] | None = None
    yes_no: YesNo | None = None
    cluster: str = ""
    origin: str = ""

    @property
    def expects(self) -> Expects:
        """Whether the service should answer or decline, where the case says."""
        if self.status <= ANSWERED:
            return "answer"
        return "decline" if self.status <= DECLINED else "either"


@dataclass(frozen=True, slots=True)
class Gold:
    """An expected passage, found in the corpus: ``text[start:end]`` of the article, and the sentences it touches."""

    article_id: str
    article: str
    sentences: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReadyCase:
    """A case whose expected passages are found, asked at the instant ``asked_at``.

    ``gold`` is needed group by group; within a group any one passage is enough, and a passage may stand in several.
    ``problem`` says what was not found, where that is not an error.
    """

    case: Case
    gold: tuple[tuple[Gold, ...], ...]
    problem: str | None = None
    asked_at: str = UNDATED

    @property
    def passages(self) -> frozenset[Gold]:
        """Every expected passage."""
        return frozenset(gold for group in self.gold for gold in group)


@dataclass(frozen=True, slots=True)
class Ratio:
    """What one answer adds to a figure. A figure is the sum of ``part`` over the sum of ``whole``; ``whole`` 0 means
    that the answer says nothing about it."""

    part: float
    whole: float


@dataclass(frozen=True, slots=True)
class CaseScore:
    """How one answer did. ``facts`` are met or not, in the case's order (for a forbidden one: said or not).

    ``ratios`` are the contributions to the figures, by metric. ``reason`` says why it could not be graded.
    """

    state: State
    facts: tuple[bool, ...] = ()
    ratios: Mapping[str, Ratio] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One asking of one case. ``answer`` is ``None`` when the service ended in an error; ``run`` counts from 1.
    ``sources`` are the articles that are cited or expected, by id and version. ``opinions`` are the judge's, one a
    claim, where there is a judge."""

    ready: ReadyCase
    run: int
    answer: Answer | None
    score: CaseScore
    sources: Mapping[tuple[str, str], StoredArticle] = field(default_factory=dict)
    opinions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that one run over one set came to: what reports and the gate are made of.

    ``corpus`` is a fingerprint of the articles' bytes; ``prompts`` are sha256 by name; ``reader`` is the service's
    word for it, with the model's name where there is one. ``own``: see CaseSet. ``recorded`` says whose replies were
    replayed, where a model was not asked itself. ``agreement`` is how a judge did on claims that people judged.
    """

    name: str
    reader: str
    corpus: str
    articles: int
    prompts: Mapping[str, str]
    started_at: str
    runs: int
    results: tuple[Result, ...]
    own: bool = True
    recorded: str | None = None
    agreement: Agreement | None = None
