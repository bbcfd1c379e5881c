"""Articles to put into a store: cut by the plainest rule, so that a test can see what belongs where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qa import ids
from qa.types import Article, Passage, Sentence
from tests.fakes import FakeEmbedder

if TYPE_CHECKING:
    from qa.ports import Vectors

DEFAULT_EMBEDDER = FakeEmbedder()
_SENTENCE = re.compile(r"[^.]+\.?")
_SENTENCES_A_PASSAGE = 2


@dataclass(frozen=True)
class Edition:
    """An article with all that ``replace`` takes."""

    article: Article
    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    vectors: Vectors
    pipeline: str

    @property
    def ids(self) -> list[str]:
        return [passage.id for passage in self.passages]


class Replaces(Protocol):
    """The part of a store that takes editions in."""

    async def replace(  # see ArticleStore
        self,
        article: Article,
        sentences: tuple[Sentence, ...],
        passages: tuple[Passage, ...],
        vectors: Vectors,
        pipeline: str,
    ) -> None: ...


def edition(name: str, text: str, embedder: FakeEmbedder | None = None, **metadata: str | None) -> Edition:
    """``text`` cut at full stops, two sentences a passage. ``metadata`` are fields of Article."""
    embedder = embedder or DEFAULT_EMBEDDER
    article_id, version = ids.article_id(url=None, name=name), ids.version(text)
    article = Article(
        **{"source": name, "source_hash": version, "extractor": "plain-1", **metadata},  # type: ignore[arg-type]
        id=article_id,
        version=version,
        text=text,
    )
    spans = [match.span() for match in _SENTENCE.finditer(text) if match.group().strip()]
    sentences = tuple(Sentence(article_id, version, n, start, end) for n, (start, end) in enumerate(spans, 1))
    runs = [sentences[n : n + _SENTENCES_A_PASSAGE] for n in range(0, len(sentences), _SENTENCES_A_PASSAGE)]
    passages = tuple(_passage(article, run) for run in runs)
    vectors = embedder.vectors([passage.text for passage in passages])
    return Edition(article, sentences, passages, vectors, f"plain-1/{embedder.fingerprint}")


async def publish(store: Replaces, *editions: Edition) -> None:
    """Makes each the current version of its article."""
    for e in editions:
        await store.replace(e.article, e.sentences, e.passages, e.vectors, e.pipeline)


def _passage(article: Article, run: tuple[Sentence, ...]) -> Passage:
    start, end = run[0].start, run[-1].end
    return Passage(
        id=ids.passage_id(article.id, article.version, start, end),
        article_id=article.id,
        version=article.version,
        first=run[0].number,
        last=run[-1].number,
        start=start,
        end=end,
        text=article.text[start:end],
    )
