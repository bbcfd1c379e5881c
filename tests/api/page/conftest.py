"""The page in a real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.app import create_app
from qa.app import App
from tests.api.support import StubReader, installation, served

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parent.parent.parent.parent
CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ATTACK = (
    "The harbour of Lindholm <script>document.title='broken'</script> was closed for 90 minutes on Monday. "
    "![picture](https://elsewhere.example/x.png) <img src=x onerror=\"document.title='broken'\"> "
    "A \u202eesrever\u202c word. "
    "The ferry Edvard 🚢 waited 90 minutes 🚢 outside Lindholm and then sailed for Nordholm.\n"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if CHROMIUM is None and here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="chromium is not installed"))


@dataclass(frozen=True)
class Site:
    """A served installation: where it is, and where its store lies."""

    address: str
    store: Path


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with the demonstration articles and one that is up to no good."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "attack.txt").write_text(ATTACK, encoding="utf-8")
    (folder / "attack.txt.yaml").write_text("title: <b>Harbour</b> closed\nurl: https://lindholm.example/1\n")
    environment = os.environ | {"QA_DATA_DIR": str(folder / "data")}
    command = [sys.executable, "-m", "qa.cli"]
    for path in (ROOT / "seeds", folder / "attack.txt"):
        subprocess.run([*command, "ingest", str(path)], env=environment, check=True, capture_output=True, timeout=120)
    with subprocess.Popen(
        [*command, "serve", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout
        line = server.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line
        yield Site(found[0].rstrip("/"), folder / "data" / "store.sqlite3")
        server.terminate()
        server.wait(30)


@dataclass(frozen=True)
class Stage:
    """A small installation served in a thread: the reader says what the test tells it to, when it is told to."""

    address: str
    reader: StubReader
    run: Callable[..., object]
    """Runs a coroutine on the server's loop and gives what it returns."""
    app: App


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    reader = StubReader()
    started = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    made: list[Stage] = []

    def run(work: object) -> object:
        return asyncio.run_coroutine_threadsafe(work, loop).result(30)  # type: ignore[arg-type]  # a coroutine

    async def serve() -> None:
        app = await installation(tmp_path, reader)
        async with served(create_app(app)) as http:
            made.append(Stage(str(http.base_url), reader, run, app))
            started.set()
            await stop.wait()
        await app.close()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert started.wait(30)
    yield made[0]
    reader.gate.set()
    loop.call_soon_threadsafe(stop.set)
    thread.join(30)
    loop.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@contextmanager
def watched(browser: Browser, address: str, *, forgiven: str = "", **looks: object) -> Iterator[BrowserContext]:
    """A browser window in which nothing may log an error, break the page's own policy or load from elsewhere."""
    viewport = {"width": 1280, "height": 900}
    context = browser.new_context(**{"viewport": viewport, "reduced_motion": "reduce", **looks})  # type: ignore[arg-type]
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    context.on("request", lambda sent: None if sent.url.startswith(address) else faults.append(sent.url))
    yield context
    context.close()
    assert [fault for fault in faults if not forgiven or forgiven not in fault] == []


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    with watched(browser, site.address) as context:
        opened = context.new_page()
        opened.goto(site.address)
        yield opened


def ask(page: Page, question: str) -> None:
    """Asks and waits for the whole answer."""
    before = page.locator(".answer footer .meta").count()
    page.get_by_label("Ask about the articles").fill(question)
    page.keyboard.press("Enter")
    page.locator(".answer footer .meta").nth(before).wait_for()
