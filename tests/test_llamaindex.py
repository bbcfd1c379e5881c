"""The service inside LlamaIndex, used by LlamaIndex's own classes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.tools import QueryEngineTool

from qa.adapters.llamaindex import AnswerEngine, PassageRetriever
from qa.app import App
from qa.errors import QAError, ReaderUnavailableError
from tests.api.support import QUESTION, TEXT, StubReader, installation


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    made = await installation(tmp_path, StubReader())
    yield made
    await made.close()


async def test_a_retriever_gives_passages_with_their_place(app: App) -> None:
    nodes = await PassageRetriever(app.asking, limit=1).aretrieve(QUESTION)
    [node] = nodes
    assert node.node.get_content() == TEXT[node.metadata["start"] : node.metadata["end"]]
    assert node.score
    assert node.node.get_content(metadata_mode="llm") == node.node.get_content()  # type: ignore[arg-type]  # an enum of strings


async def test_the_retriever_works_inside_llamaindexs_fusion(app: App) -> None:
    retriever = PassageRetriever(app.asking, limit=2)
    fusion = QueryFusionRetriever([retriever], llm=MockLLM(), num_queries=1, similarity_top_k=1)
    [best] = await fusion.aretrieve(QUESTION)
    assert best.node_id == (await retriever.aretrieve(QUESTION))[0].node_id


async def test_an_answer_comes_with_its_quotes_and_its_record(app: App) -> None:
    response = await AnswerEngine(app.asking).aquery(QUESTION)
    assert str(response) == "It cost 40 million crowns."
    [source] = response.source_nodes
    assert source.node.get_content().strip() == "It cost 40 million crowns."
    assert source.metadata["title"] == "The bridge"
    assert response.metadata
    assert response.metadata["status"] == "answered"


async def test_an_agent_uses_it_as_a_tool(app: App) -> None:
    tool = QueryEngineTool.from_defaults(AnswerEngine(app.asking), name="news", description="Answers from the news.")
    said = await tool.acall(input=QUESTION)
    assert said.content == "It cost 40 million crowns."


async def test_a_failure_is_raised(app: App) -> None:
    assert isinstance(app.asking.reader, StubReader)
    app.asking.reader.script = lambda _: [ReaderUnavailableError("Connection refused.")]
    with pytest.raises(QAError, match="Connection refused"):
        await AnswerEngine(app.asking).aquery(QUESTION)


def test_where_no_loop_runs_the_plain_methods_work(tmp_path: Path) -> None:
    app = asyncio.run(installation(tmp_path, StubReader()))
    assert str(AnswerEngine(app.asking).query(QUESTION)) == "It cost 40 million crowns."
    assert PassageRetriever(app.asking).retrieve(QUESTION)
    asyncio.run(app.close())
