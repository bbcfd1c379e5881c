"""A site, and the fetcher that may reach it."""

from collections.abc import Iterator

import pytest

from qa.adapters.web import Web, WebSettings
from qa.adapters.web.transfer import Limits
from tests.web.server import Site, site


@pytest.fixture
def lindholm() -> Iterator[Site]:
    with site() as running:
        yield running


@pytest.fixture
def web() -> Web:
    limits = Limits(size=1_000_000, seconds=5.0, silence=0.5)
    return Web(WebSettings(agent="ontherecord/test", interval=0.0, allow=("127.0.0.1/32",), limits=limits))
