"""What the articles say against a question's premise: `premise(query, statements, evidence) -> Premise`; proposals that
were turned down: `turned_down_by` and `refused`; and what is told of somebody else: `of_others`."""

from qa.premise.others import names_a_country, of_others
from qa.premise.premise import Premise, premise, refused, takes_for_done
from qa.premise.proposals import turned_down_by

__all__ = ["Premise", "names_a_country", "of_others", "premise", "refused", "takes_for_done", "turned_down_by"]
