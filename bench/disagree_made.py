"""Questions made from sentences of news articles, each over what a search in all articles finds for it.

Quiz questions and the results of a search engine hardly ever bring two papers' reports of one event together. Here one
article's sentence is turned into a question by word order ("At least 12 people were killed in …" into "How many people
were killed in …?"), and every article may answer it. The rules were drawn from the first questions of each article
since 2022; its further ones and those of older articles are for the report.
"""

import json
import lzma
import random
import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from bench.gathered import article
from qa.segment import segment
from qa.types import Article
from qa.words import STOP_WORDS, is_past_form, stem, tokens, word_set

_ARTICLES = 8
_WEEK = 7  # days
_FEWEST = 4  # telling words of a sentence
_FITTED_ON, _OF_ONE = 4, 10  # questions of one article
_ORDER = ("How", "When", "Where", "Who")
_READ = 20_000  # characters of an article
_BE = "was|were|is|are|has been|have been"
_HEDGE = "[Aa]t least|[Mm]ore than|[Aa]bout|[Nn]early|[Ss]ome|[Uu]p to|[Aa]round|[Oo]ver|[Aa]s many as|[Rr]oughly"
_NUMBER = r"\d[\d,.]*|(?i:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)"
_COUNT = re.compile(
    rf"(?:^|, |\bthat |\band |\bwhere |\bwhich )(?:{_HEDGE})?\s*(?:{_NUMBER})(?: million| billion)?\s+"
    r"(?P<noun>(?:[a-z-]+ ){0,2}[a-z-]+s|people|men|women|children) "
    r"(?P<rest>(?:were|have|had|are|died|took|voted|attended|signed|worked|lost|remained|left|got|fled)\b[^,;:“\"]*)"
)
_DOER = re.compile(r"^(?P<name>(?:[A-Z][\w'’.-]+ ){1,3})(?P<rest>(?P<verb>[a-z]+) [^,;:“\"]*)")
_DONE = re.compile(rf"^(?P<name>(?:[A-Z][\w'’.-]+ ){{1,3}})(?P<be>{_BE}) (?P<rest>(?P<verb>[a-z]+)\b[^,;:“\"]*)")
_ON_DAY = re.compile(
    r" on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b| on [A-Z][a-z]+\.? \d{1,2}\b| in (?:19|20)\d\d\b"
)
_IN_PLACE = re.compile(r" (?:in|at|near) (?:the )?(?:[A-Z][\w'’.-]+ ?){1,3}")
_NO_SUBJECT = word_set("the this that these those a an it he she they we you i but and in on at for if when")


def made(documents: Sequence[dict[str, str]], half: str, seed: int) -> Iterator[tuple[str, list[Article]]]:
    """Questions of ``half`` (``fitted on`` or ``report``), each with the articles found for it among all ``documents``.

    Only those for which some other article of that week has a sentence with half of the question's words: for the
    others there is nothing that could be called a disagreement.
    """
    search, near = _index(documents), _Near(documents)
    pool = [document for document in documents if _day(document)]
    random.Random(seed).shuffle(pool)
    asked: set[str] = set()
    for document in pool:
        for question in _of_half(document, half, seed):
            if question not in asked and near.tells(question, document):
                asked.add(question)
                found = [documents[at - 1] for (at,) in search.execute(_QUERY, (_words(question), _ARTICLES))]
                yield question, [as_article(d) for d in found]


def _of_half(document: dict[str, str], half: str, seed: int) -> list[str]:
    questions = list(dict.fromkeys(_questions(document)))
    random.Random(f"{seed}{document['doc_id']}").shuffle(questions)
    questions.sort(key=lambda question: _ORDER.index(question.split()[0]) if question.split()[0] in _ORDER else 9)
    first = _FITTED_ON if document["publish_date"] >= "2022" else 0
    return questions[:first] if half == "fitted on" else questions[first:_OF_ONE]


