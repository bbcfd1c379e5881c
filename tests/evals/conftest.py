"""A working folder with a set of one's own in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.evals.mine import ARTICLES, ASKED, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with articles, cases, and nothing else."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    for name, text in ARTICLES.items():
        (tmp_path / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
    lines = [
        {
            "id": f"q{number}",
            "kind": "answerable",
            "question": question,
            "status": "answered",
            "facts": [{"importance": "vital", "text": fact}],
            "passages": [{"article": f"{article}.txt", "quote": quote}],
        }
        for number, (question, (article, quote, fact)) in enumerate(ASKED.items())
    ]
    write(tmp_path, *lines)
    return tmp_path
