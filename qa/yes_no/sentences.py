"""What one sentence says of a question that asks yes or no: that it is so, that it is not, or nothing.

It says so only where it tells the same deed of the same doer, done to the same, in a fitting tense; "said it would" is
no "did", and neither is "is accused of". In doubt it says nothing: a wrong Yes is worse than none.
"""

from collections.abc import Sequence

from qa.premise.agents import countries
from qa.premise.stance import ALIKE
from qa.statements import Statement, keys_of
from qa.verify.attribution import is_alleged
from qa.verify.negation import analyse
from qa.verify.sides import Side
from qa.words import is_past_form, value, word_set
from qa.yes_no.asked import AGAINST, PREPOSITIONS, Asked, Tense, Word, contraries
from qa.yes_no.being import of_being
from qa.yes_no.clauses import Clause, clause, group_start, is_unsure, places
from qa.yes_no.meant import FIRST, Known, is_meant

_BEING: dict[Tense, frozenset[str]] = {
    "past": word_set("was were been"),
    "perfect": word_set("was were been"),
    "present": word_set("is are been being"),
    "will": word_set("be been"),
    "may": word_set("be been"),
    "must": word_set("be been"),
}
_CONTRARY: dict[Word, Word] = {"yes": "no", "no": "yes"}
_NOBODY = word_set("nobody none no one")
_ANYTHING = word_set("anyone anybody anything nobody nothing")
_HERE = word_set("there here elsewhere")
_WILL = word_set("will would shall")
_MAY = word_set("may can could might")
_MUST = word_set("must should")
_APART = PREPOSITIONS - {"of", "by"}
_BOUNDS = word_set("than least most nearly almost over under about around some")
_NOT_QUITE = word_set("almost nearly half partly virtually practically")


def says(statement: Statement, asked: Asked, known: Known) -> Word | None:
    """What ``statement`` says of ``asked``."""
    word = _says(statement, asked, known)
    return _CONTRARY[word] if word and asked.negated else word


def _says(statement: Statement, asked: Asked, known: Known) -> Word | None:
    if not asked.whole <= {token.word for token in statement.tokens}:
        return None
    if asked.verb is None:
        return of_being(statement, asked, known)
    same = frozenset({asked.verb}).union(*(group for group in ALIKE if asked.verb in group))
    told, contrary = places(statement, same), places(statement, contraries(asked.verb))
    beside = sorted((*told, *contrary))
    told, contrary = ([at for at in some if _is_of_this(statement, at, beside, asked)] for some in (told, contrary))
    for place in told:
        word = _of_deed(statement, place, asked, known)
        if word is not None:
            return word
    for place in contrary:
        if _of_deed(statement, place, asked, known) == "yes":
            return "no"  # she opposed it: she did not support it; that she did not oppose it says nothing
    return None


def _is_of_this(statement: Statement, place: int, beside: Sequence[int], asked: Asked) -> bool:
    """Whether the deed at ``place`` is the one that the words around it are told of: "acquitted of bribery, but
    convicted of fraud" tells two, ``beside`` one another, and each of them only what stands up to the other."""
    if len(beside) == 1:
        return True
    end = next((at for at in beside if at > place), len(statement.keys))
    elsewhere = {key for at, key in enumerate(statement.keys) if at > beside[0] and not place < at < end}
    return not (asked.around & elsewhere) - set(statement.keys[place:end])


def _of_deed(statement: Statement, place: int, asked: Asked, known: Known) -> Word | None:
    found = clause(statement, place)
    if found is None or not _fits(statement, found, asked) or _is_doubtful(statement, found):
        return None
    same = _same_doers(statement, found, asked, known) and _same_rest(statement, found, asked, known)
    if not same or _is_unsure(statement, found, asked) or _stands_against(statement, found, asked):
        return None
    denied = statement.tokens[place].odd or _done_to_nobody(statement, place)
    if _turns(statement, found, asked):
        return "no" if not denied and statement.tokens[place + 1].word == "not" else None
    if denied and asked.anybody and not _of_nobody(statement, found):
        return None  # that one of them did not says nothing of the others
    asks_denied = dict(asked.said)
    depending = [at for at in found.behind if statement.keys[at] in asks_denied]
    base = statement.tokens[place].odd
    if any(statement.tokens[at].odd != (base != asks_denied[statement.keys[at]]) for at in depending):
        return None
    return "no" if denied else "yes"


