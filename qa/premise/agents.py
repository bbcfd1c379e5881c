"""Who does the deed that a sentence tells, and of which country they are.

A capital or a seat of government that acts stands for its country ("Washington expelled"); one where something happens
("in Washington") does not. Where a sentence leaves the doer open, nobody is guessed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from qa.proposition import Proposition
from qa.statements import Statement, country, is_deed, keys_of
from qa.words import STOP_WORDS, is_past_form, word_set

Affiliations = Mapping[str, frozenset[str]]
"""For the key of a name, the country that the evidence puts right before it ("Russian President Vladimir Putin"), and
for the key of a seat of government its country."""

_SEATS = """washington:america whitehouse:america pentagon:america kremlin:russia moscow:russia london:britain
    downingstreet:britain beijing:china kyiv:ukraine kiev:ukraine paris:france elysee:france berlin:germany
    tokyo:japan delhi:india tehran:iran rome:italy madrid:spain ankara:turkey warsaw:poland cairo:egypt
    baghdad:iraq kabul:afghanistan islamabad:pakistan canberra:australia ottawa:canada caracas:venezuela
    havana:cuba budapest:hungary damascus:syria minsk:belarus vienna:austria prague:czechia stockholm:sweden
    oslo:norway helsinki:finland copenhagen:denmark lisbon:portugal athens:greece dublin:ireland jakarta:indonesia
    hanoi:vietnam taipei:taiwan khartoum:sudan nairobi:kenya brasilia:brazil bogota:colombia"""
SEATS: Affiliations = {
    key: frozenset({place})
    for seat, _, place in (pair.partition(":") for pair in _SEATS.split())
    for key in keys_of(seat)
}
_HALVES = word_set("north south east west")  # of a divided country, whose key does not tell them apart
_PRONOUNS = word_set("we he she they it i")
SAYS = word_set("say says said that told tells telling added announced insisted")
_NOT_DOERS = word_set("in at near on from to with against for after before since into by about over as under")
_BE = word_set("be been being was were is are")
_BETWEEN = 3  # words from a country to whom it is the country of
_BY = 6  # words from the deed to "by", and from there to who did it


def affiliations(statements: Sequence[Statement]) -> Affiliations:
    """Who is of which country, as far as the evidence says so in one phrase and does not say otherwise."""
    found: dict[str, Counter[str]] = {}
    for statement in statements:
        for at, key in enumerate(statement.keys):
            if country(key):
                for name in _named_behind(statement, at):
                    found.setdefault(name, Counter())[key] += 1
    known = {
        name: frozenset({places.most_common(1)[0][0]})
        for name, places in found.items()
        if 2 * places.most_common(1)[0][1] > places.total()
    }
    return {**known, **SEATS}


def is_doer(statement: Statement, place: int, told: Proposition, known: Affiliations) -> bool:
    """Whether the deed at ``place`` is done by the subject of ``told`` or, for a country, by somebody of it (and the
    other way round). Another country may be named before it as well ("the Americans whom Russia expelled")."""
    halves = {key for key in told.subject if key in _HALVES}
    if not halves <= set(statement.keys):
        return False
    if _is_plain(told):
        return _is_plain_doer(statement, place, told)
    names = doers(statement, place)
    if names:
        return _agrees(told.subject, names, known)
    return not is_passive(statement, place) and _speaks(statement, place, told.subject, known)


def _is_plain(told: Proposition) -> bool:
    """Whether the doer is no name but a noun ("the regulator") and the question names something else."""
    other = told.names - told.subject
    named = any(country(key) or key in SEATS or key in told.names for key in told.subject)
    return bool(told.subject and other) and not named


def _is_plain_doer(statement: Statement, place: int, told: Proposition) -> bool:
    """Whether that noun stands before the deed in its clause, in an article that names what the question names."""
    before = {statement.keys[at] for at in range(statement.clause(place).start, place)}
    by = told.subject <= {statement.keys[at] for at in range(place, min(len(statement.keys), place + 1 + _BY))}
    knows = told.names <= statement.context | statement.content()
    return knows and (by if is_passive(statement, place) else told.subject <= before)


def is_only_doer(statement: Statement, place: int, told: Proposition, known: Affiliations) -> bool:
    """Whether `is_doer`, and no other country could be meant."""
    own, theirs = countries(told.subject, known), countries(doers(statement, place), known)
    return is_doer(statement, place, told, known) and not (own and theirs - own)


def doers(statement: Statement, place: int) -> frozenset[str]:
    """The keys of the names that do the deed at ``place``: behind "by" of a passive, else before it, in what was said
    rather than of who said it."""
    if is_passive(statement, place) or is_deed(statement.tokens[place].word):
        by = behind_by(statement, place)
        if by or is_passive(statement, place):
            return by
    said = [at for at in range(place) if statement.tokens[at].word in SAYS]
    return somebodies(statement, range(said[-1] + 1 if said else 0, place)) or somebodies(statement, range(place))


def is_passive(statement: Statement, place: int) -> bool:
    """Whether the verb at ``place`` is a past form behind a form of "to be"."""
    before = statement.tokens[max(0, place - 3) : place]
    return is_past_form(statement.tokens[place].word) and any(token.word in _BE for token in before)


def _named_behind(statement: Statement, at: int) -> Iterable[str]:
    """The names of the phrase that the country at ``at`` begins."""
    for beside in range(at + 1, min(len(statement.keys), at + 1 + _BETWEEN + 1)):
        token = statement.tokens[beside]
        if token.breaks or token.word in STOP_WORDS or is_past_form(token.word) or country(statement.keys[beside]):
            return
        if statement.is_name(beside):
            yield statement.keys[beside]


def behind_by(statement: Statement, place: int) -> frozenset[str]:
    """The keys of the names behind "by", where one follows the deed at ``place``."""
    for at in range(place + 1, min(len(statement.keys), place + 1 + _BY)):
        if statement.tokens[at].breaks:
            break
        if statement.tokens[at].word == "by":
            return frozenset(_phrase(statement, at + 1))
    return frozenset()


def _phrase(statement: Statement, start: int) -> Iterator[str]:
    """The names from ``start`` to the next small word that is no article."""
    for at in range(start, min(len(statement.keys), start + _BY)):
        token = statement.tokens[at]
        if at > start and (token.breaks or token.word in STOP_WORDS - {"the", "and"}):
            return
        if _is_somebody(statement, at):
            yield statement.keys[at]


def somebodies(statement: Statement, places: range) -> frozenset[str]:
    """The names among ``places`` that no preposition makes a place or an object."""
    return frozenset(
        statement.keys[at]
        for at in places
        if _is_somebody(statement, at) and not _is_dateline(statement, at) and not _is_governed(statement, at)
    )


def _is_somebody(statement: Statement, at: int) -> bool:
    return statement.is_name(at) or (at == 0 and statement.tokens[at].telling)


def _is_dateline(statement: Statement, at: int) -> bool:
    """ "WASHINGTON — Putin said": a place in capitals, and a break behind it."""
    behind = statement.tokens[at + 1 : at + 3]
    return at < 2 and statement.words[at].text.isupper() and any(token.breaks for token in behind)


def _is_governed(statement: Statement, at: int) -> bool:
    """Whether a preposition stands before the name, with no more than an article or other names between."""
    for before in range(at - 1, max(-1, at - 5), -1):
        word = statement.tokens[before].word
        if word in _NOT_DOERS:
            return True
        if statement.tokens[before + 1].breaks or not (word in ("the", "a", "an") or statement.is_name(before)):
            return False
    return False


def _agrees(subject: frozenset[str], names: frozenset[str], known: Affiliations) -> bool:
    """Whether one of ``names`` is ``subject`` or of its country."""
    own = countries(subject, known)
    theirs = countries(names, known)
    people = {key for key in subject if not country(key) and key not in SEATS and key not in _HALVES}
    if any(country(key) for key in subject):
        people &= known.keys()  # "the Russian president" is nobody's name
    if people & names:
        return True
    # a country does what somebody of it does; of two people of one country neither does what the other does
    others = {key for key in names if not country(key) and key not in SEATS}
    return bool(own & theirs) and not (people and others)


def countries(names: Iterable[str], known: Affiliations) -> frozenset[str]:
    """The countries that ``names`` are or are of."""
    return frozenset().union(*(frozenset({name}) if country(name) else known.get(name, frozenset()) for name in names))


def _speaks(statement: Statement, place: int, subject: frozenset[str], known: Affiliations) -> bool:
    """Whether a pronoun does the deed and the rest of the sentence, or the title, names whom it may stand for."""
    if not any(token.word in _PRONOUNS for token in statement.tokens[:place]):
        return False
    after = [statement.keys[at] for at in range(place, len(statement.keys)) if statement.is_name(at)]
    title = [key for key in keys_of(statement.article.title or "") if not country(key)]
    named = [key for key in after if not country(key)] or title
    return bool(subject & frozenset(named)) or bool(countries(subject, known) & countries(named, known))
