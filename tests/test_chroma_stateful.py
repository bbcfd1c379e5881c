"""Any order of writing, asking, restarting and dying: the index answers like a dict."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from qa.adapters.chroma import ChromaIndex, worker
from qa.types import Filters
from tests.chroma_support import answering, written_here
from tests.vector_log import MemoryLog, brute_force, unit_vectors

if TYPE_CHECKING:
    from qa.ports import Vectors

ARTICLES = st.integers(0, 5)
POLL = 0.005


class IndexAgainstDict(RuleBasedStateMachine):
    """The log is the dict; the index is opened over it again and again in one folder."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp())
        self.log = MemoryLog("test-16")
        self.seed = 0
        # Other processes cost seconds; test_chroma_damage.py and test_chroma_worker.py are about them.
        self.alone: list[Any] = [
            mock.patch.object(worker, "opens_well", return_value=True),
            written_here(),
        ]
        for patch in self.alone:
            patch.__enter__()

    @initialize(passages=st.integers(0, 300))
    def begins(self, passages: int) -> None:
        if passages:
            self.replace(0, passages)
        self.open()

    def open(self) -> None:
        self.index = ChromaIndex(self.folder / "index", self.log, "test-16", poll_seconds=POLL)

    @rule(article=ARTICLES, passages=st.integers(1, 60))
    def replace(self, article: int, passages: int) -> None:
        self.seed += 1
        rows = unit_vectors(passages, seed=self.seed)
        self.log.replace(f"a{article}", {f"a{article}.v{self.seed}.{n}-{n + 1}": row for n, row in enumerate(rows)})

    @rule(article=ARTICLES, passages=st.integers(1, 5))
    def write_again_under_the_same_ids(self, article: int, passages: int) -> None:
        self.seed += 1
        rows = unit_vectors(passages, seed=self.seed)
        self.log.replace(f"a{article}", {f"a{article}.same.{n}-{n + 1}": row for n, row in enumerate(rows)})

    @rule(article=ARTICLES)
    def delete(self, article: int) -> None:
        self.log.delete(f"a{article}")

    @rule()
    def prune(self) -> None:
        self.log.prune()

    @rule()
    def wait_for_the_graph(self) -> None:
        self.runner.run(answering(self.index, self.log))

    @rule()
    def restart(self) -> None:
        self.runner.run(self.index.close())
        self.open()

    @rule()
    def restart_after_a_kill(self) -> None:
        """What a kill leaves: an open generation's files, and no mark."""
        self.runner.run(self.index.close())
        for mark in (self.folder / "index").glob("*.clean"):
            mark.unlink()
        self.open()

    @rule(article=ARTICLES)
    def ask_within_an_article(self, article: int) -> None:
        chosen = {p: v for p, v in self.log.vectors.items() if self.log.article_of[p] == f"a{article}"}
        assert self.ask(Filters(article_id=f"a{article}")) == [p for p, _ in brute_force(chosen, self.query(), 10)]

    @invariant()
    def answers_like_the_dict(self) -> None:
        if hasattr(self, "index"):
            assert self.ask(Filters()) == [p for p, _ in brute_force(self.log.vectors, self.query(), 10)]

    def query(self) -> Vectors:
        drawn: Vectors = unit_vectors(1, seed=self.seed + 1_000_000)[0]
        return drawn

    def ask(self, filters: Filters) -> list[str]:
        hits = self.runner.run(self.index.search_vector(self.query(), 10, filters))
        return [passage_id for passage_id, _ in hits.hits]

    def teardown(self) -> None:
        if hasattr(self, "index"):
            self.runner.run(self.index.close())
        self.runner.close()
        for patch in self.alone:
            patch.__exit__(None, None, None)
        shutil.rmtree(self.folder)


TestIndexAgainstDict = IndexAgainstDict.TestCase
TestIndexAgainstDict.settings = settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
