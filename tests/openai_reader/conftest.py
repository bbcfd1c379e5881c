"""The endpoint, mocked on the wire."""

from collections.abc import Iterator

import pytest
import respx

from qa.adapters.openai_reader import retry

from .support import URL


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[respx.Route]:
    """OpenAI's address, and retries that do not wait."""
    monkeypatch.setattr(retry, "FIRST_DELAY_S", 0.001)
    with respx.mock(assert_all_called=False) as router:
        yield router.post(URL)
