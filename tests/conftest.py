"""For every test: no call leaves this machine, and no setting of the person who runs the tests leaks in."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

KEPT = {"QA_BENCH_DIR", "QA_SEEDS_DIR"}
CLEARED = ("OPENAI_", "OTEL_", "QA_", "SLACK_")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        proxy = name.upper().endswith("_PROXY")  # a proxy would answer for the outside, and for loopback too
        if proxy or (name.startswith(CLEARED) and name not in KEPT):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def outside_calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A connection to anything but loopback fails the test, even when the code under test swallows the error."""
    outside: list[str] = []

    def guard(name: str, owner: Any, host_of: Any) -> None:
        real = getattr(owner, name)

        def guarded(*args: Any, **kwargs: Any) -> Any:
            host = host_of(*args, **kwargs)
            if not _is_local(host):
                outside.append(name)
                pytest.fail(f"a call left this machine: {name} {host!r}")
            return real(*args, **kwargs)

        monkeypatch.setattr(owner, name, guarded)

    guard("connect", socket.socket, _address_host)
    guard("connect_ex", socket.socket, _address_host)
    guard("sendto", socket.socket, lambda _self, *args: args[-1][0])
    guard("getaddrinfo", socket, lambda host, *_args, **_kwargs: host)
    yield outside
    if outside:
        pytest.fail(f"calls left this machine: {', '.join(outside)}")


def _address_host(sock: socket.socket, address: Any) -> Any:
    return "localhost" if sock.family == socket.AF_UNIX else address[0]


def _is_local(host: Any) -> bool:
    if host is None:
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
