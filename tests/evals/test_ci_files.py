"""What people put into their CI: the files parse, and their shell lines run and exit as they say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.evals.mine import qa_eval

ROOT = Path(__file__).parent.parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GITLAB: dict[str, Any] = yaml.safe_load((ROOT / "evals/ci/gitlab.yml").read_text(encoding="utf-8"))
GIVEN = {"cases": "mine.jsonl", "articles": "articles", "out": "out"}


def shell(lines: str, folder: Path, variables: dict[str, str]) -> int:
    """The exit code of ``lines`` as a runner runs them."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = os.environ | {"PATH": path} | variables
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", lines]
    return subprocess.run(
        command, cwd=folder, env=environment, check=False, capture_output=True, timeout=120
    ).returncode


def filled(value: str) -> str:
    """``value`` with the inputs put in, as the runner does."""
    for name, described in ACTION["inputs"].items():
        value = value.replace(f"${{{{ inputs.{name} }}}}", GIVEN.get(name, described["default"]))
    return value


def step() -> dict[str, Any]:
    (found,) = [one for one in ACTION["runs"]["steps"] if one.get("name") == "Ask and compare"]
    return dict(found)


@pytest.fixture
def accepted(mine: Path) -> Path:
    assert qa_eval("--update").exit_code == 0
    return mine


def test_the_action_is_a_composite_one_and_no_input_gets_into_a_shell_line() -> None:
    assert ACTION["runs"]["using"] == "composite"
    for one in ACTION["runs"]["steps"]:
        assert ("uses" in one) != ("run" in one)
        assert "${{" not in one.get("run", "")
        assert "run" not in one or one["shell"] == "bash"


def test_the_actions_lines_hold_and_could_not_run_with_the_codes_they_promise(accepted: Path) -> None:
    found = step()
    variables = {name: filled(value) for name, value in found["env"].items()}
    variables["GITHUB_STEP_SUMMARY"] = str(accepted / "step.md")

    holds = shell(found["run"], accepted, variables)
    nothing = shell(found["run"], accepted, variables | {"BASELINE": "none.json"})

    assert (holds, nothing) == (0, 2)
    assert "The gate holds." in (accepted / "step.md").read_text(encoding="utf-8")
    assert (accepted / "out/report.html").is_file()


def test_gitlabs_line_holds_and_its_reports_are_where_it_says(accepted: Path) -> None:
    (job,) = GITLAB.values()
    variables = job["variables"] | {"CASES": "mine.jsonl", "OUT": "out"}

    assert shell("\n".join(job["script"]), accepted, variables) == 0
    assert (accepted / job["artifacts"]["reports"]["junit"].replace("$OUT", "out")).is_file()
