"""How a route says in OpenAPI which problems it may end in."""

from __future__ import annotations

from typing import Any

from api.problem import KINDS, MEDIA_TYPE
from api.schemas import ProblemOut


def problems(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may raise these codes. Every route may give 403 (host) and 422."""
    found: dict[int | str, dict[str, Any]] = {}
    for code in ("host_not_allowed", "invalid_request", *codes):
        kind = KINDS[code]
        entry = found.setdefault(kind.status, {"description": kind.title, "content": {MEDIA_TYPE: {"schema": _SCHEMA}}})
        if kind.title not in entry["description"]:
            entry["description"] += f"; or: {kind.title}"
    return found


_SCHEMA = {"$ref": f"#/components/schemas/{ProblemOut.__name__}"}
