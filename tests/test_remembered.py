"""What is kept of texts is dropped when an article is purged."""

from __future__ import annotations

import ast
from pathlib import Path

import qa
from qa.remembered import forget, remembered

OF_NO_ARTICLE = {"_tls"}  # the certificates of the system


def test_every_text_that_is_kept_can_be_dropped() -> None:
    lengths: list[str] = []

    @remembered
    def length(text: str) -> int:
        lengths.append(text)
        return len(text)

    assert length("A purged sentence.") == length("A purged sentence.") == 18
    assert len(lengths) == 1
    forget()
    assert length("A purged sentence.") == 18
    assert len(lengths) == 2


def test_no_cache_of_texts_is_unknown_to_it() -> None:
    """By the source: caches of single words aside, each stands under `of_texts`."""
    unknown = []
    for path in sorted(Path(qa.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                above = [ast.unparse(decorator) for decorator in node.decorator_list]
                kept = [one for one in above if "lru_cache" in one and "KEPT_WORDS" not in one]
                if kept and "of_texts" not in above and node.name not in OF_NO_ARTICLE:
                    unknown.append(f"{path.name}: {node.name}")
    assert unknown == []
