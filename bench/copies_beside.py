"""Our way to find copies beside MinHash LSH (datasketch), on the rows of `bench.copies`: what is found, what is taken
wrongly, how many texts are compared for it, processor time and memory. Without datasketch (`pip install datasketch`)
only ours.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from qa.adapters.sqlite import SqliteStore, copies
from qa.fingerprint import COPIED, containment, shingles
from qa.ids import article_id, version
from qa.types import Article

PERMUTATIONS = 128

Pair = tuple[str, str]
"""The name of a text that is held, and a text to look up."""


class Way(NamedTuple):
    """One way: ``look_up`` gives the names that it takes for copies of a text, and how many texts it compared whole."""

    title: str
    look_up: Callable[[str], tuple[set[str], int]]
    put_ms: float
    kept: str


async def beside(held: Mapping[str, str], positives: Sequence[Pair], negatives: Sequence[Pair]) -> None:
    """Prints a line a way. ``held`` are the texts that are put in, by name; of positives and negatives the text is
    looked up, to see whether the name is found."""
    print(f"\n{'':30} precision recall | compared a text | ms to put in, to look up | kept for {len(held)} articles")
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "store.sqlite3")
        try:
            with closing(sqlite3.connect(store.database.path)) as reading:
                _print(await _ours(store, reading, held), positives, negatives)
        finally:
            await store.close()
    try:
        import datasketch
    except ImportError:
        print("datasketch is not installed: no MinHash LSH")
        return
    for threshold in (0.35, 0.2, 0.1):
        index = datasketch.MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
        _print_both(f"MinHash LSH, {threshold}", held, index.insert, index.query, positives, negatives)


def _print_both(
    title: str,
    held: Mapping[str, str],
    put: Callable[[str, Any], None],
    ask: Callable[[Any], Iterable[str]],
    positives: Sequence[Pair],
    negatives: Sequence[Pair],
) -> None:
    """The library's way as it is, and with what it finds compared whole, as ours does."""
    tracemalloc.start()
    for name, text in held.items():
        put(name, signature(text))
    kept = f"{tracemalloc.get_traced_memory()[0] / 1e6:.1f} MB of memory"
    tracemalloc.stop()
    shingles.cache_clear()
    began = time.process_time()
    for text in held.values():
        signature(text)
    put_ms = 1000 * (time.process_time() - began) / len(held)

    def alone(text: str) -> tuple[set[str], int]:
        return set(ask(signature(text))), 0

    def checked(text: str) -> tuple[set[str], int]:
        found = set(ask(signature(text)))
        mine = shingles(text)
        return {name for name in found if containment(mine, shingles(held[name])) >= COPIED}, len(found)

    _print(Way(title, alone, put_ms, kept), positives, negatives)
    _print(Way(f"{title}, compared", checked, put_ms, kept), positives, negatives)


def signature(text: str) -> Any:
    """The library's signature of our shingles."""
    from datasketch import MinHash

    signed = MinHash(num_perm=PERMUTATIONS)
    signed.update_batch([value.tobytes() for value in shingles(text)])
    return signed


async def _ours(store: SqliteStore, reading: sqlite3.Connection, held: Mapping[str, str]) -> Way:
    nothing = np.empty((0, 384), dtype=np.float32)
    articles = {name: _article(name, text) for name, text in held.items()}
    for article in articles.values():
        await store.replace(article, (), (), nothing, "bench")
    names = {article.id: name for name, article in articles.items()}
    shingles.cache_clear()
    began = time.process_time()
    await store.database.writing(_place_all, articles.values())
    put_ms = 1000 * (time.process_time() - began) / len(held)
    rows, size = reading.execute("SELECT count(*), sum(length(article_id) + 9) FROM sketches").fetchone()

    def look_up(text: str) -> tuple[set[str], int]:
        pairs = copies.compared(reading, text)
        return {names[other] for other, share in pairs if share >= COPIED}, len(pairs)

    # Table and index hold both columns.
    return Way("sketches in the store", look_up, put_ms, f"{rows} hashes, about {2 * size / 1e6:.1f} MB on disk")


def _place_all(connection: sqlite3.Connection, articles: Iterable[Article]) -> None:
    for article in articles:
        copies.place(connection, article)


def _article(name: str, text: str) -> Article:
    return Article(article_id(url=None, name=name), version(text), name, version(text), "bench", text)


def _print(way: Way, positives: Sequence[Pair], negatives: Sequence[Pair]) -> None:
    shingles.cache_clear()
    began = time.process_time()
    right = [(name in found, compared) for name, text in positives for found, compared in [way.look_up(text)]]
    wrong = [(name in found, compared) for name, text in negatives for found, compared in [way.look_up(text)]]
    took = 1000 * (time.process_time() - began) / len(right + wrong)
    hits, misses = sum(hit for hit, _ in right), sum(hit for hit, _ in wrong)
    compared = sum(count for _, count in right + wrong) / len(right + wrong)
    print(
        f"{way.title:30} {hits / max(1, hits + misses):9.3f} {hits / len(right):6.3f} | {compared:15.1f} |"
        f" {way.put_ms:12.1f} {took:11.1f} | {way.kept}",
        flush=True,
    )
