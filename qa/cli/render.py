"""The answer on the terminal: claims with footnote numbers, below them the sources with the quoted sentences."""

from __future__ import annotations

import textwrap
import unicodedata
from itertools import chain, groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from qa.titles import heading
from qa.types import UNDECIDED, YES_OR_NO, named
from qa.types.answers import SUPERSEDED

if TYPE_CHECKING:
    from qa.app import App
    from qa.types import Answer, Citation, Claim, Disagreement, ErrorEvent, HitRef, Notice, Superseding

NEAREST = 3  # passages shown with a refusal
EXCERPT = 200  # characters of each
WIDEST = 100  # columns; longer lines are hard to read


async def render_answer(answer: Answer, app: App) -> None:
    """Prints ``answer``; a refusal comes with the nearest passages, named as such."""
    page = Page()
    if answer.searched_as:
        page.say(f"Searched as: {answer.searched_as}", "dim")
    if answer.claims:
        _render_claims(answer, page)
    else:
        await _render_refusal(answer, app, page)
    if answer.period and (taken_as := answer.period.in_words):
        page.say(taken_as, "dim")
    for name in answer.degraded:
        page.say(f"Answered around: {name}.", "yellow")
    if not answer.stored:
        page.say("This answer could not be kept: there is no space left in the data folder.", "yellow")


class Page:
    """Standard output, wrapped to its width, without markup: article text is text."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False)
        self._width = min(self._console.width, WIDEST)

    def say(self, text: str, style: str = "", indent: int = 0, mark: str = "", underlined: str | None = None) -> None:
        """Prints a paragraph; ``mark`` hangs to the left of it, inside the indent; ``underlined`` are words of it."""
        first = mark.rjust(indent - 1) + " " if mark else " " * indent
        lines = textwrap.wrap(
            plain(text), self._width, initial_indent=first, subsequent_indent=" " * indent, break_on_hyphens=False
        )
        printed = Text("\n".join(lines), style=style)
        if underlined and printed.plain.count(plain(underlined)) == 1:  # several: which one answers is not known here
            printed.highlight_words([plain(underlined)], "underline")
        self._console.print(printed, soft_wrap=True)

    def gap(self) -> None:
        """Prints an empty line."""
        self._console.print()


def _render_claims(answer: Answer, page: Page) -> None:
    numbers = _numbers(answer)
    early = [notice for notice in answer.notices if notice.comes_first]
    for notice in early:
        _render_notice(notice, numbers, page)
    if answer.yes_no and answer.yes_no in UNDECIDED:
        page.say(UNDECIDED[answer.yes_no], "yellow")
    for claim in answer.claims:
        _render_claim(claim, numbers, page)
    if len(items := named(answer)) > 1:
        listed = (f"{item} {''.join(f'[{numbers[c]}]' for c in cited)}" for item, cited in items.items())
        page.say(f"Named: {', '.join(listed)}", indent=4)
    for disagreement in answer.disagreements:
        _render_disagreement(disagreement, numbers, page)
    for notice in answer.notices:
        if notice not in early:
            _render_notice(notice, numbers, page)
    if answer.status == "partial":
        page.gap()
        page.say(f"Not the whole answer: {answer.reason}.", "yellow")
    _render_sources(numbers, page)


def _render_claim(claim: Claim, numbers: dict[Citation, int], page: Page) -> None:
    notes = "".join(f"[{numbers[citation]}]" for citation in claim.citations)
    said = f"{claim.exact}. {claim.text}" if claim.exact in YES_OR_NO else claim.text
    page.say(f"{said} {notes} {_origins(claim)}", "bold", underlined=claim.exact)
    if claim.superseded_by:
        _render_superseding(claim.superseded_by, numbers, page)


def _render_sources(numbers: dict[Citation, int], page: Page) -> None:
    in_article_order = sorted(numbers, key=lambda citation: _first_number(citation, numbers))
    for _, group in groupby(in_article_order, key=lambda citation: citation.article_id):
        citations = list(group)
        first = citations[0]
        page.gap()
        page.say(
            describe(
                heading(first.title, withheld=first.title_withheld), first.publisher, first.origin, first.published_at
            ),
            "cyan",
        )
        for citation in citations:
            kind = "photo caption, " if citation.kind == "caption" else ""
            where = f"{kind}sentence {', '.join(map(str, citation.sentences))}"
            page.say(f"“{citation.quote}” ({where})", indent=6, mark=f"[{numbers[citation]}]")
        page.say(first.url or f"qa show {first.article_id}", "dim", indent=6)


def _render_superseding(later: Superseding, numbers: dict[Citation, int], page: Page) -> None:
    notes = "".join(f"[{numbers[citation]}]" for citation in later.citations)
    page.say(f"{SUPERSEDED[later.how]}: {later.text} {notes}", "yellow", indent=4)


def _render_notice(notice: Notice, numbers: dict[Citation, int], page: Page) -> None:
    notes = "".join(f"[{numbers[citation]}]" for citation in notice.citations)
    page.say(f"Note: {notice.text} {notes}", "yellow")


def _render_disagreement(disagreement: Disagreement, numbers: dict[Citation, int], page: Page) -> None:
    page.gap()
    page.say(f"The articles differ: {disagreement.about}", "yellow")
    for side in disagreement.sides:
        notes = "".join(f"[{numbers[citation]}]" for citation in side.citations)
        days = sorted({(citation.published_at or "undated")[:10] for citation in side.citations})
        value = f"{side.value}: " if side.value else ""
        page.say(f"{value}{side.text} {notes} ({', '.join(days)})", indent=4, mark="-")


def _origins(claim: Claim) -> str:
    if claim.origins == 1:
        return "(only one source found reports this)"
    return f"({claim.origins} independent origins)"


def _numbers(answer: Answer) -> dict[Citation, int]:
    """Each distinct citation with its footnote number, in the order of first mention."""
    found: dict[Citation, int] = {}
    sides = [side for disagreement in answer.disagreements for side in disagreement.sides]
    later = [claim.superseded_by for claim in answer.claims if claim.superseded_by]
    cited = [held.citations for held in answer.claims] + [held.citations for held in later]
    cited += [side.citations for side in sides]
    for citation in chain.from_iterable([*cited, *(notice.citations for notice in answer.notices)]):
        found.setdefault(citation, len(found) + 1)
    return found


def _first_number(citation: Citation, numbers: dict[Citation, int]) -> tuple[int, int]:
    """Sorts citations article by article, in the order in which the articles are first mentioned."""
    first = min(number for other, number in numbers.items() if other.article_id == citation.article_id)
    return first, numbers[citation]


def render_error(event: ErrorEvent) -> None:
    """Prints what went wrong and what to do, on standard error."""
    Console(stderr=True, highlight=False, markup=False).print(
        plain(f"qa: {event.message} {event.next_step}"), style="red"
    )


def plain(text: str) -> str:
    """``text`` without characters that a terminal would act on (controls, escapes, bidirectional overrides)."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs"))


