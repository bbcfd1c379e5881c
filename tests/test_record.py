"""The record: DESIGN's keys in DESIGN's order, and nothing lost on the way there and back."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.record import event_to_dict, from_dict, to_dict
from qa.types import (
    Answer,
    Check,
    Citation,
    Claim,
    ClaimEvent,
    Disagreement,
    DisagreementEvent,
    DoneEvent,
    ErrorEvent,
    Filters,
    HitRef,
    HitsEvent,
    Notice,
    NoticeEvent,
    NoticeKind,
    Period,
    PromptRef,
    Rejection,
    RejectionReason,
    SentenceKind,
    Side,
    Status,
    StatusEvent,
    Superseding,
    Support,
    Usage,
    Verdict,
)
from qa.types.answers import SupersededHow

CITATION = Citation("a1", "v1", (12, 13), "body", 1204, 1311, "They left.", "Title", None, "Reuters", "2016-12-30")
LATER = Superseding("updated", "They stayed.", (CITATION,), "stayed")
CLAIM = Claim(
    "They left.", 2, Support("supported", 0.93, (Check("numbers", passed=True),)), (CITATION,), "They", LATER, ("They",)
)
DISPUTE = Disagreement("the number", (Side("35 left.", (CITATION,), "35"), Side("36", ())))
NOTICE = Notice("corrected", "The number was corrected.", (CITATION,))
ANSWER = Answer(
    id="q1",
    question="Who left?",
    asked_at="2017-01-02T12:00:00Z",
    status="partial",
    text="They left.",
    reader="extractive",
    index="minilm-int8-384/1",
    filters=Filters(from_="2016-01-01", article_id="a1"),
    searched_as="Who left Moscow?",
    yes_no="yes",
    claims=(CLAIM,),
    disagreements=(DISPUTE,),
    notices=(NOTICE,),
    period=Period("last week", "2016-12-26", "2017-01-01"),
    rejected=(Rejection("99 left.", "number_not_in_source"),),
    hits=(HitRef("a1", "v1", 0, 310, 0.71),),
    prompt=PromptRef("read", "ab" * 32),
    degraded=("dense_search",),
    timings_ms={"retrieve": 4.1, "total": 18.2},
)
CITED = {
    "article_id": "a1",
    "version": "v1",
    "sentences": [12, 13],
    "kind": "body",
    "start": 1204,
    "end": 1311,
    "quote": "They left.",
    "title": "Title",
    "publisher": None,
    "origin": "Reuters",
    "published_at": "2016-12-30",
    "url": None,
    "deep_link": None,
    "title_withheld": False,
}
CLAIMED = {
    "text": "They left.",
    "exact": "They",
    "items": ["They"],
    "superseded_by": {"how": "updated", "text": "They stayed.", "value": "stayed", "citations": [CITED]},
    "origins": 2,
    "support": {"verdict": "supported", "score": 0.93, "checks": [{"name": "numbers", "passed": True}]},
    "citations": [CITED],
}
DISPUTED = {
    "about": "the number",
    "sides": [
        {"text": "35 left.", "value": "35", "citations": [CITED]},
        {"text": "36", "value": None, "citations": []},
    ],
}
NOTICED = {"kind": "corrected", "text": "The number was corrected.", "citations": [CITED]}
RECORD = {
    "id": "q1",
    "question": "Who left?",
    "asked_at": "2017-01-02T12:00:00Z",
    "conversation_id": None,
    "searched_as": "Who left Moscow?",
    "filters": {"from": "2016-01-01", "article_id": "a1"},
    "status": "partial",
    "reason": None,
    "text": "They left.",
    "yes_no": "yes",
    "as_of": None,
    "period": {"phrase": "last week", "from": "2016-12-26", "to": "2017-01-01"},
    "claims": [CLAIMED],
    "disagreements": [DISPUTED],
    "notices": [NOTICED],
    "rejected": [{"text": "99 left.", "reason": "number_not_in_source", "citations": []}],
    "hits": [{"article_id": "a1", "version": "v1", "start": 0, "end": 310, "score": 0.71}],
    "reader": "extractive",
    "model": None,
    "prompt": {"name": "read", "sha256": "ab" * 32},
    "index": "minilm-int8-384/1",
    "degraded": ["dense_search"],
    "stored": True,
    "usage": {"input_tokens": 0, "output_tokens": 0, "cost_usd": 0.0},
    "timings_ms": {"retrieve": 4.1, "total": 18.2},
}


def ordered(value: object) -> str:
    """As JSON text, in which the order of keys shows."""
    return json.dumps(value)


def test_the_record_has_the_keys_of_the_design_in_its_order() -> None:
    assert ordered(to_dict(ANSWER)) == ordered(RECORD)


def test_a_record_read_back_is_the_same_answer() -> None:
    assert from_dict(RECORD) == ANSWER


def test_keys_of_a_later_release_are_passed_over() -> None:
    later = {**RECORD, "mood": "calm", "claims": [{**CLAIMED, "mood": "calm"}], "filters": {"to": "2017", "mood": "x"}}
    assert from_dict(later).filters == Filters(to="2017")
    assert from_dict(later).claims == (CLAIM,)


@pytest.mark.parametrize("needed", ["id", "claims", "filters"])
def test_a_record_without_a_key_that_is_needed_says_which(needed: str) -> None:
    short = {key: value for key, value in RECORD.items() if key != needed}
    with pytest.raises(KeyError, match=needed):
        from_dict(short)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (StatusEvent("read"), {"type": "status", "step": "read"}),
        (HitsEvent(ANSWER.hits), {"type": "hits", "hits": RECORD["hits"]}),
        (ClaimEvent(CLAIM), {"type": "claim", "claim": CLAIMED}),
        (DisagreementEvent(DISPUTE), {"type": "disagreement", "disagreement": DISPUTED}),
        (NoticeEvent(NOTICE), {"type": "notice", "notice": NOTICED}),
        (DoneEvent(ANSWER), {"type": "done", "answer": RECORD}),
        (
            ErrorEvent("store", "It broke.", "Try again."),
            {"type": "error", "code": "store", "message": "It broke.", "next_step": "Try again."},
        ),
    ],
)
def test_an_event_names_its_type_first(event: StatusEvent, expected: dict[str, object]) -> None:
    assert ordered(event_to_dict(event)) == ordered(expected)


text = st.text(max_size=12)
maybe = st.none() | text
number = st.integers(0, 10**6)
score = st.floats(0, 1)
citations = st.lists(
    st.builds(
        Citation,
        text,
        text,
        st.lists(number, max_size=3).map(tuple),
        st.sampled_from(get_args(SentenceKind)),
        number,
        number,
        text,
        *[maybe] * 6,
    ),
    max_size=2,
).map(tuple)
support = st.builds(
    Support,
    st.sampled_from(get_args(Verdict)),
    st.none() | score,
    st.lists(st.builds(Check, text, st.booleans()), max_size=2).map(tuple),
)
later = st.builds(Superseding, st.sampled_from(get_args(SupersededHow)), text, citations, maybe)
answers = st.builds(
    Answer,
    id=text,
    question=text,
    asked_at=text,
    status=st.sampled_from(get_args(Status)),
    text=text,
    reader=text,
    index=text,
    filters=st.builds(Filters, maybe, maybe, maybe, maybe),
    conversation_id=maybe,
    searched_as=maybe,
    reason=maybe,
    as_of=maybe,
    claims=st.lists(
        st.builds(Claim, text, number, support, citations, superseded_by=st.none() | later), max_size=2
    ).map(tuple),
    disagreements=st.lists(
        st.builds(Disagreement, text, st.lists(st.builds(Side, text, citations, maybe), max_size=2).map(tuple)),
        max_size=2,
    ).map(tuple),
    period=st.none() | st.builds(Period, text, maybe, maybe),
    notices=st.lists(st.builds(Notice, st.sampled_from(get_args(NoticeKind)), text, citations), max_size=2).map(tuple),
    rejected=st.lists(
        st.builds(Rejection, text, st.sampled_from(get_args(RejectionReason)), citations), max_size=2
    ).map(tuple),
    hits=st.lists(st.builds(HitRef, text, text, number, number, score), max_size=2).map(tuple),
    model=maybe,
    prompt=st.none() | st.builds(PromptRef, text, text),
    degraded=st.lists(text, max_size=2).map(tuple),
    stored=st.booleans(),
    usage=st.builds(Usage, number, number, st.none() | score),
    timings_ms=st.dictionaries(text, score, max_size=2),
)


@settings(deadline=None, max_examples=80)
@given(answer=answers)
def test_any_answer_survives_the_way_through_json(answer: Answer) -> None:
    assert from_dict(json.loads(json.dumps(to_dict(answer)))) == answer
