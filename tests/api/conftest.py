"""One served installation for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.limits import Limits
from qa.app import App
from tests.api.support import StubReader, client, installation


@pytest.fixture
def reader() -> StubReader:
    return StubReader()


@pytest.fixture
async def app(tmp_path: Path, reader: StubReader) -> AsyncIterator[App]:
    made = await installation(tmp_path, reader)
    yield made
    await made.close()


@pytest.fixture
def limits() -> Limits:
    return Limits(grace_seconds=0.3, heartbeat_seconds=0.1, answer_seconds=20, kept_seconds=0.5)


@pytest.fixture
def web(app: App, limits: Limits) -> FastAPI:
    return create_app(app, limits=limits)


@pytest.fixture
async def http(web: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with client(web) as opened:
        yield opened
