"""What the articles say against a question's premise: `premise(query, statements, evidence) -> Premise`, and `opposed`
where they tell the contrary; proposals that were turned down: `turned_down_by` and `refused`; what is told of somebody
else: `of_others`; and how it is told what a question asks about: `told`."""

from qa.premise.others import names_somebody, of_others
from qa.premise.premise import Premise, contradicted, opposed, premise, refused, takes_for_done
from qa.premise.proposals import turned_down_by
from qa.premise.told import told

__all__ = [
    "Premise",
    "contradicted",
    "names_somebody",
    "of_others",
    "opposed",
    "premise",
    "refused",
    "takes_for_done",
    "told",
    "turned_down_by",
]
