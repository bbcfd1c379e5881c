"""How the evidence tells the deed that a question asks about: as done, as denied, or as proposed and no more."""

from collections.abc import Sequence

from qa.extractive.told import UNTOLD, Told
from qa.premise.agents import affiliations
from qa.premise.stance import Stance, stance
from qa.proposition import proposition
from qa.statements import Statement
from qa.types.query import Query


def told(query: Query, statements: Sequence[Statement]) -> Told:
    """How ``statements`` tell what ``query`` takes for done, or asks whether it was; of other questions nothing.

    "How many diplomats were expelled?" is not answered by a request to expel some.
    """
    deed = proposition(query, statements)
    if deed is None or not deed.is_past:
        return UNTOLD
    known = affiliations(statements)
    found = {statement.label: stance(statement, deed, known) for statement in statements}
    return Told(
        frozenset(label for label, stands in found.items() if stands is Stance.AFFIRMS),
        frozenset(label for label, stands in found.items() if stands is Stance.DENIES),
        frozenset(label for label, stands in found.items() if stands is Stance.PROPOSES),
    )
