"""The service for agents, spoken to by the protocol's own client."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from mcp import Client, StdioServerParameters, stdio_client

from qa.app import opened
from qa.errors import ReaderUnavailableError
from tests.api.support import QUESTION, TEXT, StubReader, served


async def call(client: Client, tool: str, **arguments: object) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return dict(result.structured_content)


async def test_over_http_an_agent_asks_searches_and_reads(web: FastAPI) -> None:
    async with served(web) as http, Client(f"{http.base_url}/mcp") as client:
        assert {tool.name for tool in (await client.list_tools()).tools} == {"ask", "search", "read_article"}
        record = await call(client, "ask", question=QUESTION)
        assert (record["status"], record["text"]) == ("answered", "It cost 40 million crowns.")
        [citation] = record["claims"][0]["citations"]
        hits = (await call(client, "search", query=QUESTION, limit=1))["hits"]
        assert [hit["article_id"] for hit in hits] == [citation["article_id"]]
        article = await call(client, "read_article", article_id=citation["article_id"], version=citation["version"])
        assert article["text"][citation["start"] : citation["end"]] == citation["quote"]


async def test_an_agent_narrows_what_may_answer(web: FastAPI) -> None:
    async with served(web) as http, Client(f"{http.base_url}/mcp") as client:
        late = await call(client, "ask", question=QUESTION, since="2018-01-01")
        assert late["status"] == "nothing_retrieved"
        assert (await call(client, "search", query=QUESTION, publisher="Nobody's"))["hits"] == []
        assert (await call(client, "search", query=QUESTION, until="2017-12-31"))["hits"]
        wrong = await client.call_tool("ask", {"question": QUESTION, "since": "last week"})
        assert wrong.is_error
        assert (await client.call_tool("ask", {"question": " "})).is_error


async def test_articles_are_resources(web: FastAPI) -> None:
    async with served(web) as http, Client(f"{http.base_url}/mcp") as client:
        listed = await client.read_resource("articles://list")
        [article] = json.loads(listed.contents[0].text)  # type: ignore[union-attr]  # a text resource
        read = await client.read_resource(f"articles://{article['id']}")
        assert read.contents[0].text == TEXT  # type: ignore[union-attr]  # a text resource


async def test_a_failure_is_an_error_that_the_agent_can_read(web: FastAPI, reader: StubReader) -> None:
    reader.script = lambda _: [ReaderUnavailableError("Connection refused.")]
    async with served(web) as http, Client(f"{http.base_url}/mcp") as client:
        failed = await client.call_tool("ask", {"question": QUESTION})
        assert failed.is_error
        assert "Connection refused" in str(failed.content)
        missing = await client.call_tool("read_article", {"article_id": "0" * 16})
        assert missing.is_error
        assert "There is no article" in str(missing.content)


async def test_over_standard_input_an_agent_is_served_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "bridge.txt").write_text("The bridge cost 40 million crowns, mayor Anna Berg said on Monday.\n")
    async with opened() as app:
        reports = [report async for report in app.ingest(app.sources(str(tmp_path / "bridge.txt")))]
    assert [report.outcome for report in reports] == ["new"]
    command = StdioServerParameters(command=sys.executable, args=["-m", "qa.cli", "mcp"], env=dict(os.environ))
    async with Client(stdio_client(command)) as client:
        record = await call(client, "ask", question="How much did the bridge cost?")
    assert record["status"] == "answered"
