"""The answer on the terminal."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from qa.cli.render import render_answer
from qa.types import Answer, Citation, Claim, Filters, Notice, Period, Superseding, Support

if TYPE_CHECKING:
    import pytest

    from qa.app import App

CITE = Citation("a" * 16, "v", (1,), "body", 0, 8, "It was 35.", title="A", origin="Reuters")


def test_a_claim_that_was_superseded_says_so_below_it_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    newer = replace(CITE, article_id="b" * 16, quote="It rose to 36.", title="B")
    later = Superseding("updated", "It rose to 36.", (newer,), "36")
    claim = Claim("It was 35.", 1, Support("supported"), (CITE,), superseded_by=later)
    answer = Answer("q", "How many?", "2017-01-02T12:00:00Z", "answered", "", "r", "i", Filters(), claims=(claim,))
    asyncio.run(render_answer(answer, cast("App", None)))
    printed = " ".join(capsys.readouterr().out.split())
    assert "It was 35. [1] (only one source found reports this) Updated later: It rose to 36. [2]" in printed
    assert "[2] “It rose to 36.” (sentence 1)" in printed


def test_a_refusal_says_what_is_known_of_the_time_asked_about_with_its_source(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Filled:
        async def is_empty(self) -> bool:
            return False

    answer = Answer("q", "How many?", "2017-01-02T12:00:00Z", "insufficient_evidence", "", "r", "i", Filters())
    notice = Notice("dated_event", "“the vote”: an article here puts it on 2016-11-08.", (CITE,))
    answer = replace(answer, period=Period("since the vote", "2016-11-08"), notices=(notice,))
    asyncio.run(render_answer(answer, cast("App", Filled())))
    printed = " ".join(capsys.readouterr().out.split())
    assert "Note: “the vote”: an article here puts it on 2016-11-08. [1]" in printed
    assert "[1] “It was 35.” (sentence 1)" in printed
    assert "“since the vote” is 2016-11-08 or later." in printed


def test_a_yes_and_a_no_stand_before_their_claims_and_a_dispute_above_them(capsys: pytest.CaptureFixture[str]) -> None:
    claims = tuple(
        Claim(text, 1, Support("supported"), (CITE,), word) for text, word in (("He came.", "Yes"), ("", "No"))
    )
    answer = Answer("q", "Did he?", "2017-01-02T12:00:00Z", "answered", "", "r", "i", Filters(), claims=claims)
    asyncio.run(render_answer(replace(answer, yes_no="disputed"), cast("App", None)))
    printed = " ".join(capsys.readouterr().out.split())
    assert printed.startswith("The articles say both. Yes. He came. [1]")
    assert " No. " in printed
    asyncio.run(render_answer(replace(answer, claims=claims[:1], yes_no="yes"), cast("App", None)))
    assert " ".join(capsys.readouterr().out.split()).startswith("Yes. He came. [1]")


def test_all_that_is_named_is_listed_once_with_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    other = replace(CITE, article_id="b" * 16, quote="Norway sent tents.", title="B")
    first = Claim("Norway and Iceland sent help.", 1, Support("supported"), (CITE,), items=("Norway", "Iceland"))
    second = Claim("Norway sent tents.", 1, Support("supported"), (other,), items=("Norway",))
    answer = Answer("q", "Who?", "2017-01-02T12:00:00Z", "answered", "", "r", "i", Filters(), claims=(first, second))
    asyncio.run(render_answer(answer, cast("App", None)))
    assert "Named: Norway [1][2], Iceland [1]" in " ".join(capsys.readouterr().out.split())
