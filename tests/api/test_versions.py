"""Versions over HTTP: what changed, what was taken out, what was purged, and answers from what was known then."""

from __future__ import annotations

from typing import Any

import httpx
from fastapi import FastAPI

from api.schemas import DiffOut, VersionsOut
from qa.adapters.sqlite.redaction import REMOVED
from tests.api.support import QUESTION, StubReader, served, until

STORY = "The ferry to Nordholm was late by two hours. A rope had come into the screw."
STREAMED = {"Accept": "text/event-stream"}
LATER = STORY.replace("two hours", "three hours")


async def send(http: httpx.AsyncClient, text: str, updated_at: str) -> str:
    body = {"text": text, "name": "ferry.txt", "published_at": "2017-03-04", "updated_at": updated_at}
    return str((await http.post("/v1/articles", json=body)).json()["article_id"])


async def test_a_diff_between_two_versions_and_the_times_of_each(http: httpx.AsyncClient) -> None:
    article_id = await send(http, STORY, "2017-03-04")
    await send(http, LATER, "2017-03-08")
    found = DiffOut.model_validate((await http.get(f"/v1/articles/{article_id}/diff")).json())
    assert [(change.where, change.kind) for change in found.changes] == [("updated_at", "changed"), ("text", "changed")]
    versions = VersionsOut.model_validate((await http.get(f"/v1/articles/{article_id}/versions")).json())
    assert [(e.since, e.until) for e in versions.editions] == [("2017-03-04", "2017-03-08"), ("2017-03-08", None)]
    same = {"from": versions.versions[0], "to": versions.versions[0]}
    assert (await http.get(f"/v1/articles/{article_id}/diff", params=same)).json()["changes"] == []
    assert (await http.get(f"/v1/articles/{'0' * 16}/diff")).status_code == 404


async def test_a_question_about_the_past_is_answered_from_the_version_of_then(http: httpx.AsyncClient) -> None:
    await send(http, STORY, "2017-03-04")
    await send(http, LATER, "2017-03-08")
    query = {"query": "How late was the ferry to Nordholm?"}
    for as_of, said in (("2017-03-06", "two hours"), ("2017-03-09", "three hours"), (None, "three hours")):
        filters = {"as_of": as_of} if as_of else {}
        hits = (await http.post("/v1/search", json=query | {"filters": filters})).json()["hits"]
        ferry = [hit["text"] for hit in hits if "Nordholm" in hit["text"]]
        assert [said in text for text in ferry] == [True]


async def test_what_was_taken_out_is_gone_and_its_versions_are_not(http: httpx.AsyncClient) -> None:
    article_id = await send(http, STORY, "2017-03-04")
    version = (await http.get(f"/v1/articles/{article_id}")).json()["version"]
    assert (await http.delete(f"/v1/articles/{article_id}")).status_code == 204
    gone = await http.get(f"/v1/articles/{article_id}")
    assert (gone.status_code, gone.json()["type"]) == (410, "/problems/article_gone")
    assert (await http.get(f"/v1/articles/{article_id}/versions/{version}")).status_code == 200
    assert (await http.delete(f"/v1/articles/{article_id}")).status_code == 410


async def test_a_purge_takes_the_versions(http: httpx.AsyncClient) -> None:
    article_id = await send(http, STORY, "2017-03-04")
    version = (await http.get(f"/v1/articles/{article_id}")).json()["version"]
    assert (await http.delete(f"/v1/articles/{article_id}", params={"purge": "true"})).status_code == 204
    assert (await http.get(f"/v1/articles/{article_id}/versions/{version}")).status_code == 410
    assert (await http.get(f"/v1/articles/{article_id}/versions")).status_code == 410


async def test_a_purge_takes_the_quotes_of_answers_also_of_those_kept_to_come_back_to(http: httpx.AsyncClient) -> None:
    answer = (await http.post("/v1/ask", json={"question": QUESTION})).json()
    places = (f"/v1/answers/{answer['id']}", f"/v1/answers/{answer['id']}/events")
    for place in places:
        assert "40 million" in (await http.get(place)).text
    await purged(http, answer)
    for place in places:
        kept = (await http.get(place)).text
        assert REMOVED in kept
        assert "40 million" not in kept


async def test_a_purge_reaches_an_answer_that_is_being_made(web: FastAPI, reader: StubReader) -> None:
    async with served(web) as http:
        earlier = (await http.post("/v1/ask", json={"question": QUESTION})).json()
        reader.gate.clear()
        async with http.stream("POST", "/v1/ask", json={"question": QUESTION}, headers=STREAMED) as response:
            await until(lambda: reader.asked == 2)
            await purged(http, earlier)
            reader.gate.set()
            assert "event: done" in (await response.aread()).decode()
        address = f"/v1/answers/{response.headers['x-answer-id']}"
        for place in (address, f"{address}/events"):
            kept = (await http.get(place)).text
            assert REMOVED in kept
            assert "40 million" not in kept


async def purged(http: httpx.AsyncClient, answer: dict[str, Any]) -> None:
    """Purges the one article that the answer cites."""
    [citation] = answer["claims"][0]["citations"]
    gone = await http.delete(f"/v1/articles/{citation['article_id']}", params={"purge": "true"})
    assert gone.status_code == 204
