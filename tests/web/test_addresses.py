"""Only public addresses are connected to, whatever names and redirects say."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import Any

import pytest

from qa.adapters.web import Web, WebSettings
from qa.adapters.web.addresses import is_public
from qa.errors import ConfigError, SourceError
from qa.types import Source
from tests.extract.web import page
from tests.web.server import Site, site


async def reason(web: Web, url: str) -> str:
    with pytest.raises(SourceError) as refused:
        await web.fetch(Source(url, url))
    assert refused.value.next_step
    return refused.value.reason


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:0001::",
        "2001:0:53aa:64c:0:0:80ff:fffe",
    ],
)
def test_what_is_not_of_the_open_internet_is_refused(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_the_open_internet_is_not(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a.example/x",
        "gopher://a.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//a.example/x",
        "http://",
        "http://a b/",
        "http://a.example:99999/",
        "https://" + "a" * 5000 + ".example/",
    ],
)
async def test_only_web_addresses_are_fetched(url: str) -> None:
    assert await reason(Web(), url) == "bad_address"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1", "0177.0.0.1"])
async def test_loopback_is_refused_in_every_spelling(
    host: str, lindholm: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def resolved(name: Any, *args: Any, **kwargs: Any) -> Any:
        return real("127.0.0.1" if name in ("2130706433", "0x7f.1", "127.1", "0177.0.0.1") else name, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    lindholm.put("/x", page())
    port = lindholm.url.rsplit(":", 1)[1]
    assert await reason(Web(WebSettings(interval=0)), f"http://{host}:{port}/x") == "private_address"
    assert lindholm.asked == []


async def test_a_redirect_to_a_private_address_is_refused(web: Web, lindholm: Site) -> None:
    with site("127.0.0.2") as inner:  # not in the networks that the fetcher is allowed
        inner.put("/secret", page())
        start = lindholm.put("/x", status=302, Location=f"{inner.url}/secret")
        assert await reason(web, start) == "private_address"
        assert inner.asked == []


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://a.example/", "javascript:1"])
async def test_a_redirect_out_of_the_web_is_refused(location: str, web: Web, lindholm: Site) -> None:
    assert await reason(web, lindholm.put("/x", status=301, Location=location)) == "bad_address"


async def test_redirects_in_a_circle_end(web: Web, lindholm: Site) -> None:
    assert await reason(web, lindholm.put("/x", status=302, Location="/x")) == "redirects"
    assert len(lindholm.paths()) <= 10


async def test_a_name_that_changes_its_address_gains_nothing(lindholm: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the name is public when it is checked and private when it is connected to. There is no second
    resolution, so the connection goes where the first one said."""
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1", "127.0.0.1"])
    connected: list[str] = []

    async def resolved(*_args: Any, **_kwargs: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 80))]

    async def connect(_self: Any, host: str, *_args: Any, **_kwargs: Any) -> Any:
        connected.append(host)
        raise __import__("httpcore").ConnectError("no route in a test")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolved)
    monkeypatch.setattr("httpcore.AnyIOBackend.connect_tcp", connect)
    assert await reason(Web(WebSettings(interval=0)), "http://rebind.example/x") == "unreachable"
    assert connected == ["93.184.216.34"]


async def test_a_name_with_a_public_and_a_private_address_leads_to_the_public_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connected: list[str] = []

    async def resolved(*_args: Any, **_kwargs: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 80)) for host in ("10.0.0.1", "93.184.216.34")]

    async def connect(_self: Any, host: str, *_args: Any, **_kwargs: Any) -> Any:
        connected.append(host)
        raise __import__("httpcore").ConnectError("no route in a test")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolved)
    monkeypatch.setattr("httpcore.AnyIOBackend.connect_tcp", connect)
    await reason(Web(WebSettings(interval=0)), "http://both.example/x")
    assert connected == ["93.184.216.34"]


def test_a_network_that_is_none_is_a_setting_to_correct() -> None:
    with pytest.raises(ConfigError, match="QA_WEB_ALLOW"):
        Web(WebSettings(allow=("10.0.0.0/99",)))
