"""HTML that cannot be broken out of: every string that is not HTML already is escaped."""

from __future__ import annotations

from html import escape


class Html(str):
    """A piece of finished HTML."""

    __slots__ = ()


Child = str | None
_VOID = frozenset({"meta", "input"})


def el(tag: str, *children: Child, **attributes: str | bool | None) -> Html:
    """The element ``tag``. ``None`` children and attributes are left out; ``True`` is an attribute without a value;
    ``class_`` and ``data_x`` stand for ``class`` and ``data-x``."""
    shown = "".join(_attribute(name, value) for name, value in attributes.items() if value not in (None, False))
    if tag in _VOID:
        return Html(f"<{tag}{shown}>")
    return Html(f"<{tag}{shown}>{joined(*children)}</{tag}>")


def joined(*children: Child, by: str = "") -> Html:
    """``children`` one after the other."""
    return Html(by.join(text(child) for child in children if child is not None))


def text(value: str) -> Html:
    """``value`` as HTML."""
    return value if isinstance(value, Html) else Html(escape(value))


def _attribute(name: str, value: str | bool | None) -> str:
    plain = name.rstrip("_").replace("_", "-")
    return f" {plain}" if value is True else f' {plain}="{escape(str(value))}"'
