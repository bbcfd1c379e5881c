"""A date that a statement names, filled up from the day of its article."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from qa.statements import Statement
from qa.verify.dates import Mention, Parts


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as far as it is fixed, at the word ``place``; ``shown`` is how it stands in the text."""

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    place: int
    shown: str

    @classmethod
    def of(cls, mention: Mention, statement: Statement) -> "Moment | None":
        """The moment of ``mention``; ``None`` for a decade and where several readings are left."""
        if len(mention.parts) != 1:
            return None
        parts = _filled(mention.parts[0], statement.article.published_at)
        return cls(*parts, statement.at(mention.start), statement.text[mention.start : mention.end])

    def agrees(self, other: "Moment") -> bool:
        """Whether both may be the same moment: no part that both fix differs, and some part is fixed by both."""
        return not self.clashes(other)

    def clashes(self, other: "Moment") -> bool:
        """Whether a part that both fix differs. A month says nothing against another while a year is open."""
        if self.year and other.year:
            pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
            return any(one and two and one != two for one, two in pairs)
        if self.year or other.year:
            return False
        if self.month and other.month:
            return self.month != other.month or bool(self.day and other.day and self.day != other.day)
        return self.weekday is not None and other.weekday is not None and self.weekday != other.weekday


def _filled(parts: Parts, published_at: str | None) -> Parts:
    """A weekday of a dated article is the one nearest before it, or the day itself; a month without a year is left."""
    if parts.weekday is None or not re.match(r"\d{4}-\d\d-\d\d", published_at or ""):
        return parts
    try:
        published = date.fromisoformat((published_at or "")[:10])
        day = published - timedelta(days=(published.weekday() - parts.weekday) % 7)
    except (ValueError, OverflowError):
        return parts
    return Parts(day.year, day.month, day.day, day.weekday())
