"""Versions over HTTP: what changed, what was taken out, what was purged, and answers from what was known then."""

from __future__ import annotations

import httpx

from api.schemas import DiffOut, VersionsOut
from qa.adapters.sqlite.purge import REMOVED

STORY = "The ferry to Nordholm was late by two hours. A rope had come into the screw."
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


async def test_a_purge_takes_the_versions_and_the_quotes(http: httpx.AsyncClient) -> None:
    article_id = await send(http, STORY, "2017-03-04")
    version = (await http.get(f"/v1/articles/{article_id}")).json()["version"]
    answer = (await http.post("/v1/ask", json={"question": "How late was the ferry to Nordholm?"})).json()
    assert (await http.delete(f"/v1/articles/{article_id}", params={"purge": "true"})).status_code == 204
    assert (await http.get(f"/v1/articles/{article_id}/versions/{version}")).status_code == 410
    assert (await http.get(f"/v1/articles/{article_id}/versions")).status_code == 410
    kept = (await http.get(f"/v1/answers/{answer['id']}")).json()
    quotes = {c["quote"] for claim in kept["claims"] for c in claim["citations"] if c["article_id"] == article_id}
    assert quotes <= {REMOVED}
    assert "rope had come" not in str(kept)
