"""Public benchmarks as case sets. Their texts belong to other people and stay where they are: ``QA_BENCH_DIR`` names
the folder, and without it a set says plainly that it was not run."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from evals.loaders import clapnq, ramdocs, realtimeqa, squad2
from evals.loaders.sample import Sample
from evals.sets import CaseSet
from qa.errors import InputError

BENCH_DIR = "QA_BENCH_DIR"


class BenchMissingError(InputError):
    """A benchmark is not on this machine."""

    code = "bench_missing"
    next_step = f"Set {BENCH_DIR} to the folder that holds it."


@dataclass(frozen=True, slots=True)
class Loader:
    """Where in ``QA_BENCH_DIR`` a benchmark lies, and how it becomes a case set. ``load`` gets that folder, a folder
    to write articles to, and which questions to take."""

    folder: str
    load: Callable[[Path, Path, Sample], CaseSet]


LOADERS = {
    "realtimeqa": Loader("realtimeqa", realtimeqa.load),
    "clapnq": Loader("clapnq_dev", clapnq.load),
    "squad2": Loader("squad2_sample500", squad2.load),
    "ramdocs": Loader("ramdocs", ramdocs.load),
}


def bench_set(name: str, work: Path, sample: Sample) -> CaseSet:
    """The benchmark ``name`` (KeyError when there is no such loader), its articles written below ``work`` as they are
    needed. BenchMissingError when it is not here."""
    loader = LOADERS[name]
    root = os.environ.get(BENCH_DIR)
    if not root:
        raise BenchMissingError(f"{name}: not run, {BENCH_DIR} is not set.")
    folder = Path(root) / loader.folder
    if not folder.is_dir():
        raise BenchMissingError(f"{name}: not run, there is no {folder}.")
    return loader.load(folder, work / name, sample)
