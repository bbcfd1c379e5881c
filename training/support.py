"""Claims with evidence that supports, refutes, or leaves them open, as examples."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.reading_sets import digest, lines, sentences_of
from training import altered
from training.examples import Example, Support
from training.reading import first, stems

POOLED = (
    "fever",
    "fever_symmetric",
    "fever_synthetic_neutral",
    "fm2",
    "begin",
    "wice",
    "mnli_dev",
    "snli_dev",
    "conjnli",
    "vitaminc_sample",
)
"""Left out: non-commercial sources, those for research only, and those without any known licence."""
LONGEST = 900  # characters of evidence: about as many as are read
SYNTHETIC = 5  # of rule-made ConjNLI rows, one in so many
SENTENCES = 40  # of an article that are looked at
BEST = 5  # sentences that a claim is held against
TOLD = 0.7  # of a title's words, how many its article's best sentences must have to support it
REPEATED = 0.5  # of a claim's words, how many any other sentence may have when the one that says it is taken away


def is_kept_back(name: str, row: Mapping[str, Any]) -> bool:
    """Whether a row of the pool is not trained on, because the support score is fitted on it: every second of BEGIN and
    WiCE, by what they are about."""
    about = row.get("group") or row["evidence"]
    return name in {"begin", "wice"} and digest(f"{name} {about}") % 2 == 0


def from_pool(folder: Path) -> Iterator[Example]:
    """The support rows of the pool."""
    for name in POOLED:
        for row in lines(folder / f"support_{name}.jsonl.xz"):
            if is_kept_back(name, row):
                continue
            if name == "conjnli" and row["synthetic"] and digest(row["claim"]) % SYNTHETIC:
                continue
            evidence = row["evidence"]
            if len(evidence) > LONGEST:
                cut = sentences_of(evidence)
                evidence = " ".join(nearest(stems(row["claim"]), cut, [stems(sentence) for sentence in cut]))
            if evidence:
                yield Example(name, row["claim"], "", evidence, support=row["label"])


def from_answers(examples: Sequence[Example]) -> Iterator[Example]:
    """Questions for the subject ("Who won …?") and their answers as statements: held against the sentence that answers,
    against one that doesn't, and with another answer against the one that does."""
    answers = [e.text[slice(*e.span)] for e in examples if e.span and e.asked.startswith("Who ")]
    for example in examples:
        found = re.fullmatch(r"Who ((?!did|do|does|are|can|will|could|would)[a-z]+ .+)\?", example.asked)
        if not found or example.span is None:
            continue
        answer, rest, chance = example.text[slice(*example.span)], found[1].strip(), digest(example.asked)
        if len(answer.split()) > 6:
            continue
        told = f"{answer[0].upper()}{answer[1:]} {rest}."
        yield Example("answers", told, "", example.text, support="supported")
        other = answers[chance % len(answers)] if answers else ""
        if other and first(example.text, [other]) is None:
            yield Example("answers", f"{other} {rest}.", "", example.text, support="refuted")


# --- made from articles ---

_ATTRIBUTED = re.compile(r"^(?P<what>[^\"“”]{30,}), (?:according to|said|says) (?P<who>[^,\"“”]{4,60})\.$")


def from_news(articles: Sequence[tuple[str, str]], related: Mapping[int, int], one_in: int) -> Iterator[Example]:
    """Sentences of ``articles`` (title and text), shortened or left as they are, and titles: held against the sentence,
    against the article's five best sentences, against these without it, against those of the ``related`` article, and
    altered in one place."""
    for number, (title, text) in enumerate(articles):
        sentences = [" ".join(s.split()) for s in sentences_of(text[:7000])[:SENTENCES]]
        sentences = [s for s in sentences if 40 < len(s) < 320]
        inside = [stems(s) for s in sentences]
        names = sorted({name for s in sentences for name in altered.names(s)})
        for at, sentence in enumerate(sentences):
            if 60 < len(sentence) < 260 and digest(sentence) % one_in == 0:
                yield from _of_sentence(at, sentences, inside, names)
        if number in related:
            other = [" ".join(s.split()) for s in sentences_of(articles[related[number]][1][:7000])[:SENTENCES]]
            yield from _of_title(title, (sentences, inside), other, names)


def _of_sentence(
    at: int, sentences: Sequence[str], inside: Sequence[frozenset[str]], names: Sequence[str]
) -> Iterator[Example]:
    chance = digest(sentences[at]) // 11
    honest = shortened(sentences[at], chance)
    best = nearest(stems(honest), sentences, inside)
    evidence = sentences[at] if chance % 3 == 0 else " ".join(best)
    labelled: list[tuple[str, str, Support]] = [(honest, evidence, "supported")]
    changed = altered.claim(honest, names, chance)
    if changed is not None:
        labelled.append((changed, evidence, "refuted"))
    rest = [n for n in range(len(sentences)) if n != at]
    words = stems(honest)
    if rest and words and max(len(words & inside[n]) for n in rest) < REPEATED * len(words):
        without = nearest(words, [sentences[n] for n in rest], [inside[n] for n in rest])
        labelled.append((honest, without[0] if chance % 3 == 1 else " ".join(without), "neutral"))
    for claim, text, label in labelled:
        yield Example("news_made", claim, "", text, support=label)


def _of_title(
    title: str, body: tuple[Sequence[str], Sequence[frozenset[str]]], other: Sequence[str], names: Sequence[str]
) -> Iterator[Example]:
    claim = re.sub(r"\s+[|–-]\s+[^|–-]{2,30}$", "", title).strip()
    words = stems(claim)
    if "..." in claim or len(words) < 4 or claim.endswith("?"):
        return
    evidence = nearest(words, *body)
    if len(words & stems(" ".join(evidence))) >= TOLD * len(words):
        yield Example("titles", claim, "", " ".join(evidence), support="supported")
        changed = altered.claim(claim, names, digest(claim))
        if changed is not None:
            yield Example("titles", changed, "", " ".join(evidence), support="refuted")
    elsewhere = nearest(words, other, [stems(sentence) for sentence in other])
    if len(words & stems(" ".join(elsewhere))) < REPEATED * len(words):
        yield Example("titles", claim, "", " ".join(elsewhere), support="neutral")


def nearest(words: frozenset[str], sentences: Sequence[str], inside: Sequence[frozenset[str]]) -> list[str]:
    """The five of ``sentences`` with most of ``words``, in their order; fewer when they are long."""
    best = sorted(range(len(sentences)), key=lambda n: (-len(words & inside[n]), n))[:BEST]
    while sum(len(sentences[n]) for n in best) > LONGEST:
        best.pop()
    return [sentences[n] for n in sorted(best)]


def shortened(sentence: str, chance: int) -> str:
    """``sentence`` without its attribution, its last clause or what stands between commas, where that can be seen."""
    found = _ATTRIBUTED.match(sentence)
    if found and chance % 2:
        return (
            f"According to {found['who']}, {found['what'][0].lower()}{found['what'][1:]}."
            if chance % 4 == 1
            else sentence
        )
    inner = re.sub(r", (?:who|which|a|an|the) [^,]{5,60},", "", sentence, count=1)
    if inner != sentence:
        return inner
    last = re.sub(r", (?:as|while|after|but|and|with|including|which|who) [^,\"“”]+\.$", ".", sentence)
    return last if len(last) > 40 else sentence
