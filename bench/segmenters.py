"""Sentence segmenters side by side: hand-cut cases, real news, Wikipedia, offsets for any Unicode, speed.

Run as ``python -m bench.segmenters`` with QA_BENCH_DIR at a folder that holds ``realtimeqa`` and ``clapnq_dev``.
Libraries that are not installed are listed as such; ``pip install pysbd syntok blingfire razdel segtok nupunkt spacy
nltk sentence-splitter`` brings them. The labels in ``segmenter_labels.json`` are ours: places in news articles (by
document and offset) where libraries differ, with what a reader would do there.
"""

from __future__ import annotations

import json
import lzma
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from pathlib import Path

from tests.segment_cases import CASES, MISSED

Spans = list[tuple[int, int]]
Segment = Callable[[str], Spans]

LABELS = Path(__file__).with_name("segmenter_labels.json")
EVERY = 15  # one in so many news articles, of the first 3,000
ARTICLES = 3_000
QUESTIONS = 300


def main() -> None:
    """Prints the table."""
    folder = os.environ.get("QA_BENCH_DIR")
    if not folder:
        sys.exit("Set QA_BENCH_DIR to a folder that holds realtimeqa and clapnq_dev.")
    lines = [line for text in islice(news(Path(folder)).values(), 0, ARTICLES, EVERY) for line in text.split("\n")]
    lines = [line for line in lines if line.strip()]
    segmenters = dict(installed())
    cuts = {name: [ends(segment, line) for line in lines] for name, segment in segmenters.items()}
    agreed = majority(lines, list(cuts.values()))
    print(f"{len(lines)} paragraphs of news; {sum(map(len, agreed))} cuts outside quotations that most agree on")
    print("name, cases right, labels: missed and wrong, majority: missed and alone, CLAP NQ: P and R, inexact, MB/s")
    for name, segment in segmenters.items():
        missed = sum(len(most - mine) for most, mine in zip(agreed, cuts[name], strict=True))
        lone = alone(lines, cuts, name)
        precision, recall = clapnq(Path(folder), segment)
        right = f"{cases(segment):3}/{len(CASES + MISSED)}"
        print(
            f"{name:18} {right}  {labels(Path(folder), segment)}  {missed:4} {lone:4}  {precision:.3f} {recall:.3f}  "
            f"{inexact(segment):4}  {speed(segment, lines):6.2f}",
            flush=True,
        )


def installed() -> Iterator[tuple[str, Segment]]:
    """Every candidate that can be imported; the others are named."""
    for name, load in CANDIDATES.items():
        try:
            yield name, load()
        except ImportError:
            print(f"{name:18} not installed")


def news(folder: Path) -> dict[str, str]:
    """The text of every article by its id."""
    with lzma.open(folder / "realtimeqa" / "docs.jsonl.xz", "rt", encoding="utf-8") as file:
        return {row["doc_id"]: row["text"] for row in map(json.loads, file)}


def ends(segment: Segment, text: str) -> set[int]:
    """Where ``text`` is cut: the ends of all sentences but the last, white space left out; none after an error."""
    try:
        spans = stripped(text, segment(text))
    except Exception as error:
        print(f"  {type(error).__name__} in {len(text)} characters")
        return set()
    return {end for _, end in spans[:-1]}


def stripped(text: str, spans: Spans) -> Spans:
    """``spans`` without white space at their ends, empty ones left out."""
    found = []
    for start, end in spans:
        piece = text[start:end]
        if piece.strip():
            found.append((start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())))
    return found


def quoted(text: str, place: int) -> bool:
    """Whether a quotation is open at ``place``: there, to cut or not is a matter of taste."""
    before = text[:place]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def majority(lines: list[str], cuts: list[list[set[int]]]) -> list[set[int]]:
    """For each line, the cuts outside quotations that more than half of the segmenters make."""
    agreed = []
    for number, line in enumerate(lines):
        places = set().union(*(found[number] for found in cuts))
        most = {p for p in places if sum(p in found[number] for found in cuts) * 2 > len(cuts)}
        agreed.append({place for place in most if not quoted(line, place)})
    return agreed


def alone(lines: list[str], cuts: dict[str, list[set[int]]], name: str) -> int:
    """How many cuts outside quotations only ``name`` makes."""
    total = 0
    for number, line in enumerate(lines):
        others = set().union(*(found[number] for other, found in cuts.items() if other != name))
        total += sum(not quoted(line, place) for place in cuts[name][number] - others)
    return total


def cases(segment: Segment) -> int:
    """How many of the paragraphs that were cut by hand come out the same."""
    right = 0
    for case in CASES + MISSED:
        text = " ".join(case)
        right += [text[start:end] for start, end in stripped(text, segment(text))] == list(case)
    return right


