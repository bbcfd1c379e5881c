"""Nothing acknowledged is lost, and nobody has to repair anything, whenever the process is killed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.torture.index_kills import Life, kill_series
from tests.torture.whole import problems


def check(lives: Sequence[Life], folder: Path, seed: int) -> None:
    """After every restart: all that was acknowledged is whole and found, at once; and the lives did something."""
    assert [life.wrong for life in lives if life.wrong] == [], f"seed {seed}"
    assert max(life.first_answer for life in lives) < 10  # about 0.1 s: no rebuild, no import comes before it
    assert any(life.graph_checked for life in lives[:-1])
    assert not all(life.graph_checked for life in lives)
    assert lives[-1].acknowledged > len(lives) // 4
    assert problems(folder / "store.sqlite3") == []


def test_twenty_kills_lose_nothing(tmp_path: Path) -> None:
    check(kill_series(tmp_path, 20, seed=20), tmp_path, 20)


@pytest.mark.torture
@pytest.mark.parametrize("series", range(5))
def test_two_hundred_kills_lose_nothing(tmp_path: Path, series: int) -> None:
    """Five series of forty, each from an empty folder, at moments that differ from run to run; in the last one
    another process writes, as it is outside of these tests."""
    seed = random.SystemRandom().randrange(2**31)
    check(kill_series(tmp_path, 40, seed, in_process=series < 4), tmp_path, seed)
