"""An answer as units: each claim with its numbered sources, each disagreement with its two sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.slack.layout import Unit
from api.slack.rich import Line, Span, line, quote
from api.slack.text import host_of, notification, web_address
from qa.refusal import UNREAD, refusal
from qa.titles import heading
from qa.types import UNDECIDED, YES_OR_NO, Answer, Article, Citation, Claim, Disagreement, Filters, Notice, Superseding
from qa.types.answers import SUPERSEDED
from qa.types.answers import named as named_things

_EXCERPT_CHARACTERS = 300
_NAME_CHARACTERS = 300  # of a title, a publisher: longer ones are no names


@dataclass(frozen=True, slots=True)
class Nearest:
    """A passage that was found and does not answer."""

    article: Article
    text: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What a refusal tells of the articles: how many there are, to when they reach, what came nearest."""

    articles: int
    newest: str | None = None
    nearest: tuple[Nearest, ...] = ()


class Numbers:
    """Footnote numbers: each distinct citation has one, in the order of first mention."""

    def __init__(self) -> None:
        self._numbers: dict[Citation, int] = {}

    def of(self, citation: Citation) -> int:
        """The number of ``citation``."""
        return self._numbers.setdefault(citation, len(self._numbers) + 1)

    @property
    def count(self) -> int:
        """How many are taken."""
        return len(self._numbers)


def answer_units(answer: Answer, searched: Searched | None = None) -> list[Unit]:
    """All that ``answer`` says; ``searched`` is told where it has no claims."""
    numbers = Numbers()
    if not answer.claims and not answer.disagreements:
        said_first = [notice_unit(entry, numbers) for entry in answer.notices if entry.comes_first]
        return said_first + _refusal(answer, searched or Searched(0)) + _notes(answer)
    units = [notice_unit(entry, numbers) for entry in answer.notices if entry.comes_first]
    if answer.claims and answer.yes_no and answer.yes_no in UNDECIDED:
        units.append(Unit(line(UNDECIDED[answer.yes_no], bold=True)))
    units += [claim_unit(claim, numbers) for claim in answer.claims]
    if len(items := named_things(answer)) > 1:
        units.append(_items_unit(items, numbers))
    units += [disagreement_unit(entry, numbers) for entry in answer.disagreements]
    units += [notice_unit(entry, numbers) for entry in answer.notices if not entry.comes_first]
    return units + _notes(answer)


def answer_notification(answer: Answer) -> str:
    """What a notification shows: the first claim, else why there is none."""
    if answer.claims:
        return notification(answer.claims[0].in_full if answer.claims[0].exact in YES_OR_NO else answer.claims[0].text)
    if answer.disagreements:
        return notification(f"The articles disagree: {answer.disagreements[0].about}")
    return notification(refusal(answer))


def claim_unit(claim: Claim, numbers: Numbers) -> Unit:
    """A claim with its sources."""
    cited = [(numbers.of(citation), citation) for citation in claim.citations]
    marks = "".join(f" [{number}]" for number, _ in cited)
    origins = f"  {claim.origins} independent origins" if claim.origins > 1 else ""
    word = f"{claim.exact}. " if claim.exact in YES_OR_NO else ""
    head = Line((Span(f"{word}{claim.text}", bold=True), Span(marks), Span(origins, italic=True)))
    later = claim.superseded_by
    superseded = _superseding(later, numbers) if later else ()
    return Unit(head, (*superseded, *(_source(number, citation) for number, citation in cited)))


def _items_unit(items: Mapping[str, Sequence[Citation]], numbers: Numbers) -> Unit:
    """All that the claims name, each with the numbers of its sources."""
    listed = (f"{item}{''.join(f' [{numbers.of(citation)}]' for citation in cited)}" for item, cited in items.items())
    return Unit(Line((Span("Named: ", bold=True), Span(", ".join(listed)))))


def _superseding(later: Superseding, numbers: Numbers) -> tuple[tuple[Line, ...], ...]:
    cited = [(numbers.of(citation), citation) for citation in later.citations]
    marks = "".join(f" [{number}]" for number, _ in cited)
    told = Line((Span(f"{SUPERSEDED[later.how]}: ", bold=True), Span(later.text), Span(marks)))
    return ((told,), *(_source(number, citation) for number, citation in cited))


def named(title: str | None, publisher: str | None, origin: str | None, published_at: str | None) -> str:
    """One line that names an article. An unknown origin or day is said to be so."""
    origin = f"origin {origin}" if origin else "origin unknown"
    parts = (heading(title) or "untitled", publisher, origin, (published_at or "undated")[:10])
    return " · ".join(" ".join(part.split())[:_NAME_CHARACTERS] for part in parts if part)


def article_line(article: Article) -> Line:
    """One line that names ``article``."""
    return line(named(article.title, article.publisher, article.origin, article.published_at), italic=True)


