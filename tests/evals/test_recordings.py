"""Recorded replies of a model: made once, replayed without a call, never taken for something else."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from evals import replies
from qa.errors import ConfigError
from scripts import stand_in_model
from tests.evals.mine import ASKED, qa_eval

FILE = Path("evals/recordings/mine.m.jsonl")
REFUSED = {"error": {"message": "response_format of type json_schema is not supported"}}


@contextmanager
def serving(handler: type[stand_in_model.Handler] = stand_in_model.Handler, port: int = 0) -> Iterator[int]:
    server = stand_in_model.serve(port)
    server.RequestHandlerClass = handler
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    def asking(port: int) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{port}/v1")
        monkeypatch.setenv("QA_MODEL", "m")

    return asking


@pytest.fixture
def recorded(mine: Path, asking: Callable[[int], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The set with the stand-in's replies; its server is gone and the settings know nothing of it."""
    with serving() as port:
        asking(port)
        done = qa_eval("--record", "--update", "--json")
    assert done.exit_code == 0, done.output
    monkeypatch.delenv("OPENAI_BASE_URL")
    monkeypatch.delenv("QA_MODEL")
    (mine / "whole.json").write_text(done.stdout, encoding="utf-8")
    return mine


def lines() -> list[dict[str, Any]]:
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def rewrite(change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
    head, *rest = lines()
    changed = [head, *(line for line in map(change, rest) if line)]
    FILE.write_text("".join(json.dumps(line) + "\n" for line in changed), encoding="utf-8")


def scores(text: str) -> dict[str, float]:
    return {figure["name"]: figure["value"] for figure in json.loads(text)["figures"]}


def test_a_replay_without_server_and_key_scores_what_the_recording_scored(recorded: Path) -> None:
    found = qa_eval("--replay", "--gate", "--json")

    assert found.exit_code == 0, found.output
    before = scores((recorded / "whole.json").read_text(encoding="utf-8"))
    assert scores(found.stdout) == before
    assert before["passed"] > 0


def test_what_a_stand_in_said_is_labelled_as_that(recorded: Path) -> None:
    qa_eval("--replay", "--out", "out")

    assert "from a stand-in server, which is no model" in (recorded / "out/summary.md").read_text(encoding="utf-8")
    assert lines()[0]["server"].startswith("stand-in")


def test_a_reply_that_is_missing_names_the_command_that_records_it_and_is_not_passed(recorded: Path) -> None:
    rewrite(lambda line: None if "cost" in line["asked"] else line)

    found = qa_eval("--replay", "--gate", "--out", "out")

    assert found.exit_code == 2
    whole = json.loads((recorded / "out/run.json").read_text(encoding="utf-8"))[0]
    (unseen,) = [one for one in whole["results"] if one["state"] == "could_not_grade"]
    assert "QA_MODEL=m qa eval --cases mine.jsonl --articles articles --record` records it" in unseen["reason"]


def test_a_changed_article_leaves_no_reply_to_be_found(recorded: Path) -> None:
    school = recorded / "articles/school.txt"
    school.write_text(school.read_text(encoding="utf-8").replace("240", "250"), encoding="utf-8")
    mine = recorded / "mine.jsonl"
    mine.write_text(mine.read_text(encoding="utf-8").replace("240", "250"), encoding="utf-8")

    found = json.loads(qa_eval("--replay", "--json").stdout)

    assert found["states"]["could_not_grade"] == len(ASKED)  # so few articles: every question sees them all


def test_recording_again_asks_only_what_is_missing_and_drops_what_is_stale(
    recorded: Path, asking: Callable[[int], None]
) -> None:
    port = int(lines()[0]["base_url"].split(":")[2].split("/")[0])
    mine = recorded / "mine.jsonl"
    changed = mine.read_text(encoding="utf-8").replace("Who opened", "Which mayor opened")
    mine.write_text(changed, encoding="utf-8")
    with serving(port=port):
        asking(port)
        found = qa_eval("--record")

    assert f"1 asked, {len(ASKED)} kept, 1 stale dropped" in " ".join(found.stderr.split())
    assert [line["asked"] for line in lines()[1:] if "opened" in line["asked"]] == [
        "Asked at 2026-01-01T12:00:00Z: Which mayor opened the bridge over the river Orm?"
    ]


def test_a_tampered_reply_is_caught_by_verification_and_by_the_gate(recorded: Path) -> None:
    def altered(line: dict[str, Any]) -> dict[str, Any]:
        line["said"]["content"] = line["said"]["content"].replace("35 million", "53 million").replace("240", "420")
        line["said"]["content"] = line["said"]["content"].replace("Forty", "Fifty")
        return line

    rewrite(altered)

    found = qa_eval("--replay", "--gate")

    assert found.exit_code == 1
    assert "vital facts no longer stated" in found.output
    assert "answerable questions now declined" in found.output


def test_a_line_that_is_no_reply_is_told_with_its_number(recorded: Path) -> None:
    text = FILE.read_text(encoding="utf-8").splitlines()
    text[2] = "{}"
    FILE.write_text("\n".join(text) + "\n", encoding="utf-8")

    found = qa_eval("--replay", "--gate")

    assert found.exit_code == 2
    assert "mine.m.jsonl:3 is no recorded reply" in found.output.replace("\n", " ")


def test_a_last_line_cut_by_a_crash_is_dropped_and_the_rest_stands(recorded: Path) -> None:
    whole = FILE.read_bytes()
    FILE.write_bytes(whole[:-20])

    kept = replies.load(FILE)

    assert len(kept.replies) == len(ASKED) - 1
    assert FILE.read_bytes() == whole[: whole[:-1].rindex(b"\n") + 1]


def test_an_endpoint_that_refuses_parameters_is_replayed_whichever_question_comes_first(
    mine: Path, asking: Callable[[int], None]
) -> None:
    class Old(stand_in_model.Handler):
        def respond(self, request: dict[str, Any]) -> tuple[int, str, bytes]:
            if request.get("response_format", {}).get("type") == "json_schema":
                return 400, "application/json", json.dumps(REFUSED).encode()
            return super().respond(request)

    with serving(Old) as port:
        asking(port)
        assert qa_eval("--record").exit_code == 0
    assert sum(line["status"] == 400 for line in lines()[1:]) == 1
    reversed_cases = (mine / "mine.jsonl").read_text(encoding="utf-8").splitlines()[::-1]
    (mine / "mine.jsonl").write_text("\n".join(reversed_cases), encoding="utf-8")

    assert json.loads(qa_eval("--replay", "--json").stdout)["states"] == {"graded": len(ASKED)}


def test_an_error_of_the_moment_is_not_kept(mine: Path, asking: Callable[[int], None]) -> None:
    class Down(stand_in_model.Handler):
        def respond(self, request: dict[str, Any]) -> tuple[int, str, bytes]:
            return 501, "text/plain", b""

    with serving(Down) as port:
        asking(port)
        found = qa_eval("--record")

    assert found.exit_code == 2
    assert len(lines()) == 1  # the head alone


def test_repeats_have_a_reply_each(mine: Path, asking: Callable[[int], None]) -> None:
    with serving() as port:
        asking(port)
        assert qa_eval("--record", "--runs", "2").exit_code == 0

    assert len(lines()) == 1 + 2 * len(ASKED)
    assert json.loads(qa_eval("--replay", "--runs", "2", "--json").stdout)["states"] == {"graded": 2 * len(ASKED)}
    assert json.loads(qa_eval("--replay", "--runs", "3", "--json").stdout)["states"]["could_not_grade"] == len(ASKED)


def test_nothing_to_replay_and_nobody_to_record_could_not_run(mine: Path) -> None:
    nothing, nobody = qa_eval("--replay", "--gate"), qa_eval("--record")

    assert (nothing.exit_code, nobody.exit_code) == (2, 2)
    assert "`qa eval --record` makes them" in " ".join(nothing.output.split())
    assert "asks no model" in nobody.output


def test_replies_of_another_address_are_not_mixed_in(recorded: Path, asking: Callable[[int], None]) -> None:
    asking(9)

    found = qa_eval("--record")

    assert found.exit_code == 2
    assert "holds the replies of" in found.output


def test_the_key_depends_on_address_model_messages_and_parameters() -> None:
    request = {"model": "m", "messages": [{"role": "user", "content": "a"}], "max_tokens": 1}
    others = [request | {"model": "n"}, request | {"messages": []}, request | {"max_tokens": 2}]

    keys = {replies.key_of("u", one) for one in [request, *others]} | {replies.key_of("v", request)}

    assert len(keys) == 5
    assert replies.key_of("u", dict(reversed(request.items()))) == replies.key_of("u", request)


def test_a_file_that_is_no_recording_is_an_error_with_the_next_step(tmp_path: Path) -> None:
    path = tmp_path / "x.m.jsonl"
    path.write_text('{"format": 99}\n', encoding="utf-8")

    with pytest.raises(ConfigError, match="record again"):
        replies.load(path)
