"""What the bot says that is no answer: buttons, errors, help, refusals of its own, modals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.slack.incoming import Asked, retry_value
from api.slack.layout import Unit
from api.slack.rich import Block, Line, Span, line
from api.slack.text import shown
from qa.types import Answer, Article

GOOD, BAD, SHARE, RETRY, OPEN, PASSAGE = "otr_good", "otr_bad", "otr_share", "otr_retry", "otr_open", "otr_passage"
_SAID = re.compile(r"\b([A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20}){1,2})[\"”]? said\b")
REASON_VIEW, SHARE_VIEW = "otr_reason", "otr_share_to"


def button(text: str, action_id: str, value: str, *, url: str | None = None) -> Block:
    """A button; with a ``url`` it opens a page."""
    made: Block = {
        "type": "button",
        "text": {"type": "plain_text", "text": text, "emoji": True},
        "action_id": action_id,
        "value": value,
    }
    return made | ({"url": url} if url else {})


def actions(*elements: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def answer_buttons(answer: Answer, *, share_from: str | None, permalink: str | None) -> list[Block]:
    """What may be done with an answer. ``share_from`` is the channel in which a private answer was asked for (empty
    when in none), ``None`` when everybody sees it already."""
    buttons = [button("👍", GOOD, answer.id), button("👎", BAD, answer.id)]
    if answer.claims or answer.disagreements:
        buttons.append(button("Show the passages", PASSAGE, answer.id))
        if share_from is not None:
            buttons.append(button("Share to a channel", SHARE, f"{answer.id} {share_from}".strip()))
    if permalink:
        buttons.append(button("Open the record", OPEN, answer.id, url=permalink))
    return [actions(*buttons)]


def error_units(message: str, next_step: str) -> list[Unit]:
    """What went wrong, and what to do."""
    return [Unit(line("I could not answer this.", bold=True), ((line(f"{message} {next_step}".strip()),),))]


def retry_buttons(asked: Asked) -> list[Block]:
    """The offer to try again."""
    value = retry_value(asked)
    return [actions(button("Try again", RETRY, value))] if value else []


def help_units() -> list[Unit]:
    """How to ask."""
    said = (
        "Ask me about the articles, for example: How long were the diplomats given to leave?",
        "I answer in short claims, each with the sentences it rests on, or say that the articles don't say.",
        "In a thread, go on asking; or write “show the passage”, “only Reuters”, “as of yesterday”.",
    )
    return [Unit(line(said[0]), tuple((line(text),) for text in said[1:]))]


def not_open_units() -> list[Unit]:
    """For somebody who may not ask there."""
    return [Unit(line("Questions are not open to you here. Ask whoever runs this service to add you or this channel."))]


def header(asked: Asked, question: str) -> list[Unit]:
    """What stands above an answer that hangs under no question: the question itself."""
    if asked.kind == "share":
        return [Unit(Line((Span("", user=asked.user), Span(f" shares an answer to: {question}"))))]
    return [Unit(Line((Span("You asked: ", italic=True), Span(question))))] if not asked.ts else []


def searching_unit() -> Unit:
    """What stands there before the first claim."""
    return Unit(line("Searching the articles …", italic=True))


def elsewhere_units(channel: str, code: str) -> list[Unit]:
    """Told in a direct message when the answer could not be given where it was wanted."""
    hints = {
        "not_in_channel": "Invite me there with /invite and try again.",
        "channel_not_found": "Invite me there with /invite and try again.",
        "is_archived": "That channel is archived.",
        "missing_scope": "The app lacks a permission: whoever runs it sees which with `qa slack check`.",
        "answer_not_kept": "The answer was not kept, because there was no space. Ask again.",
    }
    why = f": Slack says “{code}”. " if code != "answer_not_kept" else ": "
    head = Line((Span("I could not answer in "), Span("", channel=channel), Span(f"{why}{hints.get(code, '')}")))
    return [Unit(head)]


def reason_view(answer_id: str, channel: str, root: str) -> Block:
    """The modal after a 👎."""
    return {
        "type": "modal",
        "callback_id": REASON_VIEW,
        "private_metadata": f"{answer_id} {channel} {root}",
        "title": {"type": "plain_text", "text": "What was wrong?"},
        "submit": {"type": "plain_text", "text": "Send"},
        "close": {"type": "plain_text", "text": "No reason"},
        "blocks": [
            {
                "type": "input",
                "block_id": "reason",
                "optional": True,
                "label": {"type": "plain_text", "text": "What should the answer have said, or left out?"},
                "element": {
                    "type": "plain_text_input",
                    "action_id": "text",
                    "multiline": True,
                    "max_length": 2000,
                },
            }
        ],
    }


def share_view(answer_id: str, channel: str) -> Block:
    """The modal that asks where to share to."""
    chosen = {"initial_conversation": channel} if channel else {}
    return {
        "type": "modal",
        "callback_id": SHARE_VIEW,
        "private_metadata": answer_id,
        "title": {"type": "plain_text", "text": "Share this answer"},
        "submit": {"type": "plain_text", "text": "Share"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": [
            {
                "type": "input",
                "block_id": "to",
                "label": {"type": "plain_text", "text": "Channel"},
                "element": {
                    "type": "conversations_select",
                    "action_id": "channel",
                    "filter": {"include": ["public", "private"], "exclude_bot_users": True},
                }
                | chosen,
            }
        ],
    }


def prompts(articles: Sequence[Article], most: int) -> list[dict[str, str]]:
    """Suggested prompts of the assistant panel: what people who speak in ``articles`` said, and how to ask."""
    speakers = dict.fromkeys(name for article in articles for name in _SAID.findall(shown(article.text)))
    asked = [f"What did {name} say?" for name in speakers][: most - 1]
    return [*({"title": text, "message": text} for text in asked), {"title": "How do I ask?", "message": "help"}]