def link_line(sentence: str | None, article: str | None) -> tuple[Line, ...]:
    """A line that leads to the sentence, or else to the article, and says to which host; none when neither may be."""
    for words, url in (("Open at the sentence", sentence), ("Open the article", article)):
        if checked := web_address(url):
            return (Line((Span(f"{words} ({host_of(checked)})", url=checked),)),)
    return ()


def _source(number: int, citation: Citation) -> tuple[Line, ...]:
    title = heading(citation.title, withheld=citation.title_withheld)
    name = named(title, citation.publisher, citation.origin, citation.published_at)
    caption = " · photo caption" if citation.kind == "caption" else ""
    label = Line((Span(f"[{number}] ", bold=True), Span(name + caption)))
    return (label, quote(citation.quote), *link_line(citation.deep_link, citation.url))


def notice_unit(entry: Notice, numbers: Numbers) -> Unit:
    """What must be known beside the claims, with its sources."""
    cited = [(numbers.of(citation), citation) for citation in entry.citations]
    marks = "".join(f" [{number}]" for number, _ in cited)
    head = Line((Span("Note: ", bold=True), Span(entry.text), Span(marks)))
    return Unit(head, tuple(_source(number, citation) for number, citation in cited))


def disagreement_unit(entry: Disagreement, numbers: Numbers) -> Unit:
    """What is in dispute, and each side with its sources."""
    head = Line((Span("The articles disagree: ", bold=True), Span(entry.about, bold=True)))
    groups: list[tuple[Line, ...]] = []
    for place, side in enumerate(entry.sides, 1):
        cited = [(numbers.of(citation), citation) for citation in side.citations]
        marks = "".join(f" [{number}]" for number, _ in cited)
        groups.append((Line((Span(f"Side {place}: ", bold=True), Span(side.text), Span(marks))),))
        groups += [_source(number, citation) for number, citation in cited]
    return Unit(head, tuple(groups))


def _refusal(answer: Answer, searched: Searched) -> list[Unit]:
    if answer.reason in UNREAD:
        return [Unit(line(refusal(answer), bold=True))]
    units = [Unit(line(refusal(answer), bold=True), ((line(_reach(searched, answer.filters)),),))]
    if searched.nearest:
        groups = tuple(
            (article_line(n.article), _excerpt(n.text), *link_line(None, n.article.url)) for n in searched.nearest
        )
        units.append(Unit(line("The nearest passages, which do not answer the question:"), groups))
    return units


def _excerpt(text: str) -> Line:
    """The beginning of a passage that nothing rests on."""
    words = " ".join(text.split())
    cut = words if len(words) <= _EXCERPT_CHARACTERS else words[:_EXCERPT_CHARACTERS].rsplit(" ", 1)[0] + " …"
    return quote(cut)


def _reach(searched: Searched, filters: Filters) -> str:
    if not searched.articles:
        return "There are no articles yet. Whoever runs this service takes some in with `qa ingest`."
    count = f"{searched.articles:,} article{'s' if searched.articles != 1 else ''}"
    until = f", the newest of {searched.newest[:10]}" if searched.newest else ", none of them dated"
    within = ", ".join(_filter_words(filters))
    return f"I searched {count}{until}{f' (only {within})' if within else ''}."


def _filter_words(filters: Filters) -> Iterable[str]:
    if filters.publisher:
        yield f"from {filters.publisher}"
    if filters.origin:
        yield f"by {filters.origin}"
    if filters.from_:
        yield f"since {filters.from_}"
    if filters.to:
        yield f"up to {filters.to}"
    if filters.article_id:
        yield "one article"


def _notes(answer: Answer) -> list[Unit]:
    """What a reader should know about the answer as a whole."""
    notes: list[str] = []
    if answer.status == "partial":
        notes.append(
            "This is not the whole answer: something was said that the articles don't bear out, or it was cut."
        )
    if answer.claims and answer.filters != Filters():
        notes.append(f"Answered {' and '.join(_filter_words(answer.filters))} only.")
    if answer.period and (taken_as := answer.period.in_words):
        notes.append(taken_as)
    if answer.as_of and answer.claims:
        notes.append(f"Newest article cited: {answer.as_of[:10]}.")
    notes += [f"Answered around: {name}." for name in answer.degraded]
    if not answer.stored:
        notes.append("This answer could not be kept: there is no space left where the articles are.")
    return [Unit(line(" ".join(notes), italic=True))] if notes else []


def passage_units(cited: Sequence[tuple[int, tuple[Citation, Article, str, str]]]) -> list[Unit]:
    """For each numbered citation its article, and the quotation between what stands before and after it."""
    units: list[Unit] = []
    for number, (citation, article, before, after) in cited:
        name = named(article.title, article.publisher, article.origin, article.published_at)
        head = Line((Span(f"[{number}] ", bold=True), Span(name)))
        around = Line((Span(before), Span(citation.quote, bold=True), Span(after)), quoted=True)
        units.append(Unit(head, ((around, *link_line(citation.deep_link, citation.url)),)))
    return units
