"""What an endpoint refuses comes out as a typed error, after as many attempts as make sense, without the key."""

import logging
import traceback

import httpx
import pytest
import respx

from qa.errors import (
    ReaderAuthError,
    ReaderError,
    ReaderRateLimitError,
    ReaderRequestError,
    ReaderTimeoutError,
    ReaderUnavailableError,
)

from .support import FIRST, KEY, SECOND, error, read, reader, stream

# What the endpoint refuses.


@pytest.mark.parametrize(
    ("shape", "expected", "attempts"),
    [
        ("error_401_key.json", ReaderAuthError, 1),
        ("error_403_region.json", ReaderAuthError, 1),
        ("error_404_model.json", ReaderRequestError, 1),
        ("error_400_context.json", ReaderRequestError, 1),
        ("error_429_rate.json", ReaderRateLimitError, 4),
        ("error_429_quota.json", ReaderRateLimitError, 1),
        ("error_500_server.json", ReaderUnavailableError, 4),
    ],
)
async def test_a_refused_request_is_a_typed_error_after_as_many_attempts_as_make_sense(
    endpoint: respx.Route, shape: str, expected: type[ReaderError], attempts: int
) -> None:
    endpoint.mock(return_value=error(shape))
    with pytest.raises(expected) as caught:
        await read(reader())
    assert type(caught.value) is expected
    assert caught.value.next_step
    assert endpoint.call_count == attempts


async def test_an_unknown_model_is_named(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=error("error_404_model.json"))
    with pytest.raises(ReaderRequestError, match="does not know the model 'gpt-9'"):
        await read(reader(model="gpt-9"))


@pytest.mark.parametrize(
    ("failure", "expected"),
    [(httpx.ConnectError("refused"), ReaderUnavailableError), (httpx.ReadTimeout("slow"), ReaderTimeoutError)],
)
async def test_an_endpoint_that_is_not_there_is_a_typed_error(
    endpoint: respx.Route, failure: Exception, expected: type[ReaderError]
) -> None:
    endpoint.mock(side_effect=failure)
    with pytest.raises(expected):
        await read(reader())
    assert endpoint.call_count == 4


async def test_a_passing_failure_is_not_noticed(endpoint: respx.Route) -> None:
    failures: list[httpx.Response | Exception] = [error("error_429_rate.json"), httpx.ConnectError("refused")]
    endpoint.mock(side_effect=[*failures, stream("stream_schema.txt")])
    claims, report = await read(reader())
    assert (claims, report.complete) == ([FIRST, SECOND], True)


async def test_the_server_says_how_long_to_wait_and_the_deadline_wins(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=error("error_429_rate.json", **{"retry-after": "25"}))
    with pytest.raises(ReaderRateLimitError):
        await read(reader(timeout_s=20.0))
    assert endpoint.call_count == 1


async def test_a_redirect_is_not_followed(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=httpx.Response(307, headers={"location": "https://elsewhere.example/v1"}))
    with pytest.raises(ReaderRequestError, match="OPENAI_BASE_URL"):
        await read(reader())
    assert endpoint.call_count == 1


# The key.


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 429, 500, 307])
async def test_the_key_stands_in_no_error_and_no_log(
    endpoint: respx.Route, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    endpoint.mock(
        return_value=httpx.Response(status, json={"error": {"message": f"your key {KEY} is bad", "code": KEY}})
    )
    asked = reader()
    with pytest.raises(ReaderError) as caught:
        await read(asked)
    told = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(asked) + str(caught.value)
    assert KEY not in told


async def test_a_key_that_cannot_be_a_header_is_refused_without_being_shown(endpoint: respx.Route) -> None:
    with pytest.raises(ReaderAuthError) as caught:
        await read(reader(api_key="sk-“quoted”\n"))
    assert "quoted" not in str(caught.value)
    assert not endpoint.called


def test_settings_do_not_show_the_key() -> None:
    assert KEY not in repr(reader()._settings)
