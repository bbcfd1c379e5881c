"""The report as one page: what it shows is what the JSON says, nothing comes from elsewhere, no text breaks out."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from evals.gate import Fall, Flip, Verdict
from evals.reports import html, record
from evals.reports.html.elements import Html, el
from evals.types import Result, Run
from tests.evals.builders import answer, case, citation, claim, forbidden, passage, result, run_of, vital
from tests.evals.builders import articles as news_articles

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium")
EVIL = "</script><script>document.title='broken'</script><img src=x onerror=alert(1)> \"'><b>bold</b>"
FELL = Verdict(
    "fell",
    ("3 vital facts no longer stated; 2 allowed",),
    (Fall("cost", "no longer says '35'"),),
    (Flip("cost", "How much?", better=False, before=("It cost 35.",), after=("It froze.",)),),
)


class Reading(HTMLParser):
    """Every element with its attributes, and the text by the attribute ``data-figure``."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.figures: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and (name := self.elements[-1][1].get("data-figure")):
            self.figures[name] = data


def asked(name: str, met: bool, question: str = "How much did the bridge cost?", **ratios: Any) -> Result:
    one = case(name, question=question, facts=(vital("35"), forbidden("36")), passages=(passage("bridge"),))
    made = result(one, claims=[claim("It cost 35.", citation("bridge", 1))], passed=(int(met), 1), **ratios)
    score = dataclasses.replace(made.score, facts=(met, False))
    return dataclasses.replace(made, score=score, sources=news_articles())


def run() -> Run:
    return run_of(
        asked("cost", False, vital_fact_recall=(0, 1)),
        asked("fine", True, question="Who paid for it?", vital_fact_recall=(1, 1), input_tokens=(1234, 1)),
        result(case("colour", kind="unanswerable", question="Which colour?"), passed=(1, 1)),
    )


def test_every_figure_of_the_page_is_the_one_of_the_json() -> None:
    shown = Reading(html.page([(run(), FELL)])).figures

    figures = record.run_dict(run())["figures"]
    assert isinstance(figures, list)
    assert shown == {
        figure["name"]: f"{100 * figure['value']:.1f} %" if figure["share"] else f"{figure['value']:.4g}"
        for figure in figures
    }
    assert shown["passed"] == "66.7 %"


def test_nothing_comes_from_elsewhere_and_the_page_forbids_it_itself() -> None:
    page = html.page([(run(), None)])

    for tag, attributes in Reading(page).elements:
        assert tag not in {"link", "img", "iframe", "object", "base", "form"}
        assert not {"src", "srcset", "action"} & attributes.keys()
        assert (attributes.get("href") or "#").startswith("#")
        assert not [name for name in attributes if name.startswith("on")]
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src &#x27;none&#x27;" in page


def test_no_text_breaks_out() -> None:
    evil = dataclasses.replace(asked("evil", True, question=EVIL), answer=answer(claim(EVIL, citation("bridge", 1))))
    flip = dataclasses.replace(FELL.flips[0], case="evil", question=EVIL, after=(EVIL,))
    verdict = Verdict("fell", (EVIL,), (Fall("evil", EVIL),), (flip,), notes=(EVIL,))

    elements = Reading(html.page([(run_of(evil), verdict)])).elements

    assert [tag for tag, _ in elements].count("script") == 1
    assert not [tag for tag, _ in elements if tag in {"img", "b"}]


def test_a_question_shows_its_facts_its_passages_and_what_changed() -> None:
    page = html.page([(run(), FELL)])
    body = page[page.index("<body") :]
    entries = re.findall(r'<details id="run-0-(\w+)"', body)
    text = body[body.index('<details id="run-0-cost"') :].partition("</details>")[0]

    assert entries == ["cost", "fine", "colour"]
    assert 'data-outcome="failed" data-change="worse"' in text
    assert '<li class="unmet" data-met="false"><span class="tick" title="wrong">✗</span>' in text
    assert '<li class="met" data-met="false">' in text  # what must not be said is not
    assert '<span class="sentence cited' in text
    assert "The bridge cost 35 million dollars." in text
    assert '<span class="went">- It cost 35.\n</span><span class="came">+ It froze.\n</span>' in text
    assert "no longer says &#x27;35&#x27;" in text


def test_a_quote_that_is_not_what_stands_there_is_marked() -> None:
    shifted = dataclasses.replace(asked("x", True), answer=answer(claim("It.", citation("bridge", 1, shift=1))))

    assert 'class="cite wrong"' in html.page([(run_of(shifted), None)])
    assert 'class="cite wrong"' not in html.page([(run(), None)])


def test_what_could_not_be_graded_says_why() -> None:
    made = result(case("down"))
    score = dataclasses.replace(made.score, state="could_not_grade", reason="reader_timeout: no answer")
    down = dataclasses.replace(made, answer=None, score=score)

    page = html.page([(run_of(asked("fine", True), down), None)])

    assert 'data-outcome="could_not_grade"' in page
    assert "reader_timeout: no answer" in page


def test_strings_are_escaped_and_finished_html_is_not() -> None:
    assert el("p", "<&", Html("<b>x</b>"), class_='"', hidden=True, title=None) == (
        '<p class="&quot;" hidden>&lt;&amp;<b>x</b></p>'
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("skipped: chromium is not installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Iterator[Page]:
    """The report in Chromium; what it complains about fails the test."""
    (tmp_path / "report.html").write_text(html.page([(run(), FELL)]), encoding="utf-8")
    opened = browser.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: complaints.append(request.url) if "report.html" not in request.url else None)
    opened.goto((tmp_path / "report.html").as_uri())
    yield opened
    opened.close()
    assert complaints == []


def visible(page: Page) -> int:
    return page.locator(".questions > details:visible").count()


def test_filters_and_search_narrow_the_questions(page: Page) -> None:
    assert visible(page) == 3
    page.locator('[data-filter="outcome"][data-value="failed"]').click()
    assert visible(page) == 1
    assert page.locator(".shown").inner_text() == "1 of 3 questions"
    page.locator('[data-filter="outcome"][data-value="failed"]').click()
    page.locator("input[type=search]").fill("who paid")
    assert visible(page) == 1
    page.locator("input[type=search]").fill("")
    page.locator('[data-show-kind="unanswerable"]').click()
    assert visible(page) == 1


def test_a_claim_lights_its_sentence_and_a_link_opens_its_question(page: Page) -> None:
    page.locator(".changed a").click()
    assert page.locator("#run-0-cost[open]").count() == 1
    page.locator("#run-0-cost .claim").hover()
    assert page.locator("#run-0-cost .sentence.lit").inner_text() == "The bridge cost 35 million dollars."
