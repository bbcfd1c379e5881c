"""`qa keys`: made once shown once, listed without secrets, revoked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qa.cli import main


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path / "data"))


def keys(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["keys", *arguments])


def test_a_key_is_shown_once_and_its_secret_is_kept_nowhere(tmp_path: Path) -> None:
    added = keys("add", "the newsroom", "--scope", "ask", "--scope", "ingest", "--per-minute", "30")
    text = added.stdout.strip()
    assert added.exit_code == 0
    assert text.startswith("otr_")
    listed = keys("list")
    assert "ask,ingest" in listed.output
    assert "30 a minute" in listed.output
    secret = text.split("_", 2)[2]
    assert secret not in listed.output
    files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert files
    assert not any(secret.encode() in path.read_bytes() for path in files)


def test_it_may_ask_unless_more_is_said() -> None:
    made = json.loads(keys("add", "n", "--json").output)
    assert made["scopes"] == ["ask"]
    assert {"key", *json.loads(keys("list", "--json").output)} == set(made)


def test_a_key_is_revoked_by_its_id() -> None:
    key_id = json.loads(keys("add", "n", "--json").output)["id"]
    assert keys("revoke", key_id).exit_code == 0
    assert "revoked" in keys("list").output
    again = keys("revoke", key_id)
    assert again.exit_code == 1
    assert "qa keys list" in again.output


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "\x1b[31m"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    refused = keys("add", name)
    assert refused.exit_code == 2
    assert "Name who will use it" in refused.output


def test_without_keys_it_says_what_that_means() -> None:
    assert "open to this machine" in keys("list").output
