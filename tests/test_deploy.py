"""What stands under `deploy/` says what the code does."""

from __future__ import annotations

import configparser
import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from api.limits import Limits
from api.server import FINISH_SECONDS
from qa.cli import main
from qa.settings import Settings

DEPLOY = Path(__file__).parent.parent / "deploy"


def test_the_unit_starts_what_there_is_and_waits_long_enough() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys are written as they are
    unit.read(DEPLOY / "ontherecord.service")
    command = shlex.split(unit["Service"]["ExecStart"])
    assert CliRunner().invoke(main, [*command[1:], "--help"]).exit_code == 0
    assert int(unit["Service"]["TimeoutStopSec"]) > FINISH_SECONDS + 10
    for name in re.findall(r"QA_(\w+)=", unit["Service"]["Environment"]):
        assert name.lower() in Settings.model_fields


def test_the_proxy_passes_on_all_that_the_service_takes() -> None:
    proxy = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    largest = int(re.search(r"client_max_body_size (\d+)m", proxy)[1])  # type: ignore[index]  # else the test fails
    assert largest * 1024 * 1024 >= Limits().files_bytes
    patience = int(re.search(r"proxy_read_timeout (\d+)s", proxy)[1])  # type: ignore[index]  # else the test fails
    assert patience > Limits().answer_seconds
    assert "proxy_buffering off" in proxy


def test_the_settings_that_are_named_exist() -> None:
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bQA_(\w+)", text))
    assert named
    assert named <= {name.upper() for name in Settings.model_fields}
