"""QAMR: questions on one sentence each of Wikinews and Wikipedia, whose answers are marked word by word."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.reading_sets import digest
from training import altered
from training.examples import Example
from training.reading import first, stems

WIKINEWS = ":wikinews:"
_MARKS = {"-LRB-": "(", "-RRB-": ")", "``": '"', "''": '"', "-LSB-": "[", "-RSB-": "]"}


def is_kept_back(key: str) -> bool:
    """Whether nothing of the sentence's article is trained on, so that the decision can be fitted on it: every second
    article of Wikinews."""
    return WIKINEWS in key and digest(article_of(key)) % 2 == 0


def article_of(key: str) -> str:
    """The article of a sentence: its key is corpus, source, article, paragraph and sentence."""
    return ":".join(key.split(":")[:3])


def qamr(folder: Path) -> tuple[dict[str, str], list[list[str]]]:
    """The sentences by key, and the questions in an order of chance: key first, question sixth, places of the answer's
    words seventh."""
    texts = {}
    for line in (folder / "wiki-sentences.tsv").read_text("utf-8").splitlines():
        key, _, text = line.partition("\t")
        texts[key] = text
    rows = [
        line.split("\t")
        for name in ("dev", "test")
        for line in (folder / f"{name}.tsv").read_text("utf-8").splitlines()
    ]
    return texts, sorted((row for row in rows if row[0] in texts), key=lambda row: digest(row[0] + row[5]))


def from_qamr(folder: Path) -> Iterator[Example]:
    """The questions with their sentences; most of them also with a neighbour of that sentence that shares words with
    it, some also changed in one place."""
    texts, rows = qamr(folder)
    plain = {key: joined(text.split(" "))[0] for key, text in texts.items()}
    order = sorted(plain)
    places = {key: at for at, key in enumerate(order)}
    inside = {key: stems(text) for key, text in plain.items()}
    named = sorted({name for text in plain.values() for name in altered.names(text)})
    by_stem: dict[str, list[str]] = defaultdict(list)
    for key in order:
        for stem in inside[key]:
            by_stem[stem].append(key)
    for row in rows:
        key, question, indices = row[0], row[5], [int(index) for index in row[6].split()]
        if is_kept_back(key) or not indices or indices[-1] - indices[0] != len(indices) - 1:
            continue
        text, starts = joined(texts[key].split(" "))
        span = (starts[indices[0]][0], starts[indices[-1]][1])
        chance, at = digest(question), places[key]
        before = plain[order[at - 1]] if at and chance % 3 == 0 else ""
        yield Example("qamr", question, before, text, True, span)
        asked = stems(question)
        near = [order[n] for n in range(max(0, at - 4), min(len(order), at + 5))]
        rare = [k for stem in sorted(asked, key=lambda s: (len(by_stem[s]), s))[:3] for k in by_stem[stem][:30]]
        answer = text[span[0] : span[1]]
        others = [k for k in (*near, *rare) if k != key and not is_kept_back(k) and first(plain[k], [answer]) is None]
        if others and chance % 4:
            nearest = max(others, key=lambda k: (len(asked & inside[k]), k))
            yield Example("qamr", question, "", plain[nearest], False)
        changed = altered.question(question, named, text, chance)
        if changed and chance % 2:
            yield Example("qamr_altered", changed, before, text, False)


def joined(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Treebank tokens as running text, and where each of them stands in it."""
    text, places, glue = "", [], True
    for word in words:
        mark = _MARKS.get(word, word)
        closes = (
            mark in {",", ".", ";", ":", "?", "!", ")", "]", "%", "'s", "n't"} or (word == "''") or mark.startswith("'")
        )
        if text and not glue and not closes:
            text += " "
        places.append((len(text), len(text) + len(mark)))
        text += mark
        glue = mark in {"(", "[", "$"} or word == "``"
    return text, places
