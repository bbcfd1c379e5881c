"""The port of a chat service: what comes in is taken in once and answered once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class InboxEvent:
    """Something that a chat service told us and that wants an answer.

    ``key`` is the same however often it is delivered. ``thread`` is the conversation that it belongs to, ``position``
    its place in it (compared as text). ``body`` is for who answers it; empty when it was taken in without.
    """

    key: str
    thread: str
    position: str
    body: str


@dataclass(frozen=True, slots=True)
class LeasedEvent:
    """An event that a worker holds. ``attempts`` counts its leases with this one: above 1, somebody began before."""

    event: InboxEvent
    attempts: int


Accepted = Literal["new", "known", "waiting"]


class Inbox(Protocol):
    """Events that are each to be answered once, by any of several workers. What is accepted is on disk.

    Times are seconds since 1970. A worker holds an event until a moment that it may extend; then anybody may lease it.
    In a thread one event is leased at a time, in the order of their positions. StoreError when it cannot be written.
    """

    async def accept(self, event: InboxEvent, *, joins: bool, now: float) -> Accepted:
        """Takes ``event`` in; ``known`` when its key was taken in before. An event that does not join (a reply that
        does not name us) is taken in where its thread has one that did; else it waits, without its body, some minutes
        for one that does."""
        ...

    async def lease(self, worker: str, now: float, until: float) -> LeasedEvent | None:
        """Gives ``worker`` the first event that may be worked on, or ``None``."""
        ...

    async def extend(self, key: str, worker: str, until: float) -> bool:
        """Holds on to a leased event; False when somebody else has it, or it is done."""
        ...

    async def postpone(self, key: str, worker: str, not_before: float) -> bool:
        """Gives a leased event back, to be tried again at ``not_before``; False as in ``extend``."""
        ...

    async def finish(self, key: str, worker: str) -> bool:
        """The event is answered: its body is forgotten, its key not. False as in ``extend``."""
        ...

    async def count_open(self) -> int:
        """How many events are still to be answered."""
        ...

    async def close(self) -> None:
        """Gives back files; safe to call twice."""
        ...
