"""The questions that a text asks, one by one: "Who ordered it, and how many had to leave?" is two.

What stands before a question sets its scene and is read with it; what is said behind one is no question and is left
out, and so is what tells an assistant what to do. Rules on English question words, no model.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.addressed import is_addressed
from qa.follow_up import stand_alone
from qa.question import understand
from qa.segment import segment
from qa.types import Article, Exchange
from qa.types.query import Query
from qa.words import ASKING, tokens, word_set

MOST = 4  # parts of one question that are looked at

_WH = r"(?:who|whom|whose|what|which|when|where|why|how)\b"
_BEFORE = r"(?:(?:in|on|at|by|to|for|from|with|of|since|until)\s+)?"
_VERB = rf"(?:{ASKING})\b"
_BORDER = re.compile(
    rf"(?:;|[,;]?\s+(?:and|but|or))\s+(?={_BEFORE}{_WH})"
    rf"|,\s+(?=(?:how|what|why)(?: \w+){{0,2}} {_VERB})"
    # "…, and has anyone been", not "…, and was replaced"
    rf"|[,;]\s+(?:and|but)\s+(?={_VERB} (?:(?:the|a|an|any\w*|he|she|it|they|there)\b|(?-i:[A-Z])))",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"^[\W_]*(?:(?:and|but|so)\s+)?(?:{_BEFORE}{_WH}|{_VERB})", re.IGNORECASE)
_INSIDE = re.compile(
    rf"^[\W_]*{_VERB}.*?\b(?:say|said|says|tell|told|know|knew|explain\w*|ask\w*|decide\w*|clear)\b", re.IGNORECASE
)
_CLAUSE = re.compile(
    rf"^[\W_]*(?:when|where)\s+(?!{_VERB})", re.IGNORECASE
)  # "When the dam broke, how many were hurt?"
_NAME = r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*"
_SPEAKERS = re.compile(rf"^(\S+ (?:did|do|does|has|have)) ({_NAME}(?:, {_NAME})*,? and {_NAME}) (\w+.*)$")
_AGAIN = re.compile(r"^(?:when|where|why|how|by whom)\?$", re.IGNORECASE)
_END = "\"'”’)] "
_LEANING = word_set("he she it they him her them his hers its their theirs this that these those there one ones")


def parts(text: str) -> tuple[Query, ...]:
    """At most ``MOST`` queries, in the order asked; one that leans on the others is read with the words of all.

    A text in which nothing can be told apart is one query, as it is.
    """
    text = " ".join(text.split())
    sentences = _sentences(text)
    last = max((at for at, sentence in enumerate(sentences) if _is_question(sentence)), default=None)
    if last is None:
        return (understand(text),)
    kept = [sentence for sentence in sentences[: last + 1] if not is_addressed(sentence)]
    pieces = [piece for sentence in kept if _is_question(sentence) for piece in _split(sentence)]
    whole = " ".join(kept) or text
    if len(pieces) < 2:
        return (understand(whole),)
    queries = (_part(pieces[: at + 1], whole, alone=_is_question(kept[0])) for at in range(min(MOST, len(pieces))))
    return tuple(dict.fromkeys(queries))


def _part(pieces: Sequence[str], whole: str, *, alone: bool) -> Query:
    """The last of ``pieces``, put together with those before it where it leans on them."""
    *before, piece = pieces
    query = understand(piece)
    if alone:
        text = stand_alone(piece, [Exchange(earlier) for earlier in before])
        if "(" not in text.removeprefix(piece) and (text != piece or not _leans(piece)):
            return understand(text) if text != piece else query
    return replace(understand(whole), kinds=query.kinds, focus=query.focus)


def _leans(piece: str) -> bool:
    return any(word.lower in _LEANING for word in tokens(piece))


def _is_question(sentence: str) -> bool:
    return sentence.rstrip(_END).endswith("?")


def _sentences(text: str) -> list[str]:
    article = Article("question", "question", "question", "", "", text)
    return [text[found.start : found.end] for found in segment(article)]


def _split(question: str) -> list[str]:
    """``question`` at its borders, where each piece asks for something of its own ("and which ones?" does not), and
    "What did A and B say?" for each of them."""
    pieces = [piece.strip(" ,;?") + "?" for piece in _BORDER.split(question)]
    depends = _INSIDE.match(pieces[0]) or _CLAUSE.match(pieces[0])  # "Did he say when and where it happened?"
    if depends or not _ASKS.match(question) or not all(map(_asks_something, pieces)):
        pieces = [question]
    return [each for piece in pieces for each in _by_speaker(piece)]


def _by_speaker(question: str) -> list[str]:
    match = _SPEAKERS.match(question)
    if match is None or understand(question).speaker is None:
        return [question]
    head, names, rest = match.groups()
    return [f"{head} {name} {rest}" for name in re.split(r",? and |, ", names)]


def _asks_something(piece: str) -> bool:
    """Whether it has a word of its own, or is asked of what came before ("and why?")."""
    return bool(_AGAIN.match(piece)) or any(not word.is_stop and word.lower not in _LEANING for word in tokens(piece))
