"""Jobs: what is sent to be taken in, and how far that is."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from api.schemas.given import ArticleIn, Given
from api.schemas.shown import Shown
from api.schemas.texts import WebAddress

MOST = 1_000


class IngestIn(Given):
    """Articles to take in: texts, and addresses to fetch."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "articles": [
                        {"text": "The ferry to Nordholm was late on Friday.", "name": "ferry.txt"},
                        {"text": "The bridge is closed until Sunday.", "title": "Bridge closed", "name": "closed.txt"},
                    ]
                }
            ],
            "anyOf": [
                {"required": ["articles"], "properties": {"articles": {"minItems": 1}}},
                {"required": ["urls"], "properties": {"urls": {"minItems": 1}}},
            ],
        }
    )

    articles: list[ArticleIn] = Field(default=[], max_length=MOST)
    urls: list[WebAddress] = Field(
        default=[], max_length=MOST, description="Pages, feeds or sitemaps, as far as this installation fetches them."
    )

    @model_validator(mode="after")
    def _something(self) -> IngestIn:
        if not self.articles and not self.urls:
            raise ValueError("there is neither an article nor an address")
        return self


class JobOut(Shown):
    """How far a job is. `done` means that each item has its report, also where that says that it could not be used;
    `queued` with a `code` means that it could not go on and tries again by itself."""

    id: str
    status: Literal["queued", "running", "done", "cancelled"]
    created_at: str
    started_at: str | None
    ended_at: str | None
    items: int
    finished: int
    outcomes: dict[str, int]
    code: str | None
    message: str | None


class JobsOut(Shown):
    """Jobs, newest first; `next_cursor` is null on the last page."""

    jobs: list[JobOut]
    next_cursor: str | None


class JobReportOut(Shown):
    """What came of one source. `reason` is a word, `detail` a sentence."""

    number: int
    item: int
    source: str
    outcome: str
    article_id: str | None
    version: str | None
    reason: str | None
    detail: str | None


class JobReportsOut(Shown):
    """A job's reports in the order in which they came; go on with `after` the number of the last one."""

    reports: list[JobReportOut]
