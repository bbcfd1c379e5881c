"""The keys as requests meet them: looked up often, read from the store now and then, each with its rate."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping

from qa import keys as secrets_
from qa.operating import KeyStore
from qa.types.operations import ApiKey

FRESH_SECONDS = 2.0
"""How long a key may still be taken after it was revoked, by another process too."""


class KeyRing:
    """The keys of one store."""

    def __init__(self, store: KeyStore) -> None:
        self._store = store
        self._keys: Mapping[str, ApiKey] = {}
        self._read_at = -math.inf

    async def any_made(self) -> bool:
        """Whether a key was ever made. StoreError when the store cannot say."""
        await self._refresh()
        return bool(self._keys)

    async def holder(self, text: str) -> ApiKey | None:
        """The valid key that ``text`` is, or ``None``. StoreError when the store cannot say."""
        await self._refresh()
        return secrets_.holder(text, self._keys)

    async def _refresh(self) -> None:
        if time.monotonic() - self._read_at > FRESH_SECONDS:
            self._keys = {key.id: key for key in await self._store.keys()}
            self._read_at = time.monotonic()


class Rates:
    """How many requests each key has left: a bucket that holds a minute's worth and fills steadily."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, key: ApiKey) -> int:
        """Takes one request of ``key``: 0 when it may go ahead, else the seconds until the next one may."""
        most = key.per_minute or self._per_minute
        now = self._clock()
        left, since = self._left.get(key.id, (float(most), now))
        left = min(most, left + (now - since) * most / 60)
        if left < 1:
            self._left[key.id] = (left, now)
            return max(1, math.ceil((1 - left) * 60 / most))
        self._left[key.id] = (left - 1, now)
        return 0
