"""The ask flow: Question → understand → retrieve → read → verify → corroborate → Answer.

One async generator of typed events, which every face consumes. A claim is yielded only when it has been verified.
"""

import uuid
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from qa.checking import Checking
from qa.commands import asks_how_to
from qa.conclude import conclude
from qa.conversation import earlier
from qa.corroborate import corroborated, origins
from qa.errors import ModelError, QAError, StoreError
from qa.evidence import articles_of, gather
from qa.follow_up import stand_alone
from qa.judging import Hearing, Judging
from qa.period import in_order, within
from qa.ports import (
    AnswerStore,
    ArticleStore,
    Clock,
    ConversationStore,
    Reader,
    SentenceReader,
    SentenceReading,
    WordComparer,
)
from qa.question import understand
from qa.retrieve import Retrieval, Retrieved, retrieve
from qa.spelling import Spelling, corrected
from qa.stopwatch import Stopwatch
from qa.types import (
    Answer,
    Claim,
    ClaimEvent,
    DisagreementEvent,
    DoneEvent,
    ErrorEvent,
    Event,
    Evidence,
    Filters,
    Hit,
    HitRef,
    HitsEvent,
    Notice,
    NoticeEvent,
    Question,
    ReadReport,
    Rejection,
    StatusEvent,
    StoredArticle,
)
from qa.types.query import Query
from qa.weigh import Compared, Weighed, compare, decide, read_again, supersede, weigh
from qa.when import When, when
from qa.yes_no import come_to


@dataclass(frozen=True, slots=True)
class Asking:
    """The ports that asking needs. Without ``sentences`` disagreements are found by words alone,
    without ``spelling`` typing errors stay, without ``words`` claims are checked by their letters."""

    retrieval: Retrieval
    articles: ArticleStore
    answers: AnswerStore
    reader: Reader
    clock: Clock
    conversations: ConversationStore
    judging: Judging | None = None
    sentences: SentenceReader | None = None
    spelling: Spelling | None = None
    words: WordComparer | None = None

    def question(self, text: str, *, filters: Filters | None = None, conversation_id: str | None = None) -> Question:
        """``text`` as a question asked now, in that conversation."""
        return Question(text.strip(), self.clock.now(), filters or Filters(), conversation_id)


async def ask(question: Question, ports: Asking) -> AsyncGenerator[Event, None]:
    """Yields statuses, the hits, each verified claim, and last ``done`` with the whole record, or ``error``.

    Closing the generator cancels the reader. Nothing is raised for what the service foresees (QAError).
    """
    watch = Stopwatch()
    with watch.span("ask") as span:
        try:
            async with aclosing(_ask(question, ports, watch)) as events:
                async for event in events:
                    if isinstance(event, DoneEvent):
                        span.set_attributes(figures(event.answer))
                    yield event
        except QAError as error:
            span.set_attribute("qa.error", error.code)
            yield ErrorEvent(error.code, error.message, error.next_step)


def figures(answer: Answer) -> Mapping[str, str | int | float]:
    """What may be told of an answer where its words may not: for traces and logs."""
    return {
        "qa.answer_id": answer.id,
        "qa.status": answer.status,
        "qa.claims": len(answer.claims),
        "qa.rejected": len(answer.rejected),
        "qa.hits": len(answer.hits),
        "qa.reader": answer.reader,
        "qa.model": answer.model or "",
        "qa.input_tokens": answer.usage.input_tokens,
        "qa.output_tokens": answer.usage.output_tokens,
    }


async def _ask(question: Question, ports: Asking, watch: Stopwatch) -> AsyncGenerator[Event, None]:
    asked = question.text
    question, typed = await _understood(question, ports)
    query = understand(question.text)
    yield StatusEvent("retrieve")
    with watch.step("retrieve"):
        time = _asked_for(await when(question, query, ports.retrieval, ports.articles), typed)
        found, articles = await _find(question, query, time, ports)
        evidence = gather(found.hits, articles, how_to=asks_how_to(question.text))
    hits = tuple(_reference(hit) for hit in found.hits)
    yield HitsEvent(hits)

    claims: list[Claim] = []
    rejected: list[Rejection] = []
    report = ReadReport(reason=query.refusal)
    hearing, checking = Hearing(question.text, ports.judging), Checking(evidence, ports.words)
    with watch.step("weigh"):
        weighed = weigh(question, query, time.period, evidence)
        weighed = replace(weighed, notices=(*time.notices, *weighed.notices))
    if evidence.passages and not query.refusal:
        for notice in weighed.notices:
            yield NoticeEvent(notice)
        yield StatusEvent("read")
        drafted = _read(question, ports.reader, weighed, checking, watch)
        async with aclosing(hearing.heard(drafted)) as read:
            async for item in read:
                if isinstance(item, ReadReport):
                    report = item
                elif isinstance(item, Rejection):
                    rejected.append(item)
                elif (place := _place(item, claims)) is None:
                    with watch.step("corroborate"):
                        known = corroborated(item, weighed.statements, evidence)
                    claims.append(supersede(decide(known, weighed), weighed, evidence))
                    yield ClaimEvent(claims[-1])
                else:
                    claims[place] = _merged(claims[place], item, evidence)

    with watch.step("compare"):
        differences, unread = await _compared(query, weighed, claims, evidence, ports.sentences)
    for disagreement in differences.disagreements:
        yield DisagreementEvent(disagreement)
    behind = (*differences.notices, *_unanswered(report))
    for notice in behind:
        yield NoticeEvent(notice)

    answer = conclude(question, claims, rejected, report, evidence, come_to(query, claims))
    answer = replace(
        answer,
        id=question.answer_id or uuid.uuid4().hex,
        question=asked,
        searched_as=question.text if question.text != asked else None,
        hits=hits,
        period=time.period,
        disagreements=differences.disagreements,
        notices=(*weighed.notices, *behind),
        reader=ports.reader.name,
        index=f"{ports.retrieval.embedder.fingerprint}/{ports.retrieval.index.name}",
        degraded=(*found.degraded, *unread),
        timings_ms=watch.milliseconds(),
    )
    yield DoneEvent(await _keep(hearing.noted(checking.noted(answer)), ports.answers))


