"""`qa serve` as a person starts it: prints its address, is the only one on its folder, and ends well."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from api.purges import LOOK_SECONDS
from api.server import listen
from qa.cli import main
from scripts.stand_in_model import Handler

QA = [sys.executable, "-m", "qa.cli"]


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, and the address that it printed."""
    process = subprocess.Popen(
        [*QA, "serve", "--port", "0", *options],
        env=os.environ | {"QA_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if found := re.search(r"Serving on (\S+)", line):
                yield process, found[1]
                return
        raise AssertionError("".join(said))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_it_serves_beside_other_commands_and_a_second_server_names_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path / "data"))
    article = tmp_path / "bridge.txt"
    article.write_text("The bridge cost 40 million crowns, mayor Anna Berg said on Monday.\n", encoding="utf-8")
    with serving(tmp_path / "data") as (process, address):
        assert httpx.get(f"{address}/healthz").json() == {"status": "ok"}
        assert CliRunner().invoke(main, ["ingest", str(article)]).exit_code == 0
        asked = httpx.post(f"{address}/v1/ask", json={"question": "How much did the bridge cost?"}, timeout=30)
        assert asked.json()["status"] == "answered"
        ready = httpx.get(f"{address}/readyz", timeout=30)
        assert (ready.status_code, [check["ok"] for check in ready.json()["checks"]]) == (200, [True] * 5)

        begun = time.monotonic()
        second = subprocess.run([*QA, "serve"], capture_output=True, text=True, check=False)
        took = time.monotonic() - begun
        assert second.returncode == 1
        assert f"pid {process.pid}, {address}" in second.stderr
        assert took < 10  # one second on a machine of one's own

        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.com"])
def test_it_does_not_start_open_to_everybody(host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path))
    refused = CliRunner().invoke(main, ["serve", "--host", host, "--port", "0"])
    assert refused.exit_code == 1
    assert "everybody" in refused.output
    assert "qa keys add" in refused.output
    assert "--open" in refused.output


def test_with_a_key_it_starts_on_any_address_and_wants_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path))
    key = CliRunner().invoke(main, ["keys", "add", "me", "--scope", "ask"]).stdout.strip()
    with serving(tmp_path, "--host", "0.0.0.0") as (_, address):
        here = address.replace("0.0.0.0", "127.0.0.1")
        listed = f"{here}/v1/articles"
        assert httpx.get(listed).status_code == 401
        assert httpx.get(listed, headers={"Authorization": f"Bearer {key}"}).status_code == 200
        assert httpx.get(f"{here}/metrics", headers={"Authorization": f"Bearer {key}"}).status_code == 403


def test_open_has_to_be_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(tmp_path, "--host", "0.0.0.0", "--open") as (_, address):
        here = address.replace("0.0.0.0", "127.0.0.1")
        assert httpx.get(f"{here}/v1/articles").status_code == 200
        assert httpx.get(f"{here}/v1/articles", headers={"Host": "evil.example"}).status_code == 403


def test_an_address_in_use_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = CliRunner().invoke(main, ["serve", "--port", port])
    assert refused.exit_code == 1
    assert f"127.0.0.1:{port} cannot be listened on" in refused.output


