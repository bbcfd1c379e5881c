"""Questions made from news sentences, answered by other sentences on the same matter.

One word or name of a sentence is asked for ("Who was sentenced on Friday to ten years?"); what answers is another
sentence, mostly of another article, that has it and most of the rare words; what has the words and not the answer does
not answer. Cloze questions after Lewis et al. 2019 (Unsupervised Question Answering by Cloze Translation), with
retrieved texts as in Glass et al. 2020 (Span Selection Pre-training)."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.reading_sets import digest, sentences_of
from qa.words import MONTHS, NUMBER_WORDS, WEEKDAYS
from training import altered
from training.examples import Example, lead
from training.reading import stems

CHARACTERS = 2_600  # of an article
RAREST, COMMON = 8, 1_500  # words of a sentence that are looked up; in how many sentences they may stand
SHARED = 3  # such words that a sentence has at least in common with the one that is asked from
FEWEST, MOST = 60, 280  # characters of a sentence
_ANSWER = re.compile(
    r"(?<=[a-z,] )[A-Z][A-Za-z’'-]+(?: (?:of |the |de )?[A-Z][A-Za-z’'-]+)*|^[A-Z][a-z]+(?: [A-Z][a-z]+)+|"
    r"\$?\b\d[\d,.]*\d?(?: (?:million|billion|trillion|percent|years|days|hours|months|weeks|miles|people))?%?"
)
_CAPTION = re.compile(
    r"(?:[A-Z][A-Z’' ]+|Photos?|Image|More|Related|Read more|Watch|Hide Caption)\b ?[:|]|.*Getty Images"
)
_DAY = MONTHS | WEEKDAYS


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an article."""

    article: int
    number: int
    title: str
    previous: str
    text: str


def sentences(articles: Sequence[tuple[str, str]]) -> list[Said]:
    """Those of the beginning of each article (title and text) that are neither short nor long."""
    found = []
    for article, (title, text) in enumerate(articles):
        previous = ""
        for number, cut in enumerate(sentences_of(text[:CHARACTERS])):
            sentence = " ".join(cut.split())
            if FEWEST < len(sentence) < MOST and not _CAPTION.match(sentence):
                found.append(Said(article, number, title, previous, sentence))
            previous = sentence
    return found


def from_news(said: Sequence[Said], one_in: int) -> Iterator[Example]:
    """A question for one sentence in ``one_in``, where another sentence answers it."""
    inside = [stems(one.text) for one in said]
    places: dict[str, list[int]] = defaultdict(list)
    for at, words in enumerate(inside):
        for word in words:
            places[word].append(at)
    for at, one in enumerate(said):
        chance = digest(one.text)
        if chance % one_in:
            continue
        matches = [m for m in _ANSWER.finditer(one.text) if len(m.group()) > 1]
        if not matches:
            continue
        match = matches[chance // one_in % len(matches)]
        answer = match.group()
        gone = stems(answer)
        rare = sorted((w for w in inside[at] - gone if len(places[w]) <= COMMON), key=lambda w: (len(places[w]), w))
        counted = Counter(place for word in rare[:RAREST] for place in places[word])
        near = [(count, place) for place, count in counted.most_common(40) if place != at and count >= 2]
        right = [p for c, p in near if c >= SHARED and _holds(said[p].text, answer) and not _same(inside, p, at)]
        if not right:
            continue
        question = ask(one.text, match, chance)
        wrong = [p for _, p in near if answer.lower() not in said[p].text.lower() and not _same(inside, p, at)]
        for place in right[:2]:
            yield _example(question, said[place], answer)
        for place in wrong[:2]:
            yield _example(question, said[place], "")
        others = altered.names(" ".join(said[p].text for p in wrong[:6]))
        changed = altered.question(question, others, said[right[0]].text, chance)
        if changed and chance % 2:
            found = _example(question, said[right[0]], "")
            yield Example("cloze_altered", changed, found.before, found.text, False)


def _example(question: str, other: Said, answer: str) -> Example:
    before = lead(other.title, other.previous, digest(question + other.text))
    if not answer:
        return Example("cloze", question, before, other.text, False)
    found = re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", other.text)
    assert found is not None  # _holds
    return Example("cloze", question, before, other.text, True, found.span())


def _holds(text: str, answer: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", text) is not None


def _same(inside: Sequence[frozenset[str]], one: int, other: int) -> bool:
    """Whether two sentences are the same but for a word or two."""
    return len(inside[one] & inside[other]) >= 0.85 * min(len(inside[one]), len(inside[other]))


def ask(sentence: str, match: re.Match[str], chance: int) -> str:
    """A question for what ``match`` found in ``sentence``: the clause around it with a question word in its place, or
    in front."""
    begin = max((sentence.rfind(mark, 0, match.start()) + 2 for mark in (", ", "; ", " – ", ": ")), default=1)
    begin = 0 if begin == 1 else begin
    ends = [at for mark in (", ", "; ", " – ") if (at := sentence.find(mark, match.end())) >= 0]
    end = min(ends, default=len(sentence))
    if end - begin - len(match.group()) < 45:
        begin, end = 0, len(sentence)
    ahead, behind = sentence[begin : match.start()].strip(), sentence[match.end() : end].strip(' ."”’')
    asked = _word(match.group(), ahead, behind, chance)
    if not ahead:
        return f"{asked} {behind}?"
    ahead = re.sub(r"[\s,]*\b(?:in|on|at|by|to|from|for|of|the|a|an|about|with)$", "", ahead) if chance % 3 else ahead
    if chance // 3 % 3 == 0:
        return f"{ahead} {asked.lower()} {behind}?"
    return f"{asked} {ahead} {behind}?".replace(" ,", ",")


def _word(answer: str, ahead: str, behind: str, chance: int) -> str:
    last = ahead.rsplit(maxsplit=1)[-1].lower() if ahead else ""
    following = behind.split(maxsplit=1)[0] if behind else ""
    if answer[0] == "$" or answer[0].isdigit():
        return _number_word(answer, following, chance)
    if answer.split(maxsplit=1)[0].lower() in _DAY:
        return "When"
    if last in {"in", "at", "near", "from"} and answer.lower() not in NUMBER_WORDS:
        return "Where"
    if following in {"said", "told", "says", "who", "was", "has", "wrote", "added"} or len(answer.split()) == 2:
        return "Who"
    return ("Who", "What", "Which")[chance // 11 % 3]


def _number_word(answer: str, following: str, chance: int) -> str:
    if answer[0] == "$":
        return "How much"
    if re.fullmatch(r"(?:19|20)\d\d", answer):
        return "When" if chance % 2 else "What year"
    if answer.endswith(("%", "percent", "million", "billion", "trillion")):
        return "How much" if chance % 2 else "How many"
    return "How many" if following.islower() else "What number"
