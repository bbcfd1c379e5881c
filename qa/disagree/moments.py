"""A date that a statement names, filled up from the day of its article."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from qa.statements import Statement
from qa.verify.dates import Mention, Parts, mentions
from qa.words import word_set

# A year behind one of these is a time; elsewhere it may name a thing ("the 2023 Grammy Awards").
_BEFORE_A_YEAR = word_set(
    "in since until till from by during of after before about around circa early late mid to between and born died"
)


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


def moments(statement: Statement) -> tuple[Moment, ...]:
    """The dates of ``statement``, in order, but for those that it asks about and years that may name a thing."""
    found = (Moment.of(mention, statement) for mention in mentions(statement.text))
    return tuple(m for m in found if m and not statement.tokens[m.place].asked and _is_time(m, statement))


def _is_time(moment: Moment, statement: Statement) -> bool:
    if moment.month or moment.weekday is not None or not moment.place:
        return True
    return statement.tokens[moment.place - 1].word in _BEFORE_A_YEAR


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
