"""Roles: who does or says something in a claim is not somebody else in the sentence that tells it.

For the verb of a claim ("Bauer **lost** her seat") the sentence's same verb is looked for, and who stands before it
there. What somebody says is compared by what is said, whatever the verb: "Reyes said the border would open" is held
against whoever says in the sentence that the border opens. A claim fails when everybody who does it there is another,
while its own doer stands in the very same sentence as something else: names that are not there at all are `names`'
matter. Nothing is settled where the voice differs ("was sold by"), or it is unclear who stands before the verb; for
deeds both must be names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.verify.negation import Token, analyse
from qa.verify.source import Source
from qa.verify.vocabulary import forms, items
from qa.words import is_past_form, stem, word_set

_SAYS = frozenset(
    map(
        stem,
        word_set(
            """say tell add write tweet announce state argue claim warn insist note explain declare admit stress report
            believe suspect expect predict acknowledge doubt testify call according"""
        ),
    )
)
_PLAIN = frozenset(map(stem, word_set("say tell add state announce report note according")))
_THINKS = frozenset(map(stem, word_set("believe suspect expect predict doubt")))
_BOTH_WAYS = frozenset(map(stem, word_set("end begin start open close continue change move turn break burn sink grow")))
_PRESENT = word_set("says tells adds writes warns argues insists explains believes expects predicts admits doubts")
_OPENS = word_set("that the a an he she it they there his her their its this no all both some more")
_CLAUSES = word_set(
    "while but whereas although though because after before when if unless until since that and or as so"
)
_RELATIVE = word_set("who which")
_BE = word_set("is are was were be been being get gets got")
_PRONOUNS = word_set("he she it they i we you this these those there")
_BESIDE = word_set("with and or alongside including like")
_LONGEST = 6  # telling words of somebody: "the company's chief executive, Dana Whitlock"
_NEAR = 4  # words from "with" to the name: "with Foreign Minister Sergei Lavrov"
_CLEAR = 0.8  # share of what is said that one verb must govern for its speaker to count
_FOUND = 0.7  # share of what is said that the sentence must have
_LEAST = 2  # words of what is said


@dataclass(frozen=True, slots=True)
class _Text:
    tokens: Sequence[Token]
    capital: Sequence[bool]


def said_by_them(claim: str, source: Source) -> bool:
    """Whether nobody in ``claim`` (a cleaned text) says what somebody else in its sentences says."""
    ours, sentences = _read(claim), [_read(text) for text in source.texts]
    spoken = [at for at in _verbs(ours) if _reports(ours, at)]
    # "two papers reported that officials believe …": what is said is the officials'
    return not any(_is_anothers(ours, at, sentences) for at in spoken[-1:])


def done_by_them(claim: str, source: Source) -> bool:
    """Whether nobody in ``claim`` (a cleaned text) does what somebody else in its sentences does."""
    ours, sentences = _read(claim), [_read(text) for text in source.texts]
    done = [at for at in _verbs(ours) if ours.tokens[at].stem not in _SAYS | _BOTH_WAYS and _are_names(ours, at)]
    return not any(_is_anothers(ours, at, sentences) for at in done)


def _read(text: str) -> _Text:
    return _Text(analyse(text)[0], [item.is_capital for item in items(text)])


def _verbs(text: _Text) -> Iterator[int]:
    """The places of verbs that tell what somebody did or does, with whoever does it before them."""
    for at, token in enumerate(text.tokens):
        many = token.stem in _SAYS and token.word == token.word.rstrip("s") and text.tokens[at - 1].word.endswith("s")
        told = is_past_form(token.word) or token.word in _PRESENT or many
        if (token.word == "according" and [word.word for word in text.tokens[at + 1 : at + 2]] == ["to"]) or (
            at
            and token.telling
            and told
            and not text.capital[at]
            and not token.hyphened
            and not _is_passive(text.tokens, at)
        ):
            yield at


def _reports(text: _Text, at: int) -> bool:
    """Whether the verb at ``at`` says something, rather than having an object ("reported the crime")."""
    token = text.tokens[at]
    if token.stem not in _SAYS:
        return False
    following = text.tokens[at + 1 : at + 4]
    ends = not following or following[0].breaks
    return (
        ends or token.stem in _PLAIN | _THINKS or any(word.word in _OPENS for word in following) or text.capital[at + 1]
    )


def _is_anothers(ours: _Text, at: int, sentences: Sequence[_Text]) -> bool:
    """Whether all doers of the claim's verb at ``at`` are others, and the claim's own stands beside one of them."""
    places = _doer(ours, at)
    if not places or (ours.tokens[at].breaks and ours.tokens[at].word != "according"):
        return False
    doer = {ours.tokens[place].stem for place in places}
    verb, beside = ours.tokens[at].stem, False
    for text in sentences:
        same = [place for place in _verbs(text) if text.tokens[place].stem == verb]
        if verb in _SAYS and any(_meet(doer, _stems(text, one)) for one in _verbs(text) if _closes(text, one)):
            return False  # "…, according to Hopkins": all that the sentence says
        if verb in _SAYS and (verb in _PLAIN or not same):
            same = _spoken(text, _said(ours.tokens, at) - doer)
        for place in same:
            other = _stems(text, place)
            if not other or _meet(doer, other) or (verb not in _SAYS and not _are_names(text, place)):
                return False
            beside |= _stands_alone(text, doer - other)
    return beside


def _stems(text: _Text, at: int) -> set[str]:
    """The stems of whoever stands before the verb at ``at``."""
    return {text.tokens[place].stem for place in _doer(text, at)}


def _closes(text: _Text, at: int) -> bool:
    """Whether the verb at ``at`` is one of saying behind what is said."""
    ends = at + 1 == len(text.tokens) or text.tokens[at + 1].breaks
    return text.tokens[at].word == "according" or (ends and text.tokens[at].stem in _SAYS)


def _said(tokens: Sequence[Token], at: int) -> set[str]:
    """The stems of what is said: behind the verb, or before it where nothing follows ("…, police said, …")."""
    if tokens[at].word == "according":
        return {token.stem for token in tokens if token.telling}
    ends = at + 1 == len(tokens) or tokens[at + 1].breaks
    return {token.stem for token in (tokens[:at] if ends else tokens[at + 1 :]) if token.telling}


def _stands_alone(text: _Text, doer: set[str]) -> bool:
    """Whether one of the words of ``doer`` is a name in the sentence or does something there, and is not somebody's
    company ("with Lavrov")."""
    tokens = text.tokens
    places = [at for at, token in enumerate(tokens) if token.stem in doer]
    acts = {place for verb in _verbs(text) for place in _doer(text, verb)}
    if not any(text.capital[at] or at in acts for at in places):
        return False
    return not any(token.word in _BESIDE for at in places for token in tokens[max(0, at - _NEAR) : at])


def _spoken(text: _Text, said: set[str]) -> list[int]:
    """The verb that governs most of what the claim has somebody say; none where no verb does, or not clearly."""
    tokens = text.tokens
    verbs = [at for at in _verbs(text) if tokens[at].stem in _SAYS]
    found = [at for at, token in enumerate(tokens) if token.telling and token.stem in said]
    if not verbs or len(said) < _LEAST or len({tokens[at].stem for at in found}) < _FOUND * len(said):
        return []
    governing = [_governor(tokens, at, verbs) for at in found]
    best = max(set(governing), key=governing.count)
    return [best] if best is not None and governing.count(best) >= _CLEAR * len(governing) else []


def _governor(tokens: Sequence[Token], at: int, verbs: Sequence[int]) -> int | None:
    """The verb of saying whose report the word at ``at`` stands in: the last before it, else the first behind it."""
    before = [verb for verb in verbs if verb < at and not _parted(tokens, verb, at)]
    after = [verb for verb in verbs if verb > at and not _parted(tokens, at, verb)]
    return before[-1] if before else after[0] if after else None


def _parted(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(token.word in ("while", "but", "whereas") for token in tokens[first + 1 : last])


def _doer(text: _Text, at: int) -> list[int]:
    """The places of the words for whoever stands before the verb at ``at``: back to where the clause begins, over an
    apposition ("her deputy, Tom Reyes, warned") or a relative clause; behind it in "…, said Tom Reyes"; none where that
    is unclear."""
    tokens = text.tokens
    if tokens[at].word == "according":
        ends = [place for place in range(at + 3, len(tokens)) if tokens[place].breaks]
        end = (*ends, len(tokens), len(tokens))[1]  # with an apposition
        return [place for place in range(at + 2, end) if tokens[place].telling][:_LONGEST]
    if tokens[at].breaks and text.capital[at + 1 : at + 2] == [True]:
        last = next((place for place in range(at + 1, len(tokens)) if not text.capital[place]), len(tokens))
        return list(range(at + 1, last))
    if tokens[at].breaks:
        piece = _piece(tokens, at)
        before = _piece(tokens, piece) if piece else piece
        is_relative = any(token.word in _RELATIVE for token in tokens[piece:at])
        return _words(tokens, before, piece if is_relative else at)
    return _right_before(tokens, at)


def _right_before(tokens: Sequence[Token], at: int) -> list[int]:
    """The places of the words for whoever stands before a verb that no sign parts from them."""
    for place in range(at - 1, -1, -1):
        if tokens[place].word in _RELATIVE and not _words(tokens, place + 1, at):
            return _words(tokens, _piece(tokens, place), place)
        if tokens[place].breaks or tokens[place].word in _RELATIVE:
            return _words(tokens, place, at)
    return _words(tokens, 0, at)


def _piece(tokens: Sequence[Token], end: int) -> int:
    """Where the piece between two signs begins that ends before ``end``."""
    return next((place for place in range(end - 1, -1, -1) if tokens[place].breaks), 0)


def _words(tokens: Sequence[Token], start: int, end: int) -> list[int]:
    """The last telling words between ``start`` and ``end``, back to a conjunction or another verb; none behind a
    pronoun or where a number is all there is."""
    found: list[int] = []
    for place in range(end - 1, start - 1, -1):
        token = tokens[place]
        if token.word in _PRONOUNS:
            return []
        if token.word in _CLAUSES or (found and is_past_form(token.word) and place > start):
            break
        if token.telling and not token.word[0].isdigit() and not token.word.endswith("ly"):
            found.append(place)
        if len(found) >= _LONGEST:
            break
    return found


def _are_names(text: _Text, at: int) -> bool:
    """Whether whoever stands before the verb at ``at`` stands right before it, and under a name."""
    places = _doer(text, at)
    return bool(places) and at - max(places) <= _LEAST and any(text.capital[place] for place in places)


def _is_passive(tokens: Sequence[Token], at: int) -> bool:
    """Whether the verb is told of somebody to whom it is done."""
    before = [token.word for token in tokens[max(0, at - 3) : at]]
    after = tokens[at + 1].word if at + 1 < len(tokens) else ""
    return after in ("by", "of", "as") or any(word in _BE for word in before)


def _meet(one: set[str], other: set[str]) -> bool:
    """Whether two people or bodies share a word, in whatever form ("Russia", "Russian")."""
    return bool(one & other) or any(not forms(a).isdisjoint(forms(b)) for a in one for b in other)
