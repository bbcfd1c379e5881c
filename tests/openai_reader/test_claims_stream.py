"""Claims come out of a reply as soon as each is complete, whatever the reply looks like."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.adapters.openai_reader.claims_stream import MAX_CHARACTERS, MAX_CLAIMS, ClaimsStream
from qa.types import DraftClaim

A, B = DraftClaim("A.", ("S1.1",)), DraftClaim('B }] "q" {', ("S1.2", "S2.1"))
ITEM_A = '{"text":"A.","sentences":["S1.1"]}'
ITEM_B = '{"text":"B }] \\"q\\" {","sentences":["S1.2","S2.1"]}'


def everything(text: str) -> tuple[list[DraftClaim], ClaimsStream]:
    claims = ClaimsStream()
    return [*claims.feed(text), *claims.finish()], claims


def test_a_claim_is_given_with_the_piece_that_closes_it() -> None:
    claims = ClaimsStream()
    given = [list(claims.feed(piece)) for piece in ('{"claims": [{"text":"A.",', '"sentences":["S1.1"]', "}", ",")]
    assert given == [[], [], [A], []]
    assert list(claims.feed(ITEM_B)) == [B]
    assert list(claims.feed("]}")) == []
    assert list(claims.finish()) == []
    assert claims.whole


def test_a_claim_whose_text_holds_brackets_is_not_given_half() -> None:
    claims = ClaimsStream()
    assert list(claims.feed('{"claims":[{"text":"B }')) == []
    assert list(claims.feed('] \\"q\\" {","sentences":["S1.2","S2.1"]}')) == [B]


def test_two_claims_in_one_piece_come_in_order() -> None:
    claims = ClaimsStream()
    assert list(claims.feed(f'{{"claims":[{ITEM_A},{ITEM_B},{{"text":"half')) == [A, B]
    assert list(claims.finish()) == []
    assert not claims.whole


texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Zs", "Zl", "Zp"]), min_size=1, max_size=12)
drafts = st.lists(
    st.builds(DraftClaim, texts, st.lists(st.from_regex(r"S[1-9]\.[1-9]", fullmatch=True), unique=True).map(tuple)),
    max_size=5,
)


@settings(deadline=None, max_examples=80)
@given(data=st.data(), expected=drafts, indent=st.sampled_from([None, 2]))
def test_however_a_reply_is_cut_into_pieces_the_same_claims_come_out(
    data: st.DataObject, expected: list[DraftClaim], indent: int | None
) -> None:
    document = json.dumps({"claims": [{"text": c.text, "sentences": c.labels} for c in expected]}, indent=indent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(document)), max_size=20)))
    claims = ClaimsStream()
    given: list[DraftClaim] = []
    for start, end in zip([0, *cuts], [*cuts, len(document)], strict=True):
        given.extend(claims.feed(document[start:end]))
        assert given == expected[: len(given)]
    assert [*given, *claims.finish()] == expected
    assert (claims.whole, claims.malformed) == (True, 0)


@settings(deadline=None, max_examples=60)
@given(pieces=st.lists(st.one_of(st.text(max_size=20), st.sampled_from(['{"claims":[', ITEM_A, "}", "]", '"', "\\"]))))
def test_no_reply_breaks_the_parser(pieces: list[str]) -> None:
    claims = ClaimsStream()
    given = [claim for piece in pieces for claim in claims.feed(piece)]
    assert all(claim.text for claim in [*given, *claims.finish()])


@pytest.mark.parametrize(
    "reply",
    [
        f'```json\n{{"claims": [{ITEM_A}]}}\n```',
        f'Sentence [S1.1] says so {{mostly}}:\n{{"claims": [{ITEM_A}]}}\nThat is {{all}}.',
        f'<think>{{"claims": [{ITEM_B}]}}</think>{{"claims": [{ITEM_A}]}}',
        f"[{ITEM_A}]",
        f'{{"note": "x", "claims": [{ITEM_A}]}}',
        '{"claims": [{"text": "A.\n", "sentences": ["[S1.1]"]}]}',
        '{"claims": [{"text": " A.\u200b", "sentences": "S1.1"}]}',
        '{"claims": [{"sentences": ["S1.1, S1.1"], "text": "A.", "more": {"x": [1]}}]}',
    ],
    ids=["fence", "prose", "thought", "bare list", "other keys", "line break", "one label", "labels in one string"],
)
def test_a_reply_in_other_clothes_is_understood(reply: str) -> None:
    given, claims = everything(reply)
    assert given == [A]
    assert claims.whole


@pytest.mark.parametrize(
    "item",
    [
        '{"text":"A."}',
        '{"text":"A.","sentences":[]}',
        '{"text":"A.","sentences":null}',
        '{"text":"A.","sentences":[1.1]}',
    ],
)
def test_a_claim_without_sentences_stays_a_claim_for_verification_to_reject(item: str) -> None:
    given, claims = everything(f'{{"claims":[{item}]}}')
    assert given == [DraftClaim("A.", ())]
    assert claims.whole


@pytest.mark.parametrize(
    "item", ['"A."', "7", "null", '{"sentences":["S1.1"]}', '{"text":7}', '{"text":" "}', f'{{"text":"{"x" * 3000}"}}']
)
def test_an_item_that_is_no_claim_is_counted_and_the_rest_stands(item: str) -> None:
    given, claims = everything(f'{{"claims":[{item},{ITEM_A}]}}')
    assert given == [A]
    assert claims.malformed == 1


@pytest.mark.parametrize(
    "reply", ["", "Sorry.", "{}", '{"claims": null}', '{"claims": {"text": "A."}}', "null", "[" * 100_000, "{" * 9]
)
def test_a_reply_without_a_list_of_claims_is_not_whole(reply: str) -> None:
    given, claims = everything(reply)
    assert given == []
    assert not claims.whole


def test_a_flood_is_cut_and_takes_no_time() -> None:
    """Worst case for the parser: closing brackets inside one endless string, a character at a time."""
    claims = ClaimsStream()
    assert list(claims.feed(f'{{"claims":[{ITEM_A},{{"text":"')) == [A]
    began = time.process_time()
    for _ in range(MAX_CHARACTERS):
        assert list(claims.feed("}")) == []
    assert time.process_time() - began < 10  # about 1 s; quadratic work would take minutes
    assert claims.overflow
    assert list(claims.finish()) == []
    assert not claims.whole


def test_no_more_than_fifty_claims_are_taken() -> None:
    given, claims = everything(f'{{"claims":[{",".join([ITEM_A] * (MAX_CLAIMS + 1))}]}}')
    assert len(given) == MAX_CLAIMS
    assert claims.overflow
