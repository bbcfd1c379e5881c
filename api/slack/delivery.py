"""An answer on its way into a conversation: shown while it grows, brought to its final form, found again after a crash.

Every message carries whose answer it is: in its metadata, and in the ids of its blocks, because a message that is being
streamed has no metadata yet. What ``finish`` is given is brought about whatever stands there already, so that it can be
done again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from api.slack.calls import RefusedError, called
from api.slack.layout import LEAST_BYTES, Part, Unit, parts
from api.slack.limits import EDIT_SECONDS
from api.slack.rich import Block

EVENT_TYPE = "ontherecord_answer"
_PAGE = 200
_NO_STREAM = {
    "channel_type_not_supported",
    "missing_scope",
    "unknown_method",
    "invalid_chunks",
    "not_allowed_token_type",
}
_TOO_LONG = {"msg_too_long", "msg_blocks_too_long"}
_OVER = {"message_not_in_streaming_state", "message_not_found", "streaming_state_conflict"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes: under the message ``root`` and after ``since``, or, without a root, as a message of its own
    with the rest under it. ``streams_for`` is the person (user, team) for whom it may be streamed."""

    channel: str
    root: str = ""
    since: str = ""
    streams_for: tuple[str, str] | None = None


@dataclass(slots=True)
class _Slot:
    """A message that stands there."""

    ts: str
    blocks: tuple[Block, ...] = ()
    streaming: bool = False


