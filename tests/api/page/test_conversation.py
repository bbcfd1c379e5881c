"""Asking on, coming back, passing on: conversations, permalinks, copies and feedback."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from qa.adapters.sqlite import SqliteStore
from qa.types import Answer, Disagreement, Notice, Rejection, Side, Superseding
from tests.api.page.conftest import Site, Stage, ask, watched
from tests.api.support import QUESTION as BRIDGE
from tests.api.support import TEXT
from tests.newsroom import edition, publish

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

T = TypeVar("T")
QUESTION = "How many Russian diplomats were expelled?"
FOLLOW_UP = "And how many were from San Francisco?"


def permalink(page: Page) -> str:
    address = page.locator(".answer").last.get_by_role("link", name="Permalink").get_attribute("href")
    assert address
    return address


def test_a_follow_up_is_understood_and_the_page_says_how(page: Page) -> None:
    ask(page, QUESTION)
    ask(page, FOLLOW_UP)
    second = page.locator(".answer").nth(1)
    assert second.locator("h2").inner_text() == FOLLOW_UP
    expected = "Understood as: How many Russian diplomats were from San Francisco?"
    assert second.locator(".understood").inner_text() == expected
    assert page.locator(".answer").nth(0).locator(".understood").is_hidden()


def test_a_conversation_is_there_again_after_a_reload_and_goes_on(page: Page) -> None:
    ask(
        page, "How many American diplomats were expelled?"
    )  # with a notice before the claims, and a claim that was turned down
    ask(page, FOLLOW_UP)
    assert page.locator(".notice").count() >= 1
    assert page.locator(".claim .superseded").first.inner_text().startswith("Turned down: ")
    texts = page.locator(".notice, .claim").all_inner_texts()
    assert "?conversation=" in page.url
    page.reload()
    page.locator(".answer footer .meta").nth(1).wait_for()
    assert page.locator(".notice, .claim").all_inner_texts() == texts
    ask(page, "Why?")
    assert page.locator(".understood").last.inner_text().startswith("Understood as: Why")


def test_a_question_can_be_narrowed_to_days_a_publisher_and_what_was_known_then(page: Page) -> None:
    question = "How long were the Russian diplomats given to leave?"
    narrow = page.locator("#narrow")
    assert narrow.locator("summary").inner_text() == "All articles, as known now"
    narrow.locator("summary").click()
    page.get_by_label("As known on").fill("2016-12-29")
    page.get_by_label("Publisher").fill("The Tidewater Ledger (fictional)")
    said = "Only articles by The Tidewater Ledger (fictional), as known on 2016-12-29"
    assert narrow.locator("summary").inner_text() == said
    ask(page, question)
    answer = page.locator(".answer").last
    assert answer.locator(".narrowed").inner_text() == said
    assert "48 hours" in answer.locator(".claim").first.inner_text()  # corrected two days later
    address = page.url
    narrow.locator("summary").click()
    page.get_by_role("button", name="All articles").click()
    assert narrow.locator("summary").inner_text() == "All articles, as known now"
    ask(page, question)
    assert "72 hours" in page.locator(".answer").last.locator(".claim").first.inner_text()
    assert page.locator(".answer").last.locator(".narrowed").count() == 0
    page.goto(address)
    page.locator(".answer footer .meta").nth(1).wait_for()
    assert page.locator(".narrowed").all_inner_texts() == [said]


def test_days_between_which_nothing_lies_give_no_answer(page: Page) -> None:
    page.locator("#narrow summary").click()
    page.get_by_label("From").fill("1990-01-01")
    page.get_by_label("Up to").fill("1990-12-31")
    ask(page, "How many goats were sold in 1990?")
    assert page.locator(".claim").count() == 0
    assert page.locator(".narrowed").inner_text() == "Only articles from 1990-01-01, up to 1990-12-31"


def test_a_new_conversation_remembers_nothing(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("link", name="New conversation").click()
    page.locator("#offer h2").wait_for()
    ask(page, FOLLOW_UP)
    assert page.locator(".answer").count() == 1
    assert page.locator(".understood").is_hidden()


def test_the_permalink_opens_the_same_answer_and_leads_to_its_conversation(page: Page) -> None:
    ask(page, QUESTION)
    ask(page, FOLLOW_UP)
    texts = page.locator(".answer").last.locator(".claim").all_inner_texts()
    page.goto(page.url.split("/?")[0] + permalink(page))
    page.locator(".answer footer .meta").wait_for()
    assert page.locator(".claim").all_inner_texts() == texts
    page.get_by_role("link", name="Open its conversation").click()
    page.locator(".answer footer .meta").nth(1).wait_for()


def test_an_unknown_permalink_says_so(browser: Browser, site: Site) -> None:
    with watched(browser, site.address, forgiven="404") as context:
        page = context.new_page()
        page.goto(f"{site.address}/?answer={'0' * 32}")
        page.get_by_text("There is no answer").wait_for()


def test_a_permalink_tells_of_a_newer_version_and_opens_it(browser: Browser, stage: Stage) -> None:
    with watched(browser, stage.address) as context:
        page = context.new_page()
        page.goto(stage.address)
        ask(page, BRIDGE)
        stage.run(publish(stage.app.store, edition("bridge.txt", f"It rained 🚢. {TEXT}", title="The bridge")))
        page.goto(stage.address + permalink(page))
        page.get_by_text("got a newer version").wait_for()
        assert "still stands in it" in page.inner_text(".changed")
        page.get_by_role("button", name="Read the newer version").click()
        mark = page.wait_for_selector("#article mark.active")
        assert mark
        assert mark.inner_text() == "It cost 40 million crowns."
        assert "It rained" in page.inner_text("#article")
        page.keyboard.press("Escape")
        page.click(".claim .mark")
        page.get_by_text("not the current one").wait_for()
        stage.run(stage.app.store.delete(edition("bridge.txt", TEXT).article.id))
        page.reload()
        page.get_by_text("was taken out").wait_for()


def elsewhere(work: Coroutine[None, None, T]) -> T:
    """What ``work`` returns, run in another thread: Playwright has a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def stored(site: Site, answer_id: str) -> Answer:
    async def found() -> Answer:
        store = SqliteStore(site.store)
        answer = await store.answer(answer_id)
        await store.close()
        assert answer
        return answer

    return elsewhere(found())


