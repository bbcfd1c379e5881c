"""Mail (EML): a newsletter or a press release. Its text part, else its HTML; its subject, sender and date."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from qa.errors import SourceError
from qa.extract.clean import Paragraph, clean, paragraphs
from qa.extract.dates import from_any
from qa.extract.draft import Draft
from qa.extract.html.body import find_body
from qa.extract.html.tree import page_text, parse
from qa.types import Found

EXTRACTOR = "mail-1"
_SIGNATURE = "-- "


def read_mail(data: bytes) -> Draft:
    """The draft of a mail. SourceError: ``empty`` when it has no text, ``damaged``."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        lines = _text(message) or _html(message)
        values, found = _metadata(message)
    except SourceError:
        raise
    except Exception as error:  # the standard library raises many kinds of error for hostile mail
        problem = f"The mail cannot be read ({type(error).__name__})."
        raise SourceError("damaged", problem, next_step="Save its text instead.") from None
    if not lines:
        raise SourceError("empty", "There is no text in the mail.", next_step="Ingest what is attached to it.")
    return Draft(EXTRACTOR, lines, metadata=values, found=found)


def _text(message: EmailMessage) -> list[Paragraph]:
    part = message.get_body(("plain",))
    if part is None:
        return []
    text = str(part.get_content()).replace("\r\n", "\n")
    text = text.split(f"\n{_SIGNATURE}\n")[0]
    return paragraphs(clean(text)) if clean(text) else []


def _html(message: EmailMessage) -> list[Paragraph]:
    part = message.get_body(("html",))
    if part is None:
        return []
    content = part.get_payload(decode=True)
    text = page_text(content if isinstance(content, bytes) else b"", part.get_content_charset())
    return [Paragraph(line) for line in clean("\n".join(find_body(text, parse(text)))).split("\n") if line]


def _metadata(message: EmailMessage) -> tuple[dict[str, str], tuple[Found, ...]]:
    values: dict[str, str] = {}
    found: list[Found] = []
    name, _ = parseaddr(str(message.get("From", "")))
    subject = " ".join(clean(str(message.get("Subject", ""))).split())[:300]
    written = str(message.get("Date", ""))
    for field, value, as_written in (
        ("title", subject, subject),
        ("publisher", " ".join(clean(name).split())[:100], name),
        ("published_at", from_any(written) or "", written),
    ):
        if value:
            values[field] = value
            found.append(Found(field, "header", as_written[:300]))
    return values, tuple(found)
