"""The `qa` command. Its modules import only click at the top, so that `qa --help` answers at once."""

import io
import sys

import click

from qa import __version__
from qa.cli.ask import ask
from qa.cli.demo import demo
from qa.cli.diff import diff
from qa.cli.doctor import doctor
from qa.cli.eval import evaluate
from qa.cli.ingest import ingest
from qa.cli.keys import keys
from qa.cli.mcp import mcp
from qa.cli.reindex import reindex
from qa.cli.rm import rm
from qa.cli.serve import serve
from qa.cli.show import show
from qa.cli.slack import slack


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="qa")
def main() -> None:
    """Answers questions about news articles, each claim tied to exact sentences of named articles.

    Start with `qa demo`, or `qa ingest FOLDER` and then `qa ask "QUESTION"`. Settings are QA_* variables or keys of
    qa.toml; `qa doctor` shows them.
    """
    for stream in (sys.stdout, sys.stderr):  # a terminal without some character shows a question mark in its place
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


for command in (ask, demo, diff, doctor, evaluate, ingest, keys, mcp, reindex, rm, serve, show, slack):
    main.add_command(command)