class Delivery:
    """One answer to ``key`` in one place. LaterError and RefusedError as the calls have them."""

    def __init__(self, client: AsyncWebClient, place: Place, key: str, event_id: str = "", replaces: str = "") -> None:
        self.mark = f"otr.{hashlib.sha256(key.encode()).hexdigest()[:16]}"
        self._client = client
        self._place = place
        self._payload = {"key": key, "event_id": event_id}
        self._slots = [_Slot(replaces)] if replaces else []
        self._streams = place.streams_for is not None and bool(place.root) and not replaces
        self._shown_at = 0.0

    @property
    def root(self) -> str:
        """The message that the conversation hangs under; empty before there is one."""
        return self._place.root or (self._slots[0].ts if self._slots else "")

    async def find(self) -> bool:
        """Looks up what an earlier attempt left here. True when that was the whole answer."""
        found = [message async for message in self._messages() if self._is_own(message)]
        known = {message["ts"] for message in found}
        kept = [slot for slot in self._slots if slot.ts not in known]
        self._slots = kept + [_slot(message) for message in sorted(found, key=lambda message: message["ts"])]
        self._streams = False
        return any(_payload(message).get("complete") for message in found)

    async def show(self, units: Sequence[Unit], text: str) -> None:
        """Shows the units so far, each already final in itself; does nothing when that was done a moment ago."""
        if time.monotonic() - self._shown_at < EDIT_SECONDS:
            return
        growing = parts(units, [], text, self.mark)
        try:
            for number, part in enumerate(growing):
                await self._grow(number, part)
        except RefusedError as error:
            if error.code not in _NO_STREAM | _OVER | _TOO_LONG:
                raise
            self._streams = False  # from here on the answer is posted, and edited
        self._shown_at = time.monotonic()

    async def finish(self, units: Sequence[Unit], closing: Sequence[Block], text: str) -> None:
        """Brings the answer to its final form, ``closing`` at its end. Should Slack find a message too long after all
        (how it counts is not documented), it is cut into shorter ones."""
        try:
            await self._bring_about(parts(units, closing, text, self.mark))
        except RefusedError as error:
            if error.code not in _TOO_LONG:
                raise
            await self._bring_about(parts(units, closing, text, self.mark, LEAST_BYTES))

    async def _bring_about(self, final: Sequence[Part]) -> None:
        for number, part in enumerate(final):
            metadata = self._metadata(number, complete=part is final[-1])
            if number >= len(self._slots):
                await self._post(part, metadata)
            elif self._slots[number].streaming:
                await self._stop(self._slots[number], part, metadata)
            elif self._slots[number].blocks != part.blocks:
                await self._update(self._slots[number], part, metadata)
        for slot in self._slots[len(final) :]:
            await called(self._client.chat_delete(channel=self._place.channel, ts=slot.ts))
        del self._slots[len(final) :]

    async def _grow(self, number: int, part: Part) -> None:
        channel, metadata = self._place.channel, self._metadata(number, complete=False)
        if number < len(self._slots):
            slot = self._slots[number]
            added = part.blocks[len(slot.blocks) :]
            if slot.streaming and not slot.blocks:  # of an earlier attempt: what it shows is not known
                await self._stop(slot, part, metadata)
            elif slot.streaming and added:
                chunks = [{"type": "blocks", "blocks": list(added)}]
                await called(self._client.chat_appendStream(channel=channel, ts=slot.ts, chunks=chunks))
                slot.blocks = part.blocks
            elif added:
                await self._update(slot, part, metadata)
        elif self._streams and self._place.streams_for:
            if self._slots and self._slots[-1].streaming:
                last = self._slots[-1]
                await self._stop(last, Part(last.blocks, part.text), self._metadata(number - 1, complete=False))
            user, team = self._place.streams_for
            started = await called(
                self._client.chat_startStream(
                    channel=channel,
                    thread_ts=self._place.root,
                    recipient_user_id=user,
                    recipient_team_id=team,
                    chunks=[{"type": "blocks", "blocks": list(part.blocks)}],
                )
            )
            self._slots.append(_Slot(started["ts"], part.blocks, streaming=True))
        else:
            await self._post(part, metadata)

    async def _post(self, part: Part, metadata: Block) -> None:
        posted = await called(
            self._client.chat_postMessage(
                channel=self._place.channel,
                thread_ts=self.root or None,
                text=part.text,
                blocks=list(part.blocks),
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        self._slots.append(_Slot(posted["ts"], part.blocks))

    async def _update(self, slot: _Slot, part: Part, metadata: Block) -> None:
        await called(
            self._client.chat_update(
                channel=self._place.channel, ts=slot.ts, text=part.text, blocks=list(part.blocks), metadata=metadata
            )
        )
        slot.blocks = part.blocks

    async def _stop(self, slot: _Slot, part: Part, metadata: Block) -> None:
        """Ends a stream so that ``part`` stands there."""
        grown = bool(slot.blocks) and part.blocks[: len(slot.blocks)] == slot.blocks
        rest = list(part.blocks[len(slot.blocks) :]) if grown else []
        slot.streaming = False
        try:
            await called(
                self._client.chat_stopStream(
                    channel=self._place.channel, ts=slot.ts, blocks=rest or None, metadata=metadata
                )
            )
        except RefusedError as error:
            if error.code not in _OVER:  # Slack ends streams by itself after some minutes
                raise
            grown = False
        if grown:
            slot.blocks = part.blocks
        else:
            await self._update(slot, part, metadata)

    def _metadata(self, number: int, *, complete: bool) -> Block:
        return {"event_type": EVENT_TYPE, "event_payload": self._payload | {"part": number, "complete": complete}}

    def _is_own(self, message: Block) -> bool:
        if not message.get("bot_id"):
            return False
        ids = (str(block.get("block_id", "")) for block in message.get("blocks", []))
        return _payload(message).get("key") == self._payload["key"] or any(i.startswith(f"{self.mark}.") for i in ids)

    async def _messages(self) -> AsyncIterator[Block]:
        """The messages among which the answer would stand."""
        channel = self._place.channel
        root = self.root
        if not root:
            history = await called(
                self._client.conversations_history(channel=channel, limit=_PAGE, include_all_metadata=True)
            )
            mine = [message for message in history["messages"] if self._is_own(message)]
            if not mine:
                return
            root = mine[-1]["ts"]
        cursor = ""
        while True:
            page: Any = await called(
                self._client.conversations_replies(
                    channel=channel,
                    ts=root,
                    oldest=self._place.since or None,
                    limit=_PAGE,
                    include_all_metadata=True,
                    cursor=cursor or None,
                )
            )
            for message in page["messages"]:
                yield message
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return


def _payload(message: Block) -> dict[str, Any]:
    metadata = message.get("metadata") or {}
    return dict(metadata.get("event_payload") or {}) if metadata.get("event_type") == EVENT_TYPE else {}


def _slot(message: Block) -> _Slot:
    # One without metadata was being streamed; its blocks may have come back changed, so they count as unknown.
    return _Slot(message["ts"], (), streaming=not _payload(message))
