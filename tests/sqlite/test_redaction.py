"""What is left of an answer when an article that it rests on is purged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from qa.adapters.sqlite.redaction import REMOVED, redact
from qa.record import from_dict, to_dict
from qa.types import (
    Answer,
    Check,
    Citation,
    Claim,
    Disagreement,
    Filters,
    Notice,
    Period,
    Rejection,
    Side,
    Superseding,
    Support,
)

CANARY = "Zwergkanarienvogel"


def test_redaction_leaves_no_text_that_a_record_may_have() -> None:
    """Whatever field a record gets, its text goes, unless it is named here."""
    cited = Citation("a" * 16, CANARY, (1,), "body", 0, 9, CANARY, CANARY, CANARY, CANARY, CANARY, CANARY, CANARY)
    support = Support("supported", 1.0, (Check("numbers", True),))
    full = Answer(
        id="f" * 32, question=CANARY, filters=Filters(), asked_at="2017-01-02T12:00:00Z", status="partial",
        text=f"Said: {CANARY}", reader="extractive", index="exact", searched_as=CANARY, period=Period(CANARY),
        claims=(Claim(CANARY, 1, support, (cited,), CANARY),),
        disagreements=(Disagreement(CANARY, (Side(CANARY, (cited,), CANARY), Side(CANARY, (cited,), CANARY))),),
        notices=(Notice("corrected", CANARY, (cited,)),),
        rejected=(Rejection(CANARY, "polarity", (cited,)), Rejection(CANARY, "no_citation")),
    )  # fmt: skip
    redacted = redact(to_dict(full), "a" * 16)
    assert set(keys_of(redacted)) == {"version", "publisher", "origin", "published_at"}
    assert from_dict(redacted).claims[0].exact is None


def test_redaction_takes_what_took_the_place_of_a_claim_of_others() -> None:
    cited = Citation("a" * 16, CANARY, (1,), "body", 0, 9, CANARY, CANARY, CANARY, CANARY, CANARY, CANARY, CANARY)
    said = "The toll is 20."
    other = Citation(
        "b" * 16, "v" * 16, (1,), "body", 0, 9, said, "Herring", "Herring", "Herring", "Herring", "Herring", "Herring"
    )
    support = Support("supported", 1.0, (Check("numbers", True),))
    later = Superseding("updated", f"The toll of {CANARY} rose.", (cited,), CANARY)
    of_others = Superseding("corrected", "It is 35.", (other,))
    full = Answer(
        id="f" * 32, question="?", filters=Filters(), asked_at="2017-01-02T12:00:00Z", status="answered",
        text="", reader="extractive", index="exact", hits=(),
        claims=(
            Claim("The toll is 20.", 1, support, (other,), "20", later),
            Claim(CANARY, 1, support, (cited,), None, of_others),
        ),
    )  # fmt: skip
    redacted = redact(to_dict(full), "a" * 16)
    assert set(keys_of(redacted)) == {"version", "publisher", "origin", "published_at"}
    shown, removed = from_dict(redacted).claims
    assert shown == replace(full.claims[0], superseded_by=shown.superseded_by)
    assert shown.superseded_by
    assert (shown.superseded_by.how, shown.superseded_by.text, shown.superseded_by.value) == ("updated", REMOVED, None)
    assert removed.superseded_by == of_others


def keys_of(node: object, key: str = "") -> Iterator[str]:
    """The keys at which the canary stands."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from keys_of(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from keys_of(value, key)
    elif isinstance(node, str) and CANARY in node:
        yield key


def test_redaction_leaves_what_others_said() -> None:
    citation = {"article_id": "a" * 16, "quote": "The bird sang all night long.", "title": "Bird sings", "url": "u"}
    other = {"article_id": "b" * 16, "quote": "Herring is cheap this year.", "title": "Herring", "url": "v"}
    copied = other | {"quote": "It said: The bird sang all night long."}
    record = {
        "question": "What sang?",
        "text": "The bird sang all night long. Herring is cheap this year.",
        "claims": [
            {"text": "The bird sang all night long.", "citations": [citation]},
            {"text": "Herring is cheap this year.", "citations": [other]},
            {"text": "The bird sang all night long.", "citations": [copied]},
        ],
        "rejected": [{"text": "The bird sang for two weeks.", "reason": "polarity", "citations": [citation, other]}],
        "notices": [{"text": "One article says: The bird sang all night long."}],
    }
    redacted = redact(record, "a" * 16)
    assert redacted["claims"].pop(2) == record["claims"][2]
    assert "bird sang" not in json.dumps(redacted).lower()
    assert redacted["question"] == REMOVED
    assert redacted["text"] == f"{REMOVED} Herring is cheap this year."
    assert redacted["claims"][1] == record["claims"][1]
    assert redacted["rejected"][0]["citations"][1] == other
    assert redacted["claims"][0]["citations"][0]["article_id"] == "a" * 16
