"""What articles of different origins give differently: `disagree(query, claims, evidence) -> Differences`."""

from qa.disagree.asked import answers
from qa.disagree.denial import denied_by
from qa.disagree.disagree import Differences, disagree
from qa.disagree.given import Given
from qa.disagree.later import Replaced
from qa.disagree.read import is_of_one, worth_reading
from qa.disagree.taken import otherwise

__all__ = [
    "Differences",
    "Given",
    "Replaced",
    "answers",
    "denied_by",
    "disagree",
    "is_of_one",
    "otherwise",
    "worth_reading",
]
