"""No test can reach anything but this machine, and a swallowed error does not hide the attempt."""

import asyncio
import socket

import pytest

from tests.conftest import _is_local


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", "", None, b"localhost"])
def test_this_machine_may_be_called(host: object) -> None:
    assert _is_local(host)


@pytest.mark.parametrize(
    "host", ["example.com", b"example.com", "192.0.2.1", "10.0.0.1", "fe80::1%eth0", "2001:db8::1"]
)
def test_nothing_else_may(host: object) -> None:
    assert not _is_local(host)


async def test_an_attempt_fails_the_test_however_it_is_made(outside_calls: list[str]) -> None:
    with pytest.raises(pytest.fail.Exception):
        socket.create_connection(("example.com", 80), timeout=1)
    with pytest.raises(pytest.fail.Exception):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(pytest.fail.Exception):
        await asyncio.open_connection("192.0.2.1", 80)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock, pytest.raises(pytest.fail.Exception):
        sock.sendto(b"x", ("192.0.2.1", 53))
    assert len(outside_calls) == 4
    outside_calls.clear()  # else this very test would be failed for them
