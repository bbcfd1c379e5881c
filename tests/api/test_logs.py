"""The log: a line an event, without what people and articles say unless that is asked for."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from api import logs
from qa.types import Evidence
from tests.api.support import QUESTION, StubReader

SECRET = "otr_0000_verysecret"


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    yield
    root.handlers[:], root.level = before
    for name in ("api", "qa"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def lines(captured: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in captured.splitlines()]


async def test_each_request_is_a_line_of_json(http: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=True, texts=False)
    headers = {"Authorization": f"Bearer {SECRET}", "x-request-id": "r-1"}
    await http.get("/v1/articles?publisher=Somebody", headers=headers)
    written = capsys.readouterr().err
    [line] = lines(written)
    assert (line["event"], line["level"], line["method"]) == ("request", "info", "GET")
    assert (line["route"], line["path"], line["status"]) == ("/v1/articles", "/v1/articles", 200)
    assert line["request_id"] == "r-1"
    assert "key" not in line  # none was needed
    assert line["seconds"] >= 0
    assert line["time"].endswith("Z")
    assert "Somebody" not in written
    assert "verysecret" not in written


@pytest.mark.parametrize("texts", [False, True])
@pytest.mark.parametrize("as_json", [False, True])
async def test_an_answer_is_told_in_figures_and_its_words_only_when_asked_for(
    http: httpx.AsyncClient, capsys: pytest.CaptureFixture[str], as_json: bool, texts: bool
) -> None:
    logs.configure(as_json=as_json, texts=texts)
    answer = (await http.post("/v1/ask", json={"question": QUESTION})).json()
    written = capsys.readouterr().err
    assert answer["id"] in written
    assert "answered" in written
    assert ("bridge" in written) == texts
    assert "crowns" not in written


@pytest.mark.parametrize("texts", [False, True])
async def test_an_unforeseen_error_is_told_with_its_place(
    http: httpx.AsyncClient, reader: StubReader, capsys: pytest.CaptureFixture[str], texts: bool
) -> None:
    def broken(_: Evidence) -> Any:
        raise ValueError("the bridge of Lindholm")

    reader.script = broken
    logs.configure(as_json=True, texts=texts)
    response = await http.post("/v1/ask", json={"question": QUESTION})
    assert response.status_code == 500
    written = capsys.readouterr().err
    [error] = [line["error"] for line in lines(written) if "error" in line]
    assert error["type"] == "ValueError"
    assert "broken" in error["stack"][-1]
    assert ("Lindholm" in written) == texts
    assert "Lindholm" not in response.text


async def test_probes_that_succeed_are_not_worth_a_line(
    http: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(as_json=False, texts=False)
    for path in logs.QUIET:
        await http.get(path)
    assert capsys.readouterr().err == ""
    await http.get("/v1/no_such")
    assert "status=404" in capsys.readouterr().err


def test_a_line_stays_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=False, texts=False)
    logging.getLogger("api").info("job ends", extra={"detail": "a\nb \x1b[31m", "items": [1, 2]})
    written = capsys.readouterr().err
    assert written.count("\n") == 1
    assert "\x1b" not in written
