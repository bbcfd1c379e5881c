"""How much of an article's body is found in its page, and how much else comes with it.

    QA_BENCH_DIR=... python -m bench.extraction [--pages] [--dates]

The protocol of scrapinghub/article-extraction-benchmark: shingles of four tokens, counted; precision and recall of each
page, averaged over the pages; F1 of the two averages. Ours beside trafilatura alone, in one run. ``--pages`` prints the
pages on which the two differ, worst first. ``--dates`` prints instead how well dates, bylines and credits are found
(`bench/page_facts.py`), with ``--pages`` also where they are not.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.page_facts import table
from qa.errors import SourceError
from qa.extract import extract
from qa.extract.html.body import find_body
from qa.extract.html.tree import page_text, parse
from qa.types import Fetched, Source

_TOKEN = re.compile(r"\w+")
SHINGLE = 4


@dataclass(frozen=True)
class Page:
    """A page and the body that a person marked in it."""

    name: str
    url: str
    html: bytes
    body: str


def pages() -> Iterator[Page]:
    """Those of the bench, in the order of the file."""
    folder = Path(os.environ["QA_BENCH_DIR"]) / "article_extraction"
    with (folder / "ground_truth.jsonl").open() as lines:
        for row in map(json.loads, lines):
            html = (folder / "html" / f"{row['id']}.html").read_bytes()
            yield Page(row["id"][:8], row["url"], html, row["articleBody"])


def main(arguments: list[str]) -> None:
    """Prints the table."""
    held = list(pages())
    if "--dates" in arguments:
        table([(page.name, page.url, page.html) for page in held], show="--pages" in arguments)
        return
    tables = {}
    print(f"{'':12} {'F1':>6} {'precision':>10} {'recall':>7}   {len(held)} pages")
    for name, way in (("ours", ours), ("trafilatura", trafilatura_alone)):
        began = time.perf_counter()
        tables[name] = [matched(page.body, way(page)) for page in held]
        took = time.perf_counter() - began
        precision, recall, f1 = averages(tables[name])
        print(f"{name:12} {f1:6.3f} {precision:10.3f} {recall:7.3f}   {1000 * took / len(held):.0f} ms a page")
    if "--pages" in arguments:
        _differences(held, tables)


def ours(page: Page) -> str:
    """The text that is indexed. Where a page is refused (a stub), the body that was found: the protocol has no such
    answer."""
    try:
        article = extract(Fetched(Source(page.url, page.url), page.html, media_type="text/html", url=page.url))
    except SourceError as error:
        print(f"  refused {page.name} {page.url[:60]}: {error.reason}")
        text = page_text(page.html, None)
        return "\n".join(find_body(text, parse(text)))
    return article.text[: article.captions[0].start] if article.captions else article.text


def trafilatura_alone(page: Page) -> str:
    """As its documentation calls it for a body without comments."""
    import trafilatura

    return trafilatura.extract(page.html, include_comments=False) or ""


def matched(truth: str, found: str) -> tuple[float, float, float]:
    """Shares of the shingles: right, too much, missing."""
    true, ours = _shingles(truth), _shingles(found)
    right = sum((true & ours).values())
    extra, missing = sum((ours - true).values()), sum((true - ours).values())
    whole = (right + extra + missing) or 1
    return right / whole, extra / whole, missing / whole


def averages(rows: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    precision = statistics.mean(right / (right + extra) for right, extra, _ in rows if right + extra)
    recall = statistics.mean(right / (right + missing) for right, _, missing in rows if right + missing)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[at : at + SHINGLE]) for at in range(max(1, len(tokens) - SHINGLE + 1)))


def _differences(held: list[Page], tables: dict[str, list[tuple[float, float, float]]]) -> None:
    show: Callable[[tuple[float, float, float]], str] = lambda row: f"extra {row[1]:.2f} missing {row[2]:.2f}"  # noqa: E731
    rows = sorted(zip(held, tables["ours"], tables["trafilatura"], strict=True), key=lambda row: row[1][0])
    for page, our, their in rows[:40]:
        print(f"{page.name} {show(our)} | trafilatura {show(their)} | {page.url[:90]}")


if __name__ == "__main__":
    main(sys.argv[1:])
