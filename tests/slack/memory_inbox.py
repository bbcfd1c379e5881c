"""Inbox over a dict."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from qa.inbox import Accepted, InboxEvent, LeasedEvent


@dataclass
class _Entry:
    event: InboxEvent
    state: str
    received: float
    not_before: float
    worker: str = ""
    until: float = 0.0
    attempts: int = 0


@dataclass
class MemoryInbox:
    entries: dict[str, _Entry] = field(default_factory=dict)

    async def close(self) -> None:
        """Nothing to give back."""

    async def accept(self, event: InboxEvent, *, joins: bool, now: float) -> Accepted:
        old = [key for key, entry in self.entries.items() if entry.state == "waiting" and entry.received <= now - 600]
        for key in old:
            del self.entries[key]
        in_thread = [entry for entry in self.entries.values() if entry.event.thread == event.thread]
        joined = joins or any(entry.state != "waiting" for entry in in_thread)
        known = self.entries.get(event.key)
        if joined:
            for entry in in_thread:
                entry.state = "pending" if entry.state == "waiting" else entry.state
        if known is not None and not (joined and known.state == "pending" and not known.event.body):
            return "known"
        if not joined:
            bare = InboxEvent(event.key, event.thread, event.position, "")
            self.entries[event.key] = _Entry(bare, "waiting", now, now)
            return "waiting"
        self.entries[event.key] = _Entry(event, "pending", now, now)
        return "new"

    async def lease(self, worker: str, now: float, until: float) -> LeasedEvent | None:
        held = {e.event.thread for e in self.entries.values() if e.state == "leased" and e.until > now}
        unfinished = [e for e in self.entries.values() if e.state in {"pending", "leased"}]
        first: dict[str, _Entry] = {}
        for entry in sorted(unfinished, key=lambda e: (e.event.position, e.event.key)):
            first.setdefault(entry.event.thread, entry)
        for thread, entry in first.items():
            if thread not in held and (entry.state == "leased" or entry.not_before <= now):
                entry.state, entry.worker, entry.until = "leased", worker, until
                entry.attempts += 1
                return LeasedEvent(entry.event, entry.attempts)
        return None

    async def extend(self, key: str, worker: str, until: float) -> bool:
        entry = self._own(key, worker)
        if entry:
            entry.until = until
        return entry is not None

    async def postpone(self, key: str, worker: str, not_before: float) -> bool:
        entry = self._own(key, worker)
        if entry:
            entry.state, entry.not_before = "pending", not_before
        return entry is not None

    async def finish(self, key: str, worker: str) -> bool:
        entry = self._own(key, worker)
        if entry:
            entry.state, entry.event = "done", replace(entry.event, body="")
        return entry is not None

    async def count_open(self) -> int:
        return sum(1 for entry in self.entries.values() if entry.state in {"pending", "leased"})

    def _own(self, key: str, worker: str) -> _Entry | None:
        entry = self.entries.get(key)
        return entry if entry and entry.state == "leased" and entry.worker == worker else None
