"""The shipped embedder; what it shares with other embedders is in tests/contracts/test_embedder.py."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from qa.adapters.minilm import MODEL_FOLDER, MiniLM
from qa.errors import EmbeddingError

REFERENCE = json.loads((Path(__file__).parent / "fixtures" / "minilm_reference.json").read_text("utf-8"))
PASSAGE = "The committee heard eleven witnesses on Monday, among them the former head of the port authority. " * 8


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM()


@pytest.mark.parametrize("row", REFERENCE, ids=lambda row: row["text"][:30])
def test_a_vector_is_within_a_cosine_of_99_percent_of_the_fp32_model(minilm: MiniLM, row: dict[str, object]) -> None:
    """The expected vectors come from torch, by scripts/export_minilm.py."""
    (vector,) = minilm.embed_blocking([str(row["text"])])
    assert vector @ np.array(row["vector"], np.float32) >= 0.99


def test_meaning_decides_what_is_near(minilm: MiniLM) -> None:
    question, *texts = minilm.embed_blocking(
        [
            "How many envoys were thrown out?",
            "The government expelled 35 diplomats.",
            "The government welcomed a trade delegation.",
            "The striker scored twice in the second half.",
        ]
    )
    near = [float(question @ text) for text in texts]
    assert near == sorted(near, reverse=True)
    assert near[0] > near[2] + 0.2


def test_case_and_accents_make_no_difference(minilm: MiniLM) -> None:
    lower, upper = minilm.embed_blocking(["the mayor of zurich resigned", "The Mayor of Zürich RESIGNED"])
    np.testing.assert_allclose(lower, upper, atol=1e-6)


def test_word_pieces_are_counted_without_frame_tokens_and_without_end(minilm: MiniLM) -> None:
    assert [minilm.count(text) for text in ("", " \n\t", "\x00\ud800", "house", "a house, a home.")] == [0, 0, 0, 1, 6]
    assert minilm.count("house " * 1000) == 1000


def test_a_long_word_counts_by_its_pieces(minilm: MiniLM) -> None:
    """The vocabulary holds "un", "##bel", "##ie", "##va", "##bly" and no longer piece of the word."""
    assert minilm.count("unbelievably") == 5


def test_254_pieces_are_read_and_the_rest_is_not(minilm: MiniLM) -> None:
    read = "house " * 253
    vectors = minilm.embed_blocking([read + "tree", read + "tree river", read + "river"])
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)
    assert vectors[0] @ vectors[2] < 0.9999


@pytest.mark.parametrize(
    ("odd", "plain"),
    [("\x00", ""), (" \t\n", ""), ("a ho\x00use", "a house"), ("a \ud800house\udfff", "a house"), ("\ufffd", "")],
)
def test_what_is_no_character_is_passed_over(minilm: MiniLM, odd: str, plain: str) -> None:
    vectors = minilm.embed_blocking([odd, plain])
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)


def test_a_mark_of_the_model_in_a_text_is_text(minilm: MiniLM) -> None:
    """Its pieces are "[", "sep", "]"; as a mark it would be one."""
    assert minilm.count("[SEP]") == 3


@pytest.mark.parametrize("text", ["x" * 5_000_000, " " * 5_000_000 + "x", "\u0301" * 5_000_000, "é\u0323 " * 2_000_000])
def test_a_text_of_millions_of_characters_costs_no_more_than_a_page(minilm: MiniLM, text: str) -> None:
    begin = time.perf_counter()
    (vector,) = minilm.embed_blocking([text])
    assert time.perf_counter() - begin < 5
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_threads_share_one_embedder(minilm: MiniLM) -> None:
    texts = [f"{number} ships left the harbour of {PASSAGE[number * 7 : number * 9]}" for number in range(24)]
    expected = [minilm.embed_blocking([text])[0] for text in texts]
    fresh, found = MiniLM(threads=4), np.zeros((len(texts), MiniLM.dimension), np.float32)
    begin = threading.Barrier(6)

    def work(first: int) -> None:
        begin.wait()  # all meet the model before it is loaded
        for number in range(first, len(texts), 6):
            found[number] = fresh.embed_blocking([texts[number]])[0]

    threads = [threading.Thread(target=work, args=(first,)) for first in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    np.testing.assert_allclose(found, expected, atol=1e-5)


async def test_the_event_loop_stays_free_while_it_embeds() -> None:
    """The first call loads the model too."""
    work = asyncio.create_task(MiniLM().embed([PASSAGE] * 12))
    longest, last = 0.0, time.perf_counter()
    while not work.done():
        await asyncio.sleep(0.002)
        longest, last = max(longest, (now := time.perf_counter()) - last), now
    begin = time.perf_counter()
    MiniLM().embed_blocking([PASSAGE] * 12)
    assert longest < (time.perf_counter() - begin) / 2


async def test_a_cancelled_call_gives_its_threads_back() -> None:
    minilm = MiniLM(threads=1)
    await minilm.embed([PASSAGE])
    begin = time.perf_counter()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(minilm.embed([PASSAGE] * 5000), 0.2)
    await minilm.embed(["next"])
    assert time.perf_counter() - begin < 10  # 5,000 passages take a minute and more


async def test_when_one_text_fails_the_rest_is_dropped() -> None:
    minilm = MiniLM(threads=1)
    await minilm.embed([PASSAGE])
    begin = time.perf_counter()
    with pytest.raises(TypeError):
        await minilm.embed([cast(str, None), *[PASSAGE] * 5000])
    await minilm.embed(["next"])
    assert time.perf_counter() - begin < 10


async def test_missing_model_files_are_an_embedding_error_that_says_what_to_do(tmp_path: Path) -> None:
    minilm = MiniLM(tmp_path)
    with pytest.raises(EmbeddingError, match="Install the package again"):
        await minilm.embed(["a"])
    with pytest.raises(EmbeddingError):
        minilm.count("a")


async def test_a_damaged_model_is_an_embedding_error_and_works_once_repaired(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").symlink_to(MODEL_FOLDER / "tokenizer.json")
    model = tmp_path / "model.int8.onnx"
    model.write_bytes((MODEL_FOLDER / "model.int8.onnx").read_bytes()[:100_000])
    minilm = MiniLM(tmp_path)
    with pytest.raises(EmbeddingError, match="cannot be loaded"):
        await minilm.embed(["a"])
    model.unlink()
    model.symlink_to(MODEL_FOLDER / "model.int8.onnx")
    assert (await minilm.embed(["a"])).shape == (1, 384)
