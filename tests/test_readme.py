"""The README says what is so: its generated parts are what the program prints now, its commands are the Makefile's."""

import re
from pathlib import Path

import pytest

from scripts.readme import generated, written

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_generated_parts_are_what_the_program_prints_now() -> None:
    assert written(README, generated()) == README, "run `python -m scripts.readme`"


def test_the_example_is_an_answer_with_sources() -> None:
    example = re.search(r"<!-- example: begin.*?-->(.*?)<!-- example: end -->", README, re.DOTALL)
    assert example
    assert "[1]" in example[1]
    assert "“" in example[1]


def test_every_make_command_of_the_readme_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake ([a-z]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_file_that_the_readme_links_is_there() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_a_part_without_markers_is_an_error() -> None:
    with pytest.raises(ValueError, match="colours"):
        written(README, {"colours": "blue"})
