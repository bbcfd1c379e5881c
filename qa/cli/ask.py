"""`qa ask`: answers a question, or a question a line."""

from __future__ import annotations

import contextlib
import json
import sys
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from typing import TYPE_CHECKING

import click

from qa.cli.run import DECLINED, FAILED, OK, run

if TYPE_CHECKING:
    from qa.app import App
    from qa.types import DoneEvent, ErrorEvent, Event, Filters


def _day(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat() if value is not None else None
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a day; write it as YYYY-MM-DD.") from None


@click.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer record.")
@click.option(
    "--from",
    "from_",
    metavar="DAY",
    callback=_day,
    help="Only articles from this day on (YYYY-MM-DD), and undated ones.",
)
@click.option("--to", metavar="DAY", callback=_day, help="Only articles up to this day, and undated ones.")
@click.option("--publisher", help="Only articles of this publisher.")
@click.option("--origin", help="Only articles that this agency or newsroom wrote, whoever published them.")
@click.option("--article", metavar="ID", help="Only this article.")
@click.option("--as-of", metavar="DAY", callback=_day, help="Answer from what was known at the end of that day.")
@click.option(
    "-c",
    "--conversation",
    metavar="NAME",
    help="Go on with this conversation, or begin it: the question may lean on the ones before.",
)
def ask(question: str, as_json: bool, conversation: str | None, **given: str | None) -> None:
    """Answer QUESTION from the articles, each claim with its sources.

    With `-` as QUESTION, reads a question a line from standard input and answers in order, loading everything once.
    Typed at a terminal the lines are one conversation: "and how many were from San Francisco?" is understood.

    Exits 0 when answered, 3 when the articles don't say, 2 on wrong usage, 1 on failure (with `-`: 1 if any question
    failed, else 0).
    """
    from qa.types import Filters

    from_, to = given["from_"], given["to"]
    filters = Filters(from_, to, given["publisher"], given["article"], given["origin"], given["as_of"])
    if from_ and to and from_ > to:
        raise click.BadParameter(f"no day is from {from_} on and up to {to}.", param_hint="--from, --to")
    if not question.strip():
        raise click.BadParameter("it is empty; write a question.", param_hint="QUESTION")
    if question == "-" and conversation is None and sys.stdin.isatty():
        conversation = uuid.uuid4().hex
    command = _ask_lines if question == "-" else _ask_one
    run(command(question, filters, conversation, as_json=as_json), as_json=as_json)


async def _ask_one(text: str, filters: Filters, conversation: str | None, *, as_json: bool) -> int:
    from qa.app import opened

    async with opened() as app:
        announce(app)
        await _begin(app, conversation)
        return await answer(app, text, filters, conversation, as_json=as_json)


async def _ask_lines(_: str, filters: Filters, conversation: str | None, *, as_json: bool) -> int:
    from qa.app import opened

    codes = set()
    async with opened() as app:
        announce(app)
        await _begin(app, conversation)
        async for text in _lines():
            codes.add(await answer(app, text, filters, conversation, as_json=as_json))
    return FAILED if codes - {OK, DECLINED} else OK


async def _begin(app: App, conversation: str | None) -> None:
    if conversation is not None:
        await app.store.begin_conversation(conversation, app.asking.clock.now())


async def answer(app: App, text: str, filters: Filters, conversation: str | None = None, *, as_json: bool) -> int:
    """Asks ``text``, prints what comes, and returns the exit code."""
    from qa.cli.render import render_answer, render_error
    from qa.record import to_dict

    event = await _last(app.ask(text, filters=filters, conversation_id=conversation))
    if event.type == "error":
        if as_json:
            error = {"code": event.code, "message": event.message, "next_step": event.next_step}
            click.echo(json.dumps({"question": text, "error": error}, ensure_ascii=False))
        else:
            render_error(event)
        return FAILED
    record = event.answer
    if as_json:
        click.echo(json.dumps(to_dict(record), ensure_ascii=False))
    else:
        await render_answer(record, app)
    return OK if record.claims else DECLINED


async def _last(events: AsyncGenerator[Event, None]) -> DoneEvent | ErrorEvent:
    async for event in events:
        if event.type in ("done", "error"):
            return event
    raise AssertionError("ask() ends with done or error")


def announce(app: App) -> None:
    """Says who reads, before any text goes anywhere."""
    click.echo(app.reader_notice, err=True)


async def _lines() -> AsyncIterator[str]:
    """The non-empty lines of standard input, as they come.

    Read in a daemon thread: asyncio's own threads are waited for at the end, and Ctrl-C would hang in a read.
    """
    import asyncio
    import threading

    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str] = asyncio.Queue()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody asks for lines any more
            for line in iter(sys.stdin.readline, ""):
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, "")

    threading.Thread(target=read, daemon=True).start()
    while line := await lines.get():
        if line.strip():
            yield line.strip()
