"""The shipped embedder as a LlamaIndex embedding model."""

from __future__ import annotations

import asyncio
import json
import pickle
import time
from pathlib import Path

import numpy as np
import pytest
from llama_index.core import VectorStoreIndex
from llama_index.core.schema import TextNode

from qa.adapters.minilm_llamaindex import MiniLMEmbedding

REFERENCE = json.loads((Path(__file__).parent / "fixtures" / "minilm_reference.json").read_text("utf-8"))
TEXTS = [row["text"] for row in REFERENCE]
FP32 = np.array([row["vector"] for row in REFERENCE])
NODES = [
    TextNode(id_="ferries", text="Two new ferries will cross the strait every hour from May."),
    TextNode(id_="bank", text="The central bank left its rate at four per cent."),
    TextNode(id_="football", text="The cup final was decided by a penalty in extra time."),
]


@pytest.fixture(scope="module")
def model() -> MiniLMEmbedding:
    return MiniLMEmbedding()


def test_sync_batches_are_the_fp32_model_s_vectors_to_99_percent(model: MiniLMEmbedding) -> None:
    vectors = np.array(model.get_text_embedding_batch(TEXTS))
    assert (vectors * FP32).sum(axis=1).min() >= 0.99


async def test_every_method_gives_a_text_the_same_vector(model: MiniLMEmbedding) -> None:
    text = TEXTS[0]
    vectors = [
        model.get_text_embedding(text),
        model.get_query_embedding(text),
        model.get_text_embedding_batch([TEXTS[-1], text])[1],
        await model.aget_text_embedding(text),
        await model.aget_query_embedding(text),
        (await model.aget_text_embedding_batch([TEXTS[-1], text]))[1],
    ]
    assert all(type(number) is float for vector in vectors for number in vector)
    np.testing.assert_allclose(vectors, [vectors[0]] * 6, atol=1e-6)
    assert np.dot(vectors[0], FP32[0]) >= 0.99


async def test_async_methods_leave_the_event_loop_free(model: MiniLMEmbedding) -> None:
    texts = [f"{number} {TEXTS[-1]}" for number in range(30)]
    begin = time.perf_counter()
    model.get_text_embedding_batch(texts)
    blocking = time.perf_counter() - begin
    work = asyncio.create_task(model.aget_text_embedding_batch(texts))
    longest, last = 0.0, time.perf_counter()
    while not work.done():
        await asyncio.sleep(0.002)
        longest, last = max(longest, (now := time.perf_counter()) - last), now
    assert longest < blocking / 2


async def test_an_index_of_llamaindex_finds_with_it(model: MiniLMEmbedding) -> None:
    retriever = VectorStoreIndex(NODES, embed_model=model).as_retriever(similarity_top_k=1)
    found = retriever.retrieve("What did the interest rate setters decide?")
    again = await retriever.aretrieve("When do the boats sail?")
    assert [found[0].node.node_id, again[0].node.node_id] == ["bank", "ferries"]


def test_it_survives_pickling_which_ingestion_in_processes_does(model: MiniLMEmbedding) -> None:
    model.get_text_embedding("loaded")
    copy = pickle.loads(pickle.dumps(model))
    assert copy.get_text_embedding(TEXTS[0]) == pytest.approx(model.get_text_embedding(TEXTS[0]), abs=1e-6)
