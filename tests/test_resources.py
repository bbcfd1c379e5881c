"""Data files are found in an installed package and in a checkout."""

from pathlib import Path

import pytest

from qa import resources
from qa.errors import ConfigError


def test_the_checkout_has_prompts() -> None:
    assert (resources.resource_dir("prompts") / "read.md").is_file()


def test_an_installed_package_reads_its_own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "qa" / "_data" / "seeds").mkdir(parents=True)
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "qa")
    assert resources.resource_dir("seeds") == tmp_path / "qa" / "_data" / "seeds"


def test_a_neighbour_package_of_that_name_is_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "prompts").mkdir()
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "qa")
    with pytest.raises(ConfigError, match="prompts/ is missing"):
        resources.resource_dir("prompts")
