"""What articles of different origins give differently: `disagree(query, claims, evidence) -> Differences`."""

from qa.disagree.disagree import Differences, disagree
from qa.disagree.later import Replaced
from qa.disagree.read import is_of_one

__all__ = ["Differences", "Replaced", "disagree", "is_of_one"]
