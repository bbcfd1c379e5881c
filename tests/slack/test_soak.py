"""Two processes on one store, one of them killed in the middle of its work: every question is answered once."""

from __future__ import annotations

import sys

import pytest

from tests.slack.soak import POINTS, soak


@pytest.mark.parametrize("point", ["accept:after", "chat.startStream:after", "chat.postMessage:after"])
async def test_a_killed_process_neither_loses_nor_doubles(point: str) -> None:
    tally = await soak(60, point)
    assert (tally.killed, tally.lost, tally.twice) == (True, [], [])
    assert tally.slowest_ms < 3000, "Slack waits three seconds"


@pytest.mark.torture
@pytest.mark.parametrize("point", POINTS)
async def test_a_thousand_events(point: str) -> None:
    tally = await soak(1000, point)
    sys.stdout.write(f"\n{tally.line()}\n")
    assert (tally.killed, tally.lost, tally.twice) == (True, [], [])
