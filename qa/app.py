"""The composition root: the only place that names concrete classes. `build(settings) -> App`."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qa.adapters.clock import SystemClock
from qa.adapters.cross_minilm import CrossMiniLM
from qa.adapters.exact import ExactScan
from qa.adapters.extracting.pool import Processes
from qa.adapters.extractive import ExtractiveReader
from qa.adapters.minilm import MiniLM
from qa.adapters.sources import Sources
from qa.adapters.sqlite import SqliteHistory, SqliteStore, SqliteVisits, operations
from qa.adapters.sqlite.vocabulary import SqliteVocabulary
from qa.adapters.web import Web, WebSettings
from qa.ask import Asking, ask
from qa.errors import ConfigError, QAError
from qa.ingest import Ingesting, SourceReport, ingest
from qa.judging import Judging
from qa.reindex import reindex
from qa.remembered import forget as forget_texts
from qa.retrieve import Retrieval
from qa.settings import Settings, load
from qa.spelling import Spelling
from qa.types import Article, Event, Filters, Source

if TYPE_CHECKING:
    import httpx

    from qa.adapters.openai_reader import OpenAISettings
    from qa.inbox import Inbox
    from qa.operating import Operations
    from qa.ports import Embedder, Judge, Reader, SentenceReader, VectorIndex

STORE_FILE = "store.sqlite3"
INDEX_FOLDER = "index"
EXACT_UP_TO = 20_000
"""Passages up to which vectors are scanned exactly: that takes a few milliseconds, opening Chroma seconds of imports
(`python -m bench.vector_index`)."""

RARELY = (20_000, 20, 20)
"""When garbage is looked for in a process that answers. By default a question over 198,144 passages has it looked for
four to five times, among young objects, and one question of some thirty among all; with this one of thirty has the
first."""
_ANY = "What happened?"


@dataclass(frozen=True, slots=True)
class App:
    """An installation at work. Use it as given by `opened()`, which also closes it."""

    settings: Settings
    store: SqliteStore
    embedder: Embedder
    index: VectorIndex
    asking: Asking
    ingesting: Ingesting
    operations: Operations
    closing: ExitStack = field(default_factory=ExitStack)

    async def warm_up(self) -> None:
        """For a process that answers many questions: loads what the first would wait for (models, vectors), and leaves
        what is there by then out of garbage collection, which else stops a question for up to 70 ms. What cannot be
        loaded is for the question to tell."""
        with suppress(QAError):
            vectors = await self.embedder.embed([_ANY])
            await self.index.search_vector(vectors[0], 1, Filters())
            if self.asking.sentences:
                await self.asking.sentences.read_sentences(_ANY, [("", _ANY)])
        gc.collect()
        gc.freeze()
        gc.set_threshold(*RARELY)

    def ask(
        self, text: str, *, filters: Filters | None = None, conversation_id: str | None = None
    ) -> AsyncGenerator[Event, None]:
        """The events of one question; see `qa.ask.ask`."""
        question = self.asking.question(text, filters=filters, conversation_id=conversation_id)
        return ask(question, self.asking)

    def sources(self, argument: str) -> Sequence[Source]:
        """What ``argument`` (a file, a folder, a web address) holds; InputError when there is nothing."""
        return list(self.ingesting.fetcher.sources(argument))

    def ingest(self, sources: Iterable[Source], limit: int | None = None) -> AsyncGenerator[SourceReport, None]:
        """A report per source; see `qa.ingest.ingest`."""
        return ingest(sources, self.ingesting, limit)

    def reindex(self) -> AsyncIterator[int]:
        """How many passages were embedded again, batch by batch; see `qa.reindex.reindex`."""
        return reindex(self.store, self.embedder)

    @property
    def history(self) -> SqliteHistory:
        """What articles were, and what is gone."""
        return SqliteHistory(self.store.database)

    async def remove(self, article_id: str) -> bool:
        """Takes an article out of the current ones; its versions stay. False when it was not there."""
        return await self.store.delete(article_id)

    async def purge(self, article_id: str, reason: str = "purged") -> bool:
        """Removes every byte of an article, from the index too. False when there was nothing of it. StoreBusyError
        while another process holds what was deleted: call it again."""
        found = await self.history.purge(article_id, reason)
        if found:
            self._forget_texts()
            from qa.adapters.chroma.forget import forget

            await asyncio.to_thread(forget, self.settings.data_dir / INDEX_FOLDER)
        return found

    async def forget_purged(self) -> None:
        """Drops what this process holds in memory of articles that another one purged: vectors, and texts whose
        analysis is kept."""
        self._forget_texts()
        await self.index.refresh()

    def _forget_texts(self) -> None:
        forget_texts()
        if isinstance(self.asking.sentences, CrossMiniLM):
            self.asking.sentences.forget()

    async def articles(self) -> AsyncIterator[Article]:
        """The current articles, in the order of their ids."""
        after = ""
        while page := await self.store.current(after):
            for article in page:
                yield article
            after = page[-1].id

    async def is_empty(self) -> bool:
        """Whether no article was ever taken in."""
        return not await self.store.current(limit=1)

    def open_inbox(self) -> Inbox:
        """The inbox of a chat service, in the same file as the store; the caller closes it."""
        from qa.adapters.sqlite.inbox import SqliteInbox

        return SqliteInbox(self.settings.data_dir / STORE_FILE)

    @property
    def reader_notice(self) -> str:
        """Says who reads, so that text never leaves the machine unnoticed."""
        where = self.settings.openai_base_url or "OpenAI"
        judge_model = self.settings.judge_model or self.settings.model
        judged = f" Doubtful claims and what they cite are judged by {judge_model} at {where}."
        if self.settings.reader_in_use == "extractive":
            return "Reader: extractive." + (judged if self.settings.judge else " Nothing leaves this machine.")
        sent = f"Reader: {self.settings.model} at {where}. Questions and passages are sent there."
        return sent + (judged if self.settings.judge else "")

    async def close(self) -> None:
        """Gives back files, locks and processes."""
        self.closing.close()
        await self.index.close()
        await self.store.close()


@asynccontextmanager
async def opened(*, data_dir: Path | None = None, check_fingerprint: bool = True) -> AsyncIterator[App]:
    """The installation that the settings describe, closed at the end."""
    settings = load(**({"data_dir": data_dir} if data_dir else {}))
    app = await build(settings)
    try:
        if check_fingerprint:
            await app.store.check_fingerprint(app.embedder.fingerprint)
        yield app
    finally:
        await app.close()


@asynccontextmanager
async def operating(*, data_dir: Path | None = None) -> AsyncIterator[Operations]:
    """The keys, jobs and replies of the installation that the settings describe, without what answers questions."""
    folder = load(**({"data_dir": data_dir} if data_dir else {})).data_dir
    store = SqliteStore(folder / STORE_FILE)
    try:
        yield operations(store)
    finally:
        await store.close()


async def build(settings: Settings, *, transport: httpx.AsyncBaseTransport | None = None) -> App:
    """Puts the adapters together. ``transport`` carries what is sent to the model instead of the network (the
    recorded replies of the eval suite). ConfigError when the data folder cannot be made."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"{settings.data_dir}: {error.strerror}.", next_step="Set QA_DATA_DIR to a folder."
        ) from error
    store = SqliteStore(settings.data_dir / STORE_FILE)
    embedder = MiniLM()
    index = await _index(settings, store, embedder)
    sentences = CrossMiniLM()
    reader = _reader(settings, embedder, sentences, transport)
    retrieval = Retrieval(embedder, index, store, settings.hits)
    judging = None
    if settings.judge:
        judging = Judging(judge(settings, transport=transport), settings.judge_below, settings.judge_timeout)
    spelling = Spelling(SqliteVocabulary(store.database), embedder)
    asking = Asking(retrieval, store, store, reader, SystemClock(), store, judging, sentences, spelling, embedder)
    clock = SystemClock()
    web = Web(WebSettings(settings.web_user_agent, settings.web_interval, settings.web_networks))
    sources, extractor, history = Sources(web), Processes(), SqliteHistory(store.database)
    ingesting = Ingesting(
        sources,
        store,
        store,
        embedder,
        embedder,
        extractor,
        SqliteVisits(store.database),
        clock,
        history,
        history,
    )
    closing = ExitStack()
    closing.callback(sources.close)
    closing.callback(extractor.close)
    return App(settings, store, embedder, index, asking, ingesting, operations(store), closing)


