"""Titles that are shown, and those that are not: one that tells an assistant what to do is no title of a report."""

import re
from dataclasses import replace

from qa.addressed import addresses_as_title
from qa.types import Article

WITHHELD = "title withheld"
"""What a face shows instead, with the publisher or the address."""

_PIECE = re.compile(r"(?<=[.!?:|])\s+")  # a title may be several sentences


def pieces(title: str | None) -> list[str]:
    """A title and each of its sentences; none of no title."""
    return [title, *_PIECE.split(title)] if title else []


def is_withheld(title: str | None) -> bool:
    """Whether ``title``, or a sentence of it, addresses an assistant."""
    return any(map(addresses_as_title, pieces(title)))


def shown(title: str | None) -> str | None:
    """``title``, or none where it is withheld."""
    return None if is_withheld(title) else title


def heading(title: str | None, *, withheld: bool = False) -> str | None:
    """What stands in a title's place on a face: ``WITHHELD`` where it is, or was, withheld."""
    return WITHHELD if withheld or is_withheld(title) else title


def titled(article: Article) -> Article:
    """``article`` without a title that is to be withheld."""
    return replace(article, title=None, title_withheld=True) if is_withheld(article.title) else article
