"""Settings: the environment wins over qa.toml, and a wrong one is named with its next step."""

from pathlib import Path

import pytest

from qa.errors import ConfigError
from qa.settings import load


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_the_extractive_reader_reads() -> None:
    settings = load()
    assert settings.reader_in_use == "extractive"
    assert settings.data_dir.name == "ontherecord"


@pytest.mark.parametrize("variable", ["OPENAI_API_KEY", "OPENAI_BASE_URL"])
def test_a_key_or_an_address_makes_the_model_read(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "http://127.0.0.1:9/v1")
    assert load().reader_in_use == "openai"


def test_the_reader_can_be_kept_extractive_in_spite_of_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setenv("QA_READER", "extractive")
    assert load().reader_in_use == "extractive"


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "qa.toml").write_text('model = "of-the-file"\nhits = 7\n', encoding="utf-8")
    monkeypatch.setenv("QA_MODEL", "of-the-environment")
    settings = load()
    assert (settings.model, settings.hits) == ("of-the-environment", 7)


def test_an_empty_variable_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_HITS", "")
    assert load().hits == 10


def test_a_key_stands_in_no_representation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    assert "sk-very-secret" not in repr(load())


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("hits = 0\n", "hits: "),
        ('reader = "oracle"\n', "reader: "),
        ("colour = 1\n", "colour: "),
        ("hits = \n", "line 1"),
    ],
)
def test_a_wrong_file_is_a_typed_error_that_names_what_is_wrong(content: str, named: str, tmp_path: Path) -> None:
    (tmp_path / "qa.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load()
    assert named in caught.value.message
    assert caught.value.next_step
