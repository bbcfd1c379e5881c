"""A set of cases and the articles that they are about, in the order in which both come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from evals import cases
from evals.types import Case
from qa.resources import resource_dir

SEEDS = "seeds"


@dataclass(frozen=True, slots=True)
class Batch:
    """A folder of articles to take in (or none), and the cases to ask then. ``fresh``: without the articles of the
    batches before."""

    articles: Path | None
    cases: tuple[Case, ...]
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class CaseSet:
    """Batches under a name. ``size`` is how many cases they hold in all.

    ``own``: cases that somebody here wrote, so a passage that is not found is an error, and their texts may be kept in
    a baseline. Else they come from a benchmark: there a passage that our own rules cut away makes its case one that
    cannot be graded, and no text of it is kept.
    """

    name: str
    batches: Iterable[Batch]
    size: int
    own: bool = True


def own_set(name: str, cases_file: Path, articles: Path) -> CaseSet:
    """The cases of a file over a folder of articles; CasesError names the lines that cannot be used."""
    found = cases.load(cases_file)
    return CaseSet(name, (Batch(articles, found),), len(found))


def seeds() -> CaseSet:
    """The cases that come with the package, over the demonstration articles."""
    return own_set(SEEDS, cases.SEEDS, resource_dir(SEEDS))
