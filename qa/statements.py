"""The sentences of an evidence as comparable words: what disagreement and premises are read from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from qa.extractive.places import COUNTRIES, COUNTRY_OF
from qa.remembered import KEPT_EVIDENCE, KEPT_WORDS, of_texts, remembered
from qa.types import Article, Evidence, EvidenceSentence
from qa.verify.negation import Token, analyse
from qa.verify.normalise import Word, clean, words
from qa.words import STOP_WORDS, stem, tokens

_TWO_WORDS = {
    ("united", "states"): "america",
    ("united", "kingdom"): "britain",
    ("white", "house"): "whitehouse",
    ("downing", "street"): "downingstreet",
}
_FIRST_OF_TWO = frozenset(first for first, _ in _TWO_WORDS)
_LONGEST = 2_000  # characters of a sentence that are compared

# The stemmer parts these from their verbs.
_NOUNS_OF_DOING = """expulsion:expel decision:decide invasion:invade explosion:explode withdrawal:withdraw
    denial:deny refusal:refuse departure:depart closure:close conclusion:conclude suspension:suspend
    extension:extend destruction:destroy reduction:reduce acquisition:acquire removal:remove dismissal:dismiss
    approval:approve arrival:arrive resignation:resign permission:permit admission:admit collision:collide
    agreement:agree announcement:announce appointment:appoint assassination:assassinate confirmation:confirm
    cancellation:cancel deployment:deploy evacuation:evacuate execution:execute nomination:nominate
    nominee:nominate purchase:buy sale:sell seizure:seize retirement:retire resumption:resume
    imprisonment:imprison conviction:convict deportation:deport detention:detain eviction:evict
    growth:grow loss:lose victory:win birth:born"""
_PAIRS = (pair.partition(":") for pair in _NOUNS_OF_DOING.split())
_DEEDS = {stem(noun): stem(verb) for noun, _, verb in _PAIRS}


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the evidence. ``text`` is cleaned; ``words``, ``tokens`` and ``keys`` run side by side: a key
    is what a word is compared by, the country it belongs to or its stem, that of the verb for a noun of doing.
    ``context`` holds the keys of the article's title and of what stands in the evidence of it."""

    source: EvidenceSentence
    article: Article
    text: str
    words: tuple[Word, ...]
    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    context: frozenset[str]

    @property
    def label(self) -> str:
        """Its address in the evidence."""
        return self.source.label

    @property
    def day(self) -> str | None:
        """The day on which the article was published or last changed, as far as known."""
        return (self.article.updated_at or self.article.published_at or "")[:10] or None

    def content(self, places: Iterable[int] | None = None) -> frozenset[str]:
        """The keys of its telling words, or of those among ``places``."""
        wanted = range(len(self.keys)) if places is None else places
        return frozenset(self.keys[at] for at in wanted if self.tokens[at].telling)

    def at(self, start: int) -> int:
        """The place of the first word that ends behind the character ``start``; the last place when none does."""
        return next((place for place, word in enumerate(self.words) if word.end > start), len(self.words) - 1)

    def clause(self, place: int) -> range:
        """The places from the break before ``place`` to the break behind it."""
        start = place
        while start and not self.tokens[start].breaks:
            start -= 1
        end = place + 1
        while end < len(self.tokens) and not self.tokens[end].breaks:
            end += 1
        return range(start, end)

    def is_name(self, place: int) -> bool:
        """Whether the word is written like a name where its place does not explain the capital."""
        word = self.words[place].text
        acronym = word.isupper() and len(word) > 1  # "A" and "I" open sentences
        if word.islower() or word.isdecimal() or (word.lower() in STOP_WORDS and not acronym):
            return False
        return place > 0 or word.isupper() or self.keys[place] in COUNTRIES


@of_texts
@lru_cache(maxsize=KEPT_EVIDENCE)
def statements(evidence: Evidence) -> tuple[Statement, ...]:
    """Every sentence of ``evidence`` that has words, in its order; captions are left out, for they tell of pictures."""
    return tuple(_statements(evidence))


@remembered
def keys_of(text: str) -> tuple[str, ...]:
    """The keys of the telling words of a question or phrase, in order, without repeats."""
    every = tokens(text)
    plain = [token.lower for token in every]
    keys = _joined([_key(token.text, one) for token, one in zip(every, plain, strict=True)], plain)
    return tuple(dict.fromkeys([key for key, token in zip(keys, every, strict=True) if not token.is_stop]))


def is_deed(word: str) -> bool:
    """Whether a lower-case ``word`` is a noun of doing ("expulsion")."""
    return stem(word) in _DEEDS


def country(key: str) -> bool:
    """Whether ``key`` stands for a country."""
    return key in COUNTRIES


def _statements(evidence: Evidence) -> Iterator[Statement]:
    contexts: dict[str, set[str]] = {}
    for passage in evidence.passages:
        known = contexts.setdefault(passage.article.id, set(keys_of(passage.article.title or "")))
        for sentence in passage.sentences:
            known.update(keys_of(sentence.text[:_LONGEST]))
    for passage in evidence.passages:
        context = frozenset(contexts[passage.article.id])
        for sentence in passage.sentences:
            text = clean(sentence.text[:_LONGEST])
            found = words(text)
            if found and sentence.sentence.kind == "body":
                told, _ = analyse(text)
                yield Statement(sentence, passage.article, text, found, told, _keys(found, told), context)


def _keys(found: Sequence[Word], told: Sequence[Token]) -> tuple[str, ...]:
    plain = [token.word for token in told]
    return tuple(_joined([_key(word.text, one) for word, one in zip(found, plain, strict=True)], plain))


def _joined(keys: list[str], plain: Sequence[str]) -> list[str]:
    """``keys`` of the words ``plain``, with one key for both where two words name one thing."""
    if not _FIRST_OF_TWO.isdisjoint(plain):
        for at, pair in enumerate(pairwise(plain)):
            if pair in _TWO_WORDS:
                keys[at] = keys[at + 1] = _TWO_WORDS[pair]
    return keys


@lru_cache(maxsize=KEPT_WORDS)
def _key(text: str, plain: str) -> str:
    if plain != "us" or text.isupper():
        plain = COUNTRY_OF.get(plain, plain)
    if plain in COUNTRIES:
        return plain
    found = stem(plain)
    return _DEEDS.get(found, found)
