"""The ask flow: events in order, only verified claims shown, a typed status for every end."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qa.adapters.exact import ExactScan
from qa.ask import Asking, ask
from qa.errors import EmbeddingError, ModelError, ReaderTimeoutError, ReaderUnavailableError, StoreFullError
from qa.retrieve import Retrieval
from qa.types import (
    Answer,
    ClaimEvent,
    DoneEvent,
    DraftClaim,
    ErrorEvent,
    Event,
    Evidence,
    Exchange,
    Filters,
    Question,
    ReadReport,
)
from tests.fakes import FakeClock, FakeEmbedder, MemoryStore
from tests.newsroom import edition, publish

if TYPE_CHECKING:
    from qa.ports import SentenceReading, Vectors

TEXT = "The mayor of Lindholm opened the bridge on Monday. It cost 40 million crowns. Traffic was light."
Script = Callable[[Evidence], Sequence[DraftClaim | ReadReport | Exception]]


class ScriptedReader:
    """Says what a function of the evidence tells it to, and notes whether it was closed."""

    name = "scripted"

    def __init__(self, script: Script) -> None:
        self.script = script
        self.closed = False

    async def read(self, question: Question, evidence: Evidence) -> AsyncGenerator[DraftClaim | ReadReport, None]:
        try:
            for item in self.script(evidence):
                if isinstance(item, Exception):
                    raise item
                yield item
        finally:
            self.closed = True


def label(evidence: Evidence, words: str) -> str:
    return next(name for name, sentence in evidence.sentences().items() if words in sentence.text)


def honest(evidence: Evidence) -> Sequence[DraftClaim | ReadReport | Exception]:
    return [DraftClaim("It cost 40 million crowns.", (label(evidence, "40 million"),)), ReadReport(model="m-1")]


async def asking(script: Script, *, store: MemoryStore | None = None, embedder: FakeEmbedder | None = None) -> Asking:
    if store is None:
        store = MemoryStore()
        await publish(store, edition("bridge.txt", TEXT, published_at="2017-01-01"))
    embedder = embedder or FakeEmbedder()
    retrieval = Retrieval(embedder, ExactScan(store), store)
    return Asking(retrieval, store, store, ScriptedReader(script), FakeClock(), store)


async def events(ports: Asking, text: str = "How much did the bridge cost?", **filters: str) -> list[Event]:
    question = ports.question(text, filters=Filters(**filters))
    return [event async for event in ask(question, ports)]


async def answer(ports: Asking, text: str = "How much did the bridge cost?", **filters: str) -> Answer:
    last = (await events(ports, text, **filters))[-1]
    assert isinstance(last, DoneEvent)
    return last.answer


async def test_the_events_come_in_order_and_end_with_the_record() -> None:
    seen = await events(await asking(honest))
    assert [event.type for event in seen] == ["status", "hits", "status", "claim", "done"]


async def test_what_of_several_questions_nothing_answers_is_said_behind_the_claims() -> None:
    def half(evidence: Evidence) -> Sequence[DraftClaim | ReadReport | Exception]:
        return [*honest(evidence)[:1], ReadReport(unanswered=("who painted it?",))]

    seen = await events(await asking(half), "How much did the bridge cost, and who painted it?")
    assert [event.type for event in seen] == ["status", "hits", "status", "claim", "notice", "done"]
    last = seen[-1]
    assert isinstance(last, DoneEvent)
    [notice] = last.answer.notices
    assert (notice.kind, notice.text) == ("unanswered", "Nothing was found that answers “Who painted it?”.")
    assert not notice.comes_first


async def test_the_quote_is_cut_from_the_article() -> None:
    record = await answer(await asking(honest))
    (citation,) = record.claims[0].citations
    assert citation.quote == TEXT[citation.start : citation.end]
    assert citation.quote.strip() == "It cost 40 million crowns."
    assert (record.status, record.as_of, record.model) == ("answered", "2017-01-01", "m-1")


async def test_the_record_is_kept_under_its_id() -> None:
    ports = await asking(honest)
    record = await answer(ports)
    assert await ports.answers.answer(record.id) == record


async def test_claims_stand_when_the_model_that_compares_the_evidence_fails() -> None:
    class Broken:
        async def read_sentences(self, question: str, sentences: Sequence[tuple[str, str]]) -> list[SentenceReading]:
            raise ModelError("The reading model cannot be loaded.")

    store = MemoryStore()
    await publish(store, edition("one.txt", "The bridge cost 40 million crowns.", origin="Meridian"))
    await publish(store, edition("two.txt", "The bridge cost a lot of crowns.", origin="Estuary"))
    script = lambda e: [DraftClaim(label_text(e), (label(e, "40 million"),))]  # noqa: E731
    ports = replace(await asking(script, store=store), sentences=Broken())
    record = await answer(ports)
    assert ([claim.text for claim in record.claims], record.degraded) == (
        ["The bridge cost 40 million crowns."],
        ("second_reading",),
    )
    assert await ports.answers.answer(record.id) == record


async def test_a_claim_that_fails_verification_is_in_the_record_and_never_shown() -> None:
    def script(evidence: Evidence) -> Sequence[DraftClaim | ReadReport | Exception]:
        return [DraftClaim("It cost 90 million crowns.", (label(evidence, "40 million"),)), *honest(evidence)]

    seen = await events(await asking(script))
    assert [event.claim.text for event in seen if isinstance(event, ClaimEvent)] == ["It cost 40 million crowns."]
    last = seen[-1]
    assert isinstance(last, DoneEvent)
    assert [(r.text, r.reason) for r in last.answer.rejected] == [
        ("It cost 90 million crowns.", "number_not_in_source")
    ]
    assert (last.answer.status, last.answer.reason) == ("partial", "claims_rejected")


async def test_when_all_claims_fail_the_status_says_so_and_there_is_no_text() -> None:
    record = await answer(await asking(lambda _: [DraftClaim("It rained.", ("S9.9",)), ReadReport()]))
    assert (record.status, record.text) == ("failed_verification", "")
    assert record.rejected[0].reason == "unknown_sentence"


async def test_a_claim_said_twice_is_shown_once() -> None:
    record = await answer(await asking(lambda evidence: [*honest(evidence)[:1], *honest(evidence)]))
    assert len(record.claims) == 1


async def test_no_claim_is_a_refusal_with_the_nearest_passages() -> None:
    record = await answer(await asking(lambda _: [ReadReport(reason="no_sentence_answers")]))
    assert (record.status, record.reason) == ("insufficient_evidence", "no_sentence_answers")
    assert record.hits


async def test_no_passage_is_a_refusal_without_asking_the_reader() -> None:
    record = await answer(await asking(lambda _: [AssertionError("the reader was asked")]), article_id="f" * 16)
    assert (record.status, record.reason, record.hits) == ("nothing_retrieved", "no_passages", ())


async def test_a_question_in_another_language_is_refused_without_asking_the_reader() -> None:
    record = await answer(await asking(lambda _: [AssertionError("asked")]), "Сколько стоил мост в Линдхольме?")
    assert (record.status, record.reason) == ("insufficient_evidence", "unsupported_language")


async def test_a_reader_that_gives_nothing_ends_in_a_typed_error() -> None:
    seen = await events(await asking(lambda _: [ReaderUnavailableError("Connection refused.")]))
    assert isinstance(seen[-1], ErrorEvent)
    assert seen[-1].code == "reader_unavailable"
    assert seen[-1].next_step


async def test_a_reader_that_breaks_later_leaves_a_partial_answer() -> None:
    record = await answer(await asking(lambda evidence: [*honest(evidence)[:1], ReaderTimeoutError("Too slow.")]))
    assert (record.status, record.reason, len(record.claims)) == ("partial", "reader_timeout", 1)


async def test_an_answer_that_cannot_be_stored_is_given_all_the_same() -> None:
    class FullStore(MemoryStore):
        async def save(self, answer: Answer) -> None:
            raise StoreFullError("No space left.")

    store = FullStore()
    await publish(store, edition("bridge.txt", TEXT))
    record = await answer(await asking(honest, store=store))
    assert (record.status, record.stored) == ("answered", False)


async def test_without_an_embedder_full_text_search_answers_and_the_record_says_so() -> None:
    class BrokenEmbedder(FakeEmbedder):
        async def embed(self, texts: Sequence[str]) -> Vectors:
            raise EmbeddingError("The model file is damaged.")

    record = await answer(await asking(honest, embedder=BrokenEmbedder()))
    assert (record.status, record.degraded) == ("answered", ("dense_search",))


async def test_closing_the_events_closes_the_reader() -> None:
    ports = await asking(honest)
    stream = ask(ports.question("How much did the bridge cost?"), ports)
    async for event in stream:
        if isinstance(event, ClaimEvent):
            break
    await stream.aclose()
    assert isinstance(ports.reader, ScriptedReader)
    assert ports.reader.closed


async def test_copies_of_one_story_are_one_origin() -> None:
    store = MemoryStore()
    for name, publisher in (("a.txt", "The Lindholm Post"), ("b.txt", "Coast Radio")):
        await publish(store, edition(name, TEXT, publisher=publisher))

    def script(evidence: Evidence) -> Sequence[DraftClaim | ReadReport | Exception]:
        labels = tuple(name for name, s in evidence.sentences().items() if "40 million" in s.text)
        assert len(labels) == 2
        return [DraftClaim("It cost 40 million crowns.", labels), ReadReport()]

    record = await answer(await asking(script, store=store))
    assert len(record.claims[0].citations) == 2
    assert record.claims[0].origins == 1


@pytest.mark.parametrize("text", ["How much did the bridge cost?", "mayor", "crowns Monday traffic"])
async def test_the_same_question_gives_the_same_hits(text: str) -> None:
    ports = await asking(honest)
    first, second = await answer(ports, text), await answer(ports, text)
    assert first.hits == second.hits
    assert replace(first, id="", timings_ms={}) == replace(second, id="", timings_ms={})


async def test_an_answer_has_the_id_that_was_chosen_for_it() -> None:
    ports = await asking(honest)
    question = replace(ports.question("How much did the bridge cost?"), answer_id="f" * 32)
    *_, last = [event async for event in ask(question, ports)]
    assert isinstance(last, DoneEvent)
    assert last.answer.id == "f" * 32


async def conversing() -> Asking:
    ports = await asking(honest)
    await ports.conversations.begin_conversation("c1", "2017-01-02T11:00:00Z")
    return ports


async def asked_in(ports: Asking, text: str, conversation_id: str) -> Event:
    question = ports.question(text, conversation_id=conversation_id)
    return [event async for event in ask(question, ports)][-1]


async def test_a_follow_up_is_read_for_what_it_means_and_kept_as_it_was_asked() -> None:
    ports = await conversing()
    await asked_in(ports, "How much did the bridge cost?", "c1")
    last = await asked_in(ports, "And when was it opened?", "c1")
    assert isinstance(last, DoneEvent)
    kept = (last.answer.question, last.answer.searched_as, last.answer.conversation_id)
    assert kept == ("And when was it opened?", "When was the bridge opened?", "c1")
    held = await ports.conversations.conversation("c1")
    assert held
    assert [turn.question for turn in held.turns] == ["How much did the bridge cost?", "And when was it opened?"]


async def test_a_follow_up_to_a_follow_up_knows_what_both_were_about() -> None:
    ports = await conversing()
    for text in ("How much did the bridge cost?", "And when was it opened?"):
        await asked_in(ports, text, "c1")
    last = await asked_in(ports, "By whom?", "c1")
    assert isinstance(last, DoneEvent)
    assert last.answer.searched_as == "By whom was the bridge opened?"


async def test_an_unknown_conversation_is_an_error_and_nothing_is_answered() -> None:
    last = await asked_in(await conversing(), "How much did the bridge cost?", "c2")
    assert isinstance(last, ErrorEvent)
    assert last.code == "conversation_not_found"


async def test_a_face_may_bring_along_what_was_said_before() -> None:
    ports = await asking(honest)
    brought = replace(ports.question("And when was it opened?"), earlier=(Exchange("How much did the bridge cost?"),))
    last = [event async for event in ask(brought, ports)][-1]
    assert isinstance(last, DoneEvent)
    assert last.answer.searched_as == "When was the bridge opened?"


async def test_old_evidence_for_a_question_about_now_is_said_before_the_claims() -> None:
    store = MemoryStore()
    await publish(store, edition("bridge.txt", TEXT, published_at="2016-06-01"))
    seen = await events(await asking(honest, store=store), "How much does the bridge cost now?")
    assert [event.type for event in seen] == ["status", "hits", "notice", "status", "claim", "done"]
    record = await answer(await asking(honest), "How much did the bridge cost?")
    assert (record.period, record.notices) == (None, ())


async def test_articles_that_cannot_know_of_the_time_asked_about_are_not_asked() -> None:
    store = MemoryStore()
    await publish(store, edition("old.txt", TEXT, published_at="2016-06-01"))
    await publish(store, edition("new.txt", TEXT, published_at="2016-12-30"))
    ports = await asking(honest, store=store)
    record = await answer(ports, "How much did the bridge cost in December 2016?")
    assert {c.published_at for claim in record.claims for c in claim.citations} == {"2016-12-30"}
    assert record.period is not None
    assert (record.period.from_, record.period.to) == ("2016-12-01", "2016-12-31")
    assert record.filters == Filters()


async def test_when_only_older_articles_match_they_answer_and_it_is_said() -> None:
    store = MemoryStore()
    await publish(store, edition("bridge.txt", TEXT, published_at="2016-06-01"))
    record = await answer(await asking(honest, store=store), "How much did the bridge cost last week?")
    assert record.status == "answered"
    assert [notice.kind for notice in record.notices] == ["old_evidence"]


async def test_disagreements_come_behind_the_claims_and_stand_in_the_record() -> None:
    store = MemoryStore()
    await publish(store, edition("one.txt", "The bridge cost 40 million crowns.", origin="Meridian"))
    await publish(store, edition("two.txt", "The bridge cost 60 million crowns.", origin="Estuary"))
    seen = await events(await asking(lambda e: [DraftClaim(label_text(e), (label(e, "40 million"),))], store=store))
    assert [event.type for event in seen] == ["status", "hits", "status", "claim", "disagreement", "done"]
    last = seen[-1]
    assert isinstance(last, DoneEvent)
    assert [side.value for side in last.answer.disagreements[0].sides] == ["40 million crowns", "60 million crowns"]


def label_text(evidence: Evidence) -> str:
    return evidence.sentences()[label(evidence, "40 million")].text


async def test_what_the_articles_say_against_the_premise_comes_first() -> None:
    store = MemoryStore()
    await publish(store, edition("one.txt", "Mayor Anna Vik did not close the bridge. It cost 40 million crowns."))
    seen = await events(await asking(honest, store=store), "Why did Vik close the bridge?")
    assert [event.type for event in seen] == ["status", "hits", "notice", "status", "claim", "claim", "done"]
    claims = [event.claim.text for event in seen if isinstance(event, ClaimEvent)]
    assert claims[0] == "Mayor Anna Vik did not close the bridge."
