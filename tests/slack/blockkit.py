"""What Slack refuses in blocks, as its Block Kit reference says: limits, required fields, unknown types."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]
BLOCKS_IN_MESSAGE = 50
BLOCKS_IN_VIEW = 100
BLOCK_TEXT = 12_000
INLINE = {"text", "link", "user", "emoji", "channel", "broadcast", "usergroup", "date", "color", "team"}


def faults(blocks: Sequence[Json], most: int = BLOCKS_IN_MESSAGE) -> list[str]:
    """Everything that is wrong with ``blocks``; none when Slack takes them."""
    found = [] if len(blocks) <= most else [f"no more than {most} items allowed"]
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        found.append("block_id is not unique")
    actions = [action for block in blocks for action in _action_ids(block)]
    if len(actions) != len(set(actions)):
        found.append("action_id is not unique")
    for number, block in enumerate(blocks):
        check = BLOCKS.get(block.get("type", ""))
        wrong = check(block) if check else iter([f"unsupported type: {block.get('type')}"])
        found += [
            f"/blocks/{number}: {fault}" for fault in [*_text("block_id", block.get("block_id", "x"), 255), *wrong]
        ]
    return found


def too_long(blocks: Sequence[Json]) -> bool:
    """`msg_blocks_too_long`. Slack does not say how it counts; this counts all text and 30 for each container."""
    return _weight(blocks) > BLOCK_TEXT


def _weight(value: Any) -> int:
    if isinstance(value, dict):
        return 30 + sum(len(v) if k in {"text", "url"} and isinstance(v, str) else _weight(v) for k, v in value.items())
    return sum(_weight(item) for item in value) if isinstance(value, list | tuple) else 0


def _action_ids(block: Json) -> list[str]:
    elements = [*block.get("elements", []), block.get("accessory") or {}, block.get("element") or {}]
    return [element["action_id"] for element in elements if "action_id" in element]


def _text(name: str, value: Any, most: int, least: int = 1) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{name} must be a string"
    elif not least <= len(value) <= most:
        yield f"{name} must have {least} to {most} characters, not {len(value)}"
    elif any("\ud800" <= char <= "\udfff" for char in value) or "\x00" in value:
        yield f"{name} is not valid text"


def _text_object(name: str, value: Any, most: int, kinds: tuple[str, ...] = ("plain_text",)) -> Iterator[str]:
    if not isinstance(value, dict) or value.get("type") not in kinds:
        yield f"{name} must be a text object of type {' or '.join(kinds)}"
    else:
        yield from _text(name, value.get("text"), most)


def _rich_text(block: Json) -> Iterator[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not elements:
        yield "rich_text needs elements"
        return
    for element in elements:
        if element.get("type") not in {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}:
            yield f"unsupported rich text element {element.get('type')}"
        if not element.get("elements"):
            yield f"{element.get('type')} needs elements"
        for inline in element.get("elements", []):
            yield from _inline(inline)


def _inline(inline: Json) -> Iterator[str]:
    kind = inline.get("type")
    if kind not in INLINE:
        yield f"unsupported inline element {kind}"
    if kind == "text":
        yield from _text("text", inline.get("text"), BLOCK_TEXT)
    if kind == "link":
        yield from _url(inline.get("url"))
    if kind == "user":
        yield from _text("user_id", inline.get("user_id"), 32)
    for name, on in inline.get("style", {}).items():
        if name not in {"bold", "italic", "strike", "code"} or on is not True:
            yield f"invalid style {name}"


def _url(url: Any) -> Iterator[str]:
    yield from _text("url", url, 3000)
    if isinstance(url, str) and not (urlsplit(url).scheme in {"http", "https", "slack"} and urlsplit(url).netloc):
        yield "invalid url"


def _section(block: Json) -> Iterator[str]:
    if "text" not in block and not block.get("fields"):
        yield "section needs text or fields"
    if "text" in block:
        yield from _text_object("text", block["text"], 3000, ("plain_text", "mrkdwn"))
    fields = block.get("fields", [])
    if len(fields) > 10:
        yield "no more than 10 fields"
    for field in fields:
        yield from _text_object("field", field, 2000, ("plain_text", "mrkdwn"))


def _context(block: Json) -> Iterator[str]:
    if not 1 <= len(block.get("elements", [])) <= 10:
        yield "context needs 1 to 10 elements"
    for element in block.get("elements", []):
        yield from _text_object("text", element, 3000, ("plain_text", "mrkdwn"))


def _actions(block: Json) -> Iterator[str]:
    if not 1 <= len(block.get("elements", [])) <= 25:
        yield "actions needs 1 to 25 elements"
    for element in block.get("elements", []):
        yield from _element(element)


def _element(element: Json) -> Iterator[str]:
    kind = element.get("type")
    if "action_id" in element:
        yield from _text("action_id", element["action_id"], 255)
    if kind == "button":
        yield from _text_object("text", element.get("text"), 75)
        if "value" in element:
            yield from _text("value", element["value"], 2000)
        if "url" in element:
            yield from _url(element["url"])
        if element.get("style") not in {None, "primary", "danger"}:
            yield "invalid button style"
    elif kind == "plain_text_input":
        if element.get("max_length", 1) > 3000:
            yield "max_length is at most 3000"
        if "placeholder" in element:
            yield from _text_object("placeholder", element["placeholder"], 150)
    elif kind not in {"conversations_select", "static_select", "radio_buttons"}:
        yield f"unsupported element {kind}"


def _header(block: Json) -> Iterator[str]:
    yield from _text_object("text", block.get("text"), 150)


def _input(block: Json) -> Iterator[str]:
    yield from _text_object("label", block.get("label"), 2000)
    yield from _element(block.get("element") or {})


def _divider(_: Json) -> Iterator[str]:
    return iter(())


BLOCKS: dict[str, Callable[[Json], Iterator[str]]] = {
    "rich_text": _rich_text,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "header": _header,
    "input": _input,
    "divider": _divider,
}


def view_faults(view: Json) -> list[str]:
    """Everything that is wrong with a modal."""
    found = [*_text_object("title", view.get("title"), 24)]
    blocks = view.get("blocks") or []
    found += faults(blocks, BLOCKS_IN_VIEW)
    if view.get("type") != "modal":
        found.append("type must be modal")
    if any(block["type"] == "input" for block in blocks) and "submit" not in view:
        found.append("a view with inputs needs submit")
    for name in ("submit", "close"):
        if name in view:
            found += _text_object(name, view[name], 24)
    found += _text("private_metadata", view.get("private_metadata", ""), 3000, least=0)
    found += _text("callback_id", view.get("callback_id", "x"), 255)
    return found


def metadata_faults(metadata: Any) -> list[str]:
    """What is wrong with a message's metadata."""
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        return ["event_type is required"]
    if not isinstance(metadata.get("event_payload"), dict):
        return ["event_payload is required"]
    return [] if len(json.dumps(metadata)) <= 8000 else ["metadata is too long"]


def shown_text(blocks: Sequence[Json]) -> str:
    """What a person reads in ``blocks``."""
    lines: list[str] = []
    for block in blocks:
        if block["type"] == "rich_text":
            for element in block["elements"]:
                said = "".join(_said(inline) for inline in element["elements"])
                lines += [("> " if element["type"] == "rich_text_quote" else "") + row for row in said.split("\n")]
        elif block["type"] == "actions":
            lines.append(" ".join(f"[{element['text']['text']}]" for element in block["elements"]))
        elif "text" in block:
            lines.append(block["text"]["text"])
        else:
            lines += [element["text"] for element in block.get("elements", [])]
    return "\n".join(lines)


def _said(inline: Json) -> str:
    if inline["type"] == "user":
        return f"<@{inline['user_id']}>"
    if inline["type"] == "channel":
        return f"<#{inline['channel_id']}>"
    return inline["text"] if inline["type"] == "text" else f"{inline.get('text', inline['url'])} <{inline['url']}>"
