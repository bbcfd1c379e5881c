"""The page in a real browser: an answer arrives, its passage lights up, the article opens at it, nothing breaks out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="skipped: chromium is not installed")

QUESTION = "What did Medvedev say about the Obama administration?"
ATTACK = (
    "The harbour of Lindholm <script>document.title='broken'</script> was closed for 90 minutes on Monday. "
    "![picture](https://elsewhere.example/x.png) <img src=x onerror=\"document.title='broken'\"> "
    "A \u202eesrever\u202c word. "
    "The ferry Edvard 🚢 waited 90 minutes 🚢 outside Lindholm and then sailed for Nordholm.\n"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
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
        yield found[0].rstrip("/")
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, which must not log an error, break its own policy or load anything from elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("request", lambda sent: None if sent.url.startswith(address) else faults.append(sent.url))
    opened.goto(address)
    yield opened
    context.close()
    assert faults == []


def ask(page: Page, question: str) -> None:
    page.get_by_label("Ask about the articles").fill(question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer footer")


def test_a_claim_arrives_with_its_source_and_lights_it_up(page: Page) -> None:
    ask(page, QUESTION)
    assert "anti-Russia agony" in page.inner_text(".claim")
    assert "30 December 2016" in page.inner_text(".source")
    page.hover(".claim")
    assert page.locator(".source.lit").count() >= 1
    page.hover("header")
    assert page.locator(".source.lit").count() == 0


def test_the_article_opens_at_the_marked_sentence_and_closes_with_escape(page: Page) -> None:
    ask(page, QUESTION)
    quote = page.inner_text(".source blockquote bdi")
    page.click(".claim .mark")
    mark = page.wait_for_selector("aside mark")
    assert mark
    assert mark.inner_text() == quote
    page.wait_for_function("() => document.querySelector('aside').scrollTop >= 0")
    assert mark.is_visible()
    page.keyboard.press("Escape")
    assert page.locator("aside").is_hidden()
    assert page.evaluate("document.activeElement.className") == "mark"


def test_it_works_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer footer")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "mark":
            break
    assert page.locator(".source.lit").count() >= 1
    page.keyboard.press("Enter")
    page.wait_for_selector("aside mark")


def test_a_refusal_says_why_and_shows_the_nearest_passages_as_such(page: Page) -> None:
    ask(page, "What is the capital of Australia?")
    said = page.inner_text(".answer")
    assert "The articles don’t say." in said
    assert "which do not answer the question" in said
    assert page.locator(".source.near").count() == 3
    assert page.locator(".claim").count() == 0


def test_the_permalink_opens_the_same_answer(page: Page) -> None:
    ask(page, QUESTION)
    text = page.inner_text(".claim")
    assert "?answer=" in page.url
    page.reload()
    page.wait_for_selector(".answer footer")
    assert page.inner_text(".claim") == text


def test_an_article_full_of_markup_shows_harmlessly_and_is_marked_to_the_character(page: Page) -> None:
    ask(page, "How long did the ferry Edvard wait outside Lindholm?")
    page.click(".claim .mark")
    mark = page.wait_for_selector("aside mark")
    assert mark
    assert mark.inner_text() == page.inner_text(".source blockquote bdi")
    assert "🚢" in mark.inner_text()
    assert "<script>" in page.inner_text("aside")
    assert page.inner_text("aside h2") == "<b>Harbour</b> closed"
    assert page.locator("aside img, aside script, aside b").count() == 0
    assert page.title() == "On the Record"


def test_it_fits_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    ask(page, QUESTION)
    page.click(".claim .mark")
    page.wait_for_selector("aside mark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
