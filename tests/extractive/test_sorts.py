"""Of the things that an answer names those of the sort that is asked for."""

from __future__ import annotations

import pytest

from qa.extractive import pool
from qa.extractive.sorts import of_sort
from qa.question import understand
from qa.types import DraftClaim
from tests.sources import found, report

RAID = "The raid hit the Tax Office, on banker Ivo Lund and two firms: Marn Oil and Trask."
SENT = "Chile, the Red Cross and the city of Turin sent tents."


def sorted_out(question: str, text: str, *items: str, beside: str = "") -> tuple[tuple[str, ...], str | None]:
    evidence = found(report("Ledger", f"{text} {beside}"))
    exact = text[text.index(items[0]) : text.index(items[-1]) + len(items[-1])]
    [claim] = of_sort(understand(question), [DraftClaim(text, ("S1.1",), exact, items)], pool(evidence))
    return claim.items, claim.exact


@pytest.mark.parametrize(
    ("question", "text", "items", "kept", "exact"),
    [
        (
            "Which firms did the raid hit?",
            RAID,
            ("Tax Office", "banker Ivo Lund", "two firms: Marn Oil", "Trask"),
            ("Marn Oil", "Trask"),
            "Marn Oil and Trask",
        ),
        ("Which countries sent tents?", SENT, ("Chile", "Red Cross", "city of Turin"), (), "Chile"),
        ("Which organisations sent tents?", SENT, ("Chile", "Red Cross", "city of Turin"), (), "Red Cross"),
        (
            "Which parties voted for it?",
            "The Greens, Mayor Ada Holm and the Liberals voted for it.",
            ("Greens", "Mayor Ada Holm", "Liberals"),
            ("Greens", "Liberals"),
            None,
        ),
        (
            "Who sent tents?",
            SENT,
            ("Chile", "Red Cross", "city of Turin"),
            ("Chile", "Red Cross", "city of Turin"),
            ...,
        ),
        (
            "Which countries signed?",
            "New Zealand, Fiji and Saudi Arabia signed.",
            ("New Zealand", "Fiji", "Saudi Arabia"),
            ("New Zealand", "Fiji", "Saudi Arabia"),
            ...,
        ),
        (
            "Which cities are dear?",
            "Singapore, Norway and Osaka are dear.",
            ("Singapore", "Norway", "Osaka"),
            ("Singapore", "Osaka"),
            None,
        ),
        (
            "Which teams lost?",
            "Brazil and Leicester City lost.",
            ("Brazil", "Leicester City"),
            ("Brazil", "Leicester City"),
            ...,
        ),
        (
            "Which companies were fined?",
            "Air France, Mayor Homes, Police Systems and City Gas were fined.",
            ("Air France", "Mayor Homes", "Police Systems", "City Gas"),
            ("Air France", "Mayor Homes", "Police Systems", "City Gas"),
            ...,
        ),
        (
            "Which presidents came?",
            "The president of Ghana, the King of Sweden and the town of Turin came.",
            ("president of Ghana", "King of Sweden", "town of Turin"),
            ("president of Ghana", "King of Sweden"),
            ...,
        ),
        ("Which items were sent?", "It sent tents and pumps.", ("tents", "pumps"), ("tents", "pumps"), ...),
    ],
)
def test_items_of_another_sort_are_left_out(
    question: str, text: str, items: tuple[str, ...], kept: tuple[str, ...], exact: object
) -> None:
    named, words = sorted_out(question, text, *items)
    assert named == kept
    assert exact is ... or words == exact


def test_the_evidence_tells_the_sort_of_a_bare_name() -> None:
    text = "Sarn and Ostra objected to the sale."
    assert sorted_out("Which airlines objected?", text, "Sarn", "Ostra") == (("Sarn", "Ostra"), "Sarn and Ostra")
    beside = "Ostra, a small town, lives on flights."
    assert sorted_out("Which airlines objected?", text, "Sarn", "Ostra", beside=beside) == ((), "Sarn")


def test_a_claim_that_names_another_sort_goes_where_one_fits() -> None:
    evidence = pool(found(report("Ledger", "The city of Turin sent tents. Chile sent pumps.")))
    town, land = (
        DraftClaim("The city of Turin sent tents.", ("S1.1",), "city of Turin"),
        DraftClaim("Chile sent pumps.", ("S1.2",), "Chile"),
    )
    query = understand("Which countries sent something?")
    assert of_sort(query, [town, land], evidence) == (land,)
    assert of_sort(query, [town], evidence) == (town,)
