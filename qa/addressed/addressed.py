"""Whether a sentence tells an assistant what to do: by phrases, and by a sum of what such sentences look like."""

import re

from qa.addressed.features import NAMES, features
from qa.addressed.patterns import has_phrase
from qa.addressed.weights import THRESHOLD, WEIGHTS
from qa.commands import is_command
from qa.remembered import remembered
from qa.verify.normalise import clean, fold
from qa.words import is_past_form, word_set

MARGIN = 1.5
"""With it 4 of 4,858 titles of news are withheld, with 0 it were 7."""
_LONGEST = 4_000  # characters of a sentence that are looked at
_QUOTED = re.compile(r"[\"“„][^\"“”„]{2,400}[\"”]")
# "asked each model to ignore …", "the prompt tells it to …": what somebody tells somebody else is reported.
_REPORTED = re.compile(
    r"\b(?:asked|told|ordered|instructed|urged|persuaded|tricked|got|made|let|led|asking|telling|instructing|"
    r"(?<!please )(?:tells|asks|instructs|orders))\b[^.!?:;]{1,80}?\b(?:to|that|into)\b[^.!?:;]*"
)
_SAID_BY = re.compile(r", say \w+(?: \w+)?[,.]")  # "Chatbots, say researchers, …"
_ADDRESSING = re.compile(r"\b(?:are|is|be|being|were you|you are|you're) $")
_TELLS = word_set("says reads tells asks instructs begins was were read said")
_ENOUGH = 3  # words around a quotation that tell who said it
_PLACES = tuple((NAMES.index(name), weight) for name, weight in WEIGHTS.items())


@remembered
def is_addressed(text: str) -> bool:
    """Whether the sentence ``text`` tells an assistant what to do. Total for any text, in time linear in its length.

    The sum is for statements alone: commands and questions are no evidence whatever they ask for.
    """
    plain, written = plain_and_written(text)
    if has_phrase(_own_words(written)):
        return True
    if _is_no_statement(text, plain) or _SAID_BY.search(plain):
        return False
    return _sum(plain, written) > THRESHOLD


@remembered
def addresses_as_title(text: str) -> bool:
    """The same of a title, or a sentence of one: commands and questions are usual there, so that they are summed too,
    and more is asked for (`MARGIN`)."""
    plain, written = plain_and_written(text)
    return has_phrase(_own_words(written)) or _sum(plain, written) > THRESHOLD + MARGIN


def _sum(plain: str, written: str) -> float:
    numbers = features(plain, written)
    return sum(weight * numbers[place] for place, weight in _PLACES)


def _bare(written: str) -> str:
    return fold(written).strip(" \"'“”*_#>-")


def _own_words(written: str) -> str:
    """A cleaned text, folded, without what it reports that somebody told somebody: in quotation marks, or behind
    "asked … to". Only of a sentence that tells something done, else the demand itself stands in quotation marks."""
    rest = _QUOTED.sub(" ", fold(written))
    words = re.findall(r"[a-z]+", rest)
    if len(words) < _ENOUGH or not any(is_past_form(word) or word in _TELLS for word in words):
        return _bare(written)
    return _bare(_REPORTED.sub(lambda m: m.group() if _ADDRESSING.search(rest[: m.start()]) else " ", rest))


def plain_and_written(text: str) -> tuple[str, str]:
    """``text`` folded to lower case without what surrounds it, and as it is written, cleaned."""
    written = clean(text[:_LONGEST])
    return _bare(written), written


def is_left(text: str) -> bool:
    """Whether neither a phrase nor its being a command or a question settles ``text``."""
    plain, written = plain_and_written(text)
    return not has_phrase(_own_words(written)) and not _is_no_statement(text, plain)


def _is_no_statement(text: str, plain: str) -> bool:
    return plain.endswith("?") or is_command(text)
