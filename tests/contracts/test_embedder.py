"""Embedder: what every embedder keeps to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.adapters.minilm import MiniLM
from qa.ports import Embedder
from tests.fakes import FakeEmbedder

SENTENCES = (
    "Thirty-five diplomats were to leave within 72 hours.",
    "The lake froze in January for the first time since 1963.",
    "Who wrote the letter?",
    "“No,” she said.",
    "",
    "a\x00b",
    "\ud83d",
    "emoji 🗞️ and עברית and 新聞",
)
TEXTS = st.lists(st.sampled_from(SENTENCES) | st.text(max_size=80), min_size=1, max_size=6)
MAKERS: dict[str, Callable[[], Embedder]] = {"fake": FakeEmbedder, "minilm": MiniLM}


@pytest.fixture(params=MAKERS, scope="module")
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return MAKERS[request.param]()


async def test_every_text_gets_a_float32_row_of_unit_length(embedder: Embedder) -> None:
    vectors = await embedder.embed(SENTENCES)
    assert (vectors.dtype.name, vectors.shape) == ("float32", (len(SENTENCES), embedder.dimension))
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


async def test_no_text_gives_no_row(embedder: Embedder) -> None:
    assert (await embedder.embed([])).shape == (0, embedder.dimension)


def test_the_fingerprint_names_the_dimension(embedder: Embedder) -> None:
    assert str(embedder.dimension) in embedder.fingerprint.split("-")


@settings(max_examples=25, deadline=None)
@given(texts=TEXTS)
def test_a_vector_is_the_same_in_any_company(embedder: Embedder, texts: list[str]) -> None:
    together = asyncio.run(embedder.embed(texts))
    alone = [asyncio.run(embedder.embed([text]))[0] for text in texts]
    np.testing.assert_allclose(together, alone, atol=1e-5)


async def test_calls_side_by_side_do_not_mix(embedder: Embedder) -> None:
    one_by_one = [await embedder.embed([text]) for text in SENTENCES]
    side_by_side = await asyncio.gather(*(embedder.embed([text]) for text in SENTENCES * 4))
    np.testing.assert_allclose(side_by_side, one_by_one * 4, atol=1e-5)


async def test_two_embedders_of_one_fingerprint_agree(embedder: Embedder) -> None:
    other = type(embedder)()
    assert other.fingerprint == embedder.fingerprint
    np.testing.assert_allclose(await other.embed(SENTENCES), await embedder.embed(SENTENCES), atol=1e-5)
