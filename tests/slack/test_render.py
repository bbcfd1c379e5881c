"""An answer on Slack's messages: nothing left out, sources with their claims, limits kept, no markup let through."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.slack.answer import Nearest, Searched, answer_notification, answer_units, passage_units
from api.slack.layout import Part, parts
from api.slack.text import notification, shown, web_address
from qa.types import (
    Answer,
    Article,
    Citation,
    Claim,
    Disagreement,
    Filters,
    Notice,
    Period,
    Side,
    Superseding,
    Support,
)
from tests.slack import blockkit

CLOSING = [{"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "👍"}}]}]
NASTY = [
    "<!channel>",
    "<@U123>",
    "*bold*",
    "<https://evil.example|bank.example>",
    "&lt;",
    "@here",
    "\x1b[31m",
    "\u202e",
    "\ud83d",
]
words = st.one_of(st.text(max_size=40), st.sampled_from(NASTY), st.just("word " * 60))
texts = st.lists(words, min_size=1, max_size=6).map("".join)
long_texts = st.one_of(
    texts, st.integers(1, 20_000).map(lambda n: "long words go on and on. " * (n // 25 + 1)), st.just("x" * 15_000)
)
urls = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "https://news.example/a#:~:text=b",
            "http://x",
            "javascript:alert(1)",
            "https://a b",
            "https://e|x>",
            "ftp://x/y",
        ]
    ),
    texts,
)


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    quote = draw(long_texts)
    names = [draw(st.one_of(st.none(), texts)) for _ in range(3)]
    return Citation(
        draw(st.sampled_from(["a", "b", "c"])) * 16, "v" * 16, (draw(st.integers(1, 9)),), "body", 0, len(quote), quote,
        title=names[0], publisher=names[1], origin=names[2], published_at=draw(st.sampled_from([None, "2016-12-30"])),
        url=draw(urls), deep_link=draw(urls),
    )  # fmt: skip


claims = st.builds(
    Claim,
    long_texts,
    st.integers(1, 4),
    st.just(Support("supported")),
    st.lists(citations(), min_size=1, max_size=5).map(tuple),
)
sides = st.builds(Side, texts, st.lists(citations(), min_size=1, max_size=3).map(tuple))
disagreements = st.builds(Disagreement, texts, st.tuples(sides, sides))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    said = draw(st.lists(claims, max_size=6))
    return Answer(
        "q1", "What?", "2017-01-02T12:00:00Z", "answered" if said else "insufficient_evidence", "", "extractive",
        "exact", Filters(), claims=tuple(said), disagreements=tuple(draw(st.lists(disagreements, max_size=2))),
        as_of=draw(st.sampled_from([None, "2016-12-30"])), stored=draw(st.booleans()),
    )  # fmt: skip


def laid_out(answer: Answer, searched: Searched | None = None) -> list[Part]:
    return parts(answer_units(answer, searched), CLOSING, answer_notification(answer), "otr.mark")


def inline(part: Part) -> list[dict[str, Any]]:
    elements = [element for block in part.blocks if block["type"] == "rich_text" for element in block["elements"]]
    return list(itertools.chain.from_iterable(element["elements"] for element in elements))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers())
def test_any_answer_passes_slacks_limits_and_none_of_it_is_left_out(answer: Answer) -> None:
    messages = laid_out(answer)
    for part in messages:
        assert blockkit.faults(part.blocks) == []
        assert not blockkit.too_long(part.blocks)
        assert len(part.text) <= 1_500
        assert {i["type"] for i in inline(part)} <= {"text", "link"}, (
            "no mention, no broadcast can come out of an article"
        )
        assert all(
            web_address(i["url"]) == i["url"] and i["text"].startswith("Open ")
            for i in inline(part)
            if i["type"] == "link"
        )
    everything = _without_continuations(messages)
    for claim in answer.claims:
        assert shown(claim.text) in everything
        for citation in claim.citations:
            assert shown(citation.quote) in everything
    for side in (side for entry in answer.disagreements for side in entry.sides):
        assert shown(side.text) in everything
    assert messages[-1].blocks[-1]["type"] == "actions"


def _without_continuations(messages: list[Part]) -> str:
    kept: list[str] = []
    for part in messages:
        for block in part.blocks:
            if block["type"] != "rich_text":
                continue
            for element in block["elements"]:
                said = "".join(i["text"] for i in element["elements"])
                kept.append("" if said.startswith("(continued) ") else said)
    return "".join(kept)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(claims, min_size=1, max_size=4))
def test_a_source_stands_in_the_block_of_its_claim_or_in_one_that_repeats_it(said: list[Claim]) -> None:
    answer = replace(
        EMPTY, status="answered", claims=tuple(replace(c, text=f"Claim number {n}.") for n, c in enumerate(said))
    )
    numbers: dict[Citation, int] = {}
    for citation in (citation for claim in said for citation in claim.citations):
        numbers.setdefault(citation, len(numbers) + 1)
    blocks = [block for part in laid_out(answer) for block in part.blocks if block["type"] == "rich_text"]
    heads = ["".join(i["text"] for i in block["elements"][0]["elements"]) for block in blocks]
    for n, claim in enumerate(said):
        own = [block for block, head in zip(blocks, heads, strict=True) if f"Claim number {n}." in head]
        labels = [
            element["elements"][0]["text"]
            for block in own
            for element in block["elements"][1:]
            if element["elements"][0].get("style", {}).get("bold")
        ]
        assert labels == [f"[{numbers[citation]}] " for citation in claim.citations]


EMPTY = Answer("q1", "What?", "2017-01-02T12:00:00Z", "insufficient_evidence", "", "extractive", "exact", Filters())
ARTICLE = Article(
    "a" * 16, "v", "s", "h", "e", "Text.", title="The bridge", origin="Reuters", published_at="2016-12-30"
)


def test_a_refusal_says_what_was_searched_until_when_and_what_came_nearest() -> None:
    searched = Searched(1204, "2026-11-20T08:00:00Z", (Nearest(ARTICLE, "The bridge opened."),))
    said = "\n".join(
        blockkit.shown_text(part.blocks)
        for part in laid_out(replace(EMPTY, filters=Filters(from_="2016-01-01")), searched)
    )
    assert said.splitlines()[:2] == [
        "The articles don't say.",
        "I searched 1,204 articles, the newest of 2026-11-20 (only since 2016-01-01).",
    ]
    assert "do not answer the question" in said
    assert "The bridge · origin Reuters · 2016-12-30\n> The bridge opened." in said


def test_an_empty_store_says_what_to_do() -> None:
    assert "qa ingest" in blockkit.shown_text(laid_out(EMPTY, Searched(0))[0].blocks)


def test_a_refusal_in_another_language_shows_no_passages() -> None:
    answer = replace(EMPTY, reason="unsupported_language")
    said = blockkit.shown_text(laid_out(answer, Searched(3, None, (Nearest(ARTICLE, "The bridge opened."),)))[0].blocks)
    assert said == "Questions are understood in English only, so far.\n[👍]"


def test_small_talk_is_answered_with_what_may_be_asked() -> None:
    said = blockkit.shown_text(laid_out(replace(EMPTY, reason="small_talk"), Searched(3))[0].blocks)
    assert said.startswith("Ask about what the articles report")
    assert "I searched" not in said


def test_a_verdict_and_all_that_is_named_are_shown() -> None:
    claim = Claim("Norway and Iceland sent help.", 1, Support("supported"), (), "Yes", items=("Norway", "Iceland"))
    said = blockkit.shown_text(laid_out(replace(EMPTY, claims=(claim,), yes_no="yes"))[0].blocks)
    assert "Yes. Norway and Iceland sent help." in said
    assert "Named: Norway, Iceland" in said
    assert answer_notification(replace(EMPTY, claims=(claim,))) == "Yes. Norway and Iceland sent help."
    undecided = replace(EMPTY, claims=(replace(claim, exact=None, items=()),), yes_no="not_said")
    assert "No plain yes or no was found" in blockkit.shown_text(laid_out(undecided)[0].blocks)


def test_the_notification_is_the_first_claim_and_mentions_nobody() -> None:
    claim = Claim("<!channel> Tom & <@U1>\nleft.", 1, Support("supported"), ())
    assert answer_notification(replace(EMPTY, claims=(claim,))) == "&lt;!channel&gt; Tom &amp; &lt;@U1&gt; left."
    assert len(notification("word " * 500)) == 300


def test_a_disagreement_shows_two_sides_with_their_sources() -> None:
    cite = Citation("a" * 16, "v", (1,), "body", 0, 8, "It was 35.", title="A", origin="Reuters")
    other = replace(cite, article_id="b" * 16, quote="It was 36.", title="B", origin="AP")
    answer = replace(EMPTY, disagreements=(Disagreement("how many", (Side("35", (cite,)), Side("36", (other,)))),))
    said = blockkit.shown_text(laid_out(answer)[0].blocks)
    assert (
        said.index("Side 1: 35 [1]")
        < said.index("> It was 35.")
        < said.index("Side 2: 36 [2]")
        < said.index("> It was 36.")
    )
    assert answer_notification(answer) == "The articles disagree: how many"


def test_a_notice_that_bears_on_all_claims_stands_before_them() -> None:
    cite = Citation("a" * 16, "v", (1,), "body", 0, 8, "It was 35.", title="A", origin="Reuters")
    claim = Claim("It was 35.", 1, Support("supported"), (cite,))
    notices = (Notice("corrected", "35 was 36.", (cite,)), Notice("old_evidence", "The articles are old."))
    said = blockkit.shown_text(laid_out(replace(EMPTY, claims=(claim,), notices=notices))[0].blocks)
    assert said.index("Note: The articles are old.") < said.index("It was 35.") < said.index("Note: 35 was 36. [1]")


def test_a_refusal_says_what_is_known_of_the_time_asked_about() -> None:
    notices = (Notice("unknown_time", "The articles do not clearly say when “the vote” was."),)
    answer = replace(EMPTY, notices=notices, period=Period("since Monday", "2016-12-26"))
    said = blockkit.shown_text(laid_out(answer)[0].blocks)
    assert "Note: The articles do not clearly say when “the vote” was." in said
    assert "“since Monday” is 2016-12-26 or later." in said


def test_a_claim_that_was_superseded_says_so_below_it_with_its_sources() -> None:
    cite = Citation("a" * 16, "v", (1,), "body", 0, 8, "It was 35.", title="A", origin="Reuters")
    newer = replace(cite, article_id="b" * 16, quote="It rose to 36.", title="B")
    later = Superseding("updated", "It rose to 36.", (newer,), "36")
    claim = Claim("It was 35.", 1, Support("supported"), (cite,), superseded_by=later)
    said = blockkit.shown_text(laid_out(replace(EMPTY, claims=(claim,)))[0].blocks)
    assert (
        said.index("It was 35. [1]") < said.index("Updated later: It rose to 36. [2]") < said.index("> It rose to 36.")
    )


def test_a_link_says_where_it_leads_and_only_leads_to_the_web() -> None:
    assert web_address("https://reuters.com@evil.example/") == "https://reuters.com@evil.example/"
    cite = Citation("a" * 16, "v", (1,), "body", 0, 1, "Q", deep_link="https://reuters.com@evil.example/", url=None)
    answer = replace(EMPTY, status="answered", claims=(Claim("C", 1, Support("supported"), (cite,)),))
    assert "Open at the sentence (evil.example)" in blockkit.shown_text(laid_out(answer)[0].blocks)
    bad = [
        "javascript:alert(1)",
        "https://",
        "//x",
        "https://a b",
        "https://x|y",
        "https://x>y",
        "",
        None,
        "https://x\n.y",
        "https://[x",
    ]
    assert [web_address(url) for url in bad] == [None] * len(bad)


def test_a_passage_shows_the_sentence_among_its_neighbours() -> None:
    cite = Citation("a" * 16, "v", (2,), "body", 0, 1, "It cost 40 million.")
    [part] = parts(passage_units([(1, (cite, ARTICLE, "It opened. ", " Traffic was light."))]), [], "t", "m")
    assert "> It opened. It cost 40 million. Traffic was light." in blockkit.shown_text(part.blocks)


def test_the_check_refuses_what_slack_refuses() -> None:
    """A check that cannot fail is a defect."""
    text = {"type": "plain_text", "text": "x"}
    wrong: list[list[dict[str, Any]]] = [
        [{"type": "rich_text", "elements": []}],
        [
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}],
            }
        ],
        [{"type": "section", "text": text | {"text": "x" * 3001}}],
        [{"type": "section", "fields": [text] * 11}],
        [{"type": "divider"}] * 51,
        [{"type": "divider", "block_id": "b"}] * 2,
        [{"type": "marquee"}],
        [{"type": "actions", "elements": [{"type": "button", "text": text | {"text": "x" * 76}}]}],
    ]
    assert all(blockkit.faults(blocks) for blocks in wrong)
    assert blockkit.too_long([{"type": "section", "text": text | {"text": "x" * 3000}}] * 4)
