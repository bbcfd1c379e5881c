"""One question as HTML: what was expected, what was answered, and the cited passages lit in their articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from evals.gate import Verdict
from evals.metrics import passed
from evals.reports import table
from evals.reports.html.elements import Html, el, joined
from evals.reports.junit import missed
from evals.types import Case, Result
from qa.titles import heading
from qa.types import Answer, Citation, StoredArticle

_MARKS = {"passed": "✓", "failed": "✗", "could_not_grade": "?"}
_SAID = {
    "passed": "passed",
    "failed": "does not pass",
    "could_not_grade": "could not grade",
}
_ALLOWED = {"answer": "an answer", "decline": "a refusal", "either": "an answer or a refusal"}


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a case since the baseline, in a word, with the diff of its answers."""

    word: str
    falls: tuple[str, ...]
    diff: tuple[str, ...]


def changes(verdict: Verdict | None) -> dict[str, Change]:
    """The cases that got better or worse."""
    if verdict is None:
        return {}
    flips = {flip.case: flip for flip in verdict.flips}
    falls: dict[str, list[str]] = {}
    for fall in verdict.falls:
        falls.setdefault(fall.case, []).append(fall.what)
    return {
        name: Change(
            "better" if name in flips and flips[name].better and name not in falls else "worse",
            tuple(falls.get(name, ())),
            tuple(table.diff(flips[name])) if name in flips else (),
        )
        for name in dict.fromkeys((*flips, *falls))
    }


def entry(askings: Sequence[Result], change: Change | None, *, place: str) -> Html:
    """One case with all its askings; ``place`` is the id of its element."""
    case = askings[0].ready.case
    outcomes = [outcome(result) for result in askings]
    worst = next((o for o in ("could_not_grade", "failed") if o in outcomes), "passed")
    count = f"{outcomes.count('passed')} of {len(outcomes)} askings" if len(outcomes) > 1 else None
    return el(
        "details",
        el(
            "summary",
            el("span", _MARKS[worst], class_=f"outcome {worst}", title=_SAID[worst]),
            el("span", case.question, class_="question"),
            el("span", count, class_="tag") if count else None,
            el("span", change.word, class_=f"tag {change.word}") if change else None,
            el("span", case.kind.replace("_", " "), class_="tag"),
        ),
        _expected(case),
        *_changed(change),
        *(_asking(result, len(askings)) for result in askings),
        id=place,
        data_kind=case.kind,
        data_outcome=worst,
        data_change=change.word if change else "",
    )


def outcome(result: Result) -> str:
    """``passed``, ``failed``, or why it was not graded."""
    if result.score.state != "graded":
        return result.score.state
    return "passed" if passed(result.score) else "failed"


def _expected(case: Case) -> Html:
    told = [case.id, f"expects {_ALLOWED[case.expects]}"]
    told += [f"as of {case.as_of}"] if case.as_of else []
    told += [f"after: {earlier}" for earlier in case.previous]
    return el("p", " · ".join(told), class_="soft")


def _changed(change: Change | None) -> Iterator[Html]:
    if change and change.falls:
        yield el("ul", *(el("li", what) for what in change.falls), class_="falls")
    if change and change.diff:
        classes = {"-": "went", "+": "came"}
        lines = [el("span", f"{line}\n", class_=classes.get(line[0], "stayed")) for line in change.diff]
        yield el("pre", *lines, class_="diff", aria_label="The answer in the baseline and now")


def _asking(result: Result, of: int) -> Html:
    answer = result.answer
    title = el("h4", f"Asking {result.run}") if of > 1 else None
    if answer is None:
        return joined(title, el("p", f"Could not grade: {result.score.reason}", class_="missing"))
    why = missed(result) if outcome(result) == "failed" else ""
    return joined(
        title,
        el("p", why, class_="missing") if why else None,
        el("div", el("div", *_answer(result, answer)), el("div", *_sources(result, answer)), class_="sides"),
    )


