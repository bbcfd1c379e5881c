"""Runs a command's coroutine, and turns what the service foresees into a message and an exit code."""

import asyncio
import json
from collections.abc import Coroutine
from typing import Any

import click

from qa.errors import InputError, QAError

OK, FAILED, USAGE, DECLINED = 0, 1, 2, 3


def run(command: Coroutine[Any, Any, int], *, as_json: bool = False) -> None:
    """Runs ``command`` and exits with what it returns: 0 done or answered, 3 declined; 2 for unusable input and 1 for
    any other foreseen failure, told in one line on standard error, and as JSON on standard output when asked for."""
    try:
        code = asyncio.run(command)
    except QAError as error:
        if as_json:
            click.echo(json.dumps({"error": error_dict(error)}, ensure_ascii=False))
        from qa.cli.render import plain

        click.echo(f"qa: {plain(str(error))}", err=True)
        code = USAGE if isinstance(error, InputError) else FAILED
    except KeyboardInterrupt:
        code = 130
    raise SystemExit(code)


def error_dict(error: QAError) -> dict[str, str]:
    """The error as every face gives it."""
    return {"code": error.code, "message": error.message, "next_step": error.next_step}
