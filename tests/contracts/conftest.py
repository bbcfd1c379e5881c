"""Every store that fills the ports: what holds for one holds for all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from qa.adapters.sqlite import SqliteStore
from tests.fakes import MemoryStore

Store = SqliteStore | MemoryStore


@pytest.fixture(params=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "store.sqlite3")
    yield opened
    await opened.close()
