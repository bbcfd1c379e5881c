"""A question, its evidence, a reader, and wire shapes."""

import json
from contextlib import aclosing
from pathlib import Path
from typing import Any

import httpx

from qa.adapters.openai_reader import OpenAIReader, OpenAISettings
from qa.evidence import gather
from qa.types import Article, DraftClaim, Evidence, Hit, Passage, Question, ReadReport, Sentence, StoredArticle

WIRE = Path(__file__).parent.parent / "fixtures" / "wire"
URL = "https://api.openai.com/v1/chat/completions"
KEY = "sk-test-very-secret"
QUESTION = Question("How many boats left?", "2016-12-31T08:00:00Z")
FIRST = DraftClaim("Nine boats left.", ("S1.1",))
SECOND = DraftClaim("They came back {late}.", ("S1.2", "S1.3"))


def evidence(*texts: str) -> Evidence:
    """A passage of one article for each of ``texts``; a sentence ends at a bar."""
    hits, articles = [], {}
    for place, marked in enumerate(texts or ("Nine boats left.|They came back.|It was late.",)):
        article_id, text, sentences = f"{place:016}", marked.replace("|", " "), []
        start = 0
        for number, piece in enumerate(marked.split("|"), start=1):
            sentences.append(Sentence(article_id, "v", number, start, start + len(piece)))
            start += len(piece) + 1
        article = Article(article_id, "v", "x.txt", "0", "t", text, title=f"Boats {place}")
        passage = Passage(f"p{place}", article_id, "v", 1, len(sentences), 0, len(text), text)
        hits.append(Hit(passage, 1.0))
        articles[article_id, "v"] = StoredArticle(article, tuple(sentences), current=True)
    return gather(hits, articles)


def reader(**changes: Any) -> OpenAIReader:
    settings: dict[str, Any] = {"model": "gpt-5-mini", "api_key": KEY, "timeout_s": 20.0}
    return OpenAIReader(OpenAISettings(**(settings | changes)))


async def read(asked: OpenAIReader, question: Question = QUESTION) -> tuple[list[DraftClaim], ReadReport]:
    """All the claims, and the report, which must be the last thing and the only one of its kind."""
    async with aclosing(asked.read(question, evidence())) as stream:
        items = [item async for item in stream]
    *claims, report = items
    assert isinstance(report, ReadReport)
    drafts = [claim for claim in claims if isinstance(claim, DraftClaim)]
    assert len(drafts) == len(claims)
    return drafts, report


def stream(name: str) -> httpx.Response:
    return streamed((WIRE / name).read_bytes())


def streamed(body: bytes) -> httpx.Response:
    return httpx.Response(200, headers={"content-type": "text/event-stream; charset=utf-8"}, content=body)


def saying(*pieces: str | None, finish: str | None = "stop") -> httpx.Response:
    """A stream whose text comes in ``pieces``."""
    chunks = [
        {"model": "m-1", "choices": [{"index": 0, "delta": {"content": p}, "finish_reason": None}]} for p in pieces
    ]
    chunks.append({"model": "m-1", "choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
    return streamed("".join(f"data: {json.dumps(c)}\n\n" for c in [*chunks]).encode() + b"data: [DONE]\n\n")


def error(name: str, **headers: str) -> httpx.Response:
    """The error body ``error_{status}_….json`` with its status."""
    status = int(name.split("_")[1])
    return httpx.Response(status, headers=headers, json=json.loads((WIRE / name).read_text(encoding="utf-8")))
