"""The worksheet of the furniture rules: paragraphs, what each was found to be, and what was taken out of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from qa.extract.clean import Paragraph
from qa.types import Left

Role = Literal["body", "caption", "gone"]


@dataclass(slots=True)
class Line:
    """One paragraph. Rules shorten ``text`` and set ``role``; ``original`` stays."""

    number: int
    original: str
    joined: bool
    text: str
    role: Role = "body"


@dataclass(slots=True)
class Sheet:
    """All paragraphs of an article, and what the rules found in them; ``known_title`` is the one metadata give."""

    lines: list[Line]
    known_title: str | None = None
    title: str | None = None
    origin: str | None = None
    byline: str | None = None
    dateline: str | None = None
    published_at: str | None = None
    updated_at: str | None = None
    _left: list[tuple[int, Left]] = field(default_factory=list)

    @classmethod
    def of(cls, paragraphs: Iterable[Paragraph], known_title: str | None, captions: Iterable[str] = ()) -> "Sheet":
        """A fresh sheet: everything is body, but for the ``captions`` that are known as such."""
        lines = [Line(n, paragraph.text, paragraph.joined, paragraph.text) for n, paragraph in enumerate(paragraphs)]
        lines += [Line(n, caption, False, caption, "caption") for n, caption in enumerate(captions, len(lines))]
        return cls(lines, known_title)

    def body(self) -> Iterator[Line]:
        """The lines that are body, in order."""
        return (line for line in self.lines if line.role == "body")

    def captions(self) -> Iterator[Line]:
        """The lines that are captions, in order."""
        return (line for line in self.lines if line.role == "caption")

    def drop(self, line: Line, kind: str) -> None:
        """Takes all of ``line`` out."""
        self.take(line, kind, line.text, "")
        line.role = "gone"

    def take(self, line: Line, kind: str, taken: str, rest: str) -> None:
        """Takes ``taken`` out of ``line``, which keeps ``rest``."""
        self._left.append((line.number, Left(kind, taken.strip())))
        line.text = rest.strip()

    @property
    def left_out(self) -> tuple[Left, ...]:
        """What was taken out, in the order of the source."""
        return tuple(left for _, left in sorted(self._left, key=lambda entry: entry[0]))
