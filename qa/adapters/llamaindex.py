"""The service inside LlamaIndex: a retriever and a query engine over the ports of one installation.

    async with opened() as app:
        engine = AnswerEngine(app.asking)
        response = await engine.aquery("Who expelled the diplomats?")

Nodes keep what a citation needs: article, version, offsets. Both are async at heart; the plain methods run a loop of
their own and must not be called where one runs already.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import Response
from llama_index.core.callbacks.base import CallbackManager
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from qa.ask import Asking, ask
from qa.errors import QAError
from qa.question import understand
from qa.record import to_dict
from qa.retrieve import retrieve
from qa.types import Answer, Citation, DoneEvent, ErrorEvent


class PassageRetriever(BaseRetriever):
    """Finds the passages nearest to a query, at most ``limit``."""

    def __init__(self, asking: Asking, *, limit: int = 10) -> None:
        super().__init__()
        self._asking = asking
        self._limit = limit

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return asyncio.run(self._aretrieve(query_bundle))

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        question = self._asking.question(query_bundle.query_str)
        ports = replace(self._asking.retrieval, hits=self._limit)
        found = await retrieve(question, understand(question.text).words, ports)
        nodes = []
        for hit in found.hits:
            passage = hit.passage
            metadata = {
                "article_id": passage.article_id,
                "version": passage.version,
                "start": passage.start,
                "end": passage.end,
                "sentences": [passage.first, passage.last],
            }
            nodes.append(_node(passage.id, passage.text, metadata, hit.score))
        return nodes


class AnswerEngine(BaseQueryEngine):
    """Answers in verified claims. The response's text is the answer, its source nodes are the quotes that it cites, and
    its metadata is the record (`status` tells a refusal). QAError when there is no answer to give."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(CallbackManager([]))
        self._asking = asking

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}

    def _query(self, query_bundle: QueryBundle) -> Response:
        return asyncio.run(self._aquery(query_bundle))

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        async for event in ask(self._asking.question(query_bundle.query_str), self._asking):
            if isinstance(event, ErrorEvent):
                raise QAError(event.message, next_step=event.next_step)
            if isinstance(event, DoneEvent):
                return _response(event.answer)
        raise AssertionError("ask() ends with done or error")


def _response(answer: Answer) -> Response:
    citations = {(c.article_id, c.version, c.start, c.end): c for claim in answer.claims for c in claim.citations}
    return Response(
        response=answer.text or None,
        source_nodes=[_quoted(citation) for citation in citations.values()],
        metadata=dict(to_dict(answer)),
    )


def _quoted(citation: Citation) -> NodeWithScore:
    node_id = f"{citation.article_id}.{citation.version}.{citation.start}-{citation.end}"
    metadata = {
        "article_id": citation.article_id,
        "version": citation.version,
        "start": citation.start,
        "end": citation.end,
        "sentences": list(citation.sentences),
        "title": citation.title,
        "title_withheld": citation.title_withheld,
        "publisher": citation.publisher,
        "origin": citation.origin,
        "published_at": citation.published_at,
        "url": citation.url,
    }
    return _node(node_id, citation.quote, metadata, None)


def _node(node_id: str, text: str, metadata: dict[str, Any], score: float | None) -> NodeWithScore:
    # Ids and offsets are for programs: a model or an embedder that is handed the node sees the text alone.
    hidden = list(metadata)
    node = TextNode(
        id_=node_id,
        text=text,
        metadata=metadata,
        excluded_embed_metadata_keys=hidden,
        excluded_llm_metadata_keys=hidden,
    )
    return NodeWithScore(node=node, score=score)
