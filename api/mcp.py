"""The service for agents (Model Context Protocol): tools `ask`, `search`, `read_article`; articles as resources.

Over streamable HTTP at `/mcp` of `qa serve`, and over standard input and output by `qa mcp`.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field
from starlette.applications import Starlette

from api.routes.search import found
from api.schemas.texts import Day, QuestionText
from api.service import Service
from qa import __version__
from qa.record import article_to_dict, stored_to_dict, to_dict
from qa.types import ErrorEvent, Filters

INSTRUCTIONS = (
    "Answers questions about news articles in claims, each tied to exact sentences that were cut from the articles. "
    "`status` says whether the articles answer: do not answer for them when they don't. Cite the quotes as they stand."
)
LISTED = 100
"""Articles that `articles://list` names at most."""

OptionalDay = Annotated[Day | None, Field(description="A day, as 2017-01-31.")]
Publisher = Annotated[str | None, Field(max_length=300, description="Only this publisher's articles.")]


def server(service: Service) -> MCPServer:
    """The protocol's server over ``service``."""
    mcp = MCPServer(
        "ontherecord", title="On the Record", version=__version__, instructions=INSTRUCTIONS, log_level="WARNING"
    )

    @mcp.tool()
    async def ask(
        question: QuestionText, since: OptionalDay = None, until: OptionalDay = None, publisher: Publisher = None
    ) -> dict[str, Any]:
        """Answer a question about the news articles, in claims with exact citations; `status` tells a refusal.

        `since` and `until` are days: only articles between them, and undated ones, may answer.
        """
        last = await service.start(question, Filters(since, until, publisher)).end()
        if isinstance(last, ErrorEvent):
            raise ToolError(f"{last.message} {last.next_step}".strip())
        return to_dict(last.answer)

    @mcp.tool()
    async def search(
        query: QuestionText,
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
        since: OptionalDay = None,
        until: OptionalDay = None,
        publisher: Publisher = None,
    ) -> dict[str, Any]:
        """Find the passages of the articles that are nearest to a query. Nothing is claimed about them.

        `since` and `until` are days: only articles between them, and undated ones, are searched.
        """
        return await service.worker.run(found(service, query, Filters(since, until, publisher), limit))

    @mcp.tool()
    async def read_article(article_id: str, version: str | None = None) -> dict[str, Any]:
        """Read an article with its sentences: the current version, or the one that a citation names."""
        stored = await service.app.store.get(article_id, version)
        if stored is None:
            raise ToolError(f"There is no article {article_id}" + (f" in version {version}." if version else "."))
        return stored_to_dict(stored)

    @mcp.resource("articles://list", mime_type="application/json")
    async def articles() -> str:
        """The first articles, by id, each with its metadata."""
        listed = await service.app.store.listed(Filters(), "", LISTED)
        return json.dumps([article_to_dict(article) for article in listed], ensure_ascii=False)

    @mcp.resource("articles://{article_id}", mime_type="text/plain")
    async def article(article_id: str) -> str:
        """The text of an article's current version."""
        stored = await service.app.store.get(article_id)
        if stored is None:
            raise ValueError(f"There is no article {article_id}.")
        return stored.article.text

    return mcp


def web(mcp: MCPServer) -> Starlette:
    """``mcp`` over streamable HTTP, at the path `/mcp`, while ``mcp.session_manager.run()`` is open. Host and Origin
    are checked by our own middleware before anything comes here."""
    from mcp.server.transport_security import TransportSecuritySettings

    open_ = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    return mcp.streamable_http_app(stateless_http=True, json_response=True, transport_security=open_)
