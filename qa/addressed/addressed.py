"""Whether a sentence tells an assistant what to do: by phrases, and by a sum of what such sentences look like."""

import re
from collections.abc import Sequence
from itertools import combinations

from qa.addressed.features import BASIC, CROSSED, signs
from qa.addressed.patterns import has_phrase, sets_task, words_of
from qa.addressed.weights import THRESHOLD, WEIGHTS
from qa.commands import is_command
from qa.remembered import remembered
from qa.verify.normalise import clean, fold
from qa.words import is_past_form, word_set

MARGIN, OF_A_QUESTION = -1.0, 1.5
"""Over the threshold, of a title. With these 14 of 14,430 titles of news are withheld; with 0 for both it were 12, with
-1.3 for a title that asks nothing 18."""
_LONGEST = 4_000  # characters of a sentence that are looked at
_MARKS = frozenset('"“„')
_QUOTED = re.compile(r"[\"“„][^\"“”„]{2,400}[\"”]")
# "asked each model to ignore …", "the prompt tells it to …": what somebody tells somebody else is reported.
_REPORTING = word_set(
    "asked told ordered instructed urged persuaded tricked got made let led asking telling instructing tells asks"
    " instructs orders"
)
_REPORTED = re.compile(
    r"\b(?:asked|told|ordered|instructed|urged|persuaded|tricked|got|made|let|led|asking|telling|instructing|"
    r"(?<!please )(?:tells|asks|instructs|orders))\b[^.!?:;]{1,80}?\b(?:to|that|into)\b[^.!?:;]*"
)
_LETTERS = re.compile(r"[a-z]+")
_SAID_BY = re.compile(r", say \w+(?: \w+)?[,.]")  # "Chatbots, say researchers, …"
_ADDRESSING = re.compile(r"\b(?:are|is|be|being|were you|you are|you're) $")
_TELLS = word_set("says reads tells asks instructs begins was were read said")
_ENOUGH = 3  # words around a quotation that tell who said it
_BASIC = tuple((name, weight) for name in BASIC if (weight := WEIGHTS.get(name)))
_PAIRS = {pair: weight for pair in combinations(CROSSED, 2) if (weight := WEIGHTS.get(" & ".join(pair)))}
_UNPAST = {name: weight for name in CROSSED if (weight := WEIGHTS.get(f"{name}, no past"))}


@remembered
def is_addressed(text: str) -> bool:
    """Whether the sentence ``text`` tells an assistant what to do. Total for any text, in time linear in its length.

    The sum is for statements alone: commands and questions are no evidence whatever they ask for.
    """
    plain, written = plain_and_written(text)
    if _has_phrase(plain, written):
        return True
    if _is_no_statement(text, plain) or _SAID_BY.search(plain):
        return False
    return score(plain, written) > THRESHOLD


@remembered
def addresses_as_title(text: str) -> bool:
    """The same of a title, or a sentence of one: commands and questions are usual there, so that they are summed too,
    with lines of their own (`MARGIN`, `OF_A_QUESTION`), and a task at the head is a demand."""
    plain, written = plain_and_written(text)
    if sets_task(plain) or _has_phrase(plain, written):
        return True
    return score(plain, written) > THRESHOLD + (OF_A_QUESTION if "?" in plain else MARGIN)


def score(plain: str, written: str) -> float:
    """The sum of what a sentence looks like: the numbers that `features` gives it, each times its weight."""
    found = signs(plain, written)
    crossed = [name for name in CROSSED if name in found]
    total = sum([weight * found[name] for name, weight in _BASIC if name in found])
    total = sum([_PAIRS.get(pair, 0.0) for pair in combinations(crossed, 2)], total)
    return total if "past" in found else sum([_UNPAST.get(name, 0.0) for name in crossed], total)


def _bare(written: str) -> str:
    return fold(written).strip(" \"'“”*_#>-")


def _has_phrase(plain: str, written: str) -> bool:
    words = words_of(plain)
    return has_phrase(_own_words(plain, written, words), words)


def _own_words(plain: str, written: str, words: Sequence[str]) -> str:
    """``plain``, whose ``words`` these are, without what it reports that somebody told somebody: in quotation marks,
    or behind "asked … to". Only of a sentence that tells something done, else the demand itself stands in quotation
    marks."""
    reports = not _REPORTING.isdisjoint(words)
    if not reports and _MARKS.isdisjoint(written):
        return plain
    rest = _QUOTED.sub(" ", fold(written))
    own = _LETTERS.findall(rest)
    if len(own) < _ENOUGH or not any(map(_tells, own)):
        return plain
    if reports:
        rest = _REPORTED.sub(lambda m: m.group() if _ADDRESSING.search(rest[: m.start()]) else " ", rest)
    return _bare(rest)


def _tells(word: str) -> bool:
    return is_past_form(word) or word in _TELLS


def plain_and_written(text: str) -> tuple[str, str]:
    """``text`` folded to lower case without what surrounds it, and as it is written, cleaned."""
    written = clean(text[:_LONGEST])
    return _bare(written), written


def is_left(text: str) -> bool:
    """Whether neither a phrase nor its being a command or a question settles ``text``."""
    plain, written = plain_and_written(text)
    return not _has_phrase(plain, written) and not _is_no_statement(text, plain)


def _is_no_statement(text: str, plain: str) -> bool:
    return plain.endswith("?") or is_command(text)
