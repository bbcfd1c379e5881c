"""The page for everybody: narrow and dark screens, screen readers, an empty store, a service that needs a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types

from qa import keys
from tests.api.page.conftest import Site, Stage, ask, watched
from tests.api.support import QUESTION as BRIDGE
from tests.api.support import TEXT
from tests.newsroom import edition, publish

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUESTION = "What did Medvedev say about the Obama administration?"


def flaws(page: Page) -> list[str]:
    """What axe-core finds wrong for people who use a screen reader, a keyboard, or see little."""
    found = Axe().run(page).response["violations"]
    return [
        f"{flaw['id']}: {node['html'][:120]} ({node['failureSummary']})" for flaw in found for node in flaw["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_stands_in_the_way_of_people_who_see_little_or_nothing(
    browser: Browser, site: Site, scheme: str, width: int
) -> None:
    with watched(browser, site.address, color_scheme=scheme, viewport={"width": width, "height": 780}) as context:
        page = context.new_page()
        page.goto(site.address)
        page.locator("#offer h2").wait_for()
        seen = {"start": flaws(page)}
        page.locator("#narrow summary").click()
        page.get_by_label("Publisher").fill("The Tidewater Ledger (fictional)")
        seen["narrow"] = flaws(page)
        page.get_by_role("button", name="All articles").click()
        page.locator("#narrow summary").click()
        ask(page, QUESTION)
        page.hover(".claim")
        seen["answer"] = flaws(page)
        ask(page, "What is the capital of Australia?")
        page.locator(".near").nth(2).wait_for()
        page.get_by_role("button", name="Something is wrong").last.click()
        page.get_by_label("What is wrong?").wait_for()
        seen["refusal"] = flaws(page)
        page.locator(".claim .mark").first.click()
        page.wait_for_selector("#article mark.active")
        seen["article"] = flaws(page)
        assert seen == {"start": [], "narrow": [], "answer": [], "refusal": [], "article": []}
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_article_covers_a_phone_and_keeps_the_keyboard_inside(browser: Browser, site: Site) -> None:
    with watched(browser, site.address, viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        page.goto(site.address)
        ask(page, QUESTION)
        page.click(".claim .mark")
        page.wait_for_selector("#article mark.active")
        assert page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
        for _ in range(6):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.closest('#article, body').tagName") in {"SECTION", "BODY"}
            assert page.evaluate("document.querySelector('main #ask').contains(document.activeElement)") is False
        page.get_by_role("button", name="Close the article").click()
        assert page.locator("#article").is_hidden()
        ask(page, "What is the capital of Australia?")


def test_claims_and_progress_are_announced(page: Page) -> None:
    ask(page, QUESTION)
    assert page.get_by_role("status").first.inner_text().startswith("Answered: ")
    assert page.get_by_role("list", name="Claims").get_attribute("aria-live") == "polite"
    assert page.get_by_role("region", name="Sources for: What did Medvedev").count() == 1
    label = page.locator(".mark").first.get_attribute("aria-label")
    assert label
    assert label.startswith("Source 1: ")


def test_an_article_without_a_title_is_named_after_where_it_comes_from(browser: Browser, stage: Stage) -> None:
    stage.run(publish(stage.app.store, edition("ferry.txt", "The ferry was late.")))
    with watched(browser, stage.address) as context:
        page = context.new_page()
        page.goto(stage.address)
        page.get_by_role("button", name="ferry.txt").click()
        assert page.locator("#article-title").inner_text() == "ferry.txt"


def test_an_empty_store_tells_what_to_do(browser: Browser, stage: Stage) -> None:
    stage.run(stage.app.store.delete(edition("bridge.txt", TEXT).article.id))
    with watched(browser, stage.address) as context:
        page = context.new_page()
        page.goto(stage.address)
        page.get_by_text("There are no articles yet").wait_for()
        assert "qa ingest" in page.inner_text("#offer")
        assert "qa serve --demo" in page.inner_text("#offer")


def test_a_service_that_needs_a_key_asks_for_it_and_goes_on(browser: Browser, stage: Stage) -> None:
    secret, key = keys.mint("page", ("ask",), "2017-01-02T12:00:00Z")
    stage.run(stage.app.operations.keys.add_key(key))
    with watched(browser, stage.address, forgiven="401") as context:
        page = context.new_page()
        page.goto(stage.address)
        page.get_by_label("Key", exact=True).fill("otr_wrong")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="This service needs a key").wait_for()
        page.get_by_label("Key", exact=True).fill(secret)
        page.keyboard.press("Enter")
        page.locator("#offer h2").wait_for()
        ask(page, BRIDGE)
        assert page.locator(".claim").count() == 1


def test_a_service_that_is_gone_is_told_and_the_question_can_be_asked_again(browser: Browser, stage: Stage) -> None:
    with watched(browser, stage.address, forgiven="ERR_FAILED") as context:
        page = context.new_page()
        page.goto(stage.address)
        page.route("**/v1/ask", lambda route: route.abort())
        page.fill("#question", BRIDGE)
        page.keyboard.press("Enter")
        page.get_by_role("alert").wait_for()
        assert "cannot be reached" in page.inner_text(".alert")
        page.unroute("**/v1/ask")
        page.get_by_role("button", name="Ask again").click()
        page.locator(".claim").wait_for()
