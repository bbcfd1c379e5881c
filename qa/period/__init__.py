"""The time that a question names: `period(text, asked_at)` in days, `happening` and `dated` for an event that articles
date, `within` and `in_order` for what is searched, `age` for what is said first."""

from qa.period.happenings import EVENTS, Dated, Happening, dated, happening
from qa.period.phrases import period
from qa.period.use import age, in_order, within

__all__ = ["EVENTS", "Dated", "Happening", "age", "dated", "happening", "in_order", "period", "within"]
