"""What articles of different origins give differently: `disagree(query, claims, evidence) -> Differences`."""

from qa.disagree.asked import answers
from qa.disagree.disagree import Differences, disagree
from qa.disagree.given import Given
from qa.disagree.later import Replaced
from qa.disagree.read import is_of_one

__all__ = ["Differences", "Given", "Replaced", "answers", "disagree", "is_of_one"]
