"""What was not done may be done later: then the articles do not contradict each other."""

from __future__ import annotations

import pytest

from qa.question import understand
from qa.types import Claim, DraftClaim, Question
from qa.verify import verify
from qa.weigh import decide, supersede, weigh
from qa.yes_no import come_to, overtaken, told
from tests.newsroom import Edition
from tests.sources import found, report

QUESTION = "Did the council close the bridge?"
NOT_YET = report("Ledger", "The council has not closed the bridge.", "2025-03-03")
DID_NOT = report("Ledger", "The council did not close the bridge.", "2025-03-03")
DENIED = report("Ledger", "The council did not close the bridge, the mayor said.", "2025-03-03")
DATED = report("Ledger", "The council did not close the bridge on January 12.", "2025-03-03")
CLOSED = report("Courier", "The council closed the bridge on Monday.", "2025-04-01")
CLOSED_SOME_DAY = report("Courier", "The council closed the bridge.", "2025-04-01")
CLOSED_SOON = report("Courier", "The council closed the bridge.", "2025-03-05")
CLOSED_BEFORE = report("Courier", "The council closed the bridge in February.", "2025-04-01")
NOT_DONE_SAID = report("Ledger", "The council has not closed the bridge, the mayor said.", "2025-03-03")
CLOSED_LONG_AGO = report("Courier", "The council closed the bridge in 2015, a paper wrote on Monday.", "2025-04-01")


@pytest.mark.parametrize(
    ("earlier", "later", "is_overtaken"),
    [
        (NOT_YET, CLOSED, True),
        (NOT_YET, CLOSED_SOME_DAY, True),
        (NOT_YET, CLOSED_SOON, True),
        (NOT_YET, CLOSED_BEFORE, False),
        (DID_NOT, CLOSED, True),
        (DID_NOT, CLOSED_SOME_DAY, True),
        (DID_NOT, CLOSED_SOON, False),  # two reports of one time
        (NOT_DONE_SAID, CLOSED_SOON, False),
        (NOT_YET, CLOSED_LONG_AGO, False),
        (DENIED, CLOSED, True),
        (DENIED, CLOSED_SOME_DAY, False),
        (DATED, CLOSED, True),
        (DATED, CLOSED_SOME_DAY, False),
        (CLOSED_SOON, report("Ledger", "The council has not closed the bridge.", "2025-04-01"), False),
    ],
)
def test_a_later_deed_overtakes_a_no(earlier: Edition, later: Edition, is_overtaken: bool) -> None:
    evidence = found(earlier, later)
    so = told(understand(QUESTION), evidence)
    assert so.answers == {"S1.1", "S2.1"}
    assert [(label, by.label) for label, by in overtaken(so, evidence).items()] == [("S1.1", "S2.1")] * is_overtaken


def test_what_is_no_more_overtakes_what_was() -> None:
    mayor = report("Ledger", "Mara Lind is the mayor of Tarn.", "2025-03-03")
    gone = report("Courier", "Mara Lind is no longer the mayor of Tarn.", "2025-04-01")
    evidence = found(mayor, gone)
    so = told(understand("Is Mara Lind the mayor of Tarn?"), evidence)
    assert list(overtaken(so, evidence)) == ["S1.1"]


def test_a_longer_bridge_ends_nothing() -> None:
    evidence = found(
        report("Ledger", "The bridge is open.", "2025-03-03"),
        report("Courier", "The bridge, longer than most, is not open.", "2025-04-01"),
    )
    so = told(understand("Is the bridge open?"), evidence)
    assert so.answers == {"S1.1", "S2.1"}
    assert not overtaken(so, evidence)


def test_the_answer_is_the_later_word_and_the_claim_of_the_earlier_says_so() -> None:
    evidence = found(DID_NOT, CLOSED)
    query = understand(QUESTION)
    weighed = weigh(Question(QUESTION, "2025-06-01T12:00:00Z"), query, None, evidence)
    claims = []
    for label in ("S1.1", "S2.1"):
        claim = verify(DraftClaim(evidence.sentences()[label].text.strip(), (label,)), evidence)
        assert isinstance(claim, Claim)
        claims.append(supersede(decide(claim, weighed), weighed, evidence))
    assert [claim.exact for claim in claims] == ["No", "Yes"]
    assert claims[0].superseded_by is not None
    assert (claims[0].superseded_by.how, claims[0].superseded_by.text) == ("updated", claims[1].text)
    assert claims[1].superseded_by is None
    assert come_to(query, claims) == "yes"
