"""Recorded replies of a model, so that its answers can be scored without a key: JSON Lines, a head and a line a reply.

A reply is found by a hash of the endpoint's address and of the whole request (model, messages, parameters). After a
change of a prompt, of an article or of what is retrieved it is missing, never taken for another.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from qa.errors import ConfigError

FORMAT = 1
FOLDER = Path("evals/recordings")
STAND_IN = "stand-in"
"""Begins the ``Server`` header of an endpoint that is no model; what it said is labelled so in every report."""


@dataclass(frozen=True, slots=True)
class Head:
    """Whose replies a file holds. ``server`` is what the endpoint calls itself."""

    set: str
    model: str
    base_url: str
    made_at: str
    server: str = ""

    @property
    def label(self) -> str:
        """What a report says beside the scores of recorded replies."""
        made = f"replies recorded on {self.made_at[:10]}"
        return f"{made} from a stand-in server, which is no model" if self.server.startswith(STAND_IN) else made


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply. ``run`` counts the askings of the same request; ``asked`` is the request's last line, for people.

    ``said`` is what a whole stream or completion came to; for anything else ``body`` is the response as it was.
    """

    key: str
    run: int
    asked: str
    status: int
    said: Mapping[str, Any] | None = None
    body: str | None = None


@dataclass(slots=True)
class Recordings:
    """The replies of one file. What is added is on disk when ``add`` returns: replies cost money."""

    path: Path
    head: Head
    replies: dict[tuple[str, int], Reply] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def find(self, key: str, run: int) -> Reply | None:
        """The reply to that asking, and a note that it is in use."""
        found = self.replies.get((key, run))
        if found:
            self.used.add(key)
        return found

    def add(self, reply: Reply) -> None:
        """Keeps ``reply``."""
        self.used.add(reply.key)
        self.replies[reply.key, reply.run] = reply
        if not self.path.exists():
            self.save()
            return
        with self.path.open("a", encoding="utf-8") as file:
            file.write(_line(_shown(reply)))
            file.flush()
            os.fsync(file.fileno())

    def prune(self) -> int:
        """Drops replies that nothing asked for since the file was opened; how many they were."""
        stale = [place for place, reply in self.replies.items() if reply.key not in self.used]
        for place in stale:
            del self.replies[place]
        self.save()
        return len(stale)

    def save(self) -> None:
        """Writes all of it, in an order of its own, in one step."""
        ordered = sorted(self.replies.values(), key=lambda reply: (reply.asked, reply.key, reply.run))
        text = "".join(map(_line, [{"format": FORMAT} | asdict(self.head), *map(_shown, ordered)]))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(self.path)


def load(path: Path) -> Recordings:
    """The recordings of ``path``. ConfigError names the line that is none; a last line cut short by a crash is
    dropped, since it was never acknowledged."""
    lines = path.read_text(encoding="utf-8").split("\n")
    whole, cut = lines[:-1], lines[-1]
    number = 1
    try:
        head = json.loads(whole[0])
        if head.pop("format") != FORMAT:
            raise ValueError(f"not format {FORMAT}")
        recordings = Recordings(path, Head(**head))
        for number, line in enumerate(whole[1:], 2):  # noqa: B007 - told in the error
            reply = Reply(**({"run": 1} | json.loads(line)))
            recordings.replies[reply.key, reply.run] = reply
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        step = "Restore the file, or delete it and record again."
        raise ConfigError(f"{path}:{number} is no recorded reply ({error}).", next_step=step) from error
    if cut:
        recordings.save()
    return recordings


def of_set(name: str, folder: Path) -> tuple[Path, ...]:
    """The files with recordings of the set ``name``, sorted."""
    return tuple(sorted(folder.glob(f"{name}.*.jsonl")))


def place(name: str, model: str, folder: Path) -> Path:
    """Where the replies of ``model`` to the set ``name`` belong."""
    plain = "".join(c if c.isalnum() or c in "-_." else "-" for c in model)
    return folder / f"{name}.{plain}.jsonl"


def key_of(url: str, request: Mapping[str, Any]) -> str:
    """20 hex digits over the address and the whole request."""
    asked = json.dumps([url, request], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(asked.encode()).hexdigest()[:20]


def asked_in(messages: Sequence[Mapping[str, Any]]) -> str:
    """The last line of what the model is asked."""
    last = str(messages[-1].get("content", "")) if messages else ""
    return last.strip().rpartition("\n")[2][:200]


def _shown(reply: Reply) -> dict[str, Any]:
    shown = {name: value for name, value in asdict(reply).items() if value is not None}
    if reply.run == 1:
        del shown["run"]
    return shown


def _line(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False) + "\n"
