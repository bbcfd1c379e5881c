"""An endpoint is asked the strictest way first; what it refuses is given up, and nothing else."""

import pytest

from qa.adapters.openai_reader.fallback import Dialect

from .support import error


def complaint(name: str) -> tuple[int, str]:
    response = error(name)
    return response.status_code, response.text


def test_the_strictest_request_names_a_strict_schema_and_asks_for_usage() -> None:
    parameters = Dialect().parameters(700)
    assert parameters["response_format"]["json_schema"]["strict"] is True
    assert parameters["stream_options"] == {"include_usage": True}
    assert parameters["max_completion_tokens"] == 700


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("error_400_schema.json", Dialect(format="json")),
        ("error_422_stream_options.json", Dialect(usage=False)),
        ("error_400_max_tokens.json", Dialect(limit="max_tokens")),
    ],
)
def test_what_is_refused_is_given_up_and_nothing_else(name: str, expected: Dialect) -> None:
    assert Dialect().weaker(*complaint(name)) == expected


def test_without_json_mode_the_reply_is_plain_text() -> None:
    weaker = Dialect(format="json").weaker(*complaint("error_400_json_mode.json"))
    assert weaker == Dialect(format="plain")
    assert weaker is not None
    assert "response_format" not in weaker.parameters(700)


@pytest.mark.parametrize("name", ["error_400_context.json", "error_404_model.json", "error_500_server.json"])
def test_other_complaints_are_not_answered_by_asking_for_less(name: str) -> None:
    assert Dialect().weaker(*complaint(name)) is None


def test_giving_up_comes_to_an_end_whatever_the_endpoint_says() -> None:
    said = "response_format stream_options max_completion_tokens max_tokens grammar"
    dialects = [Dialect()]
    while weaker := dialects[-1].weaker(400, said):
        dialects.append(weaker)
    assert len(set(dialects)) == len(dialects) == 5
