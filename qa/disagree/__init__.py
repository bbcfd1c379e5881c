"""What articles of different origins give differently: `disagree(query, claims, evidence) -> Differences`."""

from qa.disagree.disagree import Differences, disagree

__all__ = ["Differences", "disagree"]
