"""The questions that a text asks, one by one: "Who ordered it, and how many had to leave?" is two.

What stands before a question sets its scene and is read with it; what is said behind one is no question and is left
out, and so is what tells an assistant what to do. Rules on English question words, no model.
"""

import re
from dataclasses import replace

from qa.addressed import is_addressed
from qa.question import understand
from qa.segment import segment
from qa.types import Article
from qa.types.query import Query
from qa.words import tokens, word_set

MOST = 4  # parts of one question that are looked at

_WH = r"(?:who|whom|whose|what|which|when|where|why|how)\b"
_BEFORE = r"(?:(?:in|on|at|by|to|for|from|with|of|since|until)\s+)?"
_BORDER = re.compile(rf"(?:;|[,;]?\s+(?:and|but|or))\s+(?={_BEFORE}{_WH})", re.IGNORECASE)
_ASKS = re.compile(rf"^[\W_]*(?:(?:and|but|so)\s+)?{_BEFORE}{_WH}", re.IGNORECASE)
_NAME = r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*"
_SPEAKERS = re.compile(rf"^(\S+ (?:did|do|does|has|have)) ({_NAME}(?:, {_NAME})*,? and {_NAME}) (\w+.*)$")
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
    queries = (_part(piece, whole, alone=_is_question(kept[0])) for piece in pieces[:MOST])
    return tuple(dict.fromkeys(queries))


def _part(piece: str, whole: str, *, alone: bool) -> Query:
    query = understand(piece)
    if alone and not any(word.lower in _LEANING for word in tokens(piece)):
        return query
    return replace(understand(whole), kinds=query.kinds, focus=query.focus)


def _is_question(sentence: str) -> bool:
    return sentence.rstrip(_END).endswith("?")


def _sentences(text: str) -> list[str]:
    article = Article("question", "question", "question", "", "", text)
    return [text[found.start : found.end] for found in segment(article)]


def _split(question: str) -> list[str]:
    """``question`` at its borders, where each piece asks for something of its own ("and which ones?" does not), and
    "What did A and B say?" for each of them."""
    pieces = [piece.strip(" ,;?") + "?" for piece in _BORDER.split(question)]
    if not _ASKS.match(question) or not all(_content(piece) for piece in pieces):
        pieces = [question]
    return [each for piece in pieces for each in _by_speaker(piece)]


def _by_speaker(question: str) -> list[str]:
    match = _SPEAKERS.match(question)
    if match is None or understand(question).speaker is None:
        return [question]
    head, names, rest = match.groups()
    return [f"{head} {name} {rest}" for name in re.split(r",? and |, ", names)]


def _content(piece: str) -> bool:
    return any(not word.is_stop and word.lower not in _LEANING for word in tokens(piece))
