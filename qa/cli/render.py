"""The answer on the terminal: claims with footnote numbers, below them the sources with the quoted sentences."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

if TYPE_CHECKING:
    from qa.app import App
    from qa.types import Answer, Citation, ErrorEvent, HitRef

NEAREST = 3  # passages shown with a refusal
EXCERPT = 200  # characters of each

REFUSALS = {
    "nothing_retrieved": "No article matches.",
    "insufficient_evidence": "The articles don't say.",
    "failed_verification": "The articles don't bear out what the reader said, so nothing of it is shown.",
}
UNKNOWN = "unknown"


async def render_answer(answer: Answer, app: App) -> None:
    """Prints ``answer``; a refusal comes with the nearest passages, named as such."""
    console = Console(highlight=False, emoji=False)
    if not answer.claims:
        await _render_refusal(answer, app, console)
        return
    sources = _sources(answer)
    for claim in answer.claims:
        notes = "".join(f"[{sources[_key(citation)][0]}]" for citation in claim.citations)
        console.print(Text.assemble((plain(claim.text), "bold"), " ", (notes, "cyan")))
        if claim.origins == 1:
            console.print(Padding(Text("one independent origin", style="dim"), (0, 0, 0, 2)))
    if answer.status == "partial":
        console.print(Text(f"\nNot the whole answer: {answer.reason}.", style="yellow"))
    console.print()
    for number, citation in sources.values():
        _render_source(number, citation, console)
    for name in answer.degraded:
        console.print(Text(f"Answered around: {name}.", style="yellow"))
    if not answer.stored:
        console.print(Text("This answer could not be kept: the disk is full.", style="yellow"))


def render_error(event: ErrorEvent) -> None:
    """Prints what went wrong and what to do, on standard error."""
    Console(stderr=True, highlight=False).print(Text(f"qa: {event.message} {event.next_step}", style="red"))


def plain(text: str) -> str:
    """``text`` without characters that a terminal would act on (controls, escapes, bidirectional overrides)."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs"))


def describe(title: str | None, publisher: str | None, origin: str | None, published_at: str | None) -> str:
    """One line that names an article; what is not known is said to be unknown."""
    day = published_at[:10] if published_at else f"date {UNKNOWN}"
    return plain(
        " · ".join((title or "untitled", publisher or f"publisher {UNKNOWN}", f"origin {origin or UNKNOWN}", day))
    )


def _sources(answer: Answer) -> dict[tuple[str, int, int], tuple[int, Citation]]:
    """Each distinct citation with its footnote number, in the order of first mention."""
    found: dict[tuple[str, int, int], tuple[int, Citation]] = {}
    for claim in answer.claims:
        for citation in claim.citations:
            found.setdefault(_key(citation), (len(found) + 1, citation))
    return found


def _key(citation: Citation) -> tuple[str, int, int]:
    return citation.article_id, citation.start, citation.end


def _render_source(number: int, citation: Citation, console: Console) -> None:
    line = describe(citation.title, citation.publisher, citation.origin, citation.published_at)
    kind = " (photo caption)" if citation.kind == "caption" else ""
    console.print(Text.assemble((f"[{number}] ", "cyan"), line, (kind, "yellow")))
    console.print(Padding(Text(f"“{plain(citation.quote)}”", style="italic"), (0, 0, 0, 4)))
    where = ", ".join(map(str, citation.sentences))
    place = citation.url or f"qa show {citation.article_id}"
    console.print(Padding(Text(f"sentence {where} · {plain(place)}", style="dim"), (0, 0, 1, 4)))


async def _render_refusal(answer: Answer, app: App, console: Console) -> None:
    console.print(Text(REFUSALS[answer.status], style="bold"))
    console.print(Text(f"status {answer.status}, reason {answer.reason}", style="dim"))
    if await app.is_empty():
        console.print(Text("There are no articles yet: run `qa ingest FOLDER`, or try `qa demo`."))
    elif answer.hits:
        console.print(Text("\nThe nearest passages, which do not answer the question:"))
        for hit in answer.hits[:NEAREST]:
            await _render_nearest(hit, app, console)


async def _render_nearest(hit: HitRef, app: App, console: Console) -> None:
    stored = await app.store.get(hit.article_id, hit.version)
    if stored is None:
        return
    article = stored.article
    excerpt = " ".join(plain(article.text[hit.start : hit.end]).split())
    cut = excerpt if len(excerpt) <= EXCERPT else excerpt[:EXCERPT].rsplit(" ", 1)[0] + " …"
    line = describe(article.title, article.publisher, article.origin, article.published_at)
    console.print(Padding(Text(f"- {line}\n  {cut}", style="dim"), (0, 0, 0, 2)))
