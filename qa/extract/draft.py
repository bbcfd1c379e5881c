"""What each kind of source is read into, before the rules for news text see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qa.extract.clean import Paragraph
from qa.types import Found


@dataclass(frozen=True, slots=True)
class Draft:
    """The paragraphs of a source and what it says about itself.

    ``extractor`` names the rules that read it. ``metadata`` has the keys of a sidecar, its values as they are written
    or already as they are kept. ``captions`` are known as such from the markup. ``notes`` are what else was left out.
    """

    extractor: str
    paragraphs: Sequence[Paragraph]
    captions: Sequence[str] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    found: tuple[Found, ...] = ()
    language: str | None = None
    markdown: bool = False
