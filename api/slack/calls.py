"""Calls of Slack's Web API: put off calls are made again, and what went wrong is told apart.

slack_sdk makes a call again that Slack put off (429), after its Retry-After. It does not make one again after a lost
connection: Slack may have done the work, and a message would stand there twice. Whoever called looks first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from api.slack.limits import RATE_LIMIT_RETRIES

CALL_SECONDS = 30
PAUSES = (0.5, 1.0, 2.0, 4.0)
_PASSING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "rollup_error"}
_TOKEN = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
"""What whoever runs the service can mend: a question waits for that."""


class LaterError(Exception):
    """Slack could not be reached or could not do it now. The work may have been done all the same.

    ``token`` where that is because of the token: somebody has to mend it.
    """

    def __init__(self, why: str, *, token: bool = False) -> None:
        super().__init__(why)
        self.token = token


class RefusedError(Exception):
    """Slack will not do it, today or tomorrow. ``code`` is its word for why."""

    def __init__(self, code: str, needed: str = "") -> None:
        super().__init__(f"{code} ({needed})" if needed else code)
        self.code = code
        self.needed = needed


def web_client(token: str | None, base_url: str, session: aiohttp.ClientSession | None = None) -> AsyncWebClient:
    """A client that waits when Slack says so."""
    return AsyncWebClient(
        token=token,
        base_url=base_url,
        timeout=CALL_SECONDS,
        session=session,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=RATE_LIMIT_RETRIES)],
    )


async def called(call: Awaitable[Any]) -> Any:
    """The response of ``call``. LaterError, RefusedError."""
    try:
        return await call
    except SlackApiError as error:
        raise _told_apart(error) from error
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise LaterError(f"{type(error).__name__}: {error}") from error


async def persisted(call: Callable[[], Awaitable[Any]]) -> Any:
    """The response of a call that may be made again: after each of ``PAUSES`` when Slack could not be reached."""
    for pause in PAUSES:
        try:
            return await called(call())
        except LaterError as error:
            if error.token:
                raise
            await asyncio.sleep(pause)
    return await called(call())


async def tried(call: Awaitable[Any]) -> Any:
    """The response of a call that nothing hangs on (a status, a title), ``None`` when it failed."""
    try:
        return await called(call)
    except (LaterError, RefusedError):
        return None


def _told_apart(error: SlackApiError) -> LaterError | RefusedError:
    response = error.response
    data = getattr(response, "data", None)
    code = data.get("error", "") if isinstance(data, dict) else ""
    status: int | None = getattr(response, "status_code", None) or getattr(response, "status", None)
    if not code or code in _PASSING | _TOKEN or (status or 200) >= 500:
        return LaterError(code or f"status {status}", token=code in _TOKEN)
    return RefusedError(code, str(data.get("needed", "")) if isinstance(data, dict) else "")
