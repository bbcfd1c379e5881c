"""Who a page shows as the writer of its article, below the headline. What a reader sees counts for more than what the
page's metadata say: those often name one of several authors, or whoever typed the page in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.extract.clean import clean
from qa.extract.dates import WEEKDAY
from qa.extract.names import AGENCY, NAME, canonical, is_agency

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LOOKED_AT = 12  # elements that may be a byline
_LONGEST = 200  # characters of one
_AUTHORS = (
    "//*[@itemprop='author']",
    "//a[@rel='author']",
    "//*[contains(@class,'byline')]",
    # Comments have authors too, and so have the teasers that follow: the first one below the headline only.
    (
        "//h1/following::*[contains(concat(' ',@class,' '),' author ') or contains(@class,'author-name')"
        " or contains(@class,'author__name') or contains(@class,'author-link')]"
        "[not(ancestor-or-self::*[contains(@class,'comment')])]"
    ),
)
_BEGINS = (
    "[starts-with(normalize-space(.),'By ') or starts-with(normalize-space(.),'BY ')"
    " or starts-with(normalize-space(.),'by ')][string-length(normalize-space(.)) < 200]"
)
_MARKED = "//h1/following::*[contains(@class,'byline') or contains(@class,'author')]" + _BEGINS
_PLAIN = "//h1/following::*[self::p or self::div or self::span]" + _BEGINS
_NAMES = rf"(?:{AGENCY}|{NAME})(?:(?: ?,| and|,? &) (?:{AGENCY}|{NAME})){{0,5}}"
_BY = re.compile(
    rf"(?:By|BY|by) (?P<names>{_NAMES})"
    rf"(?= ?$| ?[|•·,(@-]| (?:on|at|for|in|{WEEKDAY}|Updated|Published|Posted|About|Follow)\b| \d)"
)
_STOP = re.compile(rf" (?:{WEEKDAY}|Updated|Published|Posted|About|Follow|Associated Press|The)\b.*")
_AGENCY_AFTER = re.compile(rf"(?<=\w),? (?:{AGENCY})$")
_FEWEST, _MOST = 2, 6  # words of a name


def shown(tree: HtmlElement, *, plain: bool = False) -> str | None:
    """The names after a "By" below the headline, in an element that is marked as a byline or (``plain``) in any small
    one: of people with a name and a surname, or of an agency."""
    for element in tree.xpath(f"({_PLAIN if plain else _MARKED})[position() <= {_LOOKED_AT}]"):
        match = _BY.match(_text(element))
        names = _STOP.sub("", match["names"]).strip(" ,") if match else ""
        parts = [part for part in re.split(r" ?, (?:and )?| and | & ", names) if part]
        if parts and all(is_agency(part) or _is_person(part) for part in parts):
            return ", ".join(parts)
    return None


def marked(tree: HtmlElement) -> str | None:
    """The names in elements that are marked as an author or a byline."""
    for path in _AUTHORS:
        most = 1 if "following" in path else 4
        written = [_text(element) for element in tree.xpath(f"({path})[position() <= {most}]")]
        names = [re.sub(r"^(?:(?:written|reported|posted) )?by:? ", "", text, flags=re.IGNORECASE) for text in written]
        people = dict.fromkeys(_AGENCY_AFTER.sub("", name.strip(" ,;|")) for name in names if _is_person(name))
        if people:
            return ", ".join(people)
    return None


def agency(tree: HtmlElement) -> str | None:
    """The agency that a byline below the headline names in a piece of text of its own."""
    return next((canonical(piece) for piece in _pieces(tree) if is_agency(piece)), None)


def _pieces(tree: HtmlElement) -> Iterator[str]:
    path = f"(//h1/following::*[contains(@class,'byline')])[position() <= {_LOOKED_AT}]"
    for element in tree.xpath(path):
        yield from (piece.strip(" ,|/()\n\t") for piece in element.itertext())


def _text(element: HtmlElement) -> str:
    """The text of ``element`` in one line, its parts apart from each other."""
    text = " ".join(clean(" ".join(element.itertext())).split())
    return text.replace(" ,", ",") if len(text) <= _LONGEST else ""


def _is_person(name: str) -> bool:
    return _FEWEST <= len(name.split()) <= _MOST and not any(character.isdigit() for character in name)