class _Near:
    """The words of the sentences of articles, by day."""

    def __init__(self, documents: Sequence[dict[str, str]]) -> None:
        self._of_day: dict[int, list[dict[str, str]]] = {}
        self._sentences: dict[str, list[frozenset[str]]] = {}
        for document in documents:
            if day := _day(document):
                self._of_day.setdefault(day, []).append(document)

    def tells(self, question: str, source: dict[str, str]) -> bool:
        """Whether another article of the week has half of the words of ``question`` in a sentence."""
        wanted = _stems(question)
        day = _day(source)
        for at in range(day - _WEEK, day + _WEEK + 1):
            for other in self._of_day.get(at, ()):
                if other is not source and any(2 * len(wanted & one) >= len(wanted) for one in self._words_of(other)):
                    return True
        return False

    def _words_of(self, document: dict[str, str]) -> list[frozenset[str]]:
        name = document["doc_id"]
        if name not in self._sentences:
            cut = re.split(r"(?<=[.!?])\s+", document["text"][:_READ])
            self._sentences[name] = [found for text in cut if len(found := _stems(text)) > _FEWEST]
        return self._sentences[name]


def _day(document: dict[str, str]) -> int:
    try:
        return date.fromisoformat((document["publish_date"] or "").replace("/", "-")).toordinal()
    except ValueError:
        return 0


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(w) for w in re.findall(r"[^\W_]+", text.lower()) if w not in STOP_WORDS)


_QUERY = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY bm25(found, 3.0, 1.0) LIMIT ?"


def loaded(folder: Path) -> list[dict[str, str]]:
    """RealTime QA's articles."""
    with lzma.open(folder / "realtimeqa/docs.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def as_article(row: dict[str, str]) -> Article:
    """An article of its newsroom."""
    published = (row["publish_date"] or "").replace("/", "-") or None
    return article(row["doc_id"], row["text"][:_READ], row["title"], published)


def _index(documents: Sequence[dict[str, str]]) -> sqlite3.Connection:
    search = sqlite3.connect(":memory:")
    search.execute("CREATE VIRTUAL TABLE found USING fts5(title, text, content='', tokenize='porter')")
    rows = ((at, d["title"] or "", d["text"][:4_000]) for at, d in enumerate(documents, 1))
    search.executemany("INSERT INTO found(rowid, title, text) VALUES (?, ?, ?)", rows)
    return search


def _words(question: str) -> str:
    return " OR ".join(f'"{t.lower}"' for t in tokens(question) if t.lower not in STOP_WORDS) or '""'


def _questions(document: dict[str, str]) -> Iterator[str]:
    one = as_article(document)
    for sentence in segment(one)[:25]:
        text = " ".join(one.text[sentence.start : sentence.end].split())
        if 40 < len(text) < 300:
            yield from (q for q in _of(text) if _is_whole(q))


def _of(text: str) -> Iterator[str]:
    for count in _COUNT.finditer(text):
        yield f"How many {count['noun']} {_ended(count['rest'])}?"
    done = _DONE.match(text)
    if done and is_past_form(done["verb"]) and done["name"].split()[0].lower() not in _NO_SUBJECT:
        rest = done["rest"]
        be, _, been = done["be"].partition(" ")
        subject = f"{be} {done['name']}{f'{been} ' if been else ''}"
        if day := _ON_DAY.search(rest):
            yield f"When {subject}{_ended(rest.replace(day[0], ''))}?"
        if place := _IN_PLACE.search(rest):
            yield f"Where {subject}{_ended(rest.replace(place[0], ' '))}?"
        yield f"Who {done['be']} {_ended(rest)}?"
        return
    doer = _DOER.match(text)
    if doer and is_past_form(doer["verb"]) and doer["name"].split()[0].lower() not in _NO_SUBJECT:
        yield f"Who {_ended(doer['rest'])}?"


def _ended(rest: str) -> str:
    rest = re.split(r" (?:that|which|who|after|before|while|when|as|because|but|and|according|saying) ", rest)[0]
    return " ".join(rest.split()).rstrip(" .!?-–—)")


def _is_whole(question: str) -> bool:
    found = tokens(question)
    telling = [t for t in found if not t.is_stop]
    named = any(t.is_capital for t in found[1:])
    return (
        4 <= len(telling) <= 14
        and named
        and not re.search(r"\b(?:said|told|his|her|their|him|them|our|my)\b", question)
    )
