"""`qa slack`: the Slack bot's set-up. The bot itself runs inside `qa serve`."""

from __future__ import annotations

import json

import click

from qa.cli.run import FAILED, OK, run

_MARKS = {True: "ok  ", False: "MISSING", None: "not checked"}


@click.group()
def slack() -> None:
    """Look after the Slack bot, which runs inside `qa serve` when SLACK_BOT_TOKEN is set.

    deploy/slack/README.md leads through the set-up.
    """


@slack.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(as_json: bool) -> None:
    """Check tokens, scopes and events with Slack, and say what is missing.

    Exits 1 when something is.
    """
    run(_check(as_json), as_json=as_json)


async def _check(as_json: bool) -> int:
    from dataclasses import asdict

    from qa.errors import ConfigError
    from qa.settings import load

    try:
        from api.slack.check import checks
    except ImportError as error:
        raise ConfigError(
            "The Slack bot is not installed.", next_step="Run `pip install 'ontherecord[slack]'`."
        ) from error
    found = []
    async for finding in checks(load()):
        found.append(finding)
        if not as_json:
            click.echo(f"{_MARKS[finding.ok]:12}{finding.name}: {finding.detail}")
            if finding.ok is not True and finding.next_step:
                click.echo(f"{'':12}{finding.next_step}")
    if as_json:
        click.echo(json.dumps({"checks": [asdict(finding) for finding in found]}, indent=2))
    return FAILED if any(finding.ok is False for finding in found) else OK
