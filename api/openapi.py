"""The OpenAPI document: FastAPI's, with the error schemas that it does not look for."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from api.schemas import ProblemOut

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
        return document

    web.openapi = complete  # type: ignore[method-assign]  # how FastAPI says to extend the document
