"""Units of an answer on messages: what belongs together stays together, nothing is left out, no limit is passed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from api.slack.limits import MESSAGE_BLOCKS, MESSAGE_BYTES
from api.slack.rich import Block, Line, Span, element, in_pieces, size

CLOSING_BYTES = 2_500
"""Kept free in every message, so that the closing blocks fit into the last one."""
CLOSING_BLOCKS = 5
UNIT_BYTES = MESSAGE_BYTES - CLOSING_BYTES
LEAST_BYTES = UNIT_BYTES // 2
"""Still holds a line, and the head that is repeated above it."""
_BLOCK_BYTES = 400  # around the lines of a block, its id included
_CONTINUED = "(continued) "
_HEAD_CHARACTERS = 120  # of a head that is repeated


@dataclass(frozen=True, slots=True)
class Unit:
    """What must stand together: a claim and its sources. ``groups`` are what is not parted without need: a source with
    its quotation. A unit too long for a message goes on in the next, under its head's first words."""

    head: Line
    groups: tuple[tuple[Line, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One message of an answer. ``text`` is what a notification shows (mrkdwn, escaped)."""

    blocks: tuple[Block, ...]
    text: str


def parts(units: Iterable[Unit], closing: Sequence[Block], text: str, mark: str, room: int = UNIT_BYTES) -> list[Part]:
    """The messages that show ``units`` in order, ``closing`` (at most ``CLOSING_BLOCKS`` and ``CLOSING_BYTES``) at the
    end of the last. ``mark`` begins each block's id: it tells later whose answer a message holds. ``room`` is for the
    blocks of a message without the closing ones, at least ``LEAST_BYTES``."""
    messages: list[list[Block]] = [[]]
    for unit in units:
        for block in unit_blocks(unit, room):
            if messages[-1] and not _fits(messages[-1], block, room):
                messages.append([])
            messages[-1].append(block)
    messages[-1].extend(closing)
    return [Part(tuple(marked(blocks, mark, number)), text) for number, blocks in enumerate(messages)]


def _fits(blocks: Sequence[Block], block: Block, room: int) -> bool:
    used = sum(size(other) + _BLOCK_BYTES for other in [*blocks, block])
    return used <= room and len(blocks) < MESSAGE_BLOCKS - CLOSING_BLOCKS


def marked(blocks: Iterable[Block], mark: str, message: int) -> Iterator[Block]:
    """The blocks with ids. A changed block gets another id, as Slack asks for messages that are edited."""
    for place, block in enumerate(blocks):
        content = hashlib.sha256(json.dumps(block, sort_keys=True).encode()).hexdigest()[:8]
        yield block | {"block_id": f"{mark}.{message}.{place}.{content}"}


def unit_blocks(unit: Unit, room: int = UNIT_BYTES) -> list[Block]:
    """The unit as `rich_text` blocks, each of which fits into a message. Mostly it is one."""
    repeated, most = _continued(unit.head), room - _BLOCK_BYTES
    chunks: list[list[Line]] = [in_pieces(unit.head)]
    for group in unit.groups:
        lines = [piece for line in group for piece in in_pieces(line)]
        if _bytes(chunks[-1] + lines) <= most:
            chunks[-1].extend(lines)
            continue
        if _bytes([repeated, *lines]) <= most:
            chunks.append([repeated, *lines])
            continue
        for line in lines:  # a group that is too long for a message
            if _bytes([*chunks[-1], line]) > most:
                chunks.append([repeated])
            chunks[-1].append(line)
    whole = [chunk for chunk in _split(chunks, most) if chunk]
    return [{"type": "rich_text", "elements": [element(line) for line in chunk]} for chunk in whole]


def _split(chunks: Iterable[list[Line]], most: int) -> Iterator[list[Line]]:
    """The chunks, one whose head alone is too long in several."""
    for chunk in chunks:
        held: list[Line] = []
        for line in chunk:
            if held and _bytes([*held, line]) > most:
                yield held
                held = []
            held.append(line)
        yield held


def _bytes(lines: Iterable[Line]) -> int:
    return sum(size(element(line)) + 2 for line in lines)


def _continued(head: Line) -> Line:
    words = " ".join("".join(span.text for span in head.spans).split())
    cut = words if len(words) <= _HEAD_CHARACTERS else words[: _HEAD_CHARACTERS - 1].rstrip() + "…"
    [line] = in_pieces(Line((Span(_CONTINUED, italic=True), Span(cut, bold=True))))
    return line