def _turns(statement: Statement, found: Clause, asked: Asked) -> bool:
    """Whether the deed is told of one and denied of another, which is the one asked about: "met the unions, but not the
    employers", "pleaded not guilty", "did not pay the staff but the owners"."""
    odd = statement.tokens[found.place].odd
    own = [n.scope for n in analyse(statement.text)[1] if n.place == found.place]  # "denied the charge"
    done_to = {key for name in asked.patients for key in name.keys}
    for wanted in done_to if odd else done_to | asked.around:
        there = [at for at in found.behind if statement.keys[at] == wanted]
        if there and all(statement.tokens[at].odd != odd ^ any(at in scope for scope in own) for at in there):
            return True
    return False


def _fits(statement: Statement, found: Clause, asked: Asked) -> bool:
    """Whether the verb's tense and modality are those that are asked about."""
    if asked.tense in ("will", "may", "must"):
        modals = {"will": _WILL, "may": _MAY, "must": _MUST}[asked.tense]
        return bool(found.modals) and found.modals <= modals
    if found.modals:
        return False
    if found.is_passive and not found.being & _BEING[asked.tense]:
        return False
    if found.is_told:
        ongoing = statement.tokens[found.place].word.endswith("ing")
        return not ongoing or asked.tense == "present"
    return asked.tense == "present" and bool(found.before)


def _is_doubtful(statement: Statement, found: Clause) -> bool:
    """Whether it is alleged, denied only in part, or said by somebody of themselves."""
    if is_alleged(Side([statement.text]), found.place):
        return True
    if any(statement.tokens[at].word in FIRST for at in (*found.before, *range(max(0, found.place - 3), found.place))):
        return True
    return any(n.partial and found.place in n.scope for n in analyse(statement.text)[1])


def _is_unsure(statement: Statement, found: Clause, asked: Asked) -> bool:
    """Whether it was not quite done, is only feared or claimed, or hangs on a condition: "almost bought", "fears that
    it was closed", "will resign if", "had the council closed it"."""
    words = [token.word for token in statement.tokens]
    place, start = found.place, group_start(statement, found.place)
    if _NOT_QUITE & {*words[max(0, place - 2) : place], *words[place + 1 : place + 2]} or is_unsure(statement, start):
        return True
    opening = next((at for at in range(start, -1, -1) if at == 0 or statement.tokens[at].breaks), 0)
    inverted = words[opening] == "had" and opening < start
    return inverted or (asked.tense in ("will", "may", "must") and bool({"if", "unless"} & set(words[place:])))


def _stands_against(statement: Statement, found: Clause, asked: Asked) -> bool:
    """Whether what is asked about stands behind "against" or "near" in the sentence, and behind no such word in the
    question, or the other way round: who voted against a bill did not vote for it."""
    wanted = asked.around | {key for name in asked.patients for key in name.keys}
    there = [at for at in found.behind if statement.keys[at] in wanted]
    words = {token.word for at in there[:1] for token in statement.tokens[max(found.place, at - 3) : at]}
    return bool(there) and words & AGAINST != asked.against


def _done_to_nobody(statement: Statement, place: int) -> bool:
    after = statement.tokens[place + 1 : place + 3]
    return any(token.word in ("no", "none", "nobody", "nothing") and not token.breaks for token in after)


def _of_nobody(statement: Statement, found: Clause) -> bool:
    around = (*found.before, *range(max(0, found.place - 6), found.place), *found.behind[:3])
    return any(statement.tokens[at].word in _NOBODY | _ANYTHING for at in around)