async def _index(settings: Settings, store: SqliteStore, embedder: Embedder) -> VectorIndex:
    exact = settings.index == "exact" or (settings.index == "auto" and (await store.stats()).passages <= EXACT_UP_TO)
    if exact:
        return ExactScan(store, embedder.fingerprint)
    from qa.adapters.chroma import ChromaIndex

    return ChromaIndex(settings.data_dir / INDEX_FOLDER, store, embedder.fingerprint)


def _reader(
    settings: Settings, embedder: Embedder, sentences: SentenceReader, transport: httpx.AsyncBaseTransport | None
) -> Reader:
    if settings.reader_in_use == "extractive":
        return ExtractiveReader(embedder, sentences, settings.decline_below)
    from qa.adapters.openai_reader import OpenAIReader

    return OpenAIReader(_openai(settings, settings.model), transport)


def judge(settings: Settings, *, transport: httpx.AsyncBaseTransport | None = None) -> Judge:
    """The judge of `QA_JUDGE` and of `qa eval --judge`; ConfigError when no model is configured."""
    from qa.adapters.openai_judge import OpenAIJudge

    return OpenAIJudge(_openai(settings, settings.judge_model or settings.model), transport)


def _openai(settings: Settings, model: str) -> OpenAISettings:
    from qa.adapters.openai_reader import OpenAISettings

    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
    if key is None and settings.openai_base_url is None:
        raise ConfigError(
            "A model is to be asked, but there is no key.", next_step="Set OPENAI_API_KEY or OPENAI_BASE_URL."
        )
    return OpenAISettings(
        api_key=key,
        base_url=settings.openai_base_url,
        model=model,
        timeout_s=settings.reader_timeout,
        max_output_tokens=settings.max_output_tokens,
        evidence_tokens=settings.evidence_tokens,
        input_price=settings.input_price,
        output_price=settings.output_price,
    )
