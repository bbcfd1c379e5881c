"""The extractive reader on evidence of our own, with the model that is shipped."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.adapters.cross_minilm import CrossMiniLM
from qa.adapters.extractive import ExtractiveReader
from qa.adapters.minilm import MiniLM
from qa.extractive import pool, shortlist
from qa.extractive.choose import exact as exact_words
from qa.ports import SentenceReading
from qa.question import understand
from qa.types import (
    Article,
    DraftClaim,
    Evidence,
    EvidencePassage,
    EvidenceSentence,
    Hit,
    Passage,
    Question,
    ReadReport,
    Sentence,
)

NOW = "2024-06-01T12:00:00Z"
CROSS, EMBEDDER = CrossMiniLM(), MiniLM()


def evidence(*articles: Sequence[str], title: str | None = None) -> Evidence:
    """One passage an article, of the given sentences."""
    passages = []
    for number, sentences in enumerate(articles, start=1):
        text = " ".join(sentences)
        spans: list[tuple[int, int]] = []
        for sentence in sentences:
            start = spans[-1][1] + 1 if spans else 0
            spans.append((start, start + len(sentence)))
        article = Article(f"{number:016x}", "v", f"{number}.txt", "", "", text, title=title)
        passage = Passage(f"{number}", article.id, "v", 1, len(sentences), 0, len(text), text)
        found = tuple(
            EvidenceSentence(f"S{number}.{at}", Sentence(article.id, "v", at, start, end), text[start:end])
            for at, (start, end) in enumerate(spans, start=1)
        )
        passages.append(EvidencePassage(f"S{number}", Hit(passage, 1 / number), article, found))
    return Evidence(tuple(passages))


async def read(question: str, given: Evidence) -> tuple[list[DraftClaim], ReadReport]:
    """The claims, and the report that comes last."""
    items = [item async for item in ExtractiveReader(EMBEDDER, CROSS).read(Question(question, NOW), given)]
    assert isinstance(items[-1], ReadReport)
    return [item for item in items[:-1] if isinstance(item, DraftClaim)], items[-1]


STRIKE = (
    "Dockers in Port Ellery walked out on Tuesday after talks with the harbour company failed.",
    "Union leader Ana Ferro said 420 dockers had joined the strike.",
    '"We will not load another ship," she said.',
    "The harbour company gave them 48 hours to return to work.",
    "Two freighters were waiting outside the port.",
)


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("How many dockers joined the strike?", "420"),
        ("What did Ana Ferro say?", "420"),
        ("When did the dockers walk out?", "Tuesday"),
        ("How long did the harbour company give them to return to work?", "48 hours"),
    ],
)
async def test_the_sentence_that_answers_is_cited(question: str, holds: str) -> None:
    claims, report = await read(question, evidence(STRIKE))
    assert holds in " ".join(claim.text for claim in claims)
    assert report == ReadReport()


@pytest.mark.parametrize(
    ("question", "exact"),
    [
        ("How many dockers joined the strike?", "420"),
        ("When did the dockers walk out?", "Tuesday"),
        ("How long did the harbour company give them to return to work?", "48 hours"),
    ],
)
async def test_the_words_that_answer_are_told_from_their_sentence(question: str, exact: str) -> None:
    (claim, *_), _ = await read(question, evidence(STRIKE))
    assert claim.exact is not None
    assert exact in claim.exact
    assert claim.exact in claim.text


async def test_a_question_that_asks_for_more_than_a_thing_gets_the_sentence() -> None:
    (claim, *_), _ = await read("Why did the dockers walk out?", evidence(STRIKE))
    assert "talks" in claim.text
    assert claim.exact is None


@pytest.mark.parametrize(
    "question",
    ["What is the capital of Australia?", "Who is the president of France?", "What did Angela Merkel say?"],
)
async def test_a_question_about_something_else_is_declined(question: str) -> None:
    assert await read(question, evidence(STRIKE)) == ([], ReadReport(reason="no_sentence_answers"))


async def test_a_question_in_another_language_is_refused_by_name() -> None:
    assert await read("¿Cuántos estibadores hay?", evidence(STRIKE)) == ([], ReadReport(reason="unsupported_language"))


async def test_a_reader_that_must_be_surer_declines_more() -> None:
    question = Question("What did Ana Ferro say?", "")
    said = {}
    for threshold in (0.0, 1.0):
        reader = ExtractiveReader(EMBEDDER, CROSS, threshold)
        said[threshold] = [
            item async for item in reader.read(question, evidence(STRIKE)) if isinstance(item, DraftClaim)
        ]
    assert said[0.0]
    assert not said[1.0]


async def test_every_part_of_a_question_is_answered() -> None:
    claims, _ = await read("How many dockers joined the strike, and when did they walk out?", evidence(STRIKE))
    assert any("420" in claim.text for claim in claims)
    assert any("Tuesday" in claim.text for claim in claims)


async def test_a_part_that_is_not_answered_does_not_take_the_other_away() -> None:
    claims, said = await read("How many dockers joined the strike, and who is the king of Norway?", evidence(STRIKE))
    assert [claim.exact for claim in claims if "420" in claim.text] == ["420"]
    assert said.unanswered == ("who is the king of Norway?",)


async def test_a_sentence_that_leans_on_the_one_before_is_read_with_it() -> None:
    articles = ("Radio Lind went further.", "According to its report, the chairman himself had signed the bills.")
    given = evidence(articles, title="How the suspicion grew")
    claims, _ = await read("What did Radio Lind report about the chairman?", given)
    assert [claim.text for claim in claims] == [articles[1]]


async def test_a_bare_name_asks_for_the_news_of_it() -> None:
    claims, _ = await read(
        "Lindholm?", evidence(("Lindholm bans cruise ships with more than 900 passengers.",), STRIKE)
    )
    assert [claim.text for claim in claims] == ["Lindholm bans cruise ships with more than 900 passengers."]
    assert (await read("Norholm?", evidence(STRIKE)))[0] == []


@pytest.mark.parametrize(
    ("question", "sentence", "exact"),
    [
        ("How many hours did the crew wait?", "The crew waited 72 hours in the port, not 48 hours.", "72 hours"),
        ("How many hours did the crew wait?", "The crew waited in the port for 72 hours instead of 48 hours.", "48"),
        (
            "How many dockers were hurt?",
            "Correction: An earlier report gave the number of dockers hurt in the port as 41.",
            "41",
        ),
        ("What happened in the port of Lindholm?", "A crane collapsed in the port of Lindholm.", "collapsed"),
    ],
)
def test_words_that_a_sentence_names_as_wrong_or_that_tell_too_little_are_no_exact_answer(
    question: str, sentence: str, exact: str
) -> None:
    candidate = pool(evidence((sentence,))).candidates[0]
    start = candidate.text.index(exact)
    reading = SentenceReading(0.9, (start, start + len(exact)), 0.9)
    told = exact_words(understand(question), candidate, reading)
    assert told == ("72 hours" if exact == "72 hours" else None)


EXPELLED = (
    "Norvania wants to answer the measure: its ministry asked President Olsen to expel 12 Belgian diplomats.",
    "On Monday, Belgium expelled nine Norvanian diplomats over a case of espionage.",
    "President Olsen said that Norvania would expel nobody.",
)


async def test_what_was_only_proposed_does_not_answer_before_what_was_done() -> None:
    claims, _ = await read("How many diplomats were expelled?", evidence(EXPELLED))
    assert claims[0].exact == "nine"


@pytest.mark.parametrize(
    ("question", "answer"),
    [("Did Belgium expel any diplomats?", "Yes"), ("Did Belgium expel any journalists?", None)],
)
async def test_yes_is_said_only_where_a_sentence_tells_the_very_deed(question: str, answer: str | None) -> None:
    claims, _ = await read(question, evidence(EXPELLED))
    assert next((claim.exact for claim in claims), None) == answer


async def test_the_latest_on_a_subject_is_what_the_newest_article_tells() -> None:
    old, new = evidence(STRIKE, ("The strike of the dockers ended on Friday with a rise of four percent.",)).passages
    both = Evidence(
        (
            replace(old, article=replace(old.article, published_at="2024-05-01")),
            replace(new, article=replace(new.article, published_at="2024-05-09")),
        )
    )
    claims, _ = await read("What is the latest on the dockers' strike?", both)
    assert "ended on Friday" in claims[0].text
    assert await read("What is the latest on the teachers' strike in Oslo?", both) == (
        [],
        ReadReport(reason="no_sentence_answers"),
    )


@pytest.mark.parametrize(
    "question",
    ["What happened last week in Kenya?", "What has happened in Kenya since March 4?", "What happened in Kenya?"],
)
async def test_what_happened_somewhere_is_what_articles_of_that_time_tell_of_it(question: str) -> None:
    texts = (
        "Teachers in Kenya began a strike on Wednesday over their pay.",
        "Kenya won the relay at the games in Apia on Sunday.",
        "The harbour of Lindholm got a new crane on Thursday.",
    )
    days = ("2024-03-06", "2024-01-12", "2024-03-07")
    passages = evidence(*((text,) for text in texts)).passages
    dated = [replace(p, article=replace(p.article, published_at=day)) for p, day in zip(passages, days, strict=True)]
    asked, reader = Question(question, "2024-03-13T09:00:00Z"), ExtractiveReader(EMBEDDER, CROSS)
    claims = [item async for item in reader.read(asked, Evidence(tuple(dated))) if isinstance(item, DraftClaim)]
    assert claims[0].text == texts[0]
    assert all("Lindholm" not in claim.text for claim in claims)


async def test_the_evidence_need_not_name_all_that_the_question_names() -> None:
    told = ("Halden Motors is recalling 20,000 cars because of faulty brakes.",)
    claims, _ = await read("Which company is recalling 20,000 cars in Norvania?", evidence(told))
    assert [claim.exact for claim in claims] == ["Halden Motors"]


async def test_no_evidence_no_claim() -> None:
    assert await read("Who?", Evidence(())) == ([], ReadReport(reason="no_sentence_answers"))


async def test_copies_of_a_sentence_are_cited_by_one_claim() -> None:
    copy = ("Union leader Ana Ferro said that 420 dockers had joined the strike.",)
    claims, _ = await read("How many dockers joined the strike?", evidence(STRIKE, copy))
    assert set(claims[0].labels) == {"S1.2", "S2.1"}


async def test_a_number_in_words_makes_no_other_statement() -> None:
    claims, _ = await read(
        "How long were the envoys given to leave?",
        evidence(
            ("The envoys and their families were given 72 hours to leave.",),
            ("The envoys and their families were given seventy-two hours to leave.",),
        ),
    )
    assert [sorted(claim.labels) for claim in claims] == [["S1.1", "S2.1"]]  # either copy may come first


async def test_a_report_with_another_number_is_no_copy() -> None:
    other = ("Union leader Ana Ferro said 380 dockers had joined the strike.",)
    claims, _ = await read("How many dockers joined the strike?", evidence(STRIKE, other))
    assert {claim.labels for claim in claims} == {("S1.2",), ("S2.1",)}


@given(
    question=st.text(max_size=80) | st.sampled_from(["Who?", "How many dockers joined?", "What did she say?"]),
    articles=st.lists(st.lists(st.text(min_size=1, max_size=80), min_size=1, max_size=6), max_size=4),
)
@settings(deadline=None, max_examples=60)
async def test_whatever_is_asked_and_given_claims_are_sentences_of_the_evidence(
    question: str, articles: list[list[str]]
) -> None:
    given_evidence = evidence(*articles)
    claims, report = await read(question, given_evidence)
    known = given_evidence.sentences()
    for claim in claims:
        assert set(claim.labels) <= set(known)
        assert claim.text == " ".join(known[claim.labels[0]].text.split())
    assert report.complete
    assert (report.reason is None) == bool(claims)
    assert (claims, report) == await read(question, given_evidence)


def test_what_holds_the_kind_of_thing_that_is_asked_for_is_looked_at_first() -> None:
    talk = tuple(f"The dockers talked of the strike with speaker {chr(65 + at)}x." for at in range(9))
    sentences = pool(evidence((*talk, "In all 420 dockers struck.")))
    assert "420" in " ".join(
        one.text for one in shortlist(understand("How many dockers joined the strike?"), sentences)
    )
    assert "420" not in " ".join(one.text for one in shortlist(understand("Did dockers join the strike?"), sentences))


async def test_a_question_that_is_written_like_a_statement_gets_the_exact_words() -> None:
    claims, _ = await read("The dockers in what port walked out on Tuesday.", evidence(STRIKE))
    assert claims[0].exact == "Ellery"


async def test_she_in_an_article_about_somebody_else_is_not_the_one_asked_about() -> None:
    profile = ["Clara Whitlow grew up on a trawler.", "She was born in Dunmore and studied law in Brannholm."]
    merger = ["The merger was blocked on Thursday.", "Petra Lindqvist, head of Nordlys, was disappointed."]
    told_of_her, _ = await read("What did Clara Whitlow study?", evidence(profile, merger))
    assert any("studied law" in claim.text for claim in told_of_her)
    told_of_another, _ = await read("What did Petra Lindqvist study?", evidence(profile, merger))
    assert not any("studied law" in claim.text for claim in told_of_another)
