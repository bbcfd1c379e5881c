"""What passes between the steps of answering: the question, the hits, the evidence, the reader's draft claims."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from qa.types.answers import PromptRef, Usage
from qa.types.articles import Article, Passage, Sentence


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer. Days are inclusive ISO dates; an undated article passes a date filter.

    ``publisher`` is who put it out, ``origin`` which agency or newsroom wrote it; case makes no difference (of an
    origin's, in ASCII letters).

    ``as_of`` is a day (its end is meant) or an instant: only what was known to be public then answers, in the version
    that was to be had then.
    """

    from_: str | None = None
    to: str | None = None
    publisher: str | None = None
    article_id: str | None = None
    origin: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question as it was searched, and the claims that it was answered with (none for a refusal)."""

    question: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the moment it was asked (an instant in UTC, ISO 8601).

    ``answer_id`` is for a face that must name the answer before it is there; ``None`` leaves it to the flow.
    ``earlier`` is what was said before, oldest first, for a face whose clients keep their conversations themselves;
    where there is a ``conversation_id`` the store knows better.
    """

    text: str
    asked_at: str
    filters: Filters = Filters()
    conversation_id: str | None = None
    answer_id: str | None = None
    earlier: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its scores. ``score`` is the fused one; the ranks count from 1, ``None`` where not found."""

    passage: Passage
    score: float
    dense_rank: int | None = None
    text_rank: int | None = None


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """One sentence as a reader sees it. ``label`` (``S3.2``) addresses it within this evidence only."""

    label: str
    sentence: Sentence
    text: str


@dataclass(frozen=True, slots=True)
class EvidencePassage:
    """One hit, its article, and its sentences with their labels. ``label`` is ``S3``."""

    label: str
    hit: Hit
    article: Article
    sentences: tuple[EvidenceSentence, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a reader may cite for one question, best passage first."""

    passages: tuple[EvidencePassage, ...]

    def sentences(self) -> dict[str, EvidenceSentence]:
        """Every sentence by its label."""
        return {s.label: s for passage in self.passages for s in passage.sentences}

    def without(self, labels: Collection[str]) -> "Evidence":
        """The evidence but for the sentences ``labels``; their passages stay."""
        if not labels:
            return self
        passages = (
            replace(passage, sentences=tuple(s for s in passage.sentences if s.label not in labels))
            for passage in self.passages
        )
        return Evidence(tuple(passage for passage in passages if passage.sentences))

    def article_of(self, label: str) -> Article:
        """The article that holds the sentence ``label``; KeyError when there is none."""
        for passage in self.passages:
            if any(sentence.label == label for sentence in passage.sentences):
                return passage.article
        raise KeyError(label)


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """What a reader says, before anything is checked: a statement and the labels of the sentences it rests on.

    ``exact`` are the words of ``text`` that answer by themselves ("35"), where the reader can tell; ``Yes`` or ``No``
    where that is asked for and the sentences tell the very deed as done or deny it. ``items`` are the several things in
    ``text`` that answer, each by itself, where there is more than one."""

    text: str
    labels: tuple[str, ...]
    exact: str | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadReport:
    """The last thing a reader yields: what it used, and whether it came to its end.

    ``complete`` is false when the reply was cut (length, time, connection lost after some claims); ``reason`` then
    says why, as a word that goes into the record (``length``, ``content_filter``, ``refusal``, ``timeout``, …).
    ``unanswered`` are those of several questions asked at once that nothing answers, where the reader can tell.
    """

    usage: Usage = Usage()  # noqa: RUF009 - frozen, so one instance serves all
    complete: bool = True
    reason: str | None = None
    model: str | None = None
    prompt: PromptRef | None = None
    unanswered: tuple[str, ...] = ()
