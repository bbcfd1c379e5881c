"""Whether the endpoint is there is found out without asking the model anything."""

import httpx
import pytest
import respx

from qa.adapters.openai_reader import OpenAIReader
from qa.errors import QAError, ReaderAuthError, ReaderTimeoutError, ReaderUnavailableError
from qa.operating import Checked

from .support import KEY, reader

MODELS = "https://api.openai.com/v1/models"


@pytest.mark.parametrize("status", [200, 404, 405])
@respx.mock
async def test_an_endpoint_that_answers_is_there(status: int) -> None:
    asked = respx.get(MODELS).mock(return_value=httpx.Response(status))
    assert str(status) in await reader().check()
    assert asked.calls.last.request.headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (httpx.Response(401), ReaderAuthError),
        (httpx.Response(503), ReaderUnavailableError),
        (httpx.ConnectError("refused"), ReaderUnavailableError),
        (httpx.ReadTimeout("late"), ReaderTimeoutError),
    ],
)
@respx.mock
async def test_one_that_does_not_work_is_a_typed_error_without_the_key(
    fault: httpx.Response | Exception, expected: type[QAError]
) -> None:
    respx.get(MODELS).mock(side_effect=[fault])
    with pytest.raises(expected) as caught:
        await reader().check()
    assert KEY not in str(caught.value)


@respx.mock
async def test_a_server_of_ones_own_is_asked_at_its_address() -> None:
    asked = respx.get("http://127.0.0.1:8080/v1/models").mock(return_value=httpx.Response(200))
    await reader(base_url="http://127.0.0.1:8080/v1/", api_key=None).check()
    assert asked.called


def test_the_reader_says_that_it_can_be_checked() -> None:
    assert isinstance(reader(), Checked)
    assert issubclass(OpenAIReader, Checked)
