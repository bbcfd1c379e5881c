"""The time that a question names: `period(text, asked_at)` in days, `within` and `in_order` for what is searched, `age`
for what is said first."""

from qa.period.phrases import period
from qa.period.use import age, in_order, is_of, within

__all__ = ["age", "in_order", "is_of", "period", "within"]
