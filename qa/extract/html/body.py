"""The body of a page, found by trafilatura, and the captions of its figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.extract.clean import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WORD = re.compile(r"\w+")
_TAGS = re.compile(r"<[^<>]{1,500}>")
_ITEM = re.compile(r"^- (?=\S)")
_LONGEST_CAPTION = 900
_MOST_CAPTIONS = 40
_SHORTEST = 60  # characters of a paragraph that counts
_MUCH = 0.3  # of what is found already
_ASIDE = "ancestor::aside | ancestor::nav | ancestor::footer | ancestor::figure | ancestor::form"
_CUT_SHORT = 0.7  # of the words that the page's JSON-LD carries
_SAME = 0.8  # of the found words that must stand in it, so that it is the same text


def find_body(text: str, tree: HtmlElement, carried: str = "") -> list[str]:
    """The paragraphs of the body of the page ``text``, whose tree is ``tree``.

    A body that comes in several boxes of one class (with advertisements between) is taken from all of them. Where
    what is found is much less than the article's text in JSON-LD (``carried``), and part of it, that text is the body:
    the page builds the rest by script.
    """
    from trafilatura import bare_extraction

    document = bare_extraction(text, include_comments=False, favor_precision=True, with_metadata=False)
    found = getattr(document, "text", None) or ""
    lines = [_ITEM.sub("", line.strip()) for line in found.split("\n") if line.strip()]
    return _whole(_boxes(lines, tree), carried)


def _boxes(lines: list[str], tree: HtmlElement) -> list[str]:
    """``lines``, or the paragraphs of all boxes of their class, where whole boxes with much more were missed."""
    known = {" ".join(line.split()) for line in lines}
    classes: dict[str, dict[HtmlElement, list[str]]] = {}
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        kind = parent.get("class") if parent is not None else None
        text = " ".join(clean(paragraph.text_content()).split())
        if kind and len(text) >= _SHORTEST and not paragraph.xpath(_ASIDE):
            classes.setdefault(kind, {}).setdefault(parent, []).append(text)
    whole = sum(map(len, lines))
    for boxes in classes.values():
        seen = [sum(len(text) for text in texts if text in known) for texts in boxes.values()]
        missed = sum(sum(map(len, texts)) for texts, held in zip(boxes.values(), seen, strict=True) if not held)
        if sum(seen) * 2 > whole and missed > _MUCH * whole:
            return list(dict.fromkeys(text for texts in boxes.values() for text in texts))
    return lines


def _whole(lines: list[str], carried: str) -> list[str]:
    carried = _TAGS.sub(" ", carried)
    theirs = _WORD.findall(carried.casefold())
    ours = _WORD.findall(" ".join(lines).casefold())
    if len(ours) >= _CUT_SHORT * len(theirs):
        return lines
    known = set(theirs)
    if ours and sum(word in known for word in ours) < _SAME * len(ours):
        return lines
    return [line.strip() for line in carried.split("\n") if line.strip()]


def find_captions(tree: HtmlElement) -> list[str]:
    """The captions of the figures in the article, as clean text, each once."""
    found: dict[str, None] = {}
    scope = tree.xpath("//article") or tree.xpath("//main") or [tree]
    for figure in scope[0].iter("figcaption"):
        if figure.xpath("ancestor::aside | ancestor::nav | ancestor::footer"):
            continue
        text = " ".join(clean(figure.text_content()).split())
        if " " in text and len(text) <= _LONGEST_CAPTION:
            found.setdefault(text)
    return list(found)[:_MOST_CAPTIONS]
