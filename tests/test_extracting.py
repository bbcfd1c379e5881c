"""Extraction in other processes: the same articles, and a source that breaks its reader costs nothing but itself."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.adapters.extracting.pool import SMALL, Processes
from qa.errors import NotAnArticleError, SourceError
from qa.extract import extract
from qa.segment import segment
from qa.types import Fetched, Source
from tests.extract.web import ADDRESS, PARAGRAPHS, page


@pytest.fixture
def processes() -> Iterator[Processes]:
    pool = Processes(workers=1)
    yield pool
    pool.close()


def html(text: str) -> Fetched:
    return Fetched(Source(ADDRESS, ADDRESS), text.encode(), media_type="text/html", url=ADDRESS)


async def test_an_article_is_what_it_is_in_this_process(processes: Processes) -> None:
    article, sentences = await processes.extract(html(page()))
    assert article == extract(html(page()))
    assert sentences == tuple(segment(article))


async def test_small_text_needs_no_process(processes: Processes) -> None:
    text = Fetched(Source("a.txt", "a.txt"), PARAGRAPHS[0].encode())
    article, _ = await processes.extract(text)
    assert PARAGRAPHS[0] in article.text
    assert len(text.data) < SMALL


async def test_a_refusal_comes_back_as_what_it_was(processes: Processes) -> None:
    with pytest.raises(NotAnArticleError) as refused:
        await processes.extract(html(page("Gone.", title="Page not found")))
    assert (refused.value.reason, bool(refused.value.next_step)) == ("not_found", True)


async def test_a_source_that_takes_too_long_is_ended_and_the_next_one_read() -> None:
    pool = Processes(workers=1)
    try:
        await pool.extract(html(page()))  # the process is there, its libraries loaded
        pool._seconds = 1.0
        endless = "".join(f"<p><a href='/{n}'>{'word ' * 40}</a></p>" for n in range(150_000))
        began = time.monotonic()
        with pytest.raises(SourceError) as refused:
            await pool.extract(html(page(endless)))
        assert refused.value.reason == "too_slow"
        assert time.monotonic() - began < 10
    finally:
        pool.close()
    again = Processes(workers=1)
    assert (await again.extract(html(page())))[0].title == "Lindholm opens its bridge"
    again.close()


@pytest.mark.parametrize("unit", ["word ", "x", f"{PARAGRAPHS[0]} "])
@pytest.mark.parametrize("kind", ["text/html", "message/rfc822"])
async def test_ten_megabytes_in_one_line_end_in_time(unit: str, kind: str) -> None:
    """Taken or not: within the time of a source, and what is not taken has a reason."""
    pool = Processes(workers=1)
    try:
        await pool.extract(html(page()))
        pool._seconds = 3.0
        head = (
            "From: a@lindholm.example\nSubject: Bridge\nContent-Type: text/plain\n\n" if kind != "text/html" else "<p>"
        )
        data = (head + unit * (10_000_000 // len(unit))).encode()
        name = "a.eml" if kind != "text/html" else ADDRESS
        began, reason = time.monotonic(), None
        try:
            await pool.extract(Fetched(Source(name, name), data, media_type=kind))
        except SourceError as error:
            reason = error.reason
        assert reason in (None, "too_slow", "empty", "too_large")
        assert time.monotonic() - began < 15
    finally:
        pool.close()


async def test_a_process_that_dies_is_a_reason_and_another_takes_its_place(processes: Processes) -> None:
    await processes.extract(html(page()))
    worker = processes._slots.queue[0]
    task = asyncio.create_task(processes.extract(html(page(*(PARAGRAPHS * 3000)))))
    while processes._slots.queue:  # noqa: ASYNC110 - a queue of threads has no event
        await asyncio.sleep(0.001)
    assert worker._process
    worker._process.kill()
    with pytest.raises(SourceError) as refused:
        await task
    assert refused.value.reason == "crashed"
    assert (await processes.extract(html(page())))[0].title == "Lindholm opens its bridge"


async def test_a_process_that_cannot_be_started_is_a_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("qa.adapters.extracting.pool._COMMAND", (str(tmp_path / "missing"),))
    pool = Processes(workers=1)
    with pytest.raises(SourceError, match="cannot be started") as refused:
        await pool.extract(html(page()))
    assert refused.value.reason == "crashed"
    pool.close()


async def test_a_process_that_dies_in_the_middle_of_its_answer_is_a_reason_too(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "import sys; sys.stdout.buffer.write((1000).to_bytes(8, 'big') + b'\\x80\\x05' + b' ' * 500)"
    monkeypatch.setattr("qa.adapters.extracting.pool._COMMAND", (sys.executable, "-c", program))
    pool = Processes(workers=1)
    with pytest.raises(SourceError) as refused:
        await pool.extract(html(page()))
    assert refused.value.reason == "crashed"
    assert pool._slots.queue[0]._process is None
    pool.close()


async def test_closing_ends_what_is_being_read(processes: Processes) -> None:
    endless = "".join(f"<p><a href='/{n}'>{'word ' * 40}</a></p>" for n in range(150_000))
    task = asyncio.create_task(processes.extract(html(page(endless))))
    while processes._slots.queue or processes._workers[0]._process is None:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0.01)
    began = time.monotonic()
    processes.close()
    with pytest.raises(SourceError):
        await task
    assert time.monotonic() - began < 5
