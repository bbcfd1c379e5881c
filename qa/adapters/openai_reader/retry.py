"""The one layer that retries (the SDK's own is off): 429, 5xx and connection errors, with backoff and jitter."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime
from typing import TypeVar

import openai

RETRIES = 3
FIRST_DELAY_S = 0.5
LONGEST_DELAY_S = 8.0
LONGEST_RETRY_AFTER_S = 30.0  # a server that asks for more is not waited for

T = TypeVar("T")


async def patiently(attempt: Callable[[], Awaitable[T]], deadline: float) -> T:
    """What ``attempt`` gives, tried again where that may help and ``deadline`` (loop time) leaves room for it.

    Raises the last error. Full jitter below the exponential bound, after Brooker, "Exponential Backoff And Jitter"
    (AWS Architecture Blog, 2015), but never less than half of it, so that four attempts span some seconds.
    """
    for turn in range(RETRIES):
        try:
            return await attempt()
        except openai.APIError as error:
            wait = delay(error, turn)
            if wait is None or asyncio.get_running_loop().time() + wait >= deadline:
                raise
        await asyncio.sleep(wait)
    return await attempt()


def delay(error: openai.APIError, turn: int) -> float | None:
    """Seconds to wait after the failure number ``turn`` (from 0); ``None`` when another attempt is of no use."""
    if not isinstance(error, openai.APIConnectionError):
        if not isinstance(error, openai.APIStatusError):
            return None
        status = error.status_code
        if error.code == "insufficient_quota" or status == 501 or (status < 500 and status not in (408, 409, 429)):
            return None
        asked = _retry_after(error)
        if asked is not None:
            return asked * random.uniform(1, 1.1) if asked <= LONGEST_RETRY_AFTER_S else None  # noqa: S311 - no secret
    bound = min(FIRST_DELAY_S * 2.0**turn, LONGEST_DELAY_S)
    return bound * random.uniform(0.5, 1)  # noqa: S311 - no secret


def _retry_after(error: openai.APIStatusError) -> float | None:
    """Seconds, from ``retry-after-ms`` or ``Retry-After`` (seconds or an HTTP date)."""
    headers = error.response.headers
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds: float = float(headers[name]) * unit
        except (KeyError, ValueError):
            continue
        return seconds if seconds >= 0 else None
    try:
        return max(0.0, parsedate_to_datetime(headers["retry-after"]).timestamp() - time.time())
    except (KeyError, ValueError):
        return None
