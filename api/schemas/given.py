"""What clients send."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.texts import AnswerId, ArticleId, ArticleName, Day, Metadatum, QuestionText, Text
from qa.types import Filters


class Given(BaseModel):
    """What a client sends: a key that nobody knows is a mistake, not a wish."""

    model_config = ConfigDict(extra="forbid")


class FiltersIn(Given):
    """Which articles may answer. Undated articles pass a filter on days."""

    from_: Day | None = Field(default=None, alias="from", description="Only articles from this day on.")
    to: Day | None = Field(default=None, description="Only articles up to this day.")
    publisher: Text | None = Field(
        default=None, max_length=300, description="Only this publisher's; case makes no difference."
    )
    article_id: ArticleId | None = Field(default=None, description="Only this article.")
    origin: Text | None = Field(
        default=None, max_length=300, description="Only what this agency or newsroom wrote, whoever published it."
    )

    as_of: Day | None = Field(default=None, description="Answer from what was known at the end of this day.")

    def as_filters(self) -> Filters:
        """As the flows take them."""
        return Filters(self.from_, self.to, self.publisher, self.article_id, self.origin, self.as_of)


class DeleteQuery(Given):
    """How an article is taken out."""

    purge: bool = Field(
        default=False, description="Every byte of it, and what answers, questions and feedback have of it."
    )


class DiffQuery(Given):
    """Which versions to compare."""

    from_: ArticleId | None = Field(default=None, alias="from", description="The older version.")
    to: ArticleId | None = Field(default=None, description="The newer version.")


class ListQuery(Given):
    """Which articles to list."""

    from_: Day | None = Field(
        default=None, alias="from", description="Only articles from this day on, and undated ones."
    )
    to: Day | None = Field(default=None, description="Only articles up to this day, and undated ones.")
    publisher: Text | None = Field(default=None, max_length=300)
    origin: Text | None = Field(
        default=None, max_length=300, description="Only what this agency or newsroom wrote, whoever published it."
    )
    cursor: ArticleId | None = Field(default=None, description="The `next_cursor` of the page before.")
    limit: int = Field(default=50, ge=1, le=100)


class AskIn(Given):
    """A question."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"question": "How long were the Russian diplomats given to leave?"},
                {
                    "question": "How many diplomats were expelled?",
                    "filters": {"from": "2016-12-29", "to": "2017-01-03", "publisher": "The Tidewater Ledger"},
                },
            ]
        }
    )

    question: QuestionText = Field(description="In English, of at most 2,000 characters.")
    filters: FiltersIn = FiltersIn()
    conversation_id: AnswerId | None = Field(
        default=None, description="The question may lean on the ones before it in this conversation."
    )


class SearchIn(Given):
    """A search: what is found is not read, and nothing is claimed."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"query": "diplomats expelled", "filters": {"to": "2017-01-03"}, "limit": 5}]}
    )

    query: QuestionText = Field(description="A question or some words, of at most 2,000 characters.")
    filters: FiltersIn = FiltersIn()
    limit: int = Field(default=10, ge=1, le=50)


class ArticleIn(Given):
    """An article to take in. What is not given is looked for in the text, and stays unknown if it is not there."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "text": "The ferry to Nordholm was two hours late on Friday. A rope had come into the screw.",
                    "name": "ferry.txt",
                    "title": "Ferry to Nordholm late",
                    "publisher": "The Harbour Courier",
                    "url": "https://harbour-courier.example/ferry-late",
                    "published_at": "2017-03-04",
                }
            ]
        }
    )

    text: Text = Field(min_length=1, description="The article as plain text or Markdown.")
    name: ArticleName | None = Field(
        default=None, description="Names the article where it has no URL: sent again under it, it is a new version."
    )
    title: Metadatum | None = None
    publisher: Metadatum | None = None
    origin: Metadatum | None = Field(default=None, description="Who wrote it: an agency, a newsroom.")
    url: Metadatum | None = None
    byline: Metadatum | None = None
    published_at: Metadatum | None = Field(default=None, description="A day or an instant, ISO 8601.")
    updated_at: Metadatum | None = Field(default=None, description="A day or an instant, ISO 8601.")

    def metadata(self) -> dict[str, str]:
        """What was given beside the text."""
        return self.model_dump(exclude={"text", "name"}, exclude_none=True)
