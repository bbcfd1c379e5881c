"""The OpenAPI document is complete, and its examples work."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from qa.app import App
from qa.types import Answer, Claim, Filters, Support

EXAMPLE_ANSWER = "0123456789abcdef0123456789abcdef"  # that the examples speak of
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def document(web: FastAPI) -> dict[str, Any]:
    return web.openapi()


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, m, o) for path, item in document["paths"].items() for m, o in item.items() if m in METHODS]


def test_every_operation_says_what_it_does(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        assert operation.get("description"), (method, path)
        assert operation["tags"], (method, path)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    def references(node: Any) -> set[str]:
        if isinstance(node, dict):
            found = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
            return found.union(*(references(value) for value in node.values()))
        return set().union(*(references(value) for value in node)) if isinstance(node, list) else set()

    for reference in references(document):
        node = document
        for key in reference.removeprefix("#/").split("/"):
            node = node[key]
        assert node


async def test_every_body_has_an_example_and_every_example_is_taken(
    http: httpx.AsyncClient, app: App, document: dict[str, Any]
) -> None:
    answer = Answer(EXAMPLE_ANSWER, "?", "2017-01-02T12:00:00Z", "answered", "So.", "stub", "exact", Filters())
    await app.store.save(replace(answer, claims=(Claim("So.", 1, Support("supported"), ()),)))
    sent = 0
    for path, method, operation in operations(document):
        for media, content in operation.get("requestBody", {}).get("content", {}).items():
            schema = content["schema"]
            if "$ref" in schema:
                schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            examples = schema.get("examples") or [content["example"]]
            for example in examples:
                if media == "multipart/form-data":
                    files = [(key, ("example.txt", part)) for key, parts in example.items() for part in parts]
                    response = await http.request(method, path, files=files)
                else:
                    body = json.dumps(example) if media == "application/json" else str(example)
                    response = await http.request(
                        method, path, content=body, headers={"content-type": media}, params={"name": "example.txt"}
                    )
                assert response.is_success, (method, path, response.text)
                sent += 1
    assert sent >= 5
