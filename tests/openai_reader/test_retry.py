"""Failures that may pass are tried again, in this one place; the others are not."""

import asyncio
import time
from email.utils import formatdate

import httpx
import openai
import pytest

from qa.adapters.openai_reader import retry

from .support import URL

REQUEST = httpx.Request("POST", URL)


def failure(status: int, code: str | None = None, **headers: str) -> openai.APIStatusError:
    response = httpx.Response(status, headers=headers, request=REQUEST)
    return openai.APIStatusError("x", response=response, body={"code": code})


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 529])
def test_a_passing_failure_is_waited_out_longer_each_time(status: int) -> None:
    delays = [retry.delay(failure(status), turn) for turn in range(6)]
    bounds = [(0.25, 0.5), (0.5, 1), (1, 2), (2, 4), (4, 8), (4, 8)]
    assert all(low <= (wait or 0) <= high for wait, (low, high) in zip(delays, bounds, strict=True))


def test_two_callers_do_not_wait_the_same_time() -> None:
    assert len({retry.delay(failure(500), 0) for _ in range(20)}) > 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 501])
def test_a_lasting_failure_is_not_tried_again(status: int) -> None:
    assert retry.delay(failure(status), 0) is None


def test_a_used_up_quota_is_not_tried_again() -> None:
    assert retry.delay(failure(429, "insufficient_quota"), 0) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "9", "retry-after-ms": "1500"}, 1.5),
    ],
)
def test_the_server_says_how_long_to_wait(headers: dict[str, str], seconds: float) -> None:
    wait = retry.delay(failure(429, **headers), 0)
    assert wait is not None
    assert seconds - 1.5 <= wait <= seconds * 1.1


def test_the_server_may_give_a_date() -> None:
    wait = retry.delay(failure(429, **{"retry-after": formatdate(time.time() + 20, usegmt=True)}), 0)
    assert wait is not None
    assert 15 <= wait <= 22


def test_a_server_that_asks_for_minutes_is_not_waited_for() -> None:
    assert retry.delay(failure(429, **{"retry-after": "300"}), 0) is None


@pytest.mark.parametrize("asked", ["soon", "-3", "nan", "", "Wed, 99 Foo"])
def test_a_wait_that_makes_no_sense_is_ignored(asked: str) -> None:
    wait = retry.delay(failure(429, **{"retry-after": asked}), 0)
    assert wait is not None
    assert 0.25 <= wait <= 0.5


async def test_no_attempt_is_begun_that_the_deadline_forbids() -> None:
    calls = 0

    async def fails() -> None:
        nonlocal calls
        calls += 1
        raise failure(500)

    with pytest.raises(openai.APIStatusError):
        await retry.patiently(fails, asyncio.get_running_loop().time() + 0.1)
    assert calls == 1


async def test_four_attempts_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_DELAY_S", 0.001)
    calls = 0

    async def fails() -> None:
        nonlocal calls
        calls += 1
        raise openai.APIConnectionError(request=REQUEST)

    with pytest.raises(openai.APIConnectionError):
        await retry.patiently(fails, asyncio.get_running_loop().time() + 60)
    assert calls == 4
