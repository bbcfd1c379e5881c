"""A process that answers many questions has everything loaded before the first comes."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.adapters import shipped
from qa.app import RARELY, opened
from qa.errors import EmbeddingError
from qa.resources import resource_dir
from qa.types import DoneEvent


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


async def test_the_first_question_loads_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(data_dir=tmp_path) as app:
        assert [report async for report in app.ingest(app.sources(str(resource_dir("seeds"))))]
    async with opened(data_dir=tmp_path) as app:
        await app.warm_up()

        def missing(path: Path) -> None:
            raise AssertionError(f"{path} is loaded")

        monkeypatch.setattr(shipped, "_open_session", missing)
        events = [event async for event in app.ask("Who expelled the diplomats?")]
    assert isinstance(events[-1], DoneEvent)
    assert events[-1].answer.claims
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == RARELY


async def test_what_cannot_be_loaded_is_for_the_question_to_tell(tmp_path: Path) -> None:
    class Broken:
        fingerprint, dimensions, name = "broken", 2, "broken"

        async def embed(self, texts: object) -> None:
            raise EmbeddingError("The model file is missing.", next_step="Install the package again.")

    async with opened(data_dir=tmp_path) as app:
        object.__setattr__(app, "embedder", Broken())
        await app.warm_up()
