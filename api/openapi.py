"""The OpenAPI document: FastAPI's, with the error schemas that it does not look for."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from api import idempotency, scopes
from api.routes.errors import problems
from api.schemas import ProblemOut
from qa.types.operations import Scope

_REF = "#/components/schemas/{model}"


def install(web: FastAPI) -> None:
    """Makes ``web.openapi()`` complete."""
    made = web.openapi

    def complete() -> dict[str, Any]:
        fresh = web.openapi_schema is None
        document = made()
        if fresh:
            _, schemas = models_json_schema([(ProblemOut, "serialization")], ref_template=_REF)
            document["components"]["schemas"].update(schemas["$defs"])
            document["components"]["securitySchemes"] = {"key": _KEY}
            for path, item in document["paths"].items():
                for method, operation in item.items():
                    if "application/json" in operation.get("requestBody", {}).get("content", {}):
                        _add(operation, "unsupported_media_type")
                    _say_what_it_needs(operation, scopes.needed(method.upper(), path))
                    if idempotency.applies(method.upper(), path):
                        _say_that_it_may_be_sent_twice(operation)
        return document

    web.openapi = complete  # type: ignore[method-assign]  # how FastAPI says to extend the document


_KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": (
        "An API key, made by `qa keys add`. None is needed on an address that only this machine reaches as long as no"
        " key was made. Scopes, none of which includes another: "
        + "; ".join(f"`{scope}`: {words}" for scope, words in scopes.WORDS.items())
        + "."
    ),
}


def _say_what_it_needs(operation: dict[str, Any], scope: Scope | None) -> None:
    if scope is None:
        return
    operation["security"] = [{"key": []}, {}]
    operation["description"] = f"{operation['description']}\n\nScope: `{scope}`."
    refusals = problems("unauthorized", "forbidden", "rate_limited")
    operation["responses"] = {str(status): known for status, known in refusals.items()} | operation["responses"]


_HEADER = {
    "name": idempotency.HEADER,
    "in": "header",
    "required": False,
    "description": (
        "A word that is this request's own (a UUID). Sent again with it within a day, the request has no second effect"
        " and gets the first reply, with `Idempotency-Replayed: true`."
    ),
    "schema": {"type": "string", "pattern": f"^{idempotency.KEY}$"},
}


def _say_that_it_may_be_sent_twice(operation: dict[str, Any]) -> None:
    operation.setdefault("parameters", []).append(_HEADER)
    _add(operation, "idempotency_running", "idempotency_other")


def _add(operation: dict[str, Any], *codes: str) -> None:
    for status, known in problems(*codes).items():
        operation["responses"].setdefault(str(status), known)
