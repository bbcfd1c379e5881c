"""Keys: made at random, kept as a hash, and told from everything that they are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.keys import PREFIX, holder, mint

AT = "2017-01-02T12:00:00Z"


def test_a_key_is_known_again_and_its_text_stands_nowhere() -> None:
    text, key = mint("newsroom", ("ask",), AT)
    assert holder(text, {key.id: key}) == key
    secret = text.split("_", 2)[2]
    assert len(secret) >= 43  # 256 bits
    assert secret.encode() not in key.digest
    assert "digest" not in repr(key)
    assert text.startswith(f"{PREFIX}_{key.id}_")


def test_no_two_keys_are_the_same() -> None:
    assert len({mint("n", ("ask",), AT)[0] for _ in range(100)}) == 100


@pytest.mark.parametrize("wrong", ["", "otr", "otr__", "x", "otr_00000000_abc", "\ud800", "otr_é_ü"])
def test_what_is_no_key_has_no_holder(wrong: str) -> None:
    _, key = mint("n", ("ask",), AT)
    assert holder(wrong, {key.id: key, "": key, "00000000": key}) is None


def test_the_id_alone_opens_nothing_and_one_keys_secret_no_other() -> None:
    text, key = mint("n", ("ask",), AT)
    other_text, other = mint("m", ("admin",), AT)
    known = {key.id: key, other.id: other}
    assert holder(f"{PREFIX}_{key.id}_{other_text.split('_', 2)[2]}", known) is None
    assert holder(text[:-1], known) is None
    assert holder(text + "A", known) is None


def test_a_revoked_key_opens_nothing() -> None:
    text, key = mint("n", ("ask",), AT)
    assert holder(text, {key.id: replace(key, revoked_at=AT)}) is None