def _answer(result: Result, answer: Answer) -> Iterator[Html]:
    yield el("p", answer.status.replace("_", " "), class_=f"status {'yes' if answer.claims else 'no'}")
    if answer.claims:
        claims = [
            el(
                "li",
                claim.text,
                _marks(result, claim.citations),
                _opinion(opinion),
                class_="claim",
                data_cites=_places(claim.citations),
            )
            for claim, opinion in zip_longest(answer.claims, result.opinions)
        ]
        yield el("ol", *claims, class_="claims")
    for entry in answer.disagreements:
        sides = [el("li", side.text, class_="claim", data_cites=_places(side.citations)) for side in entry.sides]
        yield el("p", f"Disagreement: {entry.about}", class_="label")
        yield el("ul", *sides, class_="claims")
    if answer.rejected:
        turned_down = [el("li", f"{one.text} ", el("em", one.reason.replace("_", " "))) for one in answer.rejected]
        yield el("p", "Rejected by verification", class_="label")
        yield el("ul", *turned_down, class_="rejected")
    if result.ready.case.facts:
        yield el("p", "Expected", class_="label")
        yield el("ul", *_facts(result), class_="facts")


def _opinion(opinion: str | None) -> Html | None:
    if opinion is None:
        return None
    return el("span", f"judge: {opinion.replace('_', ' ')}", class_="cite wrong" if opinion != "supported" else "cite")


def _facts(result: Result) -> Iterator[Html]:
    met = result.score.facts or (None,) * len(result.ready.case.facts)
    for fact, one in zip(result.ready.case.facts, met, strict=True):
        right = None if one is None else one != (fact.importance == "forbidden")
        mark = {True: "✓", False: "✗", None: "?"}[right]
        kind = "must not say" if fact.importance == "forbidden" else fact.importance
        fine = right or (right is False and fact.importance == "okay")
        shown = "met" if right else "optional" if fine else "unmet"
        yield el(
            "li",
            el("span", mark, class_="tick", title="right" if right else "wrong"),
            el("em", kind),
            f" {fact.label}",
            class_=shown,
            data_met=str(one).lower(),
        )


def _marks(result: Result, citations: Sequence[Citation]) -> Html:
    return joined(*(_mark(result, citation) for citation in citations))


def _mark(result: Result, citation: Citation) -> Html:
    stored = result.sources.get((citation.article_id, citation.version))
    exact = stored is not None and stored.article.text[citation.start : citation.end] == citation.quote
    name = stored.article.source.split(".")[0][:24] if stored else citation.article_id[:6]
    numbers = ", ".join(map(str, citation.sentences))
    title = citation.quote if exact else "The quote is not what stands there."
    return el("span", f"{name} {numbers}", class_="cite" if exact else "cite wrong", title=title)


def _places(citations: Sequence[Citation]) -> str:
    return " ".join(f"{citation.article_id}-{number}" for citation in citations for number in citation.sentences)


def _sources(result: Result, answer: Answer) -> Iterator[Html]:
    """The articles that are cited or expected, the relevant sentences with their neighbours."""
    citations = [citation for claim in answer.claims for citation in claim.citations]
    citations += [citation for entry in answer.disagreements for side in entry.sides for citation in side.citations]
    cited = {(citation.article_id, number) for citation in citations for number in citation.sentences}
    expected = {(gold.article_id, number) for gold in result.ready.passages for number in gold.sentences}
    articles = {article_id for article_id, _ in cited} or {article_id for article_id, _ in expected}
    left = {article_id for article_id, _ in expected} - articles
    for (article_id, _), stored in result.sources.items():
        if article_id in articles:
            yield _source(stored, cited, expected)
    if left:
        names = sorted(s.article.source for (article_id, _), s in result.sources.items() if article_id in left)
        if names:
            yield el("p", f"Also expected, not cited: {', '.join(names)}", class_="soft")


def _source(stored: StoredArticle, cited: set[tuple[str, int]], expected: set[tuple[str, int]]) -> Html:
    article = stored.article
    near = {number for article_id, number in cited | expected if article_id == article.id}
    shown: list[Html] = []
    last = 0
    for sentence in stored.sentences:
        if not {sentence.number - 1, sentence.number, sentence.number + 1} & near:
            continue
        if sentence.number != last + 1:
            shown.append(el("span", "… ", class_="gap"))
        last = sentence.number
        place = (article.id, sentence.number)
        kinds = [word for word, places in (("cited", cited), ("expected", expected)) if place in places]
        words = article.text[sentence.start : sentence.end].strip()
        shown.append(el("span", words, class_=" ".join(["sentence", *kinds]), data_place=f"{article.id}-{place[1]}"))
    credit = " · ".join(part for part in (article.publisher, (article.published_at or "")[:10], article.source) if part)
    return el(
        "div",
        el("p", heading(article.title) or article.source, class_="source-title"),
        el("p", credit, class_="soft"),
        el("p", joined(*shown, by=" ")),
        class_="source",
    )
