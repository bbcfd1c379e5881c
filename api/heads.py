"""The head of a response, as middlewares see it go by."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import Message, Send


def seen(send: Send, look: Callable[[Message], None]) -> Send:
    """``send``, but ``look`` is given the head of the response before it goes out, and may add to it."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            look(message)
        await send(message)

    return sent
