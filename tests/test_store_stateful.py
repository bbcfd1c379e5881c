"""Any order of ingesting, updating, deleting, asking, re-embedding and reopening, held against a dict.

The machine is open to more: a subclass adds rules for what stands on the store, and finds the truth in ``self.held``.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from qa.adapters.sqlite import SqliteStore
from qa.types import Filters, Passage, StoredArticle
from tests.fakes import FakeEmbedder
from tests.newsroom import Edition, edition, publish
from tests.torture.whole import problems

T = TypeVar("T")
NUMBERS = st.integers(0, 4)
REVISIONS = st.integers(0, 5)
DAYS = ("2017-01-01", "2017-01-02T09:00:00Z", None)
PUBLISHERS = ("The Courier", None)
FILTERS = st.builds(
    Filters,
    from_=st.sampled_from([None, "2017-01-02"]),
    to=st.sampled_from([None, "2017-01-01"]),
    publisher=st.sampled_from([None, "THE COURIER"]),
)


class StoreMachine(RuleBasedStateMachine):
    """``held`` is what is current by article number; ``ever`` every edition that was written, by id and version."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "store.sqlite3"
        self.held: dict[int, Edition] = {}
        self.ever: dict[tuple[str, str], Edition] = {}
        self.embedder = FakeEmbedder(8, "one")
        self.followed: dict[str, list[float]] = {}
        self.seen = 0
        self.open()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def open(self) -> None:
        self.store = SqliteStore(self.path)
        self.run(self.store.check_fingerprint(self.embedder.fingerprint))

    def close(self) -> None:
        self.run(self.store.close())

    def teardown(self) -> None:
        self.close()
        assert problems(self.path) == []
        self.runner.close()
        self.folder.cleanup()

    def issue(self, number: int, revision: int) -> Edition:
        """Article ``number`` in its text ``revision``; its date and publisher depend on the revision too."""
        text = " ".join(
            f"Town{number} says line{line} of issue{revision}." for line in range(1 + (number + revision) % 5)
        )
        metadata = {"published_at": DAYS[revision % 3], "publisher": PUBLISHERS[revision % 2]}
        return edition(f"{number}.txt", text, self.embedder, title=f"Town{number}", **metadata)

    def passages(self, filters: Filters) -> dict[str, Passage]:
        """What must be current and pass ``filters``."""
        return {p.id: p for e in self.held.values() if _passes(e, filters) for p in e.passages}

    @rule(number=NUMBERS, revision=REVISIONS)
    def publish(self, number: int, revision: int) -> None:
        e = self.issue(number, revision)
        self.run(publish(self.store, e))
        self.held[number] = self.ever[e.article.id, e.article.version] = e

    @rule(number=NUMBERS)
    def delete(self, number: int) -> None:
        found = self.run(self.store.delete(self.issue(number, 0).article.id))
        assert found == (self.held.pop(number, None) is not None)

    @rule()
    def reopen(self) -> None:
        self.close()
        self.open()

    @rule()
    def embed_anew(self) -> None:
        other = FakeEmbedder(12, "two") if self.embedder.dimension == 8 else FakeEmbedder(8, "one")
        while lacking := self.run(self.store.without_vector(other.fingerprint, limit=3)):
            vectors = other.vectors([passage.text for passage in lacking])
            self.run(self.store.put_vectors(other.fingerprint, [passage.id for passage in lacking], vectors))
        assert self.run(self.store.swap_vectors(other.fingerprint))
        self.embedder = other
        self.run(self.store.check_fingerprint(other.fingerprint))
        self.held = {
            number: Edition(e.article, e.sentences, e.passages, other.vectors([p.text for p in e.passages]), "")
            for number, e in self.held.items()
        }

    @rule(number=NUMBERS, line=st.integers(0, 4), filters=FILTERS, limit=st.integers(1, 6))
    def search(self, number: int, line: int, filters: Filters, limit: int) -> None:
        words = {f"town{number}", f"line{line}"}
        titled = {e.article.id: f"town{n}" for n, e in self.held.items()}
        expected = {
            passage_id
            for passage_id, passage in self.passages(filters).items()
            if words & ({titled[passage.article_id]} | set(passage.text.casefold().replace(".", "").split()))
        }
        hits = self.run(self.store.search_text(sorted(words), limit, filters))
        assert len(hits) == min(limit, len(expected))
        assert {passage_id for passage_id, _ in hits} <= expected
        assert hits == sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    @rule(filters=FILTERS)
    def select(self, filters: Filters) -> None:
        held = {passage.article_id for passage in self.passages(filters).values()}
        expected = None if filters == Filters() else held
        assert self.store.selection(filters) == expected

    @rule(page=st.integers(1, 7))
    def follow_the_log(self, page: int) -> None:
        while changes := self.store.changes(self.seen, page):
            for change in changes:
                self.followed.pop(change.passage_id, None)
                if change.vector is not None:
                    self.followed[change.passage_id] = change.vector.tolist()
            self.seen = changes[-1].seq
        assert self.seen == self.store.newest()
        pairs = [(e.ids, e.vectors.tolist()) for e in self.held.values()]
        assert self.followed == {i: v for ids, vectors in pairs for i, v in zip(ids, vectors, strict=True)}

    @invariant()
    def every_version_resolves(self) -> None:
        current = {e.article.id: e.article.version for e in self.held.values()}
        for (article_id, version), e in self.ever.items():
            stored = self.run(self.store.get(article_id, version))
            assert stored == StoredArticle(e.article, e.sentences, current=current.get(article_id) == version)

    @invariant()
    def current_articles_are_those_held(self) -> None:
        expected = sorted((e.article for e in self.held.values()), key=lambda article: article.id)
        assert self.run(self.store.current()) == expected


def _passes(e: Edition, filters: Filters) -> bool:
    day = e.article.published_at[:10] if e.article.published_at else None
    in_time = day is None or (filters.from_ or day) <= day <= (filters.to or day)
    return in_time and (filters.publisher is None or e.article.publisher == "The Courier")


TestStore = StoreMachine.TestCase
TestStore.settings = settings(deadline=None, max_examples=12, stateful_step_count=25)