def _unanswered(report: ReadReport) -> tuple[Notice, ...]:
    """What of several questions asked at once nothing answers."""
    asked = (f"{text[:1].upper()}{text[1:]}" for text in report.unanswered)
    return tuple(Notice("unanswered", f"Nothing was found that answers “{text}”.") for text in asked)


async def _compared(
    query: Query, weighed: Weighed, claims: Sequence[Claim], evidence: Evidence, sentences: SentenceReader | None
) -> tuple[Compared, tuple[str, ...]]:
    """What differs in the evidence, and what was done without: the claims were shown already, and stand."""
    unread: tuple[str, ...] = ()
    readings: Mapping[str, SentenceReading] = {}
    if claims and sentences:
        try:
            readings = await read_again(query, weighed.statements, evidence, sentences)
        except ModelError:
            unread = ("second_reading",)
    return compare(weighed, claims, evidence, readings), unread


async def _understood(question: Question, ports: Asking) -> tuple[Question, Sequence[str]]:
    """``question`` as it is searched: put together with what came before, its typing errors mended; and what was typed,
    now and before."""
    before = await earlier(question, ports.conversations, ports.answers)
    text = stand_alone(question.text, before)
    if ports.spelling:
        text = await corrected(text, ports.spelling)
    return replace(question, text=text), [question.text, text if not before else "", *(one.question for one in before)]


def _asked_for(time: When, typed: Sequence[str]) -> When:
    """``time`` where somebody asked for it in one of the questions ``typed``: a day that a follow-up takes over from an
    answer ("Who said so?") narrows nothing."""
    phrase = time.period.phrase.lower() if time.period else ""
    return time if any(phrase in text.lower() for text in typed) else When()


async def _find(
    question: Question, query: Query, time: When, ports: Asking
) -> tuple[Retrieved, Mapping[tuple[str, str], StoredArticle]]:
    """The hits, from articles that can tell of the period asked about where there are any, and their articles."""
    more = replace(ports.retrieval, hits=2 * ports.retrieval.hits) if time.period else ports.retrieval
    narrowed = replace(question, filters=within(question.filters, time.narrows, question.asked_at))
    found = await retrieve(narrowed, query.words, more)
    if not found.hits and narrowed != question:
        found = await retrieve(question, query.words, more)
    articles = await articles_of(found.hits, ports.articles)
    days = {key[0]: stored.article.published_at for key, stored in articles.items()}
    hits = in_order(found.hits, days, time.period)[: ports.retrieval.hits]
    return replace(found, hits=hits), articles


async def _read(
    question: Question, reader: Reader, weighed: Weighed, checking: Checking, watch: Stopwatch
) -> AsyncGenerator[Claim | Rejection | ReadReport, None]:
    """The draft claims of ``weighed`` and then the reader's, each verified as it comes, and its report.

    When the reader breaks after something came through, what came through stands and the report says what happened.
    """
    for known in weighed.drafts:
        yield await checking.checked(known)
    came_through = bool(weighed.drafts)
    with watch.step("read"):
        try:
            async with aclosing(reader.read(question, checking.evidence.without(weighed.aside))) as drafts:
                async for draft in drafts:
                    if isinstance(draft, ReadReport):
                        yield draft
                        continue
                    with watch.step("verify"):
                        outcome = await checking.checked(draft)
                    came_through = True
                    yield outcome
        except QAError as error:
            if not came_through:
                raise
            yield ReadReport(complete=False, reason=error.code)


def _place(claim: Claim, claims: Sequence[Claim]) -> int | None:
    """Where among ``claims`` the same thing was said already."""
    return next((place for place, other in enumerate(claims) if other.text == claim.text), None)


def _merged(claim: Claim, again: Claim, evidence: Evidence) -> Claim:
    """``claim`` with what it cites when it is said ``again``."""
    citations = tuple(dict.fromkeys((*claim.citations, *again.citations)))
    return replace(claim, citations=citations, origins=origins(citations, evidence))


async def _keep(answer: Answer, store: AnswerStore) -> Answer:
    """Stores the answer. A store that cannot (a full disk) does not take the answer away: ``stored`` says so."""
    try:
        await store.save(answer)
    except StoreError:
        return replace(answer, stored=False)
    return answer


def _reference(hit: Hit) -> HitRef:
    passage = hit.passage
    return HitRef(passage.article_id, passage.version, passage.start, passage.end, round(hit.score, 6))
