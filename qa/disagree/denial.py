"""A denial behind the sentence that it is of: "Vik sold the letters. Brandt denied it."

What is denied is not named again, so the two belong together only where they stand together. Whether the denial is true
is nobody's to say here: it has to be told along.
"""

from collections.abc import Sequence

from qa.statements import Statement
from qa.words import stem, word_set

_SOON = 2  # sentences behind the one that is denied
_DENYING = word_set("deny denies denied disputes disputed refutes refuted rebutted contested")
_DISMISSING = _DENYING | word_set("rejects rejected dismisses dismissed")
_CALLING = word_set("call calls called calling described describes said says was were is are")
_FALSE = word_set("false untrue baseless unfounded fabricated lie lies nonsense groundless")
_IT = word_set("it this that")
_ENDS = word_set("and but in on when as saying through at while yesterday again strongly repeatedly")
_CHARGES = word_set(
    """claim claims allegation allegations accusation accusations charge charges report reports assertion assertions
    suggestion suggestions account wrongdoing involvement responsibility rumors rumours"""
)
_DETERMINERS = word_set("the this that these those his her its their all any such both each every")
_ALLEGING = frozenset(
    map(
        stem,
        word_set(
            """accuse allege claim charge indict sue lawsuit complaint report suggest assert blame suspect say said told
            testify write accusation allegation rumor rumour arrest"""
        ),
    )
)
_WEAK = word_set("if whether would could may might not never neither nor or cannot can to")
_REACH = 4  # words from the denial to what is denied


def denied_by(statement: Statement, statements: Sequence[Statement]) -> Statement | None:
    """Which of ``statements`` denies or disputes what ``statement`` tells without telling it again: it stands right
    behind it, or behind one sentence more, in the same article. ``None`` when none does.

    "Brandt denied it" is of the sentence before; "he denied any wrongdoing" is of the last that tells what somebody
    alleges.
    """
    here = statement.source.sentence
    alleges = any(key in _ALLEGING for key in statement.keys)
    for other in statements:
        there = other.source.sentence
        behind = there.number - here.number
        if (there.article_id, there.version) != (here.article_id, here.version) or not 0 < behind <= _SOON:
            continue
        if (behind == 1 and _denies_it(other)) or (alleges and _denies_charges(other)):
            return other
    return None


def _denies_it(statement: Statement) -> bool:
    """Whether it has "denied it", "disputes that", "this is false"."""
    tokens = statement.tokens
    for at, token in enumerate(tokens[:-1]):
        if token.word in _DENYING and not _is_weak(statement, at) and tokens[at + 1].word in _IT:
            behind = tokens[at + 2] if at + 2 < len(tokens) else None
            if behind is None or behind.breaks or behind.word in _ENDS:
                return True
        if token.word in _IT and not token.telling and _is_false(statement, at, at + 3):
            return True
    return False


def _denies_charges(statement: Statement) -> bool:
    """Whether it has "denied the claims", "rejects any wrongdoing", "the report was false"."""
    tokens = statement.tokens
    for at, token in enumerate(tokens):
        if token.word in _DISMISSING and not _is_weak(statement, at):
            phrase = [other.word for other in tokens[at + 1 : at + 1 + _REACH]]
            if phrase and phrase[0] in _DETERMINERS and _CHARGES & set(phrase):
                return True
        charged = token.word in _CHARGES and at and any(t.word in _DETERMINERS for t in tokens[max(0, at - 3) : at])
        if charged and _is_false(statement, at, at + 5):
            return True
    return False


def _is_false(statement: Statement, at: int, end: int) -> bool:
    """Whether what stands at ``at`` is called false before ``end``, and in earnest."""
    tokens = statement.tokens[at + 1 : end]
    false = next((nth for nth, token in enumerate(tokens) if token.word in _FALSE), None)
    if false is None or tokens[false].odd or tokens[false].asked:
        return False
    between = {token.word for token in tokens[:false]} | {token.word for token in statement.tokens[max(0, at - 4) : at]}
    return bool(between & _CALLING) and not between & _WEAK


def _is_weak(statement: Statement, at: int) -> bool:
    """Whether it is asked, only possible or not said that somebody denies it."""
    token = statement.tokens[at]
    return token.odd or token.asked or any(t.word in _WEAK for t in statement.tokens[max(0, at - 3) : at])
