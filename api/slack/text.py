"""Text on its way to Slack and back. What stands in an article stays text: it can mention nobody and link nowhere."""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import urlsplit

from api.slack.limits import NOTIFICATION_CHARACTERS, URL_CHARACTERS

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REFERENCE = re.compile(r"<([^<>]*)>")
_SPACE = re.compile(r"\s+")


def shown(text: str) -> str:
    """``text`` as it may be shown: without control characters and marks that turn the reading direction around, half
    surrogate pairs replaced. Everything else stays."""
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text if _visible(char))


def notification(text: str) -> str:
    """``text`` on one line, escaped as mrkdwn wants it: `<!channel>` comes out as these ten characters."""
    line = _SPACE.sub(" ", shown(text)).strip()
    if len(line) > NOTIFICATION_CHARACTERS:
        line = line[: NOTIFICATION_CHARACTERS - 1].rstrip() + "…"
    return html.escape(line, quote=False)


def question(text: str, bot_user_id: str) -> str:
    """What a person typed, without the mention of the bot and without Slack's markup: `<@U1>` of others, `<#C1|desk>`,
    `<https://…|label>` become what they show."""
    without_bot = re.sub(rf"<@{re.escape(bot_user_id)}(\|[^<>]*)?>", " ", text)
    return _SPACE.sub(" ", html.unescape(_REFERENCE.sub(_shown_reference, without_bot))).strip()


def web_address(url: str | None) -> str | None:
    """``url`` where a link may lead there: http or https, a host, no character that would end it early."""
    if not url or len(url) > URL_CHARACTERS or any(char.isspace() or not char.isprintable() for char in url):
        return None
    if any(char in url for char in '<>|"\\'):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host else None


def host_of(url: str) -> str:
    """The host that ``url`` leads to, as the network spells it, so that look-alike letters show."""
    host = urlsplit(url).hostname or ""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host.encode("ascii", "backslashreplace").decode("ascii")


def _visible(char: str) -> bool:
    return char in "\n\t" or (char not in _BIDI and unicodedata.category(char) != "Cc")


def _shown_reference(found: re.Match[str]) -> str:
    inside = found[1]
    target, bar, label = inside.partition("|")
    if target.startswith("#"):
        return f"#{label}" if label else " "
    if target.startswith(("@", "!")):
        return f"@{label.removeprefix('@')}" if label else " "
    return label if bar else target
