"""Questions about news with and without the passage that answers, from the articles of RealTime QA.

``quiz`` are the quiz makers' questions with the article that they name; ``evidence_reading`` the same with the quiz
makers' own short passage. ``sayings`` and ``identities`` are made by template from the articles ("What did X say?",
"What is XYZ?"), because people ask the news such things and no set holds them.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bench.reading_sets import Reading, contains, digest, evidence, lines, located, sentences_of
from qa.question import understand
from qa.types import Evidence
from qa.words import MONTHS, WEEKDAYS, tokens

PASSAGES = 5
APART = 30  # days: an article this much older than the question cannot report what it asks about
MADE = 400  # questions of each template, and as many that are not answered

_NAME = r"[A-Z][a-z]+(?: [A-Z][a-zA-Z]+)+"
_SAID = r"(?:said|told|tweeted|wrote|announced|warned|argued|added|says|called|denied|claimed|promised|insisted)"
_SAYING = re.compile(rf"(?P<name>{_NAME}) {_SAID}\b|{_SAID} (?P<name_behind>{_NAME})")
_PERSONS = r"(?:[a-z-]+er|[a-z-]+or|[a-z-]+ist|[a-z-]+ant|[a-z-]+man|[a-z-]+woman|president|head|chief|official)"
_IDENTITY = re.compile(
    rf"(?P<name>[A-Z][a-z]+ [A-Z][a-z]+), (?:a|an|the) (?:[a-z-]+ ){{0,3}}{_PERSONS}\b|"
    r"(?:[A-Z][a-z]+ (?:of )?(?:the )?){2,6}\((?P<acronym>[A-Z]{2,6})\)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage of an article, in sentences."""

    title: str
    sentences: tuple[str, ...]


class News:
    """Passages of three paragraphs, for full-text search. Close it."""

    def __init__(self, folder: Path) -> None:
        self._found = sqlite3.connect(":memory:")
        self._found.execute(
            "CREATE VIRTUAL TABLE passages USING fts5(text, article UNINDEXED, day UNINDEXED, title UNINDEXED, "
            "tokenize='porter')"
        )
        for article in lines(folder / "docs.jsonl.xz"):
            paragraphs = [p for p in article["text"].split("\n\n") if len(p) > 80]
            chunks = ["\n\n".join(paragraphs[at : at + 3]) for at in range(0, 24, 3)]
            known = (article["doc_id"], article["publish_date"] or "9999", article["title"])
            self._found.executemany(
                "INSERT INTO passages VALUES (?, ?, ?, ?)", [(chunk, *known) for chunk in chunks if chunk]
            )

    def close(self) -> None:
        """Gives the memory back."""
        self._found.close()

    def some(self, part: int) -> Iterator[Piece]:
        """One passage in eleven, those of ``part``."""
        found = self._found.execute("SELECT title, text FROM passages WHERE rowid % 11 = ? ORDER BY rowid", (part,))
        for title, text in found:
            yield Piece(title, sentences_of(text))

    def near(self, question: str, wanted: Callable[[str], bool], before: str = "99999") -> list[Piece]:
        """The passages nearest to ``question`` by BM25, best first, one of an article, among those that ``wanted``
        lets through and that are older than the day ``before``."""
        best: dict[str, Piece] = {}
        for title, text, article in self._search(question, "day < ?", before):
            if article not in best and len(best) < PASSAGES and wanted(text):
                best[article] = Piece(title, sentences_of(text))
        return list(best.values())

    def within(self, question: str, article: str, answer: str) -> Piece | None:
        """The passage of ``article`` that is nearest to ``question`` among those that hold ``answer``."""
        found = self._search(question, "article = ?", article)
        return next((Piece(t, sentences_of(text)) for t, text, _ in found if contains(text, answer)), None)

    def _search(self, question: str, condition: str, value: str) -> Sequence[tuple[str, str, str]]:
        words = " OR ".join(f'"{word}"' for word in understand(question).words)
        return self._found.execute(
            f"SELECT title, text, article FROM passages WHERE passages MATCH ? AND {condition} ORDER BY rank LIMIT 40",
            (words, value),
        ).fetchall()


def quiz(news: News, folder: Path) -> Iterator[Reading]:
    """Each question with the passage of the article that the quiz makers name, and without it."""
    for row in lines(folder / "questions.jsonl"):
        question, answer = row["question_sentence"], row["answer_text"][0] if row["answer_text"] else ""
        pieces = (news.within(question, article, answer) for article in row["gold_doc_ids"])
        right = next((piece for piece in pieces if piece), None)
        if right is not None and contains(" ".join(right.sentences), answer):
            yield from _both("quiz", question, _older(news, row["question_date"], question, answer), right, (answer,))