def labels(folder: Path, segment: Segment) -> str:
    """Of the labelled places in the news: cuts that are missing, and cuts that are wrong."""
    texts, missed, wrong, cut, whole = news(folder), 0, 0, 0, 0
    for document, places in json.loads(LABELS.read_text(encoding="utf-8")).items():
        text = texts[document]
        for place, label in places.items():
            start = text.rfind("\n", 0, int(place)) + 1
            line = text[start:].split("\n", 1)[0]
            found = int(place) - start in ends(segment, line)
            cut, whole = cut + (label == "cut"), whole + (label == "whole")
            missed, wrong = missed + (label == "cut" and not found), wrong + (label == "whole" and found)
    return f"{missed:3}/{cut} {wrong:3}/{whole}"


def clapnq(folder: Path, segment: Segment) -> tuple[float, float]:
    """Precision and recall of the cuts in Wikipedia passages, whose text is split into words."""
    right = made = given = 0
    with (folder / "clapnq_dev" / "clapnq_dev.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, islice(file, QUESTIONS)):
            for passage in row["passages"]:
                text, gold, at = " ".join(passage["sentences"]), set(), 0
                for sentence in passage["sentences"][:-1]:
                    gold.add(at + len(sentence))
                    at += len(sentence) + 1
                found = ends(segment, text)
                right, made, given = right + len(found & gold), made + len(found), given + len(gold)
    return right / max(1, made), right / max(1, given)


def inexact(segment: Segment) -> int:
    """Of 300 random Unicode texts: those where spans overlap, lose a character, or fail."""
    pieces = ["U.S. ", "Dec. 30 ", "“", "”", '"', "... ", ". ", "? ", "é", "👩\u200d🚒 ", "\u00a0", "。", "he ", "She "]
    bad, dice = 0, random.Random(3)
    for _ in range(300):
        text = "".join(dice.choice([*pieces, chr(dice.randrange(0x20, 0xD800))]) for _ in range(40))
        try:
            spans = stripped(text, segment(text))
        except Exception:
            bad += 1
            continue
        in_order = all(before[1] <= after[0] for before, after in pairwise(spans))
        covered = "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
        bad += not (in_order and covered)
    return bad


def speed(segment: Segment, lines: list[str]) -> float:
    """Megabytes of news a second, in up to five seconds."""
    done, started = 0, time.perf_counter()
    for line in lines:
        ends(segment, line)
        done += len(line.encode())
        if time.perf_counter() - started > 5:
            break
    return done / 1e6 / (time.perf_counter() - started)


def aligned(split: Callable[[str], list[str]]) -> Segment:
    """A segmenter that gives pieces without offsets: they are looked for in the text."""

    def segment(text: str) -> Spans:
        spans, at = [], 0
        for piece in (piece.strip() for piece in split(text)):
            start = text.index(piece, at)
            at = start + len(piece)
            spans.append((start, at))
        return spans

    return segment


def _ours() -> Segment:
    from qa import segment as step
    from qa.types import Article

    return lambda text: [(s.start, s.end) for s in step.segment(Article("id", "v", "s", "h", "e", text))]


def _sentencex() -> Segment:
    import sentencex as library  # type: ignore[import-untyped]  # the wheel has no type information

    return lambda text: [(b["start_index"], b["end_index"]) for b in library.get_sentence_boundaries("en", text)]


def _nupunkt() -> Segment:
    import nupunkt as library

    return lambda text: list(library.sent_spans(text))


def _pysbd() -> Segment:
    import pysbd as library

    segmenter = library.Segmenter(language="en", clean=False, char_span=True)
    return lambda text: [(span.start, span.end) for span in segmenter.segment(text)]


def _syntok() -> Segment:
    from syntok import segmenter

    return lambda text: [
        (sentence[0].offset, sentence[-1].offset + len(sentence[-1].value))
        for paragraph in segmenter.process(text)
        for sentence in paragraph
    ]


def _blingfire() -> Segment:
    import blingfire as library

    return lambda text: list(library.text_to_sentences_and_offsets(text)[1])


def _razdel() -> Segment:
    import razdel as library

    return lambda text: [(piece.start, piece.stop) for piece in library.sentenize(text)]


def _segtok() -> Segment:
    from segtok.segmenter import split_single

    return aligned(lambda text: list(split_single(text)))


def _moses() -> Segment:
    from sentence_splitter import SentenceSplitter

    return aligned(SentenceSplitter(language="en").split)


def _spacy() -> Segment:
    import spacy as library

    pipeline = library.blank("en")
    pipeline.add_pipe("sentencizer")
    return lambda text: [(span.start_char, span.end_char) for span in pipeline(text).sents]


def _punkt() -> Segment:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    return lambda text: list(PunktSentenceTokenizer().span_tokenize(text))


CANDIDATES: dict[str, Callable[[], Segment]] = {
    "qa.segment": _ours,
    "sentencex": _sentencex,
    "nupunkt": _nupunkt,
    "pysbd": _pysbd,
    "syntok": _syntok,
    "blingfire": _blingfire,
    "razdel": _razdel,
    "segtok": _segtok,
    "sentence-splitter": _moses,
    "spacy sentencizer": _spacy,
    "nltk, no model": _punkt,
}


if __name__ == "__main__":
    main()
