"""Keys for the service: how one is made, and how one that is shown is told from a wrong one."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping

from qa.types.operations import ApiKey, Scope

PREFIX = "otr"
"""Every key begins with it, so that scanners for leaked secrets can be told what to look for."""

_NOBODY = bytes(32)


def mint(name: str, scopes: tuple[Scope, ...], at: str, per_minute: int | None = None) -> tuple[str, ApiKey]:
    """A new key: the text that its holder sends, and what is kept of it, which does not lead back to the text.

    The secret has 256 random bits, so one round of SHA-256 is enough: there is nothing to guess.
    """
    key_id = secrets.token_hex(4)
    text = f"{PREFIX}_{key_id}_{secrets.token_urlsafe(32)}"
    return text, ApiKey(key_id, name, _digest(text), scopes, at, per_minute)


def holder(text: str, keys: Mapping[str, ApiKey]) -> ApiKey | None:
    """The key of ``keys`` (by id) that ``text`` is; ``None`` when it is none of them, or one that was revoked.

    Digests are compared in a time that does not depend on where they differ, for an unknown id too.
    """
    parts = text.split("_", 2)
    key = keys.get(parts[1]) if len(parts) == 3 else None
    same = hmac.compare_digest(_digest(text), key.digest if key else _NOBODY)
    return key if same and key and key.revoked_at is None else None


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