def evidence_reading(news: News, folder: Path) -> Iterator[Reading]:
    """Each question whose answer stands in the quiz maker's own passage, once with that passage among others and
    once without it. The others are the best full-text hits among older articles that do not hold the answer: near
    the topic, from before the event."""
    for row in lines(folder / "evidence_reading.jsonl"):
        if row["extractive"]:
            others = _older(news, row["question_date"], row["question"], row["answer"])
            right = Piece("", sentences_of(row["passage"]))
            yield from _both("evidence_reading", row["question"], others, right, (row["answer"],))


def _older(news: News, asked_on: str, question: str, answer: str) -> list[Piece]:
    day = date(*map(int, re.findall(r"\d+", asked_on))) - timedelta(days=APART)
    return news.near(question, lambda text: not contains(text, answer), day.strftime("%Y/%m/%d"))


def sayings(news: News) -> Iterator[Reading]:
    """ "What did X say?", with or without a subject, once answered and once not: then X is nowhere said to speak."""

    def speaks(sentence: str, name: str, subject: str | None) -> bool:
        surname = name.rsplit(maxsplit=1)[-1]
        said = re.search(rf"{surname}\b.{{0,40}}\b{_SAID}\b|\b{_SAID}\b.{{0,40}}\b{surname}", sentence)
        return bool(said) and (subject is None or subject in sentence.lower())

    yield from _made(news, "sayings", _SAYING, _ask_saying, speaks)


def identities(news: News) -> Iterator[Reading]:
    """ "Who is X?", "What is XYZ?", once answered and once not: then X or XYZ is nowhere named."""

    def explains(sentence: str, name: str, subject: str | None) -> bool:
        del subject
        return any(name in found.groups() for found in _IDENTITY.finditer(sentence))

    yield from _made(news, "identities", _IDENTITY, _ask_identity, explains)


def _made(
    news: News,
    source: str,
    pattern: re.Pattern[str],
    ask: Callable[[str, str], tuple[str, str | None]],
    answers: Callable[[str, str, str | None], bool],
) -> Iterator[Reading]:
    made = 0
    for piece in news.some(len(source)):
        found = next(((s, match) for s in piece.sentences if (match := pattern.search(s))), None)
        if found is None or digest(found[0]) % 3:
            continue
        name = next(group for group in found[1].groups() if group)
        if any(word.is_stop or word.lower in MONTHS | WEEKDAYS for word in tokens(name)):
            continue
        question, subject = ask(name, found[0])

        def is_silent(other: str, name: str = name, subject: str | None = subject) -> bool:
            named = source == "identities" and name in other
            return not named and not any(answers(sentence, name, subject) for sentence in sentences_of(other))

        gold = frozenset(at for at, s in enumerate(piece.sentences) if answers(s, name, subject))
        yield from _both(source, question, news.near(question, is_silent), piece, (), gold)
        made += 1
        if made == MADE:
            return


def _ask_saying(name: str, sentence: str) -> tuple[str, str | None]:
    """The question, and its subject where it has one: a longer word of the sentence that is no name."""
    subjects = [w.lower for w in tokens(sentence) if len(w.lower) > 6 and w.text.islower() and not w.is_stop]
    form = digest(sentence) % 4
    if form == 0 and subjects:
        subject = subjects[digest(name) % len(subjects)]
        return f"What did {name} say about {subject}?", subject
    surname = name.rsplit(maxsplit=1)[-1]
    return (f"What did {name} say?", f"What did {surname} say?", f"what has {name.lower()} said")[form % 3], None


def _ask_identity(name: str, sentence: str) -> tuple[str, str | None]:
    if name.isupper():
        return (f"What is {name}?", f"What is the {name}?", f"What does {name} stand for?")[digest(sentence) % 3], None
    return (f"Who is {name}?", f"who is {name.lower()}")[digest(sentence) % 2], None


def _both(
    source: str,
    question: str,
    others: Sequence[Piece],
    right: Piece,
    answers: tuple[str, ...],
    gold: frozenset[int] | None = None,
) -> Iterator[Reading]:
    """The question with ``right`` at some place among ``others``, and with these alone. Without ``gold``, the
    sentences that hold an answer are."""
    if gold is None:
        gold = located(question, right.sentences, answers)
    place = digest(question) % (len(others) + 1)
    if gold:
        pieces = [*others[:place], right, *others[place:]]
        labels = frozenset(f"S{place + 1}.{at + 1}" for at in gold)
        yield Reading(source, question, _evidence(pieces), labels, answers)
    if others:
        yield Reading(source, question, _evidence(others), frozenset(), ())


def _evidence(pieces: Sequence[Piece]) -> Evidence:
    return evidence([piece.sentences for piece in pieces], [piece.title or None for piece in pieces])


def news_sets(bench: Path) -> list[Reading]:
    """All four, from the folder of the test material."""
    folder = bench / "realtimeqa"
    with closing(News(folder)) as news:
        return [*quiz(news, folder), *evidence_reading(news, folder), *sayings(news), *identities(news)]
