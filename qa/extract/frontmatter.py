"""Front matter: YAML between two lines of three dashes at the very top of an article."""

import re

from qa.extract.clean import newlines
from qa.extract.metadata import parse_yaml

_FENCED = re.compile(r"---[ \t]*\n(?P<yaml>(?:[^\n]*\n){0,100}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_KEY = re.compile(r"\s*(?:#[^\n]*\n\s*)*\w+:")


def split(text: str) -> tuple[dict[str, str], str]:
    """The metadata of the front matter of ``text`` and what follows it; no metadata and all of ``text`` where
    there is none. A line of dashes above text that does not begin with a key is a rule, not front matter.

    SourceError ``metadata`` when the front matter cannot be used.
    """
    text = newlines(text)
    match = _FENCED.match(text)
    if match is None or not (_KEY.match(match["yaml"]) or not match["yaml"].strip()):
        return {}, text
    return parse_yaml(match["yaml"], "The front matter", first_line=2), text[match.end() :]
