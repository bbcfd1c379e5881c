"""API keys: once there is one every request needs one, with the scope that its address asks for."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import openai
import pytest
from fastapi import FastAPI

from api import keys, scopes
from api.access import Access
from api.app import create_app
from api.keys import Rates
from api.limits import Limits
from qa.app import App
from qa.keys import mint
from qa.types.operations import ApiKey, Scope
from tests.api.support import QUESTION, client, served
from tests.api.test_refusals import refused

AT = "2017-01-02T12:00:00Z"
ASKED = {"question": QUESTION}


async def made(app: App, *which: Scope, per_minute: int | None = None) -> tuple[dict[str, str], ApiKey]:
    """The header that a new key is sent in, and the key."""
    text, key = mint("the newsroom", which, AT, per_minute)
    await app.operations.keys.add_key(key)
    return {"Authorization": f"Bearer {text}"}, key


@pytest.fixture(autouse=True)
def _always_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "FRESH_SECONDS", -1.0)


async def test_until_a_key_is_made_no_key_is_needed_and_from_then_on_one_is(app: App, http: httpx.AsyncClient) -> None:
    assert (await http.post("/v1/ask", json=ASKED)).status_code == 200
    header, key = await made(app, "ask")
    response = await http.post("/v1/ask", json=ASKED)
    refused(response, 401, "unauthorized")
    assert response.headers["www-authenticate"] == "Bearer"
    assert (await http.post("/v1/ask", json=ASKED, headers=header)).status_code == 200
    await app.operations.keys.revoke_key(key.id, AT)
    refused(await http.post("/v1/ask", json=ASKED, headers=header), 401, "unauthorized")
    refused(await http.post("/v1/ask", json=ASKED), 401, "unauthorized")  # it does not open again


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer ", "Bearer x", "Basic {}", "Bearer {}x", "bearer {} {}"])
async def test_what_is_no_key_is_refused(app: App, http: httpx.AsyncClient, sent: str) -> None:
    header, _ = await made(app, "ask")
    text = header["Authorization"].removeprefix("Bearer ")
    refused(
        await http.post("/v1/ask", json=ASKED, headers={"Authorization": sent.replace("{}", text)}), 401, "unauthorized"
    )


ADDRESSES: list[tuple[str, str, Scope]] = [
    ("POST", "/v1/ask", "ask"),
    ("POST", "/v1/search", "ask"),
    ("GET", "/v1/articles", "ask"),
    ("GET", "/v1/articles/" + "0" * 16, "ask"),
    ("GET", "/v1/answers/" + "0" * 32, "ask"),
    ("GET", "/v1/answers/" + "0" * 32 + "/events", "ask"),
    ("POST", "/v1/chat/completions", "ask"),
    ("GET", "/v1/models", "ask"),
    ("POST", "/mcp", "ask"),
    ("POST", "/v1/articles", "ingest"),
    ("POST", "/v1/uploads?name=a.txt", "ingest"),
    ("DELETE", "/v1/articles/" + "0" * 16, "ingest"),
    ("DELETE", "/v1/articles/" + "0" * 16 + "?purge=false", "ingest"),
    ("DELETE", "/v1/articles/" + "0" * 16 + "?purge=true", "admin"),
    ("DELETE", "/v1/articles/" + "0" * 16 + "?purge=On", "admin"),
    ("DELETE", "/v1/articles/" + "0" * 16 + "?purge=0&purge=1", "admin"),
    ("DELETE", "/v1/articles/" + "0" * 16 + "?%70urge=yes", "admin"),
    ("GET", "/metrics", "admin"),
]


@pytest.mark.parametrize(("method", "path", "scope"), ADDRESSES)
async def test_each_address_needs_its_scope_and_no_other_will_do(
    app: App, method: str, path: str, scope: Scope
) -> None:
    async with client(create_app(app)) as http:
        for having in scopes.WORDS:
            header, _ = await made(app, having)
            response = await http.request(method, path, headers=header)
            if having == scope:
                assert response.status_code not in (401, 403), response.text
            else:
                assert scope in refused(response, 403, "forbidden").detail


@pytest.mark.parametrize("path", ["/no/such/address", "/v1/no_such", "/metrics/deeper"])
async def test_where_there_is_nothing_every_key_is_told_so(app: App, http: httpx.AsyncClient, path: str) -> None:
    header, _ = await made(app, "ask")
    for method in ("GET", "POST", "DELETE"):
        refused(await http.request(method, path, headers=header), 404, "not_found")
        refused(await http.request(method, path), 401, "unauthorized")


async def test_every_documented_address_has_a_scope_of_its_own_or_is_public(web: FastAPI) -> None:
    """A new route that nobody thought of would need `admin`: this says so before its users do."""
    admin = {
        (m.upper(), p)
        for p, item in web.openapi()["paths"].items()
        for m in item
        if scopes.needed(m.upper(), p) == "admin"
    }
    assert admin == {("GET", "/metrics"), ("GET", "/v1/feedback")}


@pytest.mark.parametrize(
    "path", ["/", "/page/page.js", "/healthz", "/readyz", "/openapi.json", "/problems/unauthorized"]
)
async def test_what_is_needed_to_come_in_needs_no_key(app: App, http: httpx.AsyncClient, path: str) -> None:
    await made(app, "ask")
    assert (await http.get(path)).status_code in (200, 404)


async def test_what_its_sender_signs_needs_no_key_and_no_host(app: App) -> None:
    for _ in range(2):
        async with client(create_app(app), headers={"host": "tunnel.example"}) as http:
            refused(await http.post("/slack/events"), 404, "not_found")  # there is no bot here
            assert (await http.post("/slack/other")).status_code in (401, 403)
        await made(app, "ask")


async def test_what_the_adapters_say_is_for_those_who_run_the_service(app: App, http: httpx.AsyncClient) -> None:
    assert (await http.get("/readyz")).json()["checks"][0]["detail"]
    admin, _ = await made(app, "admin")
    ask, _ = await made(app, "ask")
    assert {check["detail"] for check in (await http.get("/readyz", headers=ask)).json()["checks"]} == {None}
    assert all(check["detail"] for check in (await http.get("/readyz", headers=admin)).json()["checks"])


async def test_with_keys_a_proxys_name_and_its_pages_are_served(app: App) -> None:
    header, _ = await made(app, "ask")
    there = {"host": "news.example", "origin": "https://news.example"}
    async with client(create_app(app), headers=there) as http:
        assert (await http.post("/v1/ask", json=ASKED, headers=header)).status_code == 200


async def test_open_to_everybody_means_addresses_and_the_names_that_were_given(app: App) -> None:
    web = create_app(app, access=Access(("localhost", "news.example"), addresses=True, keys="never"))
    await made(app, "ask")
    async with client(web) as http:
        for host in ("192.0.2.1:8000", "[2001:db8::1]", "news.example:443"):
            assert (await http.get("/v1/articles", headers={"host": host})).status_code == 200
        rebound = await http.get("/v1/articles", headers={"host": "evil.example"})
        refused(rebound, 403, "host_not_allowed")
        foreign = {"host": "192.0.2.1", "origin": "http://evil.example"}
        refused(await http.post("/v1/ask", json=ASKED, headers=foreign), 403, "host_not_allowed")


async def test_a_key_that_asks_too_often_is_told_when_to_come_back(app: App, http: httpx.AsyncClient) -> None:
    header, _ = await made(app, "ask", per_minute=3)
    other, _ = await made(app, "ask")
    answers = [await http.get("/v1/models", headers=header) for _ in range(4)]
    assert [response.status_code for response in answers] == [200, 200, 200, 429]
    refused(answers[-1], 429, "rate_limited")
    assert answers[-1].headers["retry-after"] == "20"
    assert (await http.get("/v1/models", headers=other)).status_code == 200


def test_a_bucket_fills_steadily_and_no_further_than_a_minutes_worth() -> None:
    now = [0.0]
    rates = Rates(60, clock=lambda: now[0])
    _, key = mint("n", ("ask",), AT)
    assert [rates.wait(key) for _ in range(61)] == [0] * 60 + [1]
    now[0] = 2.5
    assert [rates.wait(key) for _ in range(3)] == [0, 0, 1]
    now[0] = 10_000.0
    assert [rates.wait(key) for _ in range(61)] == [0] * 60 + [1]


async def test_a_store_that_does_not_answer_lets_nobody_in(app: App, http: httpx.AsyncClient) -> None:
    await app.store.close()
    refused(await http.get("/v1/articles"), 503, "store")


@pytest.fixture
async def keyed(app: App, limits: Limits) -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    header, _ = await made(app, "ask")
    async with served(create_app(app, limits=limits)) as http:
        yield http, header["Authorization"].removeprefix("Bearer ")


async def test_openais_client_sends_its_key(keyed: tuple[httpx.AsyncClient, str]) -> None:
    http, key = keyed
    async with openai.AsyncOpenAI(base_url=f"{http.base_url}/v1", api_key=key, max_retries=0) as ai:
        assert [model.id async for model in ai.models.list()] == ["ontherecord"]
    async with openai.AsyncOpenAI(base_url=f"{http.base_url}/v1", api_key="wrong", max_retries=0) as ai:
        with pytest.raises(openai.AuthenticationError):
            await ai.models.list()


async def test_agents_send_their_key(keyed: tuple[httpx.AsyncClient, str]) -> None:
    from mcp import Client
    from mcp.client.streamable_http import streamable_http_client
    from mcp.shared._httpx_utils import create_mcp_http_client

    http, key = keyed
    async with (
        create_mcp_http_client(headers={"Authorization": f"Bearer {key}"}) as carrier,
        Client(streamable_http_client(f"{http.base_url}/mcp", http_client=carrier)) as agent,
    ):
        assert (await agent.list_tools()).tools
