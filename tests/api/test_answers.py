"""Asking over HTTP without a stream, and the permalink."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.limits import Limits
from api.schemas import AnswerOut, StoredAnswerOut, StoredArticleOut
from qa.app import App
from qa.errors import ReaderTimeoutError, ReaderUnavailableError
from tests.api.support import QUESTION, TEXT, StubReader, client, served, until
from tests.newsroom import edition, publish


async def ask(http: httpx.AsyncClient, question: str = QUESTION, **more: object) -> httpx.Response:
    return await http.post("/v1/ask", json={"question": question, **more})


async def test_an_answer_is_the_whole_record(http: httpx.AsyncClient) -> None:
    response = await ask(http)
    assert response.status_code == 200
    record = response.json()
    assert (record["status"], record["text"]) == ("answered", "It cost 40 million crowns.")
    [citation] = record["claims"][0]["citations"]
    assert citation["quote"] == TEXT[citation["start"] : citation["end"]]
    AnswerOut.model_validate(record)  # exactly the documented keys


async def test_a_declined_question_is_no_error(http: httpx.AsyncClient) -> None:
    response = await ask(http, filters={"article_id": "f" * 16})
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["filters"]) == ("nothing_retrieved", {"article_id": "f" * 16})


async def test_the_permalink_opens_the_same_answer(http: httpx.AsyncClient) -> None:
    asked = await ask(http)
    address = asked.headers["content-location"]
    later = await http.get(address)
    assert later.json() == asked.json() | {"changed": []}
    assert address == f"/v1/answers/{asked.json()['id']}"
    StoredAnswerOut.model_validate(later.json())


async def test_the_permalink_says_which_cited_articles_have_a_newer_version(http: httpx.AsyncClient, app: App) -> None:
    asked = await ask(http)
    newer = edition("bridge.txt", TEXT.replace("40", "45"), title="The new bridge")
    await publish(app.store, newer)
    [citation] = asked.json()["claims"][0]["citations"]
    change = {
        "article_id": newer.article.id,
        "version": citation["version"],
        "title": "The new bridge",
        "current_version": newer.article.version,
        "quotes_stand": False,
    }
    again = (await http.get(asked.headers["content-location"])).json()
    assert again["changed"] == [change]
    assert again["claims"] == asked.json()["claims"]


async def test_the_permalink_says_when_the_quotes_still_stand_in_the_newer_version(
    http: httpx.AsyncClient, app: App
) -> None:
    asked = await ask(http)
    await publish(app.store, edition("bridge.txt", TEXT + " It rained."))
    [change] = (await http.get(asked.headers["content-location"])).json()["changed"]
    assert change["quotes_stand"]


async def test_a_cited_article_that_was_taken_out_has_no_current_version_and_still_resolves(
    http: httpx.AsyncClient,
) -> None:
    asked = await ask(http)
    [citation] = asked.json()["claims"][0]["citations"]
    address = f"/v1/articles/{citation['article_id']}"
    assert (await http.delete(address)).status_code == 204
    [change] = (await http.get(asked.headers["content-location"])).json()["changed"]
    assert (change["current_version"], change["quotes_stand"], change["title"]) == (None, False, "The bridge")
    assert (await http.get(address)).status_code == 410
    old = (await http.get(f"{address}/versions/{citation['version']}")).json()
    assert (old["text"], old["current"]) == (TEXT, False)


async def test_an_article_comes_with_its_text_and_sentences(http: httpx.AsyncClient, app: App) -> None:
    [article] = await app.store.current()
    body = (await http.get(f"/v1/articles/{article.id}")).json()
    StoredArticleOut.model_validate(body)
    cut = [body["text"][s["start"] : s["end"]].strip() for s in body["sentences"]]
    assert cut[1] == "It cost 40 million crowns."
    same = (await http.get(f"/v1/articles/{article.id}/versions/{article.version}")).json()
    assert same == body


@pytest.mark.parametrize(
    "address",
    ["/v1/answers/" + "0" * 32, "/v1/answers/" + "0" * 32 + "/events", "/v1/articles/" + "0" * 16, "/v1/nothing"],
)
async def test_what_is_not_there_is_a_404_that_says_so(http: httpx.AsyncClient, address: str) -> None:
    response = await http.get(address)
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")
    problem = response.json()
    assert problem["type"] == f"/problems/{problem['code']}"
    assert problem["next_step"]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (ReaderUnavailableError("Connection refused."), 502, "reader_unavailable"),
        (ReaderTimeoutError("Too slow."), 504, "reader_timeout"),
        (ZeroDivisionError("secret"), 500, "internal_error"),
    ],
)
async def test_a_reader_that_fails_is_a_typed_problem(
    http: httpx.AsyncClient, reader: StubReader, error: Exception, status: int, code: str
) -> None:
    reader.script = lambda _: [error]
    response = await ask(http)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert "secret" not in response.text


async def test_an_answer_that_takes_too_long_is_stopped(app: App, reader: StubReader) -> None:
    reader.gate.clear()
    async with client(create_app(app, limits=Limits(answer_seconds=0.1))) as http:
        response = await ask(http)
    assert (response.status_code, response.json()["code"]) == (503, "timeout")
    assert response.headers["retry-after"]
    assert reader.closed == 1


async def test_more_questions_than_may_be_answered_at_once_are_told_to_wait(app: App, reader: StubReader) -> None:
    reader.gate.clear()
    async with client(create_app(app, limits=Limits(questions=1))) as http:
        first = asyncio.create_task(ask(http))
        await until(lambda: reader.asked)
        second = await ask(http)
        reader.gate.set()
        assert (second.status_code, second.json()["code"]) == (503, "busy")
        assert second.headers["retry-after"] == "1"
        assert (await first).status_code == 200
        assert (await ask(http)).status_code == 200


async def test_a_client_that_goes_away_stops_the_reader_after_its_grace(web: FastAPI, reader: StubReader) -> None:
    reader.gate.clear()
    async with served(web) as http:
        with pytest.raises(httpx.ReadTimeout):
            await http.post("/v1/ask", json={"question": QUESTION}, timeout=0.5)
        assert reader.asked == 1
        assert reader.closed == 0
        await until(lambda: reader.closed)
