"""A set of one's own: three articles, five questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from qa.cli import main

ARTICLES = {
    "bridge": "The new bridge over the river Orm cost 35 million dollars. Mayor Ada Finch opened it on Friday.",
    "harbour": "The harbour of Tarn froze over in January. Forty ships waited for the icebreaker Boreas.",
    "school": "The school in Hollin has 240 pupils. Its headmaster is Jonas Reed.",
}
ASKED = {
    "How much did the new bridge cost?": ("bridge", "The new bridge", "35 million"),
    "Who opened the bridge over the river Orm?": ("bridge", "Mayor Ada Finch", "Ada Finch"),
    "How many ships waited for the icebreaker?": ("harbour", "Forty ships", "40 ships"),
    "How many pupils has the school in Hollin?": ("school", "The school", "240 pupils"),
    "Who is the headmaster of the school?": ("school", "Its headmaster", "Jonas Reed"),
}


def write(folder: Path, *lines: dict[str, Any]) -> None:
    (folder / "mine.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def qa_eval(*options: str) -> Result:
    arguments = ["eval", "--cases", "mine.jsonl", "--articles", "articles", *options]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)
