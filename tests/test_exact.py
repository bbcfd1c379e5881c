"""What only the exact scan promises; what every index promises is in test_vector_index.py."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from qa.adapters.exact import PAGE, ExactScan
from qa.adapters.vector_table import CHUNK
from qa.errors import IndexMismatchError
from qa.ports import VectorChange
from qa.types import Filters
from tests.vector_log import MemoryLog, brute_force, fill, unit_vectors

ALL = Filters()


def test_it_reads_a_log_longer_than_a_page_and_a_chunk_to_the_end() -> None:
    log = MemoryLog()
    vectors = unit_vectors(CHUNK + PAGE + 7, 8)
    fill(log, vectors)
    scan = ExactScan(log)
    for row in (0, CHUNK - 1, CHUNK, len(vectors) - 1):
        article, place = f"a{row // 5}", row % 5
        assert [p for p, _ in scan.search(vectors[row], 1, ALL)] == [f"{article}.v1.{place}-{place + 1}"]


def test_equal_vectors_tie_and_are_ordered_by_id_wherever_they_are_stored() -> None:
    """A fast matrix product gives 1,019 equal rows two or three different scores."""
    log = MemoryLog()
    names = [f"a{n:04}" for n in range(1019)]
    for name in random.Random(0).sample(names, len(names)):
        log.replace(name, {name: unit_vectors(1, 384)[0]})
    hits = ExactScan(log).search(unit_vectors(1, 384, seed=1)[0], 2000, ALL)
    assert [p for p, _ in hits] == names
    assert len({score for _, score in hits}) == 1


def test_rows_of_deleted_passages_are_used_again() -> None:
    log = MemoryLog()
    scan = ExactScan(log)
    for cycle in range(10):
        vectors = unit_vectors(1000, 8, seed=cycle)
        log.replace("a", {f"a.v{cycle}.{n}-{n + 1}": v for n, v in enumerate(vectors)})
        assert scan.search(vectors[3], 1, ALL)[0][0] == f"a.v{cycle}.3-4"
    assert len(scan._table._ids) == 1000


@pytest.mark.parametrize("share", [0.01, 0.9])
def test_a_filtered_search_finds_the_best_of_the_selection(share: float) -> None:
    log = MemoryLog()
    vectors = unit_vectors(3000, 8)
    fill(log, vectors)
    log.publishers = {f"a{n}": "Post" for n in range(int(600 * share))}
    selected = {p: v for p, v in log.vectors.items() if log.publishers.get(log.article_of[p]) == "Post"}
    query = unit_vectors(1, 8, seed=5)[0]
    hits = ExactScan(log).search(query, 10, Filters(publisher="Post"))
    assert [p for p, _ in hits] == [p for p, _ in brute_force(selected, query, 10)]


def test_a_replacement_between_the_selection_and_the_changes_does_not_hide_the_article() -> None:
    class BusyLog(MemoryLog):
        def selection(self, filters: Filters) -> frozenset[str] | None:
            selected = super().selection(filters)
            if "a.v2.0-1" not in self.vectors:
                self.replace("a", {"a.v2.0-1": self.vectors["a.v1.0-1"]})
            return selected

    log = BusyLog()
    (vector,) = unit_vectors(1)
    log.replace("a", {"a.v1.0-1": vector})
    assert [p for p, _ in ExactScan(log).search(vector, 5, Filters(article_id="a"))] == ["a.v2.0-1"]


def test_a_question_of_another_length_is_a_typed_error() -> None:
    log = MemoryLog()
    fill(log, unit_vectors(5, 16))
    with pytest.raises(IndexMismatchError, match="8 dimensions"):
        ExactScan(log).search(unit_vectors(1, 8)[0], 3, ALL)


def test_vectors_made_again_at_another_length_replace_the_old_ones() -> None:
    log = MemoryLog()
    fill(log, unit_vectors(50, 16))
    scan = ExactScan(log)
    scan.search(unit_vectors(1, 16)[0], 3, ALL)
    fill(log, unit_vectors(50, 24))
    query = unit_vectors(1, 24, seed=3)[0]
    assert [p for p, _ in scan.search(query, 5, ALL)] == [p for p, _ in brute_force(log.vectors, query, 5)]


def test_vectors_made_by_another_embedder_are_an_error_that_names_the_command() -> None:
    log = MemoryLog(made_by="other-16")
    fill(log, unit_vectors(5))
    with pytest.raises(IndexMismatchError, match=r"other-16.*test-16.*qa reindex"):
        ExactScan(log, "test-16").search(unit_vectors(1)[0], 3, ALL)


def test_a_removal_that_was_pruned_before_it_was_read_is_not_missed() -> None:
    log = MemoryLog()
    vectors = unit_vectors(10)
    fill(log, vectors)
    scan = ExactScan(log)
    scan.search(vectors[0], 3, ALL)
    log.delete("a0")
    log.prune()
    log.replace("b", {"b.v1.0-1": vectors[0]})
    assert {p.split(".")[0] for p, _ in scan.search(vectors[0], 10, ALL)} == {"a1", "b"}


def test_a_removal_that_is_pruned_between_two_pages_is_not_missed() -> None:
    class PruningLog(MemoryLog):
        def changes(self, after: int, limit: int) -> Sequence[VectorChange]:
            page = super().changes(after, limit)
            if "a0" in map(self.article_of.get, self.vectors):
                self.delete("a0")
                self.prune()
            return page

    log = PruningLog()
    vectors = unit_vectors(PAGE + 5, 8)
    fill(log, vectors)
    hits = ExactScan(log).search(vectors[0], PAGE, ALL)
    assert not [p for p, _ in hits if p.startswith("a0.")]


def test_a_store_put_back_from_a_backup_is_read_anew() -> None:
    log = MemoryLog()
    fill(log, unit_vectors(50))
    scan = ExactScan(log)
    scan.search(unit_vectors(1)[0], 3, ALL)
    older = MemoryLog()
    fill(older, unit_vectors(10, seed=4), prefix="b")
    log.put_back(older)
    query = unit_vectors(1, seed=3)[0]
    assert [p for p, _ in scan.search(query, 5, ALL)] == [p for p, _ in brute_force(older.vectors, query, 5)]


def test_what_an_index_proposes_is_completed_by_what_it_has_not_seen_yet() -> None:
    log = MemoryLog()
    vectors = unit_vectors(20)
    fill(log, vectors[:15])
    seen = log.newest()
    log.delete("a0")
    fill(log, vectors[15:], prefix="new")
    scan = ExactScan(log)
    proposed = [f"a{a}.v1.{n}-{n + 1}" for a in range(3) for n in range(5)]
    hits = scan.search_among(vectors[16], 10, proposed, seen)
    assert hits is not None
    assert [p for p, _ in hits] == [p for p, _ in brute_force(log.vectors, vectors[16], 10)]


def test_proposals_that_are_mostly_gone_are_not_enough() -> None:
    log = MemoryLog()
    fill(log, unit_vectors(50))
    seen = log.newest()
    log.delete("a0")
    proposed = [f"a0.v1.{n}-{n + 1}" for n in range(5)] + ["a1.v1.0-1"]
    assert ExactScan(log).search_among(unit_vectors(1)[0], 5, proposed, seen) is None


def test_threads_that_search_while_articles_are_replaced_see_one_version_of_each() -> None:
    log = MemoryLog()
    vectors = unit_vectors(40)
    scan = ExactScan(log)

    def write() -> None:
        for version in range(200):
            log.replace("a", {f"a.v{version}.{n}-{n + 1}": v for n, v in enumerate(vectors)})

    def search() -> list[set[str]]:
        return [{p.split(".")[1] for p, _ in scan.search(vectors[0], 40, ALL)} for _ in range(100)]

    with ThreadPoolExecutor(4) as pool:
        writing = pool.submit(write)
        readings = [pool.submit(search) for _ in range(3)]
        writing.result()
        seen = [versions for reading in readings for versions in reading.result()]
    assert all(len(versions) <= 1 for versions in seen)
    assert scan.search(vectors[0], 40, ALL)[0][0].startswith("a.v199.")


def test_scores_are_cosines() -> None:
    log = MemoryLog()
    fill(log, unit_vectors(10))
    query = unit_vectors(1, seed=8)[0]
    hits = ExactScan(log).search(query, 10, ALL)
    np.testing.assert_allclose([s for _, s in hits], [s for _, s in brute_force(log.vectors, query, 10)], atol=1e-6)
