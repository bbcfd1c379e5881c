"""Claims with evidence that supports, refutes, or leaves them open, as examples."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.reading_sets import digest, lines, sentences_of
from qa.words import MONTHS, NUMBER_WORDS, WEEKDAYS, tokens
from training.examples import Example, Support

POOLED = {
    "fever": 6000,
    "fever_symmetric": 1061,
    "fever_synthetic_neutral": 2000,
    "fm2": 2548,
    "begin": 800,
    "mnli_dev": 6000,
    "snli_dev": 1500,
    "vitaminc_sample": 397,
}
"""How many rows of each. Left out: non-commercial sources, and those without any known licence."""


def from_pool(folder: Path) -> Iterator[Example]:
    """The support rows of the pool."""
    for name, limit in POOLED.items():
        rows = sorted(lines(folder / f"support_{name}.jsonl.xz"), key=lambda r: digest(r["claim"] + r["evidence"]))
        for row in rows[:limit]:
            if len(row["evidence"]) < 700:
                yield Example(name, row["claim"], "", row["evidence"], support=row["label"])


# --- made from news sentences ---

_ATTRIBUTED = re.compile(r"^(?P<what>[^\"“”]{30,}), (?:according to|said|says) (?P<who>[^,\"“”]{4,60})\.$")
_NEGATABLE = re.compile(r"\b(is|are|was|were|will|would|can|could|has|have|had)\b(?! (?:not|n't|no))")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w,]|\.\d)")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_SPOKEN = re.compile(
    r"\b(increased|rose|fell|won|lost|approved|rejected|accepted|denied|confirmed|supported|opposed)\b"
)
_OPPOSITES = {
    "increased": "decreased",
    "rose": "fell",
    "fell": "rose",
    "won": "lost",
    "lost": "won",
    "approved": "rejected",
    "rejected": "approved",
    "accepted": "rejected",
    "denied": "confirmed",
    "confirmed": "denied",
    "supported": "opposed",
    "opposed": "supported",
}


def from_news(articles: Sequence[str], limit: int) -> Iterator[Example]:
    """Sentences of ``articles``, shortened or left as they are (supported), altered in one place (refuted), or set
    against their neighbour (neutral)."""
    made = 0
    for text in articles:
        sentences = [s for s in sentences_of(text[:6000]) if 60 < len(s) < 260]
        names = sorted({m.group() for s in sentences for m in _NAME.finditer(s) if _is_name(m.group())})
        for at, sentence in enumerate(sentences[:-1]):
            chance = digest(sentence)
            if chance % 5:
                continue
            made += 1
            yield from _made(sentence, sentences[at + 1], names, chance // 5)
            if made == limit:
                return


def _is_name(text: str) -> bool:
    return not any(word.is_stop or word.lower in MONTHS | WEEKDAYS for word in tokens(text))


def _made(sentence: str, neighbour: str, names: Sequence[str], chance: int) -> Iterator[Example]:
    honest = shortened(sentence, chance)
    labelled: list[tuple[str, str, Support]] = [(honest, sentence, "supported")]
    altered = _altered(honest, names, chance)
    if altered is not None:
        labelled.append((altered, sentence, "refuted"))
    if chance % 3 == 0:
        labelled.append((honest, neighbour, "neutral"))
    for claim, evidence, label in labelled:
        yield Example("news_made", claim, "", evidence, support=label)


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


def _altered(claim: str, names: Sequence[str], chance: int) -> str | None:
    """``claim`` with one number, name, verb or negation changed; None when it has none of them."""
    ways = [way for way in (_number, _name, _opposite, _negated) if way(claim, names, chance) is not None]
    return ways[chance % len(ways)](claim, names, chance) if ways else None


def _number(claim: str, names: Sequence[str], chance: int) -> str | None:
    del names
    found = list(_NUMBER.finditer(claim))
    if found:
        one = found[chance % len(found)]
        number = one.group()
        digit = str((int(number[0]) + 1 + chance % 7) % 9 + 1)
        if digit == number[0]:
            digit = str(int(digit) % 9 + 1)
        return claim[: one.start()] + digit + number[1:] + claim[one.end() :]
    for word in tokens(claim):
        if word.text.lower() in NUMBER_WORDS and word.text.islower() and 2 < NUMBER_WORDS[word.lower] < 100:
            others = [w for w, v in NUMBER_WORDS.items() if 2 < v < 100 and w not in {word.lower, "dozens"}]
            return claim[: word.start] + others[chance % len(others)] + claim[word.end :]
    return None


def _name(claim: str, names: Sequence[str], chance: int) -> str | None:
    found = [m for m in _NAME.finditer(claim) if _is_name(m.group())]
    if not found:
        return None
    one = found[chance % len(found)]
    others = [n for n in names if n not in claim and len(n.split()) == len(one.group().split())]
    return claim[: one.start()] + others[chance % len(others)] + claim[one.end() :] if others else None


def _opposite(claim: str, names: Sequence[str], chance: int) -> str | None:
    del names, chance
    found = _SPOKEN.search(claim)
    return claim[: found.start()] + _OPPOSITES[found.group()] + claim[found.end() :] if found else None


def _negated(claim: str, names: Sequence[str], chance: int) -> str | None:
    del names, chance
    found = _NEGATABLE.search(claim)
    return claim[: found.end()] + " not" + claim[found.end() :] if found else None
