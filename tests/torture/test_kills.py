"""Killed with SIGKILL at random moments, the store loses nothing that was acknowledged and keeps nothing by halves."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.torture.kills import check, kill_series
from tests.torture.whole import problems


def test_ten_kills_lose_nothing(tmp_path: Path) -> None:
    model = kill_series(tmp_path / "store.sqlite3", kills=10, seed=1)
    assert model.acknowledged > 20


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(4))
def test_two_hundred_kills_lose_nothing(tmp_path: Path, seed: int) -> None:
    """Four series of fifty, each on a file of its own."""
    model = kill_series(tmp_path / "store.sqlite3", kills=50, seed=seed)
    print(f"series {seed}: {model.acknowledged} writes acknowledged, {len(model.revisions)} articles at the end")  # noqa: T201 - `make torture` shows it


def test_the_check_sees_what_is_lost_what_is_too_much_and_what_is_halved(tmp_path: Path) -> None:
    """A check that cannot fail is a defect."""
    path = tmp_path / "store.sqlite3"
    model = kill_series(path, kills=5, seed=2)
    asyncio.run(check(path, model))
    number, revision = next(iter(model.revisions.items()))
    lost = replace(model, revisions={**model.revisions, number: revision + 1})
    too_much = replace(model, revisions={n: r for n, r in model.revisions.items() if n != number})
    for wrong in (lost, too_much):
        with pytest.raises(AssertionError):
            asyncio.run(check(path, wrong))
    for damage in ("DELETE FROM vector_log", "DELETE FROM passage_words_docsize", "UPDATE passages SET text = 'x'"):
        copy = path.with_name("copy.sqlite3")
        copy.write_bytes(path.read_bytes())
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute(damage)
        assert problems(copy)
