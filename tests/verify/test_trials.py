"""True and false claims over made news sentences, twenty or more of each kind of either, written before any was run.

In `trials/`: ``< `` is the sentence that is cited, ``~ `` one of its article that is not, ``@ `` the day on which that
was published; ``+ `` is a true claim and ``- `` a false one. A second sign, ``+? `` or ``-? ``, marks an accepted gap:
verification takes the claim for the contrary.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.verify.cases import outcome

TRIALS = sorted((Path(__file__).parent / "trials").glob("*.txt"))


class Trial(NamedTuple):
    kind: str
    claim: str
    is_true: bool
    is_gap: bool
    cited: str
    rest: tuple[str, ...]
    day: str | None


def trials(path: Path) -> Iterator[Trial]:
    cited, day = "", None
    rest: tuple[str, ...] = ()
    for line in path.read_text(encoding="utf-8").splitlines():
        sign, text = line.split(" ", 1)
        if sign == "@":
            day, rest = text, ()
        elif sign == "~":
            rest = (text,)
        elif sign == "<":
            cited = text
        else:
            yield Trial(path.stem, text, sign[0] == "+", sign.endswith("?"), cited, rest, day)


EVERY = [trial for path in TRIALS for trial in trials(path)]


@pytest.mark.parametrize("trial", EVERY, ids=lambda trial: f"{trial.kind}: {trial.claim}")
def test_a_claim_passes_when_it_is_true(trial: Trial) -> None:
    passed = outcome(trial.claim, trial.cited, rest=trial.rest, published_at=trial.day) == "supported"
    assert passed == (trial.is_true != trial.is_gap)


@pytest.mark.parametrize("path", TRIALS, ids=lambda path: path.stem)
def test_each_kind_has_twenty_true_and_twenty_false_claims(path: Path) -> None:
    found = [trial.is_true for trial in trials(path)]
    assert found.count(True) >= 20 <= found.count(False)
