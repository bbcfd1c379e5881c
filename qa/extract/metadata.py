"""Metadata that a person gives for an article, in front matter or in a sidecar file: parsed, checked, never guessed."""

import difflib
import json
from collections.abc import Mapping

import yaml

from qa.errors import SourceError
from qa.extract.clean import clean
from qa.extract.dates import ACCEPTED, from_iso
from qa.extract.urls import canonical_url

KEYS = ("title", "publisher", "origin", "url", "byline", "published_at", "updated_at")
"""The keys that metadata may have. All values are text."""

_DATES = ("published_at", "updated_at")
_LONGEST = 20_000  # characters: seven lines are far shorter, and YAML takes seconds for a hostile page of brackets
_EMPTY = ("", "~", "null", "Null", "NULL")


def parse_yaml(text: str, where: str, first_line: int = 1) -> dict[str, str]:
    """The metadata of YAML ``text``, without empty values.

    Every value is read as text (``title: No`` is the word). ``where`` names the file in messages; ``first_line`` is
    the line of it that ``text`` begins at. SourceError ``metadata``, with key and line.
    """
    _check_length(text, where)
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        line, problem = _trouble(error)
        message = f"{where}, line {first_line + line}: not valid YAML ({problem})."
        raise _bad(message, "Write one `key: value` per line.") from None
    except RecursionError:
        raise _bad(f"{where} is nested too deeply.", "Write one `key: value` per line.") from None
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise _bad(f"{where} is not a list of `key: value` lines.", "Write one `key: value` per line.")
    pairs: list[tuple[str, object, int]] = [
        (str(key.value), value.value if isinstance(value, yaml.ScalarNode) else value, key.start_mark.line + first_line)
        for key, value in node.value
    ]
    return _checked(pairs, where)


def _check_length(text: str, where: str) -> None:
    if len(text) > _LONGEST:
        raise _bad(f"{where} is too long for metadata.", f"It may hold {', '.join(KEYS)}.")


def _trouble(error: yaml.YAMLError) -> tuple[int, str]:
    """The line, counted from 0, and the problem."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return 0, "a character that YAML does not allow"
    problem, mark = error.problem or "", error.problem_mark
    if "end of stream" in problem and error.context_mark:  # a quote that never closes: where it opens
        mark = error.context_mark
    return mark.line, problem


def parse_json(text: str, where: str) -> dict[str, str]:
    """The metadata of JSON ``text``, one object of texts; as ``parse_yaml`` otherwise."""
    _check_length(text, where)
    try:
        pairs = json.loads(text, object_pairs_hook=list)
    except json.JSONDecodeError as error:
        message = f"{where}, line {error.lineno}: not valid JSON ({error.msg})."
        raise _bad(message, "Write one object of texts.") from None
    except ValueError:  # a number with thousands of digits
        raise _bad(f"{where} is not valid JSON.", "Write one object of texts.") from None
    except RecursionError:
        raise _bad(f"{where} is nested too deeply.", "Write one object of texts.") from None
    if not text.lstrip().startswith("{"):
        raise _bad(f"{where} is not a JSON object.", "Write one object of texts.")
    return _checked([(key, "" if value is None else value, 0) for key, value in pairs], where)


def _checked(pairs: list[tuple[str, object, int]], where: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value, line in pairs:
        at = f"{where}, line {line}" if line else where
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, n=1)
            hint = f"Did you mean `{near[0]}`? " if near else ""
            raise _bad(f"{at}: unknown key `{key[:60]}`.", f"{hint}Known keys: {', '.join(KEYS)}.")
        if key in found:
            raise _bad(f"{at}: `{key}` is given twice.", "Keep one of them.")
        if not isinstance(value, str):
            raise _bad(f"{at}: `{key}` is not a text.", "Put the value in quotes, on one line.")
        found[key] = value
    return {key: value for key, value in found.items() if value.strip() not in _EMPTY}


def checked_values(metadata: Mapping[str, str]) -> dict[str, str]:
    """``metadata`` with clean values: dates as ISO, the URL in its canonical form. SourceError ``metadata`` for a
    date or URL that is none."""
    values = {key: " ".join(clean(value).split()) for key, value in metadata.items()}
    for key in _DATES:
        if key in values:
            date = from_iso(values[key])
            if date is None:
                raise _bad(f"`{key}: {values[key][:60]}` is not a date that can be used.", f"Write it as {ACCEPTED}.")
            values[key] = date
    if "url" in values:
        url = canonical_url(values["url"])
        if url is None:
            raise _bad(f"`url: {values['url'][:200]}` is not a web address.", "Write it as https://example.com/story.")
        values["url"] = url
    return {key: value for key, value in values.items() if value}


def _bad(message: str, next_step: str) -> SourceError:
    return SourceError("metadata", message, next_step=next_step)
