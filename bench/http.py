"""What the service adds to an answer, how many searches it answers, what it needs: `python -m bench.http`.

A server in a process of its own, with a store of 200 articles and a stand-in for the model whose first claim comes
after 100 ms and whose end after 200 ms; the clients are in this process, on the same machine.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from pathlib import Path
from typing import TypeVar

import httpx

T = TypeVar("T")
FIRST, WHOLE = 0.1, 0.2
QUESTION = {"question": "How much did the bridge cost?"}
STREAM = {"Accept": "text/event-stream"}


def main() -> None:
    """Prints a table."""
    command = [sys.executable, "-m", "bench.http", "serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        address = server.stdout.readline().strip()
        try:
            asyncio.run(_measure(address, server.pid))
        finally:
            server.terminate()


async def _measure(address: str, pid: int) -> None:
    limits = httpx.Limits(max_connections=128, max_keepalive_connections=128)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as http:
        await _ask(http)
        print(f"memory after the first answer: {_memory(pid):.0f} MB")
        for clients in (1, 16, 64):
            times = await _many(lambda: _ask(http), clients, max(5 * clients, 40))
            first, whole = zip(*times, strict=True)
            print(
                f"{clients:>3} clients: added to the first claim p50 {_at(first, 50, FIRST)}"
                f" p95 {_at(first, 95, FIRST)}, to the whole answer"
                f" p50 {_at(whole, 50, WHOLE)} p95 {_at(whole, 95, WHOLE)} ms"
            )
        for clients in (1, 16):
            begun = time.perf_counter()
            await _many(lambda: _post(http, "/v1/search"), clients, 500)
            print(f"{clients:>3} clients: {500 / (time.perf_counter() - begun):.0f} searches a second")
        busy = asyncio.create_task(_many(lambda: _ask(http), 64, 320))
        waits = [await _post(http, "/healthz") async for _ in _ticks(busy)]
        print(f"/healthz beside 64 asking clients: p50 {_at(waits, 50)} p95 {_at(waits, 95)} max {_at(waits, 100)} ms")
        before = _memory(pid)
        await _many(lambda: _post(http, "/v1/search"), 16, 10_000)
        print(f"memory after 10,000 more searches: {_memory(pid):.0f} MB (before: {before:.0f} MB)")


async def _ask(http: httpx.AsyncClient) -> tuple[float, float]:
    """Seconds to the first claim, and to the end."""
    begun = time.perf_counter()
    first = 0.0
    async with http.stream("POST", "/v1/ask", json=QUESTION, headers=STREAM) as response:
        assert response.status_code == 200, await response.aread()
        async for line in response.aiter_lines():
            if line == "event: claim":
                first = first or time.perf_counter() - begun
    assert first, "there was no claim"
    return first, time.perf_counter() - begun


async def _post(http: httpx.AsyncClient, path: str) -> float:
    begun = time.perf_counter()
    body = {"query": "bridge cost", "limit": 10} if path == "/v1/search" else None
    response = await http.request("POST" if body else "GET", path, json=body)
    assert response.status_code == 200, response.text
    return time.perf_counter() - begun


async def _many(call: Callable[[], Awaitable[T]], clients: int, total: int) -> list[T]:
    left = iter(range(total))

    async def client() -> list[T]:
        return [await call() for _ in left]

    return [result for results in await asyncio.gather(*(client() for _ in range(clients))) for result in results]


async def _ticks(task: asyncio.Task[list[tuple[float, float]]]) -> AsyncGenerator[None, None]:
    while not task.done():
        yield
        await asyncio.sleep(0.02)


def _at(times: Iterable[float], percent: int, less: float = 0.0) -> str:
    ordered = sorted(times)
    place = min(len(ordered) - 1, round(len(ordered) * percent / 100))
    return f"{(ordered[place] - less) * 1000:.1f}"


def _memory(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    assert found
    return int(found[1]) / 1024


async def _serve() -> None:
    from api.app import create_app
    from api.limits import Limits
    from api.server import address, listen, serve
    from tests.api.support import StubReader, honest, installation
    from tests.newsroom import edition, publish

    class Slow(StubReader):
        async def read(self, question, evidence):  # type: ignore[no-untyped-def]  # as its base
            *claims, report = honest(evidence)
            await asyncio.sleep(FIRST)
            for claim in claims:
                yield claim
            await asyncio.sleep(WHOLE - FIRST)
            yield report

    with tempfile.TemporaryDirectory() as folder, listen("127.0.0.1", 0) as listening:
        app = await installation(Path(folder), Slow())
        story = "The council of town {n} met on day {n}. A road there cost {n} crowns. Nobody spoke of a bridge."
        await publish(app.store, *(edition(f"{n}.txt", story.format(n=n)) for n in range(200)))
        print(address(listening), flush=True)
        await serve(create_app(app, limits=Limits(questions=128)), listening)
        await app.close()


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        asyncio.run(_serve())
    else:
        main()
