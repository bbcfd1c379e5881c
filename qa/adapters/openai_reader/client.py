"""The request and its stream. Loads openai and httpx, so it is imported with the first question only."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import httpx
import openai
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from qa.adapters.openai_reader.errors import typed
from qa.adapters.openai_reader.fallback import CLAIMS, Dialect, Form
from qa.adapters.openai_reader.retry import patiently
from qa.adapters.openai_reader.settings import OpenAISettings
from qa.errors import ReaderAuthError, ReaderReplyError
from qa.prompts import Messages

MAX_BYTES = 8_000_000  # of a response; the wire wraps every token in some 200 bytes of JSON
CONNECT_S = 10.0
LAST_WORDS_S = 5.0  # how long the token counts may take after the model has finished

Stream = openai.AsyncStream[ChatCompletionChunk]
T = TypeVar("T")


@dataclass(slots=True)
class Reply:
    """What is learnt beside the text while a reply comes in. Tokens stay ``None`` when the endpoint does not say."""

    model: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    finish_reason: str | None = None
    refused: bool = False

    def take(self, part: Any) -> str:
        """Notes what ``part`` (a chunk, or a completion) says, and gives its text. Endpoints leave out anything."""
        if isinstance(model := getattr(part, "model", None), str) and model:
            self.model = model
        usage = getattr(part, "usage", None)
        if isinstance(count := getattr(usage, "prompt_tokens", None), int):
            self.input_tokens = count
        if isinstance(count := getattr(usage, "completion_tokens", None), int):
            self.output_tokens = count
        choices = getattr(part, "choices", None)
        if not isinstance(choices, list) or not choices:
            return ""
        choice = choices[0]
        if isinstance(reason := getattr(choice, "finish_reason", None), str):
            self.finish_reason = reason
        body = getattr(choice, "delta", None) or getattr(choice, "message", None)
        if getattr(body, "refusal", None):
            self.refused = True
        content = getattr(body, "content", None)
        return content if isinstance(content, str) else ""


class ChatClient:
    """Asks one endpoint, and remembers what it understands. Holds nothing that has to be closed."""

    def __init__(
        self, settings: OpenAISettings, transport: httpx.AsyncBaseTransport | None = None, form: Form = CLAIMS
    ) -> None:
        self._settings = settings
        self._transport = transport
        self._form = form
        self._key = (settings.api_key or "").strip()
        if not (self._key.isascii() and self._key.isprintable()):
            raise ReaderAuthError("The key holds characters that no key has.")
        self._tls = httpx.create_ssl_context()  # reading the certificates takes longer than the rest
        self._dialect = Dialect()

    async def pieces(self, messages: Messages, reply: Reply) -> AsyncGenerator[str, None]:
        """The reply's text, piece by piece; ``reply`` is filled in on the way. Raises ReaderError.

        Closing the iterator closes the connection, so the endpoint stops writing.
        """
        clock = asyncio.get_running_loop().time
        until = deadline = clock() + self._settings.timeout_s
        async with self._http() as http:
            stream = await self._by(deadline, self._open(http, messages, deadline), reply)
            if stream is None:
                return
            try:
                if "application/json" in stream.response.headers.get("content-type", ""):
                    yield reply.take(await self._by(deadline, _whole(stream.response), reply))
                    return
                while (chunk := await self._by(until, anext(stream, None), reply)) is not None:
                    yield reply.take(chunk)
                    patience = LAST_WORDS_S if reply.finish_reason else self._settings.stall_s
                    until = min(deadline, clock() + patience)
            finally:
                await stream.close()

    async def _by(self, until: float, step: Awaitable[T], reply: Reply) -> T | None:
        """What ``step`` gives by ``until`` (loop time); its errors as ours. ``None`` when Azure's filter stops it."""
        try:
            async with asyncio.timeout_at(until):
                return await step
        except Exception as error:
            if getattr(error, "code", None) == "content_filter":
                reply.finish_reason = "content_filter"
                return None
            raise typed(error, model=self._settings.model, secret=self._key) from None

    def _http(self) -> httpx.AsyncClient:
        """Redirects are not followed: articles go to the address that was set, and to no other."""
        limit = self._settings.timeout_s
        return httpx.AsyncClient(
            verify=self._tls,
            timeout=httpx.Timeout(limit, connect=min(CONNECT_S, limit)),
            headers={"Accept-Encoding": "identity"},
            event_hooks={"response": [_cap]},
            transport=self._transport,
        )

    async def _open(self, http: httpx.AsyncClient, messages: Messages, deadline: float) -> Stream:
        client = openai.AsyncOpenAI(
            api_key=self._key or "none", base_url=self._settings.base_url, max_retries=0, http_client=http
        )
        dialect = self._dialect
        while True:
            try:
                stream = await patiently(partial(self._request, client, messages, dialect), deadline)
            except openai.APIStatusError as error:
                weaker = dialect.weaker(error.status_code, error.message)
                if weaker is None:
                    raise
                dialect = weaker
            else:
                self._dialect = dialect
                return stream

    async def _request(self, client: openai.AsyncOpenAI, messages: Messages, dialect: Dialect) -> Stream:
        stream: Stream = await client.chat.completions.create(
            model=self._settings.model,
            messages=[
                {"role": "system", "content": messages.system},
                {"role": "user", "content": messages.user},
            ],
            stream=True,
            extra_headers=None if self._key else {"Authorization": openai.omit},
            **dialect.parameters(self._settings.max_output_tokens, self._form),
        )
        return stream


async def _whole(response: httpx.Response) -> ChatCompletion:
    """The reply of an endpoint that does not stream."""
    document = json.loads(await response.aread())
    if not isinstance(document, dict):
        raise ReaderReplyError("The model's endpoint sent JSON that is no reply.")
    if problem := document.get("error"):
        raise ReaderReplyError(f"The model's endpoint sent an error as a reply ({type(problem).__name__}).")
    return ChatCompletion.construct(**document)


class _Capped(httpx.AsyncByteStream):
    """A body of at most ``MAX_BYTES``: an endless line would otherwise fill the memory until the time is up."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = MAX_BYTES
        async for chunk in self._stream:
            left -= len(chunk)
            if left < 0:
                raise ReaderReplyError("The model's endpoint sends more than any reply can be.")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _cap(response: httpx.Response) -> None:
    if isinstance(response.stream, httpx.AsyncByteStream):
        response.stream = _Capped(response.stream)
