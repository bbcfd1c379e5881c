"""Articles over HTTP: listed in pages, taken in as text or file, taken out."""

from __future__ import annotations

import httpx
import pytest

from api.schemas import ArticlesOut, SearchOut, SentencesOut, TakenOut, VersionsOut
from qa.app import App
from tests.api.support import QUESTION, TEXT
from tests.newsroom import edition, publish

STORY = "The ferry to Nordholm was late by two hours. A rope had come into the screw."


async def test_a_text_that_is_sent_answers_at_once(http: httpx.AsyncClient) -> None:
    sent = await http.post("/v1/articles", json={"text": STORY, "title": "Ferry late", "published_at": "2017-03-04"})
    assert sent.status_code == 201
    taken = TakenOut.model_validate(sent.json())
    assert taken.outcome == "new"
    article = (await http.get(sent.headers["location"])).json()
    assert (article["title"], article["published_at"], article["version"]) == (
        "Ferry late",
        "2017-03-04",
        taken.version,
    )
    found = (await http.post("/v1/search", json={"query": "Why was the ferry late?"})).json()
    assert found["hits"][0]["article_id"] == taken.article_id


async def test_the_same_text_again_is_not_another_article(http: httpx.AsyncClient) -> None:
    first = await http.post("/v1/articles", json={"text": STORY})
    again = await http.post("/v1/articles", json={"text": STORY})
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    assert again.json()["article_id"] == first.json()["article_id"]


async def test_another_text_under_the_same_name_is_a_new_version(http: httpx.AsyncClient) -> None:
    first = (await http.post("/v1/articles", json={"text": STORY, "name": "ferry.txt"})).json()
    later = (await http.post("/v1/articles", json={"text": STORY + " It sails again.", "name": "ferry.txt"})).json()
    assert later["outcome"] == "updated"
    versions = (await http.get(f"/v1/articles/{first['article_id']}/versions")).json()
    VersionsOut.model_validate(versions)
    assert versions["versions"] == [later["version"], first["version"]]
    assert versions["current_version"] == later["version"]


async def test_a_file_is_sent_as_it_is(http: httpx.AsyncClient) -> None:
    data = "---\ntitle: Fähre spät\n---\n".encode("cp1252") + STORY.replace("rope", "rope – old –").encode("cp1252")
    sent = await http.post("/v1/uploads", params={"name": "ferry.txt"}, content=data)
    assert sent.status_code == 201
    article = (await http.get(sent.headers["location"])).json()
    assert (article["title"], article["source"]) == ("Fähre spät", "ferry.txt")
    assert "rope – old –" in article["text"]


@pytest.mark.parametrize(
    "body", [{"text": "  \n "}, {"text": STORY, "published_at": "yesterday"}, {"text": STORY, "url": "no address"}]
)
async def test_what_is_no_article_is_refused_with_the_reason(http: httpx.AsyncClient, body: dict[str, str]) -> None:
    response = await http.post("/v1/articles", json=body)
    assert (response.status_code, response.json()["code"]) == (422, "bad_source")
    assert response.json()["detail"]
    assert response.json()["next_step"]


async def test_a_list_comes_in_pages(http: httpx.AsyncClient, app: App) -> None:
    await publish(app.store, *(edition(f"{n}.txt", f"Story {n}.", publisher="P", title=f"T{n}") for n in range(5)))
    titles: list[str | None] = []
    cursor: str | None = None
    while True:
        params = {"limit": "2", "publisher": "p"} | ({"cursor": cursor} if cursor else {})
        page = ArticlesOut.model_validate((await http.get("/v1/articles", params=params)).json())
        titles += [article.title for article in page.articles]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(str(title) for title in titles) == [f"T{n}" for n in range(5)]


async def test_the_sentences_of_a_version_come_with_their_text(http: httpx.AsyncClient, app: App) -> None:
    [article] = await app.store.current()
    body = (await http.get(f"/v1/articles/{article.id}/versions/{article.version}/sentences")).json()
    SentencesOut.model_validate(body)
    assert [s["text"].strip() for s in body["sentences"]][2] == "Traffic was light."


async def test_a_search_finds_passages_cut_from_the_article(http: httpx.AsyncClient) -> None:
    body = (await http.post("/v1/search", json={"query": QUESTION, "limit": 1})).json()
    SearchOut.model_validate(body)
    [hit] = body["hits"]
    assert hit["text"] == TEXT[hit["start"] : hit["end"]]
    assert hit["title"] == "The bridge"
    nothing = (await http.post("/v1/search", json={"query": QUESTION, "filters": {"publisher": "Nobody"}})).json()
    assert nothing["hits"] == []


async def test_what_is_taken_out_twice_is_not_there_the_second_time(http: httpx.AsyncClient, app: App) -> None:
    [article] = await app.store.current()
    assert (await http.delete(f"/v1/articles/{article.id}")).status_code == 204
    assert (await http.delete(f"/v1/articles/{article.id}")).status_code == 410


async def test_what_was_purged_does_not_come_in_again_by_being_sent(http: httpx.AsyncClient) -> None:
    story = {"text": "The ferry to Nordholm was late on Friday.", "name": "ferry.txt"}
    where = (await http.post("/v1/articles", json=story)).headers["location"]
    assert (await http.delete(where, params={"purge": "true"})).status_code == 204
    again = await http.post("/v1/articles", json=story)
    assert (again.status_code, again.json()["code"]) == (410, "article_gone")
    assert "taken out" in again.json()["title"]


async def test_a_list_may_be_of_what_one_agency_wrote(http: httpx.AsyncClient, app: App) -> None:
    await publish(app.store, *(edition(f"{who}.txt", f"Story of {who}.", origin=who) for who in ("Reuters", "AP")))
    listed = (await http.get("/v1/articles", params={"origin": "reuters"})).json()["articles"]
    assert [article["source"] for article in listed] == ["Reuters.txt"]
