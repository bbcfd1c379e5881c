"""Quiz questions about the news with sentences of the articles that a search engine gave for them (distant supervision:
a sentence that holds the answer and most of the question's words is taken to answer)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.reading_sets import Reading, digest, lines, sentences_of
from qa.types import Evidence
from training import altered
from training.examples import Example, lead
from training.reading import drawn, first, is_kept_back, stems

SHARED = 0.5  # of the question's words, how many must stand in the sentence, its neighbour before it or the title
DOCUMENTS = 10
CHARACTERS = 8_000  # of an article
POSITIVES, NEGATIVES = 4, 10


def from_search(folder: Path) -> Iterator[Example]:
    """The questions of the fit half that are no "except" questions, each sentence with its article's title before it
    and mostly once more with something else."""
    documents = {row["doc_id"]: row for row in lines(folder / "docs.jsonl.xz")}
    found = {row["question_id"]: row["doc_ids"] for row in lines(folder / "google_results.jsonl")}
    for row in lines(folder / "questions.jsonl"):
        question, answers = row["question_sentence"], row["answer_text"]
        reading = Reading("quiz", question, Evidence(()), frozenset(), ())
        if reading.half != "fit" or is_kept_back(reading) or not answers or not question:
            continue
        if "except" in question.lower() or len(answers[0]) < 2:
            continue
        names = dict.fromkeys([*row["gold_doc_ids"], *found[row["question_id"]]])
        yield from _question(question, answers[0], [documents[n] for n in names if n in documents][:DOCUMENTS])


def _question(question: str, answer: str, documents: list[dict[str, Any]]) -> Iterator[Example]:
    asked = stems(question) - stems(answer)
    right: list[tuple[int, int, list[Example]]] = []
    wrong: list[tuple[int, int, list[Example]]] = []
    for document in documents:
        title, previous = document["title"] or "", ""
        for sentence in sentences_of(document["text"][:CHARACTERS]):
            span, inside = first(sentence, [answer]), stems(sentence)
            near = len(asked & (inside | stems(previous) | stems(title)))
            chance = digest(question + sentence)
            befores = dict.fromkeys((title, lead(title, previous, chance)))
            if span is not None and len(asked & inside) >= 2 and near >= SHARED * len(asked):
                variants = [Example("news", question, before, sentence, True, span) for before in befores]
                changed = altered.question(question, altered.names(f"{title} {previous}"), sentence, chance)
                if changed:
                    variants.append(Example("news_altered", changed, title, sentence, False))
                right.append((-len(asked & inside), chance, variants))
            elif span is None and len(sentence) > 30:
                variants = [Example("news", question, before, sentence, False) for before in befores]
                wrong.append((-len(asked & inside), chance, variants))
            previous = sentence
    if right:
        for _, _, variants in sorted(right, key=lambda r: r[:2])[:POSITIVES]:
            yield from variants
        for variants in drawn(wrong, NEGATIVES):
            yield from variants
