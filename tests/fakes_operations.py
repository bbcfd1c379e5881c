"""Keys, jobs and replies over dicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qa.operating import Begun
from qa.types.operations import ApiKey, Job, JobItem, JobReport, Reply


@dataclass
class MemoryKeys:
    """KeyStore."""

    kept: dict[str, ApiKey] = field(default_factory=dict)

    async def add_key(self, key: ApiKey) -> None:
        self.kept[key.id] = key

    async def keys(self) -> Sequence[ApiKey]:
        return list(self.kept.values())

    async def revoke_key(self, key_id: str, at: str) -> bool:
        key = self.kept.get(key_id)
        if key is None or key.revoked_at:
            return False
        self.kept[key_id] = replace(key, revoked_at=at)
        return True


@dataclass
class MemoryJobs:
    """JobStore and JobQueue."""

    kept: dict[str, Job] = field(default_factory=dict)
    items: dict[str, list[JobItem]] = field(default_factory=dict)
    reports: dict[str, list[JobReport]] = field(default_factory=dict)
    owners: dict[str, str | None] = field(default_factory=dict)
    leases: dict[str, float] = field(default_factory=dict)

    async def add_job(self, job: Job, items: Sequence[JobItem]) -> None:
        if job.id not in self.kept:
            self.kept[job.id] = replace(job, items=len(items))
            self.items[job.id] = list(items)

    async def job(self, job_id: str) -> Job | None:
        return self.kept.get(job_id)

    async def jobs(self, before: str | None = None, limit: int = 100) -> Sequence[Job]:
        newest_first = list(reversed(self.kept.values()))
        if before:
            places = [place for place, job in enumerate(newest_first) if job.id == before]
            newest_first = newest_first[places[0] + 1 :] if places else []
        return newest_first[:limit]

    async def job_reports(self, job_id: str, after: int = 0, limit: int = 1000) -> Sequence[JobReport]:
        return self.reports.get(job_id, [])[after : after + limit]

    async def cancel_job(self, job_id: str, at: str) -> bool:
        if job_id not in self.kept or self.kept[job_id].status not in ("queued", "running"):
            return False
        self.kept[job_id] = replace(self.kept[job_id], status="cancelled", ended_at=at)
        self.items[job_id] = []
        return True

    async def claim_job(self, owner: str, now: float, until: float) -> Job | None:
        for job in self.kept.values():
            if job.status in ("queued", "running") and self.leases.get(job.id, 0) <= now:
                self.owners[job.id], self.leases[job.id] = owner, until
                started = job.started_at or f"1970-01-01T00:00:{int(now):02}Z"
                running = replace(job, status="running", code=None, message=None, started_at=started)
                self.kept[job.id] = running
                return running
        return None

    async def hold_job(self, job_id: str, owner: str, until: float) -> bool:
        if not self._holds(job_id, owner):
            return False
        self.leases[job_id] = until
        return True

    async def next_item(self, job_id: str, finished: int = 0) -> JobItem | None:
        items = self.items.get(job_id, [])
        if items and items[0].number == finished:
            items.pop(0)
            self.kept[job_id] = replace(self.kept[job_id], finished=self.kept[job_id].finished + 1)
        if not items:
            return None
        items[0] = replace(items[0], attempts=items[0].attempts + 1)
        return items[0]

    async def report_item(self, job_id: str, report: JobReport) -> None:
        reports = self.reports.setdefault(job_id, [])
        if (report.item, report.source) not in {(r.item, r.source) for r in reports}:
            reports.append(report)
            outcomes = Counter(report.outcome for report in reports)
            self.kept[job_id] = replace(self.kept[job_id], outcomes=dict(outcomes))

    async def end_job(self, job: Job, owner: str, again_at: float | None = None) -> None:
        if self._holds(job.id, owner):
            now = self.kept[job.id]
            ended = replace(now, status=job.status, ended_at=job.ended_at, code=job.code, message=job.message)
            self.kept[job.id] = ended
            self.owners[job.id], self.leases[job.id] = None, again_at or 0
            self.items[job.id] = [replace(item, attempts=0) for item in self.items[job.id] if job.status == "queued"]

    def _holds(self, job_id: str, owner: str) -> bool:
        return job_id in self.kept and self.kept[job_id].status == "running" and self.owners.get(job_id) == owner


@dataclass
class MemoryReplies:
    """ReplyStore."""

    kept: dict[str, tuple[str, str, str, Reply | None]] = field(default_factory=dict)

    async def begin(self, key: str, fingerprint: str, owner: str, at: str) -> Begun:
        first, who, since, reply = self.kept.get(key, (fingerprint, None, at, None))
        if first != fingerprint:
            return Begun("other", since)
        if reply:
            return Begun("replied", since, reply)
        if who == owner:
            return Begun("running", since)
        self.kept[key] = (fingerprint, owner, since, None)
        return Begun("fresh", since)

    async def keep_reply(self, key: str, reply: Reply) -> None:
        self.kept[key] = (*self.kept[key][:3], reply)

    async def forget(self, key: str) -> None:
        if key in self.kept and self.kept[key][3] is None:
            del self.kept[key]

    async def forget_before(self, instant: str) -> None:
        self.kept = {key: entry for key, entry in self.kept.items() if entry[2] >= instant}