def describe(title: str | None, publisher: str | None, origin: str | None, published_at: str | None) -> str:
    """One line that names an article: title, publisher, origin, day; an unknown origin or day is said to be so."""
    parts = (heading(title) or "untitled", publisher, f"origin {origin or 'unknown'}", (published_at or "undated")[:10])
    return plain(" · ".join(part for part in parts if part))


async def _render_refusal(answer: Answer, app: App, page: Page) -> None:
    from qa.refusal import UNREAD, refusal

    page.say(refusal(answer), "bold")
    page.say(f"status {answer.status}, reason {answer.reason}", "dim")
    numbers = _numbers(answer)
    for notice in answer.notices:
        _render_notice(notice, numbers, page)
    _render_sources(numbers, page)
    if answer.reason in UNREAD and not await app.is_empty():
        return
    if await app.is_empty():
        page.say("There are no articles yet: run `qa ingest FOLDER`, or try `qa demo`.")
    elif answer.hits:
        page.gap()
        page.say("The nearest passages, which do not answer the question:")
        for hit in answer.hits[:NEAREST]:
            await _render_nearest(hit, app, page)


async def _render_nearest(hit: HitRef, app: App, page: Page) -> None:
    """The beginning of the passage, without sentences that address an assistant."""
    from qa.addressed import is_addressed

    stored = await app.store.get(hit.article_id, hit.version)
    if stored is None:
        return
    article = stored.article
    inside = [article.text[s.start : s.end] for s in stored.sentences if hit.start <= s.start and s.end <= hit.end]
    excerpt = " ".join(" ".join(text for text in inside if not is_addressed(text)).split())
    if not excerpt:
        return
    cut = excerpt if len(excerpt) <= EXCERPT else excerpt[:EXCERPT].rsplit(" ", 1)[0] + " …"
    page.say(describe(article.title, article.publisher, article.origin, article.published_at), "dim", 4, mark="-")
    page.say(cut, "dim", indent=4)
