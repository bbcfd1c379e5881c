"""Bytes to a tree: the page's encoding, and a parser that takes what pages are."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from qa.errors import SourceError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_LOOKED_AT = 4096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_AS_BROWSERS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_DEEPEST = 2_000  # elements in each other; pages of newspapers have 30
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_HEAD = re.compile(r"\A\s*<\?xml[^>]*\?>")


def page_text(data: bytes, charset: str | None) -> str:
    """The text of a page as a parser can take it. SourceError ``too_deep`` for nesting that no page has."""
    text = _XML_HEAD.sub("", _CONTROL.sub("", decode_page(data, charset)))
    _check_depth(text)
    return text


def parse(text: str) -> HtmlElement:
    """The tree of a page. SourceError ``empty`` without an element."""
    from lxml import etree, html

    try:
        return html.document_fromstring(text)
    except (etree.ParserError, ValueError, AssertionError):
        raise SourceError("empty", "There is nothing in the page.", next_step="Name the page of one article.") from None


def decode_page(data: bytes, charset: str | None) -> str:
    """The text of a page. A byte order mark wins; then UTF-8 where the bytes are valid UTF-8, whatever is declared:
    a page that lies does so about UTF-8 more than in it, and no other text is valid by chance. Then the server's
    ``charset``, the page's own, Windows-1252. What still cannot be read becomes U+FFFD."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end == len(data) and error.reason == "unexpected end of data":
            return data.decode("utf-8", errors="ignore")
    declared = _DECLARED.search(data[:_LOOKED_AT])
    for name in (charset, declared.group(1).decode("ascii") if declared else None):
        encoding_name = _known(name)
        if encoding_name and encoding_name != "utf-8":
            return data.decode(encoding_name, errors="replace")
    if _known(charset) == "utf-8" or (declared and _known(declared.group(1).decode("ascii")) == "utf-8"):
        text = data.decode("utf-8", errors="replace")
        if text.count("\ufffd") * 1000 < len(text):  # UTF-8 with a few broken bytes
            return text
    return data.decode("cp1252", errors="replace")


def _known(name: str | None) -> str | None:
    """Python's name of an encoding for text, as browsers understand it."""
    if not name:
        return None
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    if not getattr(codecs.lookup(name), "_is_text_encoding", True):
        return None
    return _AS_BROWSERS.get(found, _AS_BROWSERS.get(name.lower(), found))


_TAG = re.compile(r"<(/?)(div|span|section|table|tr|td|ul|ol|li|blockquote|b|i|font|p|a|em|strong)\b", re.IGNORECASE)


def _check_depth(text: str) -> None:
    """A bomb of open elements takes a parser's stack, or its afternoon."""
    depth = 0
    for match in _TAG.finditer(text):
        depth += -1 if match.group(1) else 1
        if depth > _DEEPEST * 5:
            raise SourceError("too_deep", "Its elements are nested without end.", next_step="Save its text instead.")
