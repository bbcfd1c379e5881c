"""How sentences tell the deed that a question asks about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """Labels of sentences: those that tell it as ``done``, as ``denied``, or only as ``proposed``."""

    done: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    proposed: frozenset[str] = frozenset()

    @property
    def answers(self) -> frozenset[str]:
        """Those that say whether it was done."""
        return self.done | self.denied


UNTOLD = Told()
