"""Drafts cases from articles by rules, for a person to correct and accept: a question for each sentence whose figure or
whose speaker can be asked for without changing its other words. No model is needed, and nothing is asked of anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from qa.types import StoredArticle
from qa.verify.number_words import cardinal

_AUXILIARY = r"(?:was|were|is|are|has been|have been|had been|will be|must|can|may)"
_FIGURE = r"(?P<figure>\d[\d,]*(?:\.\d+)?|[A-Za-z]+(?:-[a-z]+)?)"
_THINGS = r"(?P<things>(?:[A-Z]?[a-z]+ ){0,2}(?!is\b|was\b|has\b)[a-z]+s)"
_START = re.compile(rf"^{_FIGURE} {_THINGS} (?P<rest>[a-z][^,;:]*?)[.!]$")
_MIDDLE = re.compile(
    rf"^(?P<who>[A-Z][^,;:“\"]*?) (?P<auxiliary>{_AUXILIARY}) (?P<between>(?:[a-z]+ )??){_FIGURE} {_THINGS}"
    r"(?P<rest>(?: [^,;:]*)?)[.!]$"
)
_HAS = re.compile(rf"^(?P<who>[A-Z][^,;:“\"]*?) (?P<verb>has|have) {_FIGURE} {_THINGS}(?P<rest>(?: [^,;:]*)?)[.!]$")
_SAID = re.compile(r"^(?P<who>(?:[A-Z][\w.'’-]+ ){1,4})(?:on [A-Z][a-z]+day )?said\b")
_QUOTED = re.compile(r"[“\"]([^“”\"]{3,80}?)[,.]?[”\"]")
_UNNAMED = re.compile(r"^(?:It|He|She|They|This|That|These|Those|We|I|There|Here|Its|His|Her|Their|But|And|Some)\b")
_LONGEST = 30  # words of a sentence that makes a plain question


def drafts(articles: Sequence[StoredArticle], *, per_article: int = 3) -> Iterator[dict[str, Any]]:
    """Lines of a file of cases, marked ``draft``, at most ``per_article`` of each article, in the order of its text."""
    for stored in articles:
        made = 0
        for sentence in stored.sentences:
            text = stored.article.text[sentence.start : sentence.end].strip()
            asked = None if sentence.kind == "caption" else question_of(text)
            if asked is None or made == per_article:
                continue
            made += 1
            question, fact = asked
            yield {
                "id": f"{_slug(stored.article.source)}-{sentence.number}",
                "kind": "answerable",
                "question": question,
                "status": "answered",
                "facts": [{"importance": "vital"} | fact],
                "passages": [{"article": stored.article.source, "quote": text}],
                "draft": True,
            }


def question_of(sentence: str) -> tuple[str, dict[str, Any]] | None:
    """A question that ``sentence`` answers, and the fact that answers it; ``None`` where the rules make no good one."""
    if _UNNAMED.match(sentence) or len(sentence.split()) > _LONGEST:
        return None
    if (found := _START.match(sentence)) and (value := _value(found["figure"])) is not None:
        return f"How many {found['things']} {found['rest']}?", {"number": value}
    if (found := _HAS.match(sentence)) and (value := _value(found["figure"])) is not None:
        verb = "does" if found["verb"] == "has" else "do"
        return f"How many {found['things']} {verb} {_lowered(found['who'])} have{found['rest']}?", {"number": value}
    if (found := _MIDDLE.match(sentence)) and (value := _value(found["figure"])) is not None:
        first, _, more = found["auxiliary"].partition(" ")
        asked = " ".join(part for part in (first, _lowered(found["who"]), more, found["between"].strip()) if part)
        return f"How many {found['things']} {asked}{found['rest']}?", {"number": value}
    if (found := _SAID.match(sentence)) and (quoted := _QUOTED.search(sentence)):
        return f"What did {found['who'].strip()} say?", {"text": quoted[1]}
    return None


def _value(figure: str) -> float | None:
    try:
        value = float(figure.replace(",", ""))
    except ValueError:
        words = figure.lower().replace("-", " ").split()
        number = cardinal(words)
        if number is None or number[1] != len(words):
            return None
        value = float(number[0])
    return int(value) if value.is_integer() else value


def _lowered(who: str) -> str:
    first, _, rest = who.partition(" ")
    plain = first.lower() if first in ("The", "A", "An", "All", "Both") else first
    return f"{plain} {rest}".strip()


def _slug(source: str) -> str:
    return re.sub(r"[^\w.-]+", "-", source.rpartition("/")[2].rpartition(".")[0] or source)
