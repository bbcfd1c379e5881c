"""The judge that asks a model, over the same client as the reader."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, get_args

from qa.adapters.openai_reader.fallback import Form
from qa.adapters.openai_reader.settings import OpenAISettings
from qa.errors import ReaderReplyError
from qa.ports import Judgement
from qa.prompts import load, plain
from qa.types import JudgeVerdict, Usage

if TYPE_CHECKING:
    import httpx

    from qa.adapters.openai_reader.client import ChatClient, Reply

_FORM = Form(
    "verdict",
    {
        "type": "object",
        "properties": {
            "reason": {"type": "string"},  # first, so that the verdict is written after it
            "verdict": {"type": "string", "enum": list(get_args(JudgeVerdict))},
        },
        "required": ["reason", "verdict"],
        "additionalProperties": False,
    },
)


class OpenAIJudge:
    """Fills the Judge port. PromptError at once when the prompt cannot be used; nothing is sent before ``judge``."""

    def __init__(self, settings: OpenAISettings, transport: "httpx.AsyncBaseTransport | None" = None) -> None:
        self._settings = settings
        self._transport = transport
        self._prompt = load("judge")
        self._client: ChatClient | None = None

    @property
    def name(self) -> str:
        """``openai`` and the model."""
        return f"openai {self._settings.model}"

    async def judge(self, claim: str, sentences: Sequence[str], question: str) -> Judgement:
        """The model's opinion; ReaderError when it gives none that can be read."""
        listed = "\n".join(f"- {plain(sentence)}" for sentence in sentences)
        messages = self._prompt.render(question=plain(question), claim=plain(claim), sentences=listed)
        client, reply = await asyncio.to_thread(self._connect)
        async with aclosing(client.pieces(messages, reply)) as pieces:
            text = "".join([piece async for piece in pieces])
        return _judgement(text, Usage(reply.input_tokens or 0, reply.output_tokens or 0, None))

    def _connect(self) -> "tuple[ChatClient, Reply]":
        """Called in a thread: the first call loads openai."""
        from qa.adapters.openai_reader.client import ChatClient, Reply

        if self._client is None:
            self._client = ChatClient(self._settings, self._transport, _FORM)
        return self._client, Reply()


def _judgement(text: str, usage: Usage) -> Judgement:
    """The first JSON object in ``text``: endpoints without structured output put words or fences around it."""
    try:
        found, _ = json.JSONDecoder().raw_decode(text, text.index("{"))
        return Judgement(_OPINIONS[found["verdict"]], str(found.get("reason", "")), usage)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReaderReplyError("The judge's reply holds no verdict that can be read.") from error


_OPINIONS: dict[str, JudgeVerdict] = {opinion: opinion for opinion in get_args(JudgeVerdict)}
