"""Rich text in the small: spans, lines of spans, and the Block Kit elements that they become.

Everything that comes from articles and models goes into `text` elements of `rich_text` blocks. Slack shows those letter
by letter: unlike in mrkdwn there is nothing to escape, so nothing can be forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from api.slack.text import shown

Block = dict[str, Any]
LINE_BYTES = 2_000
"""Of one line's JSON; a longer one goes on in a line of the same kind."""
_SPAN_BYTES = 150  # what a span's JSON takes beside its text, at the most


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text of one style; a link when it has a ``url`` (checked before), a mention of a person or
    a channel when it has a ``user`` or a ``channel``."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str | None = None
    user: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a quotation with a bar beside it."""

    spans: tuple[Span, ...]
    quoted: bool = False


def line(text: str, *, bold: bool = False, italic: bool = False) -> Line:
    """A paragraph of one style."""
    return Line((Span(text, bold=bold, italic=italic),))


def quote(text: str) -> Line:
    """A quotation."""
    return Line((Span(text),), quoted=True)


def size(value: object) -> int:
    """Bytes of ``value`` as JSON."""
    return len(json.dumps(value, ensure_ascii=False).encode("utf-8"))


def element(of: Line) -> Block:
    """The line as an element of a `rich_text` block."""
    kind = "rich_text_quote" if of.quoted else "rich_text_section"
    return {"type": kind, "elements": [_span(span) for span in of.spans]}


def in_pieces(of: Line) -> list[Line]:
    """The line as lines of at most ``LINE_BYTES`` each, together all of its text; none when it shows nothing."""
    pieces: list[list[Span]] = [[]]
    used = 0
    for span in _cut(of.spans):
        needed = size(_span(span))
        if pieces[-1] and used + needed > LINE_BYTES:
            pieces.append([])
            used = 0
        pieces[-1].append(span)
        used += needed
    return [Line(tuple(spans), of.quoted) for spans in pieces if spans]


def _cut(spans: tuple[Span, ...]) -> Iterator[Span]:
    for span in spans:
        rest = shown(span.text)
        if span.user or span.channel or span.url:
            if rest or not span.url:
                yield replace(span, text=rest)
            continue
        while rest:
            head = _head(rest, LINE_BYTES - _SPAN_BYTES)
            yield replace(span, text=head)
            rest = rest[len(head) :]


def _head(text: str, most: int) -> str:
    """As much of ``text`` from its start as fits into ``most`` bytes, up to a space where there is one."""
    if size(text) <= most:
        return text
    low, high = 1, min(len(text), most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle]) <= most else (low, middle - 1)
    space = text.rfind(" ", low // 2, low)
    return text[: space + 1] if space > 0 else text[:low]


def _span(span: Span) -> Block:
    if span.user:
        return {"type": "user", "user_id": span.user}
    if span.channel:
        return {"type": "channel", "channel_id": span.channel}
    made: Block = (
        {"type": "link", "url": span.url, "text": span.text} if span.url else {"type": "text", "text": span.text}
    )
    style = {name: True for name in ("bold", "italic") if getattr(span, name)}
    return made | ({"style": style} if style else {})
