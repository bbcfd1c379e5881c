"""A news page to a draft: its body, its captions, what it says about itself; or why it is no article."""

from __future__ import annotations

from qa.errors import SourceError
from qa.extract.clean import Paragraph, clean
from qa.extract.draft import Draft
from qa.extract.html.body import find_body, find_captions
from qa.extract.html.metadata import find_metadata
from qa.extract.html.refuse import refuse
from qa.extract.html.tree import page_text, parse

EXTRACTOR = "html-2"
"""Names the rules of this package; raise the number when a page would be read differently."""


_FEWEST = 8  # words; less is a piece of the navigation


def read_page(data: bytes, charset: str | None, address: str | None) -> Draft:
    """The draft of the page ``data``. ``charset`` is what the server said, ``address`` where the page was found.

    SourceError: ``empty``, ``binary``, ``too_deep``; NotAnArticleError for a page that is none (see ``refuse``).
    """
    text = page_text(data, charset)
    tree = parse(text)
    facts = find_metadata(tree, address)
    captions = find_captions(tree)
    body = find_body(text, tree, facts.article_body)
    refuse(tree, facts, body, address)
    known = set(captions)
    paragraphs = [Paragraph(line) for line in clean("\n".join(body)).split("\n") if line and line not in known]
    if sum(len(paragraph.text.split()) for paragraph in paragraphs) < _FEWEST:
        raise SourceError("empty", "There is no article in the page.", next_step="Name the page of one article.")
    return Draft(EXTRACTOR, paragraphs, captions, facts.values, facts.found, facts.language)
