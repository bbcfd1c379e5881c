"""What holds for every text: typography changes nothing, every digit counts, nothing crashes, time stays linear."""

import random
import re
import time
import unicodedata

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from qa.types import DraftClaim
from qa.verify import verify
from qa.verify.normalise import clean
from tests.verify.cases import article_of, evidence_of, outcome
from tests.verify.test_matrix import OK, TABLE

SUPPORTED = [row for row in TABLE if row.expected == OK]
NUMBERED = [
    row for row in SUPPORTED if re.search(r"\d", row.claim) and not re.search(r"more than|nearly", row.claim.lower())
]
ENOUGH = settings(deadline=None, max_examples=150)
LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}


def soft_hyphens(text: str, rng: random.Random) -> str:
    return re.sub(r"(?<=[^\W\d_])(?=[^\W\d_])", lambda _: rng.choice(["", "", "\u00ad"]), text)


def line_breaks(text: str, rng: random.Random) -> str:
    return re.sub(" ", lambda _: rng.choice([" ", "\n", "  ", "\t"]), text)


def hyphenated(text: str, rng: random.Random) -> str:
    return re.sub(r"(?<=[a-z]{3})(?=[a-z]{3})", lambda _: rng.choice(["", "", "", "-\n"]), text)


def no_break_spaces(text: str, rng: random.Random) -> str:
    return re.sub(" ", lambda _: rng.choice([" ", "\u00a0", "\u2009", "\u202f"]), text)


def zero_width(text: str, rng: random.Random) -> str:
    return re.sub("(?=.)", lambda _: rng.choice(["", "", "", "\u200b", "\ufeff", "\u2060"]), text)


def ligatures(text: str, _: random.Random) -> str:
    for letters, ligature in LIGATURES.items():
        text = text.replace(letters, ligature)
    return text


def curly(text: str, _: random.Random) -> str:
    text = re.sub(r'(^|[\s(\[])"', r"\1“", text).replace('"', "”")
    return text.replace("'", "’")


def straight(text: str, _: random.Random) -> str:
    return text.replace("’", "'").replace("“", '"').replace("”", '"')


def decomposed(text: str, _: random.Random) -> str:
    return unicodedata.normalize("NFD", text)


def other_hyphens(text: str, rng: random.Random) -> str:
    return re.sub(r"(?<=\w)-(?=\w)", lambda _: rng.choice(["-", "\u2010", "\u2011"]), text)


EDITS = [
    *(soft_hyphens, line_breaks, hyphenated, no_break_spaces, zero_width),
    *(ligatures, curly, straight, decomposed, other_hyphens),
]


@ENOUGH
@given(st.sampled_from(SUPPORTED), st.sampled_from(EDITS), st.integers(0, 10**6))
def test_typesetting_a_supported_claim_leaves_it_supported(row, edit, seed) -> None:  # type: ignore[no-untyped-def]
    assert outcome(edit(row.claim, random.Random(seed)), row.cited, **row.around) == OK


@ENOUGH
@given(st.sampled_from(SUPPORTED), st.sampled_from(EDITS), st.integers(0, 10**6))
def test_typesetting_the_cited_sentence_changes_nothing(row, edit, seed) -> None:  # type: ignore[no-untyped-def]
    cited = [row.cited] if isinstance(row.cited, str) else row.cited
    assert outcome(row.claim, [edit(text, random.Random(seed)) for text in cited], **row.around) == OK


@ENOUGH
@given(st.sampled_from(NUMBERED), st.data())
def test_another_digit_in_a_supported_claim_is_rejected(row, data) -> None:  # type: ignore[no-untyped-def]
    places = [match.start() for match in re.finditer(r"\d", row.claim)]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != row.claim[place]]))
    changed = row.claim[:place] + digit + row.claim[place + 1 :]
    figure = next(match.group() for match in re.finditer(r"\d+", changed) if match.start() <= place < match.end())
    assume(figure not in re.findall(r"\d+", str(row.cited)))  # else it is another number of the same sentence
    assert outcome(changed, row.cited, **row.around) != OK


@ENOUGH
@given(st.text(max_size=200))
@example("“‘«„\"' a" * 20)
@example("-\n-\n" * 20)
@example("١٢٣²½⅞①" * 5)
@example("no not never n't " * 10)
def test_a_sentence_supports_itself_whatever_it_is(text: str) -> None:
    if any(character.isalnum() for character in text) and not clean(text).endswith("?"):  # a question states nothing
        assert outcome(text, text) == OK


@ENOUGH
@given(st.text(max_size=120), st.text(min_size=1, max_size=120))
@example("\ud800 a lone surrogate", "A sentence.")
@example("", "A sentence.")
def test_no_text_makes_verification_fail(claim: str, cited: str) -> None:
    assert isinstance(outcome(claim, cited), str)


HOSTILE = [
    '"' * 100_000,
    "'a " * 33_000,
    "“a" * 50_000,
    "[a" * 50_000,
    "… [...] " * 12_000,
    "1," * 50_000,
    "9" * 100_000,
    "1 000 " * 16_000,
    "not " * 25_000,
    "one hundred and " * 6_000,
    "Vladimir Putin " * 6_600,
    " ".join(f"Name{n}" for n in range(12_000)),
    "U.S." * 25_000,
    "a-\n" * 33_000,
    "\u0301\u0316" * 50_000,
    " " * 100_000,
    "- " * 50_000,
    "Dec. 30 " * 12_000,
    "说" * 100_000,
    "\u00ad" * 100_000,
    "will not expel, " * 6_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_a_hostile_claim_is_judged_within_a_second(text: str) -> None:
    article = article_of(["Vladimir Putin said 35 diplomats would not leave.", text])
    evidence = evidence_of((article, ["Vladimir Putin said 35 diplomats would not leave."]))
    started = time.process_time()
    verify(DraftClaim(text, ("S1.1",)), evidence)
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_a_hostile_source_is_read_within_a_second(text: str) -> None:
    text = text.strip() or "x" + text + "x"
    evidence = evidence_of((article_of([text]), [text]))
    started = time.process_time()
    verify(DraftClaim("Vladimir Putin said “35 diplomats” would not leave on Dec. 30.", ("S1.1",)), evidence)
    assert time.process_time() - started < 1.0
