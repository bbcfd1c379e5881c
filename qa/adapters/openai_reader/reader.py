"""Answers one question with a model: evidence in, draft claims out while they are written, then a report."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING

from qa.adapters.openai_reader.budget import within
from qa.adapters.openai_reader.claims_stream import ClaimsStream
from qa.adapters.openai_reader.settings import OpenAISettings
from qa.errors import ReaderError, ReaderReplyError, ReaderTimeoutError, ReaderUnavailableError
from qa.prompts import frame, load, plain
from qa.types import DraftClaim, Evidence, PromptRef, Question, ReadReport, Usage

if TYPE_CHECKING:
    import httpx

    from qa.adapters.openai_reader.client import ChatClient, Reply

_SAID_BY_THE_MODEL = {"length", "content_filter"}


class OpenAIReader:
    """Fills the Reader port. PromptError at once when the prompt cannot be used; nothing is sent before ``read``.

    ``transport`` carries the requests instead of the network, where one is given.
    """

    def __init__(self, settings: OpenAISettings, transport: "httpx.AsyncBaseTransport | None" = None) -> None:
        self._settings = settings
        self._transport = transport
        self._prompt = load("read")
        self._client: ChatClient | None = None

    @property
    def name(self) -> str:
        """``openai``, for the record."""
        return "openai"

    async def check(self) -> str:
        """Whether the endpoint is there and takes the key; costs nothing. ReaderError when not."""
        from qa.adapters.openai_reader.reach import reach

        return await reach(self._settings, self._transport)

    async def read(self, question: Question, evidence: Evidence) -> AsyncGenerator[DraftClaim | ReadReport, None]:
        """Yields each claim as soon as it is complete, then one ReadReport.

        A reply that is cut keeps its claims, and the report says why it is not complete. ReaderError when there is no
        claim and no word of the model's own (``length``, ``content_filter``, ``refusal``) for it. Closing the iterator
        closes the connection.
        """
        kept = within(evidence, self._settings.evidence_tokens)
        if not kept.passages:  # nothing to ask about; the budget may be the reason
            reason = "budget" if evidence.passages else None
            yield ReadReport(complete=reason is None, reason=reason, prompt=self._reference)
            return
        messages = self._prompt.render(evidence=frame(kept), asked_at=question.asked_at, question=plain(question.text))
        client, reply = await asyncio.to_thread(self._connect)
        claims = ClaimsStream()
        trouble: ReaderError | None = None
        given = 0
        try:
            async with aclosing(client.pieces(messages, reply)) as pieces:
                async for piece in pieces:
                    for claim in claims.feed(piece):
                        given += 1
                        yield claim
                    if claims.overflow:
                        break
        except ReaderError as error:
            trouble = error
        for claim in claims.finish():
            given += 1
            yield claim
        yield self._report(reply, _reason(reply, claims, trouble, given))

    def _connect(self) -> "tuple[ChatClient, Reply]":
        """Called in a thread: the first call loads openai, which takes a second or more."""
        from qa.adapters.openai_reader.client import ChatClient, Reply

        if self._client is None:
            self._client = ChatClient(self._settings, self._transport)
        return self._client, Reply()

    @property
    def _reference(self) -> PromptRef:
        return PromptRef(self._prompt.name, self._prompt.sha256)

    def _report(self, reply: "Reply", reason: str | None) -> ReadReport:
        return ReadReport(
            usage=self._usage(reply),
            complete=reason is None,
            reason=reason,
            model=reply.model or self._settings.model,
            prompt=self._reference,
        )

    def _usage(self, reply: "Reply") -> Usage:
        """Tokens are 0 where the endpoint does not say; the cost is then unknown, as it is without a price.

        Prices for cached input are not known here, so the cost is an upper bound.
        """
        prices = self._settings.input_price, self._settings.output_price
        counts = reply.input_tokens, reply.output_tokens
        known = [
            price * count for price, count in zip(prices, counts, strict=True) if not (price is None or count is None)
        ]
        cost = sum(known) / 1_000_000 if len(known) == len(prices) else None
        return Usage(reply.input_tokens or 0, reply.output_tokens or 0, cost)


def _reason(reply: "Reply", claims: ClaimsStream, trouble: ReaderError | None, given: int) -> str | None:
    """Why the reply is not complete, or ``None``; raises when nothing came and the model gave no reason of its own."""
    if reply.refused:
        return "refusal"
    if claims.whole and not (claims.malformed or claims.overflow):
        return None  # whatever happened after the last bracket, nothing is missing
    if reply.finish_reason in _SAID_BY_THE_MODEL:
        return reply.finish_reason
    if not given:
        raise trouble or ReaderReplyError("The model's reply holds no claims that can be read.")
    if claims.overflow:
        return "size"
    return _word(trouble, cut=reply.finish_reason is None and not claims.whole)


def _word(trouble: ReaderError | None, *, cut: bool) -> str:
    if isinstance(trouble, ReaderTimeoutError):
        return "timeout"
    if isinstance(trouble, ReaderUnavailableError) or (trouble is None and cut):
        return "connection"
    return "malformed"