def save(site: Site, answer: Answer) -> None:
    async def saved() -> None:
        store = SqliteStore(site.store)
        await store.save(answer)
        await store.close()

    elsewhere(saved())


def test_a_disagreement_stands_side_by_side_and_a_partial_answer_says_what_is_missing(page: Page, site: Site) -> None:
    ask(page, "How long were the Russian diplomats given to leave?")
    answer = stored(site, permalink(page).split("=")[1])
    cited = answer.claims[0].citations
    other = replace(cited[0], start=0, end=20, quote="Another sentence of it", publisher="The Other Paper")
    sides = (Side("They had 72 hours.", cited, "72 hours"), Side("They had 48 hours.", (other,), "48 hours"))
    disputed = replace(
        answer,
        id="d" * 32,
        status="partial",
        reason="claims_rejected",
        disagreements=(Disagreement("how long they had to leave", sides),),
        claims=(replace(answer.claims[0], superseded_by=Superseding("updated", "It is 96 now.", (other,))),),
        notices=(Notice("corrected", "48 hours was later given as 72 hours.", cited),),
        rejected=(Rejection("They had 12 hours.", "number_not_in_source"),),
    )
    save(site, disputed)
    page.goto(f"{site.address}/?answer={'d' * 32}")
    page.locator(".side").nth(1).wait_for()
    first, second = (page.locator(".side").nth(n).bounding_box() for n in range(2))
    assert first
    assert second
    assert abs(first["y"] - second["y"]) < 2
    assert second["x"] > first["x"] + first["width"] / 2
    assert "The articles differ: how long they had to leave" in page.inner_text(".disagreement")
    assert "The Other Paper" in page.locator(".side").nth(1).inner_text()
    page.locator(".side").nth(1).hover()
    assert page.inner_text(".quote.lit blockquote bdi") == "Another sentence of it"
    assert page.locator(".side .value").all_inner_texts() == ["72 hours", "48 hours"]
    assert page.inner_text(".notice").startswith("48 hours was later given as 72 hours.")
    assert page.inner_text(".claim .superseded").startswith("Updated later: It is 96 now. ")
    page.locator(".claim .superseded .mark").wait_for()
    page.hover(".notice")
    assert page.locator(".quote.lit").count() == len(cited)
    assert "1 statement left out (a number that its source doesn’t have)" in page.inner_text(".answer")
    assert "12 hours" not in page.inner_text("main")


def test_an_answer_is_copied_with_its_citations(browser: Browser, site: Site) -> None:
    with watched(browser, site.address, permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(site.address)
        ask(page, "What did Medvedev say about the Obama administration?")
        page.get_by_role("button", name="Copy with citations").click()
        page.get_by_text("Copied.").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        quote = page.inner_text(".quote blockquote bdi")
        assert f"“{quote}”" in copied
        assert "[1] " in copied
        assert "30 December 2016" in copied
        assert copied.rstrip().endswith(permalink(page))


def opinions(site: Site, answer_id: str) -> list[dict[str, object]]:
    with urllib.request.urlopen(f"{site.address}/v1/feedback?answer_id={answer_id}") as response:
        listed: list[dict[str, object]] = json.load(response)["feedback"]
    return listed


def test_feedback_is_kept_once_per_browser_and_says_which_claim_is_wrong(page: Page, site: Site) -> None:
    ask(page, QUESTION)
    answer_id = permalink(page).split("=")[1]
    page.get_by_role("button", name="Helpful").click()
    page.get_by_text("Thank you.").wait_for()
    page.get_by_role("button", name="Something is wrong").click()
    page.get_by_label("What is wrong?").fill("That was the ministry.")
    page.get_by_label("Which part").select_option("0")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("kept with the answer").wait_for()
    given = [(entry["verdict"], entry["claim"], entry["reason"]) for entry in opinions(site, answer_id)]
    assert given == [("down", None, None), ("down", 0, "That was the ministry.")]
    pressed = page.get_by_role("button", name="Something is wrong").get_attribute("aria-pressed")
    assert pressed == "true"
