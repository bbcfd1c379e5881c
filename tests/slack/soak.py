"""Many events, some twice, some late, some out of order, over two processes of which one is killed: what is answered
twice and what not at all, per point at which it was killed.

    python -m tests.slack.soak [EVENTS]
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.api.support import QUESTION
from tests.slack import events
from tests.slack.server import standing_in
from tests.slack.workspace import BOT, Json, Message, Workspace

POINTS = (
    "accept:before", "accept:after", "lease:after", "chat.startStream:before", "chat.startStream:after",
    "chat.stopStream:before", "chat.stopStream:after", "chat.postMessage:before", "chat.postMessage:after",
    "chat.update:before", "chat.update:after", "finish:before", "finish:after",
)  # fmt: skip
RETRIES = (0.3, 2.0, 4.0)  # Slack's 3 s, 1 min and 5 min, in a hurry
ROUNDS = 5
TROUBLE = ((0.01, 429), (0.01, "drop_after"), (0.005, "drop_before"), (0.005, 500))


@dataclass
class Tally:
    """What came of one run. ``lost`` and ``twice`` are keys of questions."""

    point: str
    events: int
    deliveries: int
    retries: int
    killed: bool
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    slowest_ms: float = 0.0
    seconds: float = 0.0

    def line(self) -> str:
        killed = "killed" if self.killed else "NOT KILLED"
        return (
            f"{self.point:25}{killed:11}{self.events:6} events {self.deliveries:6} deliveries {self.retries:4} retries"
            f"  lost {len(self.lost)}  twice {len(self.twice)}  slowest acknowledgement {self.slowest_ms:5.0f} ms"
            f"  {self.seconds:4.0f} s"
        )


@dataclass
class _Mail:
    """What Slack has to deliver. ``key`` is what the bot calls it; empty for what nobody asks."""

    key: str
    payloads: list[Json]
    again: bool = True  # Slack sends events again, commands not
    acknowledged: bool = False


def mails(space: Workspace, count: int, draw: random.Random) -> list[_Mail]:
    """``count`` events of all kinds, in an order that Slack might deliver them in."""
    made: list[_Mail] = []
    roots: list[Message] = []
    for number in range(count):
        kind = draw.random()
        if kind < 0.45 or not roots:
            message = space.say(f"C{draw.randrange(5)}", "U1", f"<@{BOT}> {QUESTION} {number}")
            roots.append(message)
            kinds = ["message", "app_mention"]
            made.append(_Mail(_key(message), [events.message_event(space, message, k) for k in kinds]))
        elif kind < 0.65:
            root = draw.choice(roots[-20:])
            message = space.say(root.channel, "U1", f"{QUESTION} {number}", root.ts)
            made.append(_Mail(_key(message), [events.message_event(space, message)]))
        elif kind < 0.8:
            message = space.say("D1", "U1", f"{QUESTION} {number}")
            made.append(_Mail(_key(message), [events.message_event(space, message)]))
        elif kind < 0.93:
            command = events.command(space, "U2", f"{QUESTION} {number}", "C1")
            made.append(_Mail(f"command:{command['trigger_id']}", [command], again=False))
        else:
            message = space.say("D1", "U1", "an edit")
            made.append(_Mail("", [events.message_event(space, message, subtype="message_changed")]))
    order = sorted(range(count), key=lambda place: place + draw.uniform(0, 15))
    return [made[place] for place in order]


def _key(message: Message) -> str:
    return f"message:{message.channel}:{message.ts}"


async def soak(count: int, point: str, seed: int = 7) -> Tally:
    """One run: ``point`` kills the first process when about half of the events have passed. Which process does what is
    chance, so as many events again follow, a few times at most, while it has not come there."""
    draw = random.Random(f"{seed} {point}")
    space = Workspace()
    for number in range(5):
        space.channel(f"C{number}", "channel", "U1", "U2")
    space.channel("D1", "im", "U1")
    space.channel("DU2", "im", "U2")
    space.trouble = lambda name, args: next((what for p, what in TROUBLE if draw.random() < p), None)
    post: list[_Mail] = []
    tally = Tally(point, 0, 0, 0, killed=False)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        async with standing_in(space) as slack, contextlib.AsyncExitStack() as stack:
            share = {"accept": 1.3, "lease": 0.9, "finish": 0.9, "chat.postMessage": 0.1, "chat.update": 0.1}
            at = max(2, int(count / 4 * share.get(point.split(":", 1)[0], 0.6)))
            urls: list[str] = []
            first = await stack.enter_async_context(_process(Path(folder), slack.url, urls, point, str(at)))
            await stack.enter_async_context(_process(Path(folder), slack.url, urls))
            async with httpx.AsyncClient(timeout=3) as http:
                postman = _Postman(http, urls, draw, tally)
                while not post or (first.returncode is None and len(post) < ROUNDS * count):
                    more = mails(space, count, draw)
                    await postman.deliver_all(more, space, len(post))
                    post += more
                    await _settle(space, post)
            tally.killed = first.returncode == -9
    tally.events = len(post)
    _count(space, post, tally)
    tally.seconds = time.monotonic() - begun
    return tally


@contextlib.asynccontextmanager
async def _process(
    folder: Path, slack_url: str, urls: list[str], *point: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.slack.soak_worker", str(folder), slack_url, *point,
        stdout=asyncio.subprocess.PIPE, env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout
    urls.append(f"http://127.0.0.1:{int(await process.stdout.readline())}/slack/events")
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


@dataclass
class _Postman:
    """Slack and the proxy before the two processes: sends again what was not acknowledged, to one that answers."""

    http: httpx.AsyncClient
    urls: list[str]
    draw: random.Random
    tally: Tally
    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(16))

    async def deliver_all(self, post: list[_Mail], space: Workspace, before: int) -> None:
        """Everything, a tenth of it twice, and never far ahead of the answers (``before``: mails sent before these): so
        the kill comes while events do."""
        tasks: list[asyncio.Task[None]] = []
        for sent, mail in enumerate(post, before):
            for payload in mail.payloads:
                copies = 2 if self.draw.random() < 0.1 else 1
                tasks += [asyncio.create_task(self._deliver(mail, payload)) for _ in range(copies)]
            await asyncio.sleep(0.002)
            for _ in range(50):
                if len(answered(space)) >= sent * 0.9 - 40:
                    break
                await asyncio.sleep(0.05)
        await asyncio.gather(*tasks)

    async def _deliver(self, mail: _Mail, payload: Json) -> None:
        body, kind = events.encoded(payload)
        for retry, pause in enumerate((0.0, *(RETRIES if mail.again else ()))):
            await asyncio.sleep(pause)
            headers = events.signed(body) | {"Content-Type": kind}
            if retry:
                headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_error"}
                self.tally.retries += 1
            async with self.gate:
                if await self._acknowledged(self.draw.choice(self.urls), body, headers):
                    mail.acknowledged = True
                    return

    async def _acknowledged(self, url: str, body: str, headers: dict[str, str]) -> bool:
        begun = time.monotonic()
        self.tally.deliveries += 1
        try:
            response = await self.http.post(url, content=body.encode(), headers=headers)
        except httpx.HTTPError:
            if url in self.urls and len(self.urls) > 1:
                self.urls.remove(url)
            return False
        self.tally.slowest_ms = max(self.tally.slowest_ms, (time.monotonic() - begun) * 1000)
        return response.status_code == 200


async def _settle(space: Workspace, post: list[_Mail]) -> None:
    """Until everything that was acknowledged is answered, or nothing has happened for a while."""
    wanted = {mail.key for mail in post if mail.key and mail.acknowledged}
    calls, still = -1, 0.0
    while still < 12 and not wanted <= set(answered(space)):
        await asyncio.sleep(0.25)
        still = still + 0.25 if calls == len(space.calls) else 0.0
        calls = len(space.calls)
    await asyncio.sleep(1)  # for somebody who would answer again


def answered(space: Workspace) -> Counter[str]:
    payloads = [m.metadata["event_payload"] for m in space.by_bot() if m.metadata]
    return Counter(payload["key"] for payload in payloads if payload["complete"])


def _count(space: Workspace, post: list[_Mail], tally: Tally) -> None:
    whole = answered(space)
    # A command that was not acknowledged is one that Slack told the person to have failed.
    tally.lost = sorted(mail.key for mail in post if mail.key and mail.acknowledged and not whole[mail.key])
    tally.lost += sorted(mail.key for mail in post if mail.key and mail.again and not mail.acknowledged)
    known = {mail.key for mail in post}
    strays = [m for m in space.by_bot() if _payload_key(m) not in known]
    each = Counter(_payload_key(m) for m in space.by_bot() if m.metadata)
    tally.twice = sorted(key for key, times in each.items() if times > 1) + [
        f"stray {m.channel} {m.ts}" for m in strays
    ]


def _payload_key(message: Message) -> str:
    return str(message.metadata["event_payload"]["key"]) if message.metadata else ""


async def main(count: int) -> int:
    bad = 0
    for point in POINTS:
        tally = await soak(count, point)
        bad += len(tally.lost) + len(tally.twice) + (not tally.killed)
        sys.stdout.write(f"{tally.line()}\n")
        for key in [*tally.lost[:5], *tally.twice[:5]]:
            sys.stdout.write(f"    {key}\n")
        sys.stdout.flush()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)))
