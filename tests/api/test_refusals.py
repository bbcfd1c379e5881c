"""What the service does not take: each refusal is a problem with a stable type and a next step."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.limits import Limits
from api.schemas import ProblemOut
from qa.app import App
from tests.api.support import QUESTION, client, served


def refused(response: httpx.Response, status: int, code: str) -> ProblemOut:
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    problem = ProblemOut.model_validate(response.json())
    assert (problem.code, problem.type, problem.status) == (code, f"/problems/{code}", status)
    assert problem.request_id == response.headers["x-request-id"]
    return problem


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": ""},
        {"question": " \n\t "},
        {"question": 7},
        {"question": QUESTION, "colour": "blue"},
        {"question": QUESTION, "filters": {"from": "2017-02-30"}},
        {"question": QUESTION, "filters": {"article_id": "../../etc"}},
    ],
)
async def test_a_request_with_a_fault_names_it(http: httpx.AsyncClient, body: dict[str, object]) -> None:
    problem = refused(await http.post("/v1/ask", json=body), 422, "invalid_request")
    assert problem.errors
    assert problem.errors[0].where.startswith("body.")


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 100_000])
async def test_a_body_that_is_no_json_is_refused(http: httpx.AsyncClient, content: bytes) -> None:
    response = await http.post("/v1/ask", content=content, headers={"content-type": "application/json"})
    refused(response, 400, "invalid_json")


@pytest.mark.parametrize("kind", [None, "application/x-www-form-urlencoded", "text/plain; charset=utf-8"])
@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search", "/v1/articles", "/v1/chat/completions"])
async def test_json_that_is_not_said_to_be_json_is_told_how_to(
    http: httpx.AsyncClient, path: str, kind: str | None
) -> None:
    response = await http.post(path, content=b'{"question": "Who?"}', headers={"content-type": kind} if kind else {})
    problem = refused(response, 415, "unsupported_media_type")
    assert "Content-Type: application/json" in problem.next_step


async def test_json_that_is_no_object_is_a_fault_of_the_request(http: httpx.AsyncClient) -> None:
    refused(await http.post("/v1/ask", json=["Who?"]), 422, "invalid_request")


async def test_half_a_surrogate_pair_is_refused(http: httpx.AsyncClient) -> None:
    content = b'{"question": "Who \\ud83d said it?"}'
    response = await http.post("/v1/ask", content=content, headers={"content-type": "application/json"})
    refused(response, 422, "invalid_request")


async def test_a_question_that_is_too_long_is_refused(http: httpx.AsyncClient) -> None:
    refused(await http.post("/v1/ask", json={"question": "why " * 600}), 413, "question_too_long")


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_that_is_too_large_is_refused(app: App, announced: bool) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100

    async with client(create_app(app, limits=Limits(body_bytes=1_000))) as http:
        content: bytes | AsyncIterator[bytes] = b"x" * 2_000 if announced else pieces()
        refused(await http.post("/v1/uploads?name=a.txt", content=content), 413, "too_large")
        headers = {"content-type": "application/json"}
        content = b"x" * 2_000 if announced else pieces()
        refused(await http.post("/v1/ask", content=content, headers=headers), 413, "too_large")


@pytest.mark.parametrize("headers", ["", "Idempotency-Key: k1\r\n"])
async def test_a_body_that_trickles_is_refused(app: App, headers: str) -> None:
    """Each byte in time, all of them never: a connection costs the client nothing, and would be held for good."""
    limits = Limits(body_seconds=0.5, slowest=1_000)
    async with served(create_app(app, limits=limits)) as http:
        address = http.base_url
        reader, writer = await asyncio.open_connection(address.host, address.port)
        head = "POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 900\r\n"
        writer.write(f"{head}{headers}\r\n".encode())
        begun = time.monotonic()
        trickle = asyncio.create_task(trickling(writer))
        reply = await asyncio.wait_for(reader.readuntil(b"too_slow"), 20)
        with contextlib.suppress(ConnectionResetError):  # what trickles on meets a closed door
            await asyncio.wait_for(reader.read(), 20)
        trickle.cancel()
        writer.transport.abort()
        assert time.monotonic() - begun < 10
        assert reply.startswith(b"HTTP/1.1 408 ")
        assert (await http.post("/v1/ask", json={"question": QUESTION})).status_code == 200


async def trickling(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b" ")
        await asyncio.sleep(0.05)


async def test_a_large_body_that_comes_steadily_is_given_its_time(app: App) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"question": "How much did the bridge cost?"'
        for _ in range(10):
            await asyncio.sleep(0.1)
            yield b" " * 500
        yield b"}"

    limits = Limits(body_seconds=0.6, slowest=1_000)
    async with served(create_app(app, limits=limits)) as http:
        headers = {"content-type": "application/json"}
        assert (await http.post("/v1/ask", content=pieces(), headers=headers)).status_code == 200


async def test_a_wrong_method_names_the_right_ones(http: httpx.AsyncClient) -> None:
    response = await http.get("/v1/ask")
    refused(response, 405, "method_not_allowed")
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost:x", ""])
async def test_another_host_is_refused(web: FastAPI, host: str) -> None:
    async with client(web, headers={"host": host}) as http:
        refused(await http.get("/healthz"), 403, "host_not_allowed")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:9", "[::1]:8000", "[::1]"])
async def test_this_machine_is_served_under_each_of_its_names(web: FastAPI, host: str) -> None:
    async with client(web, headers={"host": host}) as http:
        assert (await http.get("/healthz")).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:9999", "http://localhost.evil"])
async def test_a_page_from_elsewhere_is_refused(web: FastAPI, origin: str) -> None:
    async with client(web, headers={"host": "localhost:8000", "origin": origin}) as http:
        refused(await http.post("/v1/ask", json={"question": QUESTION}), 403, "host_not_allowed")


async def test_its_own_page_is_served(web: FastAPI) -> None:
    async with client(web, headers={"host": "localhost:8000", "origin": "http://localhost:8000"}) as http:
        assert (await http.post("/v1/ask", json={"question": QUESTION})).status_code == 200


async def test_a_proxys_request_id_is_kept_when_it_is_a_plain_word(http: httpx.AsyncClient) -> None:
    kept = await http.get("/healthz", headers={"x-request-id": "abc-123"})
    assert kept.headers["x-request-id"] == "abc-123"
    made = await http.get("/healthz", headers={"x-request-id": "a b\tc"})
    assert made.headers["x-request-id"].isalnum()


async def test_the_type_of_a_problem_leads_to_what_it_means(http: httpx.AsyncClient) -> None:
    problem = refused(await http.get("/v1/articles/" + "0" * 16), 404, "article_not_found")
    meaning = (await http.get(problem.type)).json()
    assert (meaning["title"], meaning["status"]) == (problem.title, 404)
    refused(await http.get("/problems/of_no_kind"), 404, "not_found")
