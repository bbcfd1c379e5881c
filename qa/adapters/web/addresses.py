"""Which addresses may be fetched. A host name is resolved once and the connection goes to the address that was
checked: a name that points elsewhere a moment later (DNS rebinding) gains nothing."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import typing
from collections.abc import Iterable, Sequence

import httpcore

from qa.errors import SourceError
from qa.extract.urls import canonical_url

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_TRIED = 3  # addresses of one host


def checked_url(url: str) -> str:
    """``url`` in its canonical form. SourceError ``bad_address`` when it is none of the web."""
    canonical = canonical_url(url) if len(url) <= 4000 else None
    if canonical is None:
        message = f"{url[:200]} is no web address."
        raise SourceError("bad_address", message, next_step="Write it as https://example.com/story.")
    return canonical


def is_public(address: Address, allowed: Sequence[Network] = ()) -> bool:
    """Whether ``address`` is one of the open internet, or in a network that is ``allowed``.

    An IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64) is judged by itself.
    """
    inner = _inner(address)
    if inner is not None:
        return is_public(inner, allowed)
    if any(address in network for network in allowed):
        return True
    return address.is_global and not address.is_multicast


def _inner(address: Address) -> Address | None:
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


async def resolve(host: str, port: int, allowed: Sequence[Network]) -> list[str]:
    """The addresses of ``host`` that may be connected to. SourceError: ``unknown_host``, ``private_address``."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        message = f"There is no host {host[:100]}."
        raise SourceError("unknown_host", message, next_step="Check the address and the network.") from None
    addresses = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
    public = [address for address in addresses if is_public(ipaddress.ip_address(address), allowed)]
    if not public:
        message = f"{host[:100]} is on a private network."
        raise SourceError("private_address", message, next_step="If that is meant, allow it: QA_WEB_ALLOW=10.1.2.0/24.")
    return public


class CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Connects only to addresses that pass ``resolve``."""

    def __init__(self, allowed: Sequence[Network]) -> None:
        self._allowed = allowed
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's interface
        local_address: str | None = None,
        socket_options: Iterable[typing.Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address of ``host`` that answers."""
        addresses = await resolve(host, port, self._allowed)
        failed: Exception | None = None
        for address in addresses[:_TRIED]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore.ConnectError("no address")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's interface
        socket_options: Iterable[typing.Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never: a web address leads to no file of this machine."""
        raise httpcore.ConnectError("no unix sockets")

    async def sleep(self, seconds: float) -> None:
        """As the library's own."""
        await self._inner.sleep(seconds)
