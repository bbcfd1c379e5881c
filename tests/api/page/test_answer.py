"""An answer on the page: it arrives, its passages light up, the article opens at them, nothing breaks out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.types import DraftClaim, Evidence, ReadReport
from tests.api.page.conftest import Site, Stage, ask, watched
from tests.api.support import QUESTION as BRIDGE
from tests.api.support import TEXT, label
from tests.newsroom import edition, publish

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUESTION = "What did Medvedev say about the Obama administration?"


def test_a_claim_arrives_with_its_source_and_lights_it_up(page: Page) -> None:
    ask(page, QUESTION)
    assert "anti-Russia agony" in page.inner_text(".claim")
    assert "30 December 2016" in page.inner_text(".source")
    assert "version" in page.inner_text(".source")
    page.hover(".claim")
    assert page.locator(".quote.lit").count() >= 1
    page.hover("header")
    assert page.locator(".quote.lit").count() == 0


def test_claims_arrive_one_by_one_while_the_rest_is_still_read(browser: Browser, stage: Stage) -> None:
    def script(evidence: Evidence) -> list[DraftClaim | ReadReport]:
        opened = DraftClaim("The mayor opened the bridge on Monday.", (label(evidence, "mayor"),))
        return [DraftClaim("It cost 40 million crowns.", (label(evidence, "40 million"),)), opened, ReadReport()]

    stage.reader.script = script
    stage.reader.gate.clear()
    with watched(browser, stage.address) as context:
        page = context.new_page()
        page.goto(stage.address)
        page.fill("#question", BRIDGE)
        page.keyboard.press("Enter")
        page.get_by_text("Reading 2 passages of 1 article").first.wait_for()
        assert page.inner_text("#send") == "Stop"
        stage.reader.step()
        page.locator(".claim").wait_for()
        assert page.locator(".answer.busy").count() == 1
        assert page.locator(".claim").count() == 1
        stage.reader.gate.set()
        page.locator(".answer footer .meta").wait_for()
        assert page.locator(".claim").count() == 2
        assert page.inner_text("#progress") == "Answered: 2 claims from 1 article."
        assert page.inner_text("#send") == "Ask"


def test_a_yes_and_the_several_things_named_are_shown(browser: Browser, stage: Stage) -> None:
    def script(evidence: Evidence) -> list[DraftClaim | ReadReport]:
        text = "It cost 40 million crowns."
        said = DraftClaim(text, (label(evidence, "40 million"),), "Yes", ("40 million", "crowns"))
        return [said, ReadReport()]

    stage.reader.script = script
    with watched(browser, stage.address) as context:
        page = context.new_page()
        page.goto(stage.address)
        ask(page, "Did the bridge cost 40 million crowns?")
        assert page.inner_text(".claim .decides").strip() == "Yes."
        assert page.locator(".items li").all_inner_texts() == ["40 million 1", "crowns 1"]
        assert page.locator(".word").is_hidden()


def test_small_talk_gets_what_may_be_asked_and_no_passages(page: Page) -> None:
    ask(page, "What can you do?")
    assert page.inner_text(".refusal").startswith("Ask about what the articles report")
    assert page.locator(".near").count() == 0
    assert page.inner_text("#progress").startswith("Ask about")


def test_a_claim_that_is_said_again_ends_with_all_its_sources(browser: Browser, stage: Stage) -> None:
    same = f"The council wrote: {TEXT.split('.')[1].strip()}."
    stage.run(publish(stage.app.store, edition("council.txt", same, title="The council")))

    def script(evidence: Evidence) -> list[DraftClaim | ReadReport]:
        labels = [name for name, sentence in evidence.sentences().items() if "40 million" in sentence.text]
        return [*(DraftClaim("It cost 40 million crowns.", (name,)) for name in labels), ReadReport()]

    stage.reader.script = script
    with watched(browser, stage.address) as context:
        page = context.new_page()
        page.goto(stage.address)
        ask(page, BRIDGE)
        assert page.locator(".claim").count() == 1
        assert page.locator(".claim .mark").all_inner_texts() == ["1", "2"]
        assert page.locator(".source").count() == 2


def test_an_answer_can_be_stopped_and_asked_again(browser: Browser, stage: Stage) -> None:
    stage.reader.gate.clear()
    with watched(browser, stage.address) as context:
        page = context.new_page()
        page.goto(stage.address)
        page.fill("#question", BRIDGE)
        page.keyboard.press("Enter")
        page.get_by_text("Reading 2 passages").first.wait_for()
        page.click("#send")
        page.get_by_role("alert").wait_for()
        stage.reader.gate.set()
        page.get_by_role("button", name="Ask again").click()
        page.locator(".answer footer .meta").wait_for()
        assert page.locator(".answer").count() == 1


def test_the_article_opens_at_the_marked_sentence_and_closes_with_escape(page: Page) -> None:
    ask(page, QUESTION)
    quote = page.inner_text(".quote blockquote bdi")
    page.click(".claim .mark")
    mark = page.wait_for_selector("#article mark.active")
    assert mark
    assert mark.inner_text() == quote
    assert mark.is_visible()
    top, height = page.evaluate("[document.querySelector('#article mark').getBoundingClientRect().top, innerHeight]")
    assert 0 < top < height
    page.keyboard.press("Escape")
    assert page.locator("#article").is_hidden()
    assert page.evaluate("document.activeElement.className") == "mark"


def test_the_next_question_closes_the_article_which_would_cover_its_sources(page: Page) -> None:
    ask(page, QUESTION)
    page.click(".claim .mark")
    page.wait_for_selector("#article mark.active")
    ask(page, "What is the capital of Australia?")
    assert page.locator("#article").is_hidden()
    assert page.evaluate("document.activeElement.id") == "question"


def test_a_click_on_a_claim_opens_its_source_and_hovering_lights_the_mark(page: Page) -> None:
    ask(page, QUESTION)
    page.click(".claim p", position={"x": 5, "y": 10})
    page.wait_for_selector("#article mark.active")
    page.hover(".claim")
    assert page.locator("#article mark.lit").count() >= 1


def test_it_works_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".answer footer .meta").wait_for()
    page.keyboard.press("Shift+Tab")
    for _ in range(20):
        if page.evaluate("document.activeElement.className") == "mark":
            break
        page.keyboard.press("Shift+Tab")
    assert page.locator(".quote.lit").count() >= 1
    page.keyboard.press("Enter")
    page.wait_for_selector("#article mark.active")
    assert page.evaluate("document.activeElement.id") == "article"
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "question"


def test_a_refusal_says_why_and_shows_the_nearest_passages_as_such(page: Page) -> None:
    ask(page, "What is the capital of Australia?")
    page.locator(".near").nth(2).wait_for()
    said = page.inner_text(".answer")
    assert "The articles don’t say." in said
    assert "none of them answers it" in said
    assert "which do not answer the question" in said
    assert page.locator(".claim, .quote").count() == 0
    page.locator(".near button").first.click()
    page.wait_for_selector("#article mark.near")


def test_an_article_full_of_markup_shows_harmlessly_and_is_marked_to_the_character(page: Page) -> None:
    ask(page, "How long did the ferry Edvard wait outside Lindholm?")
    page.click(".claim .mark")
    mark = page.wait_for_selector("#article mark.active")
    assert mark
    assert mark.inner_text() == page.inner_text(".quote blockquote bdi")
    assert mark.inner_text().startswith("The ferry Edvard 🚢")
    assert "<script>" in page.inner_text("#article")
    assert "![picture](https://elsewhere.example/x.png)" in page.inner_text("#article")
    assert page.inner_text("#article h2") == "<b>Harbour</b> closed"
    assert page.locator("#article img, #article script, #article b").count() == 0
    assert page.title() == "On the Record"


def test_characters_that_turn_writing_around_are_shown_as_signs_and_turn_nothing(
    browser: Browser, stage: Stage
) -> None:
    text = "It cost 40 million \u202esnworc\u202c crowns \u2066in all\u2069. Traffic was light."
    stage.run(publish(stage.app.store, edition("bridge.txt", text, title="\u202eegdirb ehT")))
    with watched(browser, stage.address) as context:
        page = context.new_page()
        page.goto(stage.address)
        stage.reader.script = lambda evidence: [
            DraftClaim("It cost 40 million crowns.", (label(evidence, "40"),)),
            ReadReport(),
        ]
        ask(page, BRIDGE)
        page.get_by_role("button", name="Read in the article").first.click()
        page.locator("#article .turning").nth(4).wait_for()
        shown = page.inner_text("body")
        assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
        assert "egdirb ehT" in page.inner_text("#article h2")


def test_no_text_can_become_markup_even_by_a_mistake_in_a_script(browser: Browser, site: Site) -> None:
    with watched(browser, site.address, forgiven="TrustedHTML") as context:
        page = context.new_page()
        page.goto(site.address)
        caught = page.evaluate("try { document.body.innerHTML = '<b>x</b>'; 'set' } catch (error) { error.name }")
        assert caught == "TypeError"
