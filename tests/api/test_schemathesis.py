"""schemathesis against a live server: whatever the document allows is answered as the document says, and whatever it
forbids is refused."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import create_app
from tests.api.support import StubReader, installation, served


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server in a thread of its own: schemathesis blocks the one it is called from."""
    addresses: list[str] = []
    started = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        app = await installation(tmp_path, StubReader())
        async with served(create_app(app)) as http:
            addresses.append(str(http.base_url))
            started.set()
            await stop.wait()
        await app.close()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert started.wait(30)
    yield addresses[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join(30)
    loop.close()


def test_schemathesis_finds_nothing(address: str, tmp_path: Path) -> None:
    config = str(Path(__file__).with_name("schemathesis.toml"))
    run = [sys.executable, "-m", "schemathesis.cli", "--config-file", config, "run", f"{address}/openapi.json"]
    bounds = ["--max-examples", "3", "--seed", "20161230", "--phases", "coverage,fuzzing", "--no-color"]
    environment = os.environ | {
        "HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path),
        "SCHEMATHESIS_HOOKS": "tests.api.schemathesis_hooks",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    done = subprocess.run([*run, *bounds], capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stdout
