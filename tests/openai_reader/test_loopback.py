"""The reader on a real connection: what only a socket shows."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager

import pytest

from qa.adapters.openai_reader import client, retry
from qa.errors import ReaderReplyError, ReaderTimeoutError, ReaderUnavailableError
from qa.types import DraftClaim, ReadReport

from .support import FIRST, KEY, QUESTION, WIRE, evidence, read, reader

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
EVENTS = (WIRE / "stream_schema.txt").read_bytes().split(b"\n\n")
UP_TO_FIRST = EVENTS[:6]  # the events up to the end of the first claim

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(script: Script) -> AsyncIterator[str]:
    """The base URL of a server that reads each request and then does what ``script`` says."""

    async def handle(request: asyncio.StreamReader, response: asyncio.StreamWriter) -> None:
        try:
            head = await request.readuntil(b"\r\n\r\n")
            length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if b"content-length" in line)
            await request.readexactly(length)
            await script(request, response)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            response.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"


async def send(response: asyncio.StreamWriter, *events: bytes) -> None:
    for event in events:
        data = event + b"\n\n"
        response.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    await response.drain()


async def test_a_claim_arrives_while_the_reply_is_still_being_written() -> None:
    seen = asyncio.Event()

    async def script(_: asyncio.StreamReader, response: asyncio.StreamWriter) -> None:
        response.write(HEAD)
        await send(response, *UP_TO_FIRST)
        await seen.wait()  # the rest comes only when the first claim has been seen
        await send(response, *EVENTS[6:])
        response.write(b"0\r\n\r\n")

    items = []
    async with serving(script) as url, aclosing(reader(base_url=url).read(QUESTION, evidence())) as stream:
        async for item in stream:
            items.append(item)
            seen.set()
    assert items[0] == FIRST
    assert isinstance(items[-1], ReadReport)
    assert items[-1].complete


async def test_closing_the_iterator_hangs_up_at_once() -> None:
    hung_up: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    async def script(request: asyncio.StreamReader, response: asyncio.StreamWriter) -> None:
        response.write(HEAD)
        await send(response, *UP_TO_FIRST)
        await request.read()  # ends when the other side has closed
        hung_up.set_result(time.monotonic())

    async with serving(script) as url:
        stream = reader(base_url=url).read(QUESTION, evidence())
        assert await anext(stream) == FIRST
        closed = time.monotonic()
        await stream.aclose()
        assert await asyncio.wait_for(hung_up, 5) - closed < 1


async def test_cancelling_the_task_hangs_up_too_even_before_the_first_word() -> None:
    reached, hung_up = asyncio.Event(), asyncio.Event()

    async def script(request: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        reached.set()
        await request.read()
        hung_up.set()

    async with serving(script) as url:
        task = asyncio.create_task(read(reader(base_url=url)))
        await asyncio.wait_for(reached.wait(), 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(hung_up.wait(), 5)


async def test_a_silent_endpoint_is_left_when_the_time_is_up() -> None:
    async def script(request: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await request.read()

    async with serving(script) as url:
        with pytest.raises(ReaderTimeoutError):
            await asyncio.wait_for(read(reader(base_url=url, timeout_s=0.3)), 10)


async def test_an_endpoint_that_stalls_midway_keeps_its_claims() -> None:
    async def script(request: asyncio.StreamReader, response: asyncio.StreamWriter) -> None:
        response.write(HEAD)
        await send(response, *UP_TO_FIRST)
        await request.read()

    async with serving(script) as url:
        claims, report = await asyncio.wait_for(read(reader(base_url=url, stall_s=0.3)), 10)
    assert (claims, report.complete, report.reason) == ([FIRST], False, "timeout")


async def test_a_trickle_that_never_ends_is_left_when_the_time_is_up() -> None:
    async def script(_: asyncio.StreamReader, response: asyncio.StreamWriter) -> None:
        response.write(HEAD)
        await send(response, *UP_TO_FIRST)
        while True:
            await send(response, b'data: {"choices":[{"index":0,"delta":{"content":" "}}]}')
            await asyncio.sleep(0.02)

    async with serving(script) as url:
        claims, report = await asyncio.wait_for(read(reader(base_url=url, timeout_s=1.0)), 10)
    assert (claims, report.reason) == ([FIRST], "timeout")


async def test_token_counts_that_never_come_are_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "LAST_WORDS_S", 0.2)

    async def script(request: asyncio.StreamReader, response: asyncio.StreamWriter) -> None:
        response.write(HEAD)
        await send(response, *EVENTS[:-3])  # all but the counts, [DONE] and the end
        await request.read()

    async with serving(script) as url:
        claims, report = await asyncio.wait_for(read(reader(base_url=url)), 10)
    assert (len(claims), report.complete, report.usage.input_tokens) == (2, True, 0)


@pytest.mark.parametrize("ending", ["reset", "closed"])
async def test_a_connection_cut_midway_keeps_its_claims(ending: str) -> None:
    async def script(_: asyncio.StreamReader, response: asyncio.StreamWriter) -> None:
        response.write(HEAD)
        await send(response, *UP_TO_FIRST)
        await asyncio.sleep(0.1)
        if ending == "reset":
            response.transport.abort()

    async with serving(script) as url:
        claims, report = await read(reader(base_url=url))
    assert (claims, report.complete, report.reason) == ([FIRST], False, "connection")


async def test_a_connection_cut_before_the_first_claim_is_a_typed_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_DELAY_S", 0.001)

    async def script(_: asyncio.StreamReader, response: asyncio.StreamWriter) -> None:
        response.write(HEAD)
        await send(response, *EVENTS[:3])

    async with serving(script) as url:
        with pytest.raises(ReaderUnavailableError):
            await read(reader(base_url=url))


async def test_what_speaks_no_http_is_a_typed_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_DELAY_S", 0.001)

    async def script(_: asyncio.StreamReader, response: asyncio.StreamWriter) -> None:
        response.write(b"220 mail.example ESMTP\r\n")

    async with serving(script) as url:
        with pytest.raises(ReaderUnavailableError) as caught:
            await read(reader(base_url=url))
    assert KEY not in str(caught.value)


async def test_a_closed_port_is_a_typed_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_DELAY_S", 0.001)

    async def script(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None: ...

    async with serving(script) as url:
        pass
    with pytest.raises(ReaderUnavailableError, match="cannot be reached"):
        await read(reader(base_url=url))


async def test_an_endless_line_fills_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MAX_BYTES", 300_000)
    sent = 0

    async def script(_: asyncio.StreamReader, response: asyncio.StreamWriter) -> None:
        nonlocal sent
        response.write(HEAD.replace(b"transfer-encoding: chunked\r\n", b""))
        response.write(b"data: ")
        while True:
            response.write(b"x" * 10_000)
            await response.drain()
            sent += 10_000

    async with serving(script) as url:
        with pytest.raises(ReaderReplyError, match="more than any reply"):
            await read(reader(base_url=url))
    assert sent < 100_000_000


async def test_one_reader_serves_many_questions_at_once() -> None:
    async def script(_: asyncio.StreamReader, response: asyncio.StreamWriter) -> None:
        response.write(HEAD)
        await send(response, *EVENTS)
        response.write(b"0\r\n\r\n")

    async with serving(script) as url:
        asked = reader(base_url=url)
        answers = await asyncio.gather(*(read(asked) for _ in range(8)))
    assert all(claims[0] == DraftClaim("Nine boats left.", ("S1.1",)) for claims, _ in answers)
    assert {len(claims) for claims, _ in answers} == {2}
