"""Killed in the middle, an ingest goes on where it was: nothing that was reported is lost, nothing is taken twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

COUNT = 40


def qa(data: Path, source: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"QA_DATA_DIR": str(data)}
    command = [sys.executable, "-m", "qa.cli", "ingest", str(source), "--json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def test_kill_9_and_again(tmp_path: Path) -> None:
    source, data = tmp_path / "articles.jsonl", tmp_path / "data"
    texts = (
        f"Ferry number {n} left Lindholm on Monday. " + f"It carried {n + 3} crates of herring. " * 40
        for n in range(COUNT)
    )
    source.write_text("".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)))
    running = qa(data, source)
    assert running.stdout
    acknowledged: list[str] = []
    for line in running.stdout:
        report = json.loads(line)
        if report["outcome"] in ("new", "copy"):
            acknowledged.append(report["source"])
        if len(acknowledged) >= 5:
            running.send_signal(signal.SIGKILL)
            break
    running.stdout.close()
    running.wait()
    assert 5 <= len(acknowledged) < COUNT
    again = qa(data, source)
    *reports, _ = [json.loads(line) for line in again.communicate()[0].splitlines()]
    outcomes = {report["source"]: report["outcome"] for report in reports}
    assert len(outcomes) == COUNT + 1
    assert {outcomes[name] for name in acknowledged} == {"unchanged"}
    assert set(outcomes.values()) <= {"listed", "unchanged", "new", "copy"}
