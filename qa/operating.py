"""Ports that operating a service needs beside those of the flows. ``qa/adapters`` fills them.

Instants are ISO 8601 in UTC, as Clock gives them; leases are in seconds since 1970, because they are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from qa.types.operations import ApiKey, Job, JobItem, JobReport, Reply


@runtime_checkable
class Checked(Protocol):
    """An adapter that can say whether what it depends on is there, without cost."""

    async def check(self) -> str:
        """What it found, in a sentence; QAError when it does not work."""
        ...


class KeyStore(Protocol):
    """The keys of the service. A key that is revoked stays, so that it can be told from one that never was."""

    async def add_key(self, key: ApiKey) -> None:
        """Keeps ``key``."""
        ...

    async def keys(self) -> Sequence[ApiKey]:
        """Every key, revoked ones too, in the order in which they were made."""
        ...

    async def revoke_key(self, key_id: str, at: str) -> bool:
        """Ends that key; False when there is none, or it has ended already."""
        ...


class JobStore(Protocol):
    """Jobs as those see them who asked for them."""

    async def add_job(self, job: Job, items: Sequence[JobItem]) -> None:
        """Keeps ``job`` with all that it needs; it is on disk when this returns. The same id again changes nothing."""
        ...

    async def job(self, job_id: str) -> Job | None:
        """How far that job is, or ``None``."""
        ...

    async def jobs(self, before: str | None = None, limit: int = 100) -> Sequence[Job]:
        """The jobs, newest first, from the one before ``before`` (an id)."""
        ...

    async def job_reports(self, job_id: str, after: int = 0, limit: int = 1000) -> Sequence[JobReport]:
        """That job's reports in the order in which they came, from the one after number ``after``."""
        ...

    async def cancel_job(self, job_id: str, at: str) -> bool:
        """Ends a job that is not over; False when it is, or there is none. What was taken in stays."""
        ...


class JobQueue(Protocol):
    """Jobs as those see them who do them. Whoever has a job holds it for a while at a time (a lease), so that two
    never do the same and a job whose process died goes on elsewhere."""

    async def claim_job(self, owner: str, now: float, until: float) -> Job | None:
        """The oldest job that is queued and may go on ``now``, or whose lease has run out: ``owner`` has it ``until``
        then."""
        ...

    async def hold_job(self, job_id: str, owner: str, until: float) -> bool:
        """Goes on holding it; False when it was cancelled or another has it."""
        ...

    async def next_item(self, job_id: str, finished: int = 0) -> JobItem | None:
        """The first item that is not finished, or ``None``, once number ``finished`` is: its bytes are no longer kept.
        Counts the attempt, so that an item that takes the process down with it is not begun for ever."""
        ...

    async def report_item(self, job_id: str, report: JobReport) -> None:
        """Keeps a report of an item, once for each source: of one that is begun again, the first stays."""
        ...

    async def end_job(self, job: Job, owner: str, again_at: float | None = None) -> None:
        """Keeps how ``owner``'s job ended; with status ``queued`` it is given back, to go on, not before
        ``again_at``, and attempts are counted anew."""
        ...


@dataclass(frozen=True, slots=True)
class Begun:
    """What the store says about a request with an idempotency key. ``fresh``: it is the first, answer it; ``running``:
    the first is still being answered; ``other``: the first had another content; ``replied``: see ``reply``. ``at`` is
    when the first came."""

    state: Literal["fresh", "running", "other", "replied"]
    at: str
    reply: Reply | None = None


class ReplyStore(Protocol):
    """Replies to requests that a client may send twice, each under the key that the client gave."""

    async def begin(self, key: str, fingerprint: str, owner: str, at: str) -> Begun:
        """Takes note of a request, or says what is known of it. One that another ``owner`` (a process that died)
        began and never ended counts as fresh, and keeps the instant of the first."""
        ...

    async def keep_reply(self, key: str, reply: Reply) -> None:
        """Ends the request with its reply. One about an article that was purged meanwhile is not kept."""
        ...

    async def forget(self, key: str) -> None:
        """Ends the request without one: sent again, it is fresh."""
        ...

    async def forget_before(self, instant: str) -> None:
        """Drops what began before ``instant``."""
        ...


@dataclass(frozen=True, slots=True)
class Operations:
    """The ports of operating."""

    keys: KeyStore
    jobs: JobStore
    queue: JobQueue
    replies: ReplyStore
