"""Writes the generated parts of README.md: `python -m scripts.readme`. tests/test_readme.py holds them true."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from click.testing import CliRunner

from evals import baseline, sets
from evals.metrics import METRICS
from qa.cli import main
from qa.settings import Settings

README = Path(__file__).parent.parent / "README.md"
QUESTION = "How long were the Russian diplomats given to leave?"


def generated() -> dict[str, str]:
    """The text of each generated part, by the name in its marker."""
    return {"example": _example(), "commands": _commands(), "settings": _settings(), "quality": _quality()}


def written(text: str, parts: dict[str, str]) -> str:
    """``text`` with each part between its markers replaced; ValueError names a part without markers."""
    for name, part in parts.items():
        marked = re.compile(rf"(<!-- {name}: begin[^>]*-->\n).*?(<!-- {name}: end -->)", re.DOTALL)
        if not marked.search(text):
            raise ValueError(f"README.md has no markers for {name}")
        text = marked.sub(partial(_between, part), text)
    return text


def _between(part: str, found: re.Match[str]) -> str:
    return found[1] + part + found[2]


def _example() -> str:
    """What a shell shows for one question over the demonstration articles, run for real."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": os.environ["PATH"], "QA_DATA_DIR": folder, "COLUMNS": "100", "LANG": "C.UTF-8"}
        command = [sys.executable, "-m", "qa.cli", "demo", QUESTION]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=README.parent)
    return _block(f'$ qa demo "{QUESTION}"\n{done.stdout}')


def _commands() -> str:
    return _block("$ qa --help\n" + CliRunner().invoke(main, ["--help"], prog_name="qa").output)


def _settings() -> str:
    rows = ["| variable | default | what it is |", "|---|---|---|"]
    for name, field in sorted(Settings.model_fields.items()):
        variable = name.upper() if name.startswith(("openai", "slack")) else f"QA_{name.upper()}"
        default = "the user's data folder" if name == "data_dir" else _default(field.default)
        rows.append(f"| `{variable}` | {default} | {field.description} |")
    return "\n".join(rows) + "\n"


def _quality() -> str:
    """The figures that the baseline holds: what the gate keeps, so the same on every machine."""
    held = baseline.load(README.parent / baseline.DEFAULT)[sets.SEEDS]["extractive"]
    rows = ["| figure | value | 95 % interval | questions (articles or other clusters) |", "|---|---|---|---|"]
    for metric in METRICS:
        figure = held.figures.get(metric.name)
        if figure and metric.share:
            value, low, high = (f"{100 * bound:.1f}" for bound in _bounds(figure))
            rows.append(f"| {metric.label} | {value} % | {low} to {high} | {figure['n']:g} ({figure['clusters']:g}) |")
    return "\n".join(rows) + "\n"


def _bounds(figure: Mapping[str, float | None]) -> tuple[float, float, float]:
    value, low, high = figure["value"], figure["low"], figure["high"]
    return value or 0.0, 0.0 if low is None else low, 1.0 if high is None else high


def _default(value: object) -> str:
    return "–" if value is None else f"`{value}`"


def _block(text: str) -> str:
    lines = (line.rstrip() for line in text.rstrip().splitlines())
    return "\n" + "\n".join(f"    {line}" if line else "" for line in lines) + "\n\n"


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8"), generated()), encoding="utf-8")