def _same_doers(statement: Statement, found: Clause, asked: Asked, known: Known) -> bool:
    """Whether it is done by and to those who are asked about."""
    agents: Sequence[int] = found.before
    patients: Sequence[int] = _direct(statement, found)
    reduced = not found.is_passive and not asked.agents and bool(asked.patients) and _is_reduced(statement, found)
    if found.is_passive or reduced:
        agents, patients = _behind_by(statement, found), found.before
        if asked.agents and not agents:
            return False
    if asked.agents and not all(is_meant(name, agents, statement, known) for name in asked.agents):
        return False
    if not asked.agents and not asked.patients:
        return True
    anybody = any(statement.tokens[at].word in _ANYTHING for at in found.behind[:2])
    if anybody and statement.tokens[found.place].odd | _done_to_nobody(statement, found.place):
        return True
    return all(is_meant(name, patients, statement, known, done_to=True) for name in asked.patients)


def _direct(statement: Statement, found: Clause) -> list[int]:
    """What stands behind the verb, up to what depends on it or stands in another relation: "required passengers" of
    "required passengers to wear masks", "a stake" of "bought a stake in Zenit"; the verb's own preposition is none."""
    words = {at: statement.tokens[at].word for at in found.behind}
    first = found.place + 1
    ends = (at for at, word in words.items() if word in {"that", "to", "whether"} or (at > first and word in _APART))
    return list(range(found.behind.start, next(ends, found.behind.stop)))


def _is_reduced(statement: Statement, found: Clause) -> bool:
    """ "heaters sold in Norway": a passive without its auxiliary."""
    after = statement.tokens[found.place + 1].word if found.place + 1 < len(statement.tokens) else ""
    start = group_start(statement, found.place)
    return is_past_form(statement.tokens[found.place].word) and start == found.place and after in PREPOSITIONS


def _behind_by(statement: Statement, found: Clause) -> list[int]:
    at = next((at for at in found.behind if statement.tokens[at].word == "by"), None)
    return [] if at is None else [near for near in found.behind if at < near <= at + 6]


# --- what else ---


def _same_rest(statement: Statement, found: Clause, asked: Asked, known: Known) -> bool:
    """Whether all else that is asked about is there: numbers and what depends on the verb behind it, names in the
    sentence, or, where it has no other place, in its article; all other words in it, before it or in the title."""
    behind = {statement.keys[at] for at in found.behind}
    here = statement.content()
    figures = {n for at in found.behind if (n := _number(statement, at)) is not None}
    counted = {n for at in range(len(statement.tokens)) if (n := _number(statement, at)) is not None}
    if not asked.numbers <= figures or not asked.counted <= counted:
        return False
    if not all(key in behind or key in _others(key) & behind for key, _ in asked.said):
        return False
    missing = asked.exact - here - _places_of(statement, known)
    if missing and (_names_a_place(statement, found) or not missing <= statement.context):
        return False
    before = known.before(statement)
    near = frozenset(keys_of(statement.article.title or "")) | (before.content() if before else frozenset())
    return asked.around <= here | near | asked.exact


def _number(statement: Statement, at: int) -> float | None:
    """The number at ``at``, unless it is a bound ("more than 35") or a part ("35 of them")."""
    words = [token.word for token in statement.tokens[max(0, at - 1) : at + 3]]
    before = words.pop(0) if at else ""
    is_part = words[1:] in (["of", "them"], ["of", "those"], ["of", "whom"])
    return None if before in _BOUNDS or is_part else value(words[0])


def _others(key: str) -> frozenset[str]:
    return frozenset().union(*(group for group in ALIKE if key in group))


def _places_of(statement: Statement, known: Known) -> frozenset[str]:
    return countries(statement.content(), known.affiliations)


def _names_a_place(statement: Statement, found: Clause) -> bool:
    """Whether the clause says where it is: then it is not elsewhere."""
    return any(
        statement.tokens[at].word in _HERE
        or (statement.is_name(at) and at and statement.tokens[at - 1].word in {"in", "at", "near", "to", "from"})
        for at in found.behind
    )
