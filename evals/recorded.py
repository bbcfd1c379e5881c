"""Which recordings a set is run with: none, those to add to, or each of those that there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from evals import replies
from evals.options import Options
from evals.replies import Head, Recordings
from evals.transport import RecordedTransport
from qa.errors import ConfigError, InputError
from qa.settings import Settings

OPENAI = "https://api.openai.com/v1"


def ways(name: str, options: Options, settings: Settings) -> Iterator[tuple[Settings, RecordedTransport | None]]:
    """Each way to run the set ``name``: the settings to use, and what carries requests to the model.

    InputError when there is nothing to replay; ConfigError when there is no model to record.
    """
    if options.replies is None:
        yield settings, None
    elif options.replies == "record":
        yield settings, _recorder(name, options, settings)
    else:
        found = replies.of_set(name, options.recordings)
        if not found:
            raise InputError(
                f"{name}: not run, {options.recordings} holds no replies for it.",
                next_step="`qa eval --record` makes them.",
            )
        for path in found:
            yield replaying(path, settings, options)


def replaying(path: Path, settings: Settings, options: Options | None = None) -> tuple[Settings, RecordedTransport]:
    """The settings that ask for the replies of ``path``, and the transport that has them. No key is needed."""
    recordings = replies.load(path)
    head = recordings.head
    model = {"reader": "openai", "model": head.model, "openai_base_url": head.base_url, "openai_api_key": None}
    transport = RecordedTransport(recordings, asking=False, command=_command(head, options or Options()))
    return settings.model_copy(update=model), transport


def _recorder(name: str, options: Options, settings: Settings) -> RecordedTransport:
    if settings.reader_in_use == "extractive":
        raise ConfigError(
            "The extractive reader asks no model, so there is nothing to record.",
            next_step="Set OPENAI_API_KEY or OPENAI_BASE_URL.",
        )
    path = replies.place(name, settings.model, options.recordings)
    base_url = (settings.openai_base_url or OPENAI).rstrip("/")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    recordings = replies.load(path) if path.exists() else Recordings(path, Head(name, settings.model, base_url, now))
    if recordings.head.base_url != base_url:
        raise ConfigError(
            f"{path} holds the replies of {recordings.head.base_url}, not of {base_url}.",
            next_step="Delete it to record anew, or give another --recordings.",
        )
    return RecordedTransport(recordings, asking=True, command=_command(recordings.head, options))


def _command(head: Head, options: Options) -> str:
    where = "" if head.base_url == OPENAI else f"OPENAI_BASE_URL={head.base_url} "
    runs = f" --runs {options.runs}" if options.runs > 1 else ""
    judge = " --judge" if options.judge else ""
    chosen = options.chosen or ("" if head.set == "seeds" else f" --set {head.set}")
    return f"{where}QA_MODEL={head.model} qa eval{chosen} --record{runs}{judge}"
