"""A question that asks yes or no, taken apart: who did what to whom, in which tense.

Rules on English word order; the evidence tells which words are verbs. What they cannot read is ``None``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.proposition import asking_sentence
from qa.statements import keys_of
from qa.verify.negation import analyse
from qa.verify.opposites import OPPOSITES
from qa.words import NUMBER_WORDS, STOP_WORDS, Token, is_past_form, tokens, value, word_set

Word = Literal["yes", "no"]
Tense = Literal["past", "perfect", "present", "will", "may", "must"]

_TENSES: dict[str, Tense] = {
    **dict.fromkeys(["did", "was", "were", "had"], "past"),
    **dict.fromkeys(["has", "have"], "perfect"),
    **dict.fromkeys(["do", "does", "is", "are", "am"], "present"),
    **dict.fromkeys(["will", "would"], "will"),
    **dict.fromkeys(["may", "can", "could", "might"], "may"),
    **dict.fromkeys(["must", "should"], "must"),
}
_BE = word_set("is are was were am")
_LEAD = re.compile(r"^(?:so |and |but )?(?:is|was) it (?:true|right|correct|a fact|the case) that ", re.IGNORECASE)
_TAG = re.compile(r",? (?:right|correct|or not|true|yes)\s*\?*$", re.IGNORECASE)
_DETERMINERS = word_set("the a an this that these those its his her their any some no all both every each")
_INDEFINITE = word_set("anyone anybody anything someone somebody something everyone everybody")
_WHOLE = word_set("all every everyone everybody everything both most always only")
_AGENT = "by"
PREPOSITIONS = word_set(
    """about after against among around as at before behind between beyond by despite during for from in inside into
    near of off on onto outside over since through throughout to toward towards under until upon with within without"""
)
AGAINST = word_set("against without near outside")
_COMPLEMENTS = word_set("that to whether if")
UNCHANGED = word_set("hurt cut put set hit shut let beat cast quit read shed spread split burst")  # past forms too
_NOT = word_set("not never")
_NOT_LATER = 8  # words into the question: a later one denies something else
_UNCLEAR = word_set("nobody nothing none no neither nor without unable hardly rarely instead")
_SMALL_VERBS = word_set("use go give take make say get come tell")  # search passes over them
_IDLE = word_set("ever already really actually still also just even now currently recently")


@dataclass(frozen=True, slots=True)
class Name:
    """A name or noun of the question: the ``keys`` of its words, the last of them its head. ``is_name`` for what is
    written with a capital, ``owns`` for one in the genitive ("Putin's government")."""

    keys: tuple[str, ...]
    is_name: bool
    owns: bool = False

    @property
    def head(self) -> str:
        """The key that it cannot do without."""
        return self.keys[-1]


@dataclass(frozen=True, slots=True)
class Asked:
    """``verb`` is the key of the deed, ``None`` where a form of "to be" is the verb. ``agents`` do it, ``patients``
    have it done to them; none of either where the question leaves it open ("anyone"). ``around`` are the keys that
    stand with it ("in Kerano"), the names and numbers among them in ``exact``; ``said`` are the keys of what depends on
    it ("to expel …"), and must stand behind it, each denied where the question denies it. ``numbers`` stand behind the
    verb, those ``counted`` before it. ``whole`` are the words for all, which the sentence must have too. ``negated``
    where it asks whether something is not so, ``anybody`` where it asks of anyone or anything at all; ``against``
    are those of ``AGAINST`` that stand behind the verb."""

    verb: str | None
    tense: Tense
    agents: tuple[Name, ...]
    patients: tuple[Name, ...]
    around: frozenset[str]
    exact: frozenset[str]
    said: tuple[tuple[str, bool], ...]
    numbers: frozenset[float]
    counted: frozenset[float]
    whole: frozenset[str]
    negated: bool = False
    anybody: bool = False
    against: frozenset[str] = frozenset()


def asked(text: str, verbs: frozenset[str]) -> Asked | None:
    """What ``text`` asks; ``verbs`` are the keys of words that the evidence has as verbs."""
    opens = re.match(r"\w+", text.strip())
    whole = opens is not None and opens.group().lower() in _TENSES and text.count("?") < 2
    text = _TAG.sub("?", text.strip() if whole else asking_sentence(text))  # "v." ends no question that is one already
    lead = _LEAD.match(text)
    found = list(tokens(_inverted(text[lead.end() :]) if lead else text))
    if len(found) < 2 or found[0].lower.removesuffix("n't") not in _TENSES | {"wo": "will", "ca": "may"}:
        return None
    auxiliary = {"won't": "will", "can't": "can"}.get(found[0].lower, found[0].lower.removesuffix("n't"))
    negations = [token for token in found if token.lower in _NOT or token.lower.endswith("n't")]
    if len(negations) > 1 or (negations and found.index(negations[0]) > _NOT_LATER):
        return None
    negated = bool(negations) if lead else False  # "Didn't he expel them?" asks what "Did he expel them?" does
    rest = [token for token in found[1:] if token not in negations and token.lower not in _IDLE]
    if not rest or rest[0].lower == "there" or any(token.lower in _UNCLEAR for token in rest) or "yet to" in text:
        return None
    at = _verb(rest, auxiliary, verbs)
    if at is None:
        return _of_being(rest, auxiliary, negated=negated) if auxiliary in _BE else None
    return _of_deed(rest, at, auxiliary, negated=negated)


def _inverted(clause: str) -> str:
    """ "Putin will not expel anyone" in the order of a question; a past form needs "did", and stays as it is."""
    found = tokens(clause)
    at = next((at for at, token in enumerate(found) if at and token.lower in _TENSES), None)
    if at is not None and at <= 6:
        auxiliary = found[at]
        return f"{auxiliary.text} {clause[: auxiliary.start]}{clause[auxiliary.end :]}"
    return f"Did {clause}"


def _verb(rest: Sequence[Token], auxiliary: str, verbs: frozenset[str]) -> int | None:
    """Where the verb stands, behind its subject."""
    fallback = None
    for at, token in enumerate(rest):
        if at == 0 or token.is_number or token.is_capital or rest[at - 1].lower in _DETERMINERS:
            continue
        if auxiliary in _BE | {"has", "have", "had"}:
            ongoing = auxiliary in _BE and token.lower.endswith("ing") and key(token) in verbs
            if is_past_form(token.lower) or token.lower in UNCHANGED or ongoing:
                return at
        elif token.lower in _SMALL_VERBS or (not token.is_stop and key(token) in verbs):
            return at
        elif fallback is None and rest[at - 1].is_capital and not token.is_stop:
            fallback = at
    return fallback


def _of_deed(rest: Sequence[Token], at: int, auxiliary: str, *, negated: bool) -> Asked:
    passive = (auxiliary in _BE and not rest[at].lower.endswith("ing")) or any(t.lower == "been" for t in rest[:at])
    passive = passive or any(t.lower == "be" for t in rest[:at])
    subject, behind = rest[:at], rest[at + 1 :]
    direct, around, said = _behind(behind)
    by = _by(behind) if passive else []
    if by and not any(token.is_capital for token in by):
        by = []  # "hurt by the heaters": a cause, which an article need not name again
    around = [token for token in around if token not in by]
    within = next((i for i, t in enumerate(subject) if t.lower in PREPOSITIONS - {"of"}), len(subject))
    around += subject[within:]
    first, second = names(subject[:within]), names(direct)
    content = [token for token in (*around, *(direct if passive else [])) if not token.is_stop]
    return Asked(
        verb=key(rest[at]),
        tense=_TENSES[auxiliary],
        agents=names(by) if passive else first,
        patients=first if passive else second,
        around=frozenset(map(key, content)),
        exact=frozenset(key(token) for token in content if token.is_capital and not token.is_number),
        said=tuple((key(token), odd) for token, odd in _denied(rest, said) if not token.is_stop),
        numbers=_numbers(behind),
        counted=_numbers(subject),
        whole=frozenset(token.lower for token in rest if token.lower in _WHOLE),
        negated=negated,
        against=AGAINST & {token.lower for token in behind},
        anybody=any(token.lower in _INDEFINITE for token in rest),
    )


def _of_being(rest: Sequence[Token], auxiliary: str, *, negated: bool) -> Asked | None:
    """ "Is Dmitry Medvedev | the prime minister", "Was Rolf Amsel | at the talks", "Is the bridge | safe"."""
    at = _subject_end(rest)
    subject, predicate = names(rest[:at]), [token for token in rest[at:] if not token.is_stop]
    if not subject or not predicate or any(token.lower in {"same", "like"} for token in rest):
        return None
    return Asked(
        verb=None,
        tense=_TENSES[auxiliary],
        agents=subject,
        patients=(),
        around=frozenset(),
        exact=frozenset(),
        said=tuple((key(token), False) for token in predicate),
        numbers=_numbers(rest[at:]),
        counted=_numbers(rest[:at]),
        whole=frozenset(token.lower for token in rest if token.lower in _WHOLE),
        negated=negated,
    )


def _subject_end(rest: Sequence[Token]) -> int:
    at = 1 if rest[0].lower in _DETERMINERS else 0
    capital = at < len(rest) and rest[at].is_capital
    while at < len(rest):
        token = rest[at]
        joined = token.lower in {"and", "of"} and at + 1 < len(rest)
        if joined and (rest[at + 1].is_capital or rest[at + 1].lower == "the"):
            at += 2 + (rest[at + 1].lower == "the")
            continue
        if token.lower in PREPOSITIONS | _DETERMINERS or (capital and not token.is_capital) or token.is_number:
            break
        at += 1
    return at - 1 if at == len(rest) else at


def _behind(behind: Sequence[Token]) -> tuple[list[Token], list[Token], list[Token]]:
    """What stands behind the verb: what it is done to, what stands around it, and what depends on it."""
    direct: list[Token] = []
    around: list[Token] = []
    said: list[Token] = []
    place = direct
    for at, token in enumerate(behind):
        following = behind[at + 1] if at + 1 < len(behind) else None
        bare = following is not None and not following.is_capital and following.lower not in STOP_WORDS
        if token.lower in _COMPLEMENTS and (token.lower != "to" or (bare and not following.is_number)):  # type: ignore[union-attr]
            place = said
        elif token.lower in PREPOSITIONS - {"of"} and place is not said:
            place = around
        place.append(token)
    return direct, around, said


def _denied(rest: Sequence[Token], said: Sequence[Token]) -> list[tuple[Token, bool]]:
    """Each of ``said``, and whether the question denies it ("refuse to expel")."""
    told, _ = analyse(" ".join(token.lower for token in rest))
    words = [token.word for token in told if token.odd]
    return [(token, token.lower in words) for token in said]


def _by(behind: Sequence[Token]) -> list[Token]:
    at = next((at for at, token in enumerate(behind) if token.lower == _AGENT), None)
    if at is None:
        return []
    taken = [behind[at]]
    for token in behind[at + 1 :]:
        if token.lower in PREPOSITIONS:
            break
        taken.append(token)
    return taken


def names(words: Sequence[Token]) -> tuple[Name, ...]:
    """The names and nouns of a phrase, one for each run of capitals, and one for all that is written small."""
    found: list[Name] = []
    run: list[Token] = []
    small: list[Token] = []
    for token in [*words, None]:
        if token is not None and token.is_capital and not token.is_stop:
            run.append(token)
            continue
        if run:
            found.append(Name(_keys(run), is_name=True, owns=is_genitive(run[-1].text)))
            run = []
        if token is not None and not token.is_stop and token.lower not in _INDEFINITE and not _counts(token):
            small.append(token)
    if small:
        found.append(Name(_keys(small), is_name=False))
    return tuple(name for name in found if name.keys)


def is_genitive(word: str) -> bool:
    """Whether a word as it is written is somebody's: "Havel's"."""
    return word.endswith(("'s", "’s", "s'", "s’"))


def _counts(token: Token) -> bool:
    return token.is_number or token.lower in NUMBER_WORDS


def _numbers(words: Sequence[Token]) -> frozenset[float]:
    return frozenset(n for token in words if _counts(token) and (n := value(token.lower)) is not None)


def _keys(words: Sequence[Token]) -> tuple[str, ...]:
    return keys_of(" ".join(token.text for token in words))


def key(token: Token) -> str:
    """What the word is compared by; see `qa.statements`."""
    found = keys_of(token.text)
    return found[0] if found else token.stem


def contraries(verb: str) -> frozenset[str]:
    """The stems that say the contrary of the verb."""
    return frozenset().union(*(other for one, other in OPPOSITES if verb in one))
