"""`make bench` knows every measurement that there is."""

from pathlib import Path

import pytest

from bench.__main__ import NAMES, main


def test_every_module_that_can_be_run_is_known() -> None:
    folder = Path(__file__).parents[1] / "bench"
    runnable = {path.stem for path in folder.glob("*.py") if '__name__ == "__main__"' in path.read_text()}
    assert runnable - {"__main__"} == set(NAMES)


def test_an_unknown_name_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    assert "no such measurement: nothing" in capsys.readouterr().err