def test_a_reply_does_not_wait_for_its_head_to_be_acknowledged() -> None:
    with listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        taken, _ = listening.accept()
        with taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_what_another_process_purges_is_gone_from_the_servers_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The events of an answer are kept for a minute, for clients that come back; those of a purge are not."""
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path / "data"))
    article = tmp_path / "bridge.txt"
    article.write_text("The bridge cost 40 million crowns, mayor Anna Berg said on Monday.\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["ingest", str(article)]).exit_code == 0
    with serving(tmp_path / "data") as (_, address):
        asked = httpx.post(f"{address}/v1/ask", json={"question": "How much did the bridge cost?"}, timeout=60).json()
        assert "40 million" in asked["text"]
        events = f"{address}/v1/answers/{asked['id']}/events"
        assert "40 million" in httpx.get(events).text
        article_id = asked["claims"][0]["citations"][0]["article_id"]
        purge = subprocess.run([*QA, "rm", "--purge", "--yes", article_id], capture_output=True, text=True, check=False)
        assert (purge.returncode, purge.stdout.split()) == (0, [article_id, "purged"])
        deadline = time.monotonic() + 10 * LOOK_SECONDS  # of 60 that they would be kept
        while "40 million" in (left := httpx.get(events).text):
            assert time.monotonic() < deadline, left
            time.sleep(0.1)
        assert "[removed]" in left
        assert "bridge" not in left


def test_a_job_survives_the_death_of_the_server(tmp_path: Path) -> None:
    """Killed at its worst moment, the next server goes on: every article that was acknowledged is taken in, once."""
    articles = [{"text": f"Ferry {n} was late. It carried {n + 2} goats.", "name": f"{n}.txt"} for n in range(60)]
    with serving(tmp_path) as (process, address):
        begun = httpx.post(f"{address}/v1/ingest", json={"articles": articles}, timeout=30)
        assert begun.status_code == 202
        where = begun.headers["location"]
        while httpx.get(address + where).json()["finished"] < 3:
            time.sleep(0.01)
        process.kill()
        process.wait()
    with serving(tmp_path) as (_, address):
        left = httpx.get(address + where).json()
        assert left["status"] == "running"
        assert left["finished"] < 60
        deadline = time.monotonic() + 60
        while (job := httpx.get(address + where).json())["status"] != "done":
            assert time.monotonic() < deadline, job
            time.sleep(0.1)
        reports = httpx.get(f"{address}{where}/reports?limit=1000").json()["reports"]
        assert [report["source"] for report in reports] == [article["name"] for article in articles]
        assert {report["outcome"] for report in reports} <= {"new", "copy", "unchanged"}
        listed = httpx.get(f"{address}/v1/articles?limit=100").json()["articles"]
        assert {article["source"] for article in listed} == {article["name"] for article in articles}


class SlowModel(Handler):
    """A model that says nothing until ``gate`` is open."""

    gate: threading.Event
    asked: threading.Event

    def respond(self, request: dict[str, Any]) -> tuple[int, str, bytes]:
        self.asked.set()
        self.gate.wait(30)
        return super().respond(request)


@contextmanager
def slow_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """The gate of the model that the next server asks, and what is set when it was asked."""
    gate, asked = threading.Event(), threading.Event()
    handler = type("Handler", (SlowModel,), {"gate": gate, "asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{server.server_address[1]}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        yield gate, asked
        gate.set()
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_told_to_stop_it_finishes_the_answer_that_is_being_made(
    accept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with slow_model(monkeypatch) as (gate, asked), serving(tmp_path) as (process, address):
        article = {"text": "The bridge of Lindholm cost 40 million crowns, the mayor said on Monday."}
        assert httpx.post(f"{address}/v1/articles", json=article, timeout=30).status_code == 201
        with ThreadPoolExecutor(1) as pool:
            question = {"question": "How many crowns did the bridge of Lindholm cost?"}
            headers = {"Accept": accept}
            answer = pool.submit(httpx.post, f"{address}/v1/ask", json=question, headers=headers, timeout=40)
            assert asked.wait(30)
            process.send_signal(signal.SIGTERM)
            deadline = time.monotonic() + 20
            while _takes_requests(address):  # it takes no new ones
                assert time.monotonic() < deadline
                time.sleep(0.05)
            time.sleep(1)
            assert process.poll() is None
            gate.set()
            assert "40 million" in answer.result(40).text
        assert process.wait(30) == 0


def _takes_requests(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz").is_success
    except httpx.TransportError:
        return False


def test_told_to_stop_it_keeps_nobody_who_follows_a_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream of a job's events could go on for hours: it ends, and its reader comes back to the next server."""
    with serving(tmp_path) as (process, address):
        articles = [{"text": f"Ferry {n} was late. " * 200, "name": f"{n}.txt"} for n in range(40)]
        where = httpx.post(f"{address}/v1/ingest", json={"articles": articles}, timeout=30).headers["location"]
        with httpx.stream("GET", f"{address}{where}/events", timeout=60) as response:
            lines = response.iter_lines()
            assert next(lines)
            begun = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert not [line for line in lines if line == "event: done"]
        assert process.wait(30) == 0
        assert time.monotonic() - begun < 20
