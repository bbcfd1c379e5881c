"""Clean text, and the paragraphs that it is made of.

Clean text is Unicode in normalisation form C. Lines end with a line feed. Every kind of space is one plain space, with
none at the ends of a line. There are no control characters, no soft hyphens, no zero-width spaces, no marks that turn
the direction of writing, and no invisible tag characters; joiners stay, because scripts and emoji need them. Nothing
else is changed: quotes, dashes and ligatures are as the source has them. Cleaning clean text changes nothing.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

_NEWLINES = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[\t\x1f \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # control characters that are no line or space
    "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_AROUND_NEWLINE = re.compile(r" *\n *")
_MANY_NEWLINES = re.compile(r"\n{3,}")
_STOPS = '.!?:"”’'
_NARROWEST, _WIDEST = 50, 100  # columns of text that was wrapped by a program


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of clean text. ``joined``: it follows the one before without a blank line, in a source that
    otherwise has blank lines between paragraphs."""

    text: str
    joined: bool = False


def newlines(text: str) -> str:
    """``text`` with a line feed for every kind of line end."""
    return _NEWLINES.sub("\n", text)


def clean(text: str) -> str:
    """``text`` as clean text (see above), at most one blank line in a row, none at its ends."""
    text = newlines(text)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = _AROUND_NEWLINE.sub("\n", _SPACES.sub(" ", text))
    return _MANY_NEWLINES.sub("\n\n", text).strip("\n ")


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of clean ``text``.

    News text has a paragraph a line, with or without blank lines between. Lines that a program wrapped are joined
    again: where no line of the source is wider than 100 columns, and at most line ends the sentence goes on with a
    word that would not have fitted any more.
    """
    blocks = [block.split("\n") for block in text.split("\n\n")]
    width = _wrap_width(blocks)
    blank_lines = len(blocks) > 1
    return [
        Paragraph(line, joined=blank_lines and number > 0)
        for block in blocks
        for number, line in enumerate(_unwrapped(block, width) if width else block)
    ]


def _wrap_width(blocks: list[list[str]]) -> int:
    """The width that the text was wrapped to; 0 when it was not."""
    width = max(len(line) for block in blocks for line in block)
    ends = [_full(*pair, width) and pair[0][-1] not in _STOPS for block in blocks for pair in pairwise(block)]
    wrapped = _NARROWEST <= width <= _WIDEST and len(ends) > 1 and sum(ends) * 2 > len(ends)
    return width if wrapped else 0


def _full(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(" ", maxsplit=1)[0]) > width


def _unwrapped(block: list[str], width: int) -> list[str]:
    lines = block[:1]
    for before, line in pairwise(block):
        if _full(before, line, width):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines
