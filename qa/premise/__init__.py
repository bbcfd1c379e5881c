"""What the articles say against a question's premise: `premise(query, statements, evidence) -> Premise`, and of what
was proposed and turned down: `rejected(claims, statements, evidence)`."""

from qa.premise.premise import Premise, premise
from qa.premise.proposals import rejected

__all__ = ["Premise", "premise", "rejected"]
