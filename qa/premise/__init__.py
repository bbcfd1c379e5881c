"""What the articles say against a question's premise: `premise(query, statements, evidence) -> Premise`; of what was
proposed and turned down: `rejected(claims, statements, evidence)`; and what they tell of somebody else: `of_others`."""

from qa.premise.others import names_a_country, of_others
from qa.premise.premise import Premise, premise
from qa.premise.proposals import rejected

__all__ = ["Premise", "names_a_country", "of_others", "premise", "rejected"]
