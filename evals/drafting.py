"""What `qa eval init` and `qa eval promote` do: append drafts to a file of cases, never the same one twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from evals.cases import ids
from evals.draft import drafts
from evals.promote import promoted
from evals.run import corpus_of, installation, take
from evals.sets import Batch
from qa.app import opened
from qa.settings import load


async def init(articles: Path, file: Path, per_article: int) -> int:
    """Drafts cases from the folder ``articles`` and appends them to ``file``; how many were new."""
    async with installation(load(reader="extractive")) as app:
        corpus = await corpus_of([report async for report in take(Batch(articles, ()), app)], app)
    return append(file, drafts([corpus.articles[name] for name in sorted(corpus.articles)], per_article=per_article))


async def promote(file: Path) -> int:
    """Drafts a case of each answer of this installation with a thumbs down; how many were new."""
    async with opened(check_fingerprint=False) as app:
        return append(file, [draft async for draft in promoted(app.store, app.store, app.store)])


def append(file: Path, lines: Iterable[dict[str, Any]]) -> int:
    """Appends those of ``lines`` whose id ``file`` does not have; what is in it stays as it is."""
    known = ids(file) if file.exists() else set()
    new = [line for line in lines if line["id"] not in known]
    if new:
        file.parent.mkdir(parents=True, exist_ok=True)
        held = file.read_text(encoding="utf-8") if file.exists() else ""
        gap = "\n" if held and not held.endswith("\n") else ""
        with file.open("a", encoding="utf-8") as out:
            out.write(gap + "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in new))
    return len(new)
