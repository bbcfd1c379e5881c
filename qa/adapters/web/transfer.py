"""One GET, with every limit counted while the bytes come: nothing is kept that a page could not have."""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urljoin

import httpcore

from qa.adapters.web.addresses import CheckedNetwork, Network, checked_url
from qa.errors import SourceError

MOST_REDIRECTS = 8
_CHUNK = 1 << 16
_BOMB = 50  # times the bytes unpacked: text packs to a tenth
_MOVED = (301, 302, 303, 307, 308)
_ENCODINGS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one transfer may take: bytes after decompression, seconds in all, seconds without a byte."""

    size: int = 20_000_000
    seconds: float = 60.0
    silence: float = 20.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server sent in the end. ``headers`` have names in small letters; ``url`` is where it was found."""

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    data: bytes = b""


async def get(
    url: str, headers: Mapping[str, str], limits: Limits, allowed: Sequence[Network], *, follow: bool = True
) -> Reply:
    """The reply to a GET of ``url``, redirects followed (unless ``follow`` is false: the redirect is the reply).

    SourceError: ``bad_address``, ``unknown_host``, ``private_address``, ``unreachable``, ``too_slow``, ``too_large``,
    ``encoding`` (of the transfer), ``redirects``.
    """
    try:
        async with asyncio.timeout(limits.seconds):
            for _ in range(MOST_REDIRECTS):
                reply = await _once(checked_url(url), headers, limits, allowed)
                location = reply.headers.get("location")
                if not follow or reply.status not in _MOVED or not location:
                    return reply
                url = urljoin(reply.url, location)
    except TimeoutError:
        raise _too_slow(f"It took longer than {limits.seconds:.0f} seconds.") from None
    message = f"It was passed on more than {MOST_REDIRECTS} times."
    raise SourceError("redirects", message, next_step="Open the address in a browser and take the one it ends at.")


async def _once(url: str, headers: Mapping[str, str], limits: Limits, allowed: Sequence[Network]) -> Reply:
    timeout = {"connect": 10.0, "read": limits.silence, "write": limits.silence, "pool": 10.0}
    sent = {"Accept-Encoding": "gzip, deflate", "Accept": "*/*", **headers}
    try:
        async with (
            httpcore.AsyncConnectionPool(ssl_context=_tls(), network_backend=CheckedNetwork(allowed)) as pool,
            pool.stream(
                "GET", url, headers=[(k.encode(), v.encode()) for k, v in sent.items()], extensions={"timeout": timeout}
            ) as response,
        ):
            received = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            # A redirect's own page is not read: nobody looks at it.
            body = b"" if response.status in (*_MOVED, 304) else await _read(response.aiter_stream(), received, limits)
            return Reply(response.status, url, received, body)
    except (httpcore.ReadTimeout, httpcore.WriteTimeout):
        raise _too_slow(f"The server was silent for {limits.silence:.0f} seconds.") from None
    except (httpcore.NetworkError, httpcore.ConnectTimeout, httpcore.PoolTimeout, ssl.SSLError) as error:
        message = f"The server cannot be reached ({type(error).__name__}: {str(error)[:100]})."
        raise SourceError("unreachable", message, next_step="Try again later, or check the address.") from None
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, ValueError) as error:
        message = f"The server's reply makes no sense ({type(error).__name__})."
        raise SourceError("unreachable", message, next_step="Check the address.") from None


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """With the certificates of the system, so that an office's own authority counts."""
    return ssl.create_default_context()


async def _read(stream: AsyncIterator[bytes], headers: Mapping[str, str], limits: Limits) -> bytes:
    encoding = headers.get("content-encoding", "identity").strip().lower() or "identity"
    if encoding != "identity" and encoding not in _ENCODINGS:
        raise _undecodable(f"It is packed in a way that was not asked for ({encoding[:40]}).")
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limits.size:
        raise _too_large(limits)
    unpack = zlib.decompressobj(_ENCODINGS[encoding]) if encoding != "identity" else None
    body = bytearray()
    received = 0
    async for packed in stream:
        received += len(packed) - _append(body, unpack, packed, limits.size)
        if len(body) > limits.size:
            if unpack and len(body) > _BOMB * received:
                raise SourceError("bomb", "It unpacks without end.", next_step="Do not use this source.")
            raise _too_large(limits)
    return bytes(body)


def _append(body: bytearray, unpack: zlib._Decompress | None, packed: bytes, limit: int) -> int:
    """Adds what ``packed`` unpacks to, in pieces, up to the first one past ``limit``; gives the bytes left over."""
    if unpack is None:
        body += packed
        return 0
    try:
        while packed and len(body) <= limit:
            body += unpack.decompress(packed, _CHUNK)
            packed = unpack.unconsumed_tail
    except zlib.error:
        raise _undecodable("It is packed, but cannot be unpacked.") from None
    return len(packed)


def _too_large(limits: Limits) -> SourceError:
    message = f"It has more than {limits.size / 1e6:.0f} MB."
    return SourceError("too_large", message, next_step="Name the page of one article.")


def _too_slow(message: str) -> SourceError:
    return SourceError("too_slow", message, next_step="Try again later.")


def _undecodable(message: str) -> SourceError:
    return SourceError("encoding", message, next_step="Save the page from a browser and ingest the file.")
