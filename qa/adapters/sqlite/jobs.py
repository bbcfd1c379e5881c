"""Jobs in SQLite. A job's progress is what its rows say: nothing is kept in memory."""
# ruff: noqa: S608 - only constants of this module are put into SQL; values are always bound

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from qa.adapters.sqlite.database import Database
from qa.types.operations import Job, JobItem, JobReport

_JOB = (
    "id, created_at, items, status, finished, started_at, ended_at, code, message, (SELECT json_group_object(outcome,"
    " times) FROM (SELECT outcome, count(*) AS times FROM job_reports WHERE job_id = jobs.id GROUP BY outcome))"
)
_REPORT = "item, source, outcome, article_id, version, reason, detail"
_OPEN = "status IN ('queued', 'running')"


class SqliteJobs:
    """Fills JobStore and JobQueue. Every method raises StoreError; those that write StoreFullError too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_job(self, job: Job, items: Sequence[JobItem]) -> None:
        """See JobStore."""

        def work(connection: sqlite3.Connection) -> None:
            added = connection.execute(
                "INSERT INTO jobs (id, created_at, items, status, finished) VALUES (?, ?, ?, 'queued', 0)"
                " ON CONFLICT (id) DO NOTHING",
                (job.id, job.created_at, len(items)),
            )
            if added.rowcount:
                connection.executemany(
                    "INSERT INTO job_items (job_id, number, source, data, metadata) VALUES (?, ?, ?, ?, ?)",
                    ((job.id, i.number, i.source, i.data, json.dumps(dict(i.metadata))) for i in items),
                )

        await self._database.writing(work)

    async def job(self, job_id: str) -> Job | None:
        """See JobStore."""
        return await self._database.reading(_find, job_id)

    async def jobs(self, before: str | None = None, limit: int = 100) -> Sequence[Job]:
        """See JobStore."""

        def work(connection: sqlite3.Connection) -> list[Job]:
            older = "WHERE number < (SELECT number FROM jobs WHERE id = ?)" if before else ""
            values = (before, limit) if before else (limit,)
            rows = connection.execute(f"SELECT {_JOB} FROM jobs {older} ORDER BY number DESC LIMIT ?", values)
            return [_job(row) for row in rows]

        return await self._database.reading(work)

    async def job_reports(self, job_id: str, after: int = 0, limit: int = 1000) -> Sequence[JobReport]:
        """See JobStore."""

        def work(connection: sqlite3.Connection) -> list[JobReport]:
            rows = connection.execute(
                f"SELECT {_REPORT} FROM job_reports WHERE job_id = ? AND number > ? ORDER BY number LIMIT ?",
                (job_id, after, limit),
            )
            return [JobReport(*row) for row in rows]

        return await self._database.reading(work)

    async def cancel_job(self, job_id: str, at: str) -> bool:
        """See JobStore."""

        def work(connection: sqlite3.Connection) -> bool:
            ended = connection.execute(
                f"UPDATE jobs SET status = 'cancelled', ended_at = ? WHERE id = ? AND {_OPEN}", (at, job_id)
            )
            if ended.rowcount:
                _drop_items(connection, job_id)
            return ended.rowcount > 0

        return await self._database.writing(work)

    async def claim_job(self, owner: str, now: float, until: float) -> Job | None:
        """See JobQueue."""

        def work(connection: sqlite3.Connection) -> Job | None:
            row = connection.execute(
                f"SELECT id FROM jobs WHERE {_OPEN} AND coalesce(lease_until, 0) <= ? ORDER BY number LIMIT 1",
                (now,),
            ).fetchone()
            if row is None:
                return None
            connection.execute(
                "UPDATE jobs SET status = 'running', owner = ?, lease_until = ?, code = NULL, message = NULL,"
                " started_at = coalesce(started_at, strftime('%Y-%m-%dT%H:%M:%SZ', ?, 'unixepoch')) WHERE id = ?",
                (owner, until, now, row[0]),
            )
            return _find(connection, row[0])

        return await self._database.writing(work)

    async def hold_job(self, job_id: str, owner: str, until: float) -> bool:
        """See JobQueue."""

        def work(connection: sqlite3.Connection) -> bool:
            held = connection.execute(
                "UPDATE jobs SET lease_until = ? WHERE id = ? AND owner = ? AND status = 'running'",
                (until, job_id, owner),
            )
            return held.rowcount > 0

        return await self._database.writing(work)

    async def next_item(self, job_id: str, finished: int = 0) -> JobItem | None:
        """See JobQueue."""

        def work(connection: sqlite3.Connection) -> JobItem | None:
            gone = connection.execute("DELETE FROM job_items WHERE job_id = ? AND number = ?", (job_id, finished))
            connection.execute("UPDATE jobs SET finished = finished + ? WHERE id = ?", (gone.rowcount, job_id))
            row = connection.execute(
                "UPDATE job_items SET attempts = attempts + 1 WHERE job_id = ? AND number ="
                " (SELECT min(number) FROM job_items WHERE job_id = ?)"
                " RETURNING number, source, data, metadata, attempts",
                (job_id, job_id),
            ).fetchone()
            return JobItem(row[0], row[1], row[2], json.loads(row[3]), row[4]) if row else None

        return await self._database.writing(work)

    async def report_item(self, job_id: str, report: JobReport) -> None:
        """See JobQueue."""
        row = (report.item, report.source, report.outcome, report.article_id, report.version)

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(
                f"INSERT INTO job_reports (job_id, number, {_REPORT})"
                " SELECT ?, 1 + (SELECT count(*) FROM job_reports WHERE job_id = ?), ?, ?, ?, ?, ?, ?, ?"
                " WHERE true ON CONFLICT (job_id, item, source) DO NOTHING",
                (job_id, job_id, *row, report.reason, report.detail),
            )

        await self._database.writing(work)

    async def end_job(self, job: Job, owner: str, again_at: float | None = None) -> None:
        """See JobQueue."""

        def work(connection: sqlite3.Connection) -> None:
            ended = connection.execute(
                "UPDATE jobs SET status = ?, ended_at = ?, code = ?, message = ?, owner = NULL, lease_until = ?"
                " WHERE id = ? AND owner = ? AND status = 'running'",
                (job.status, job.ended_at, job.code, job.message, again_at, job.id, owner),
            )
            if ended.rowcount and job.status == "queued":
                connection.execute("UPDATE job_items SET attempts = 0 WHERE job_id = ?", (job.id,))
            elif ended.rowcount:
                _drop_items(connection, job.id)

        await self._database.writing(work)


def _find(connection: sqlite3.Connection, job_id: str) -> Job | None:
    row = connection.execute(f"SELECT {_JOB} FROM jobs WHERE id = ?", (job_id,)).fetchone()
    return _job(row) if row else None


def _job(row: tuple[Any, ...]) -> Job:
    return replace(Job(*row[:-1]), outcomes=json.loads(row[-1]))


def _drop_items(connection: sqlite3.Connection, job_id: str) -> None:
    connection.execute("DELETE FROM job_items WHERE job_id = ?", (job_id,))
