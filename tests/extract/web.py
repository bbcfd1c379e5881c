"""Makes news pages, as outlets write them."""

from __future__ import annotations

import json

from qa.extract import extract
from qa.types import Article, Fetched, Source

ADDRESS = "https://www.lindholm.example/news/2024/03/05/bridge-opens"
PARAGRAPHS = (
    (
        "The mayor of Lindholm opened the new bridge over the Sund on Monday, three years after the old one was closed"
        " to lorries because of cracks in its second pier."
    ),
    (
        "It cost 40 million crowns, the council said, of which the county pays half. The ferry that took people across"
        " in the meantime made its last trip on Sunday evening with some two hundred passengers."
    ),
    (
        "“We have waited long enough,” said Berit Holm, who runs the bakery on the eastern shore. Her customers had to"
        " come by boat, and in winter many of them did not come at all."
    ),
    (
        "Traffic was light all day. The police counted 1,200 cars by noon, fewer than the 3,000 that planners expect"
        " on a usual working day once the school year has begun."
    ),
)


def page(
    *paragraphs: str,
    title: str = "Lindholm opens its bridge",
    head: str = "",
    above: str = "",
    below: str = "",
    ld: object = None,
) -> str:
    """A page with navigation, an article, a sidebar and a footer. ``ld`` is its JSON-LD."""
    script = f'<script type="application/ld+json">{json.dumps(ld)}</script>' if ld is not None else ""
    body = "".join(f"<p>{text}</p>" for text in (paragraphs or PARAGRAPHS))
    return f"""<!DOCTYPE html><html lang="en">
    <head><title>{title} | The Lindholm Post</title>{head}{script}</head><body>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
    <main><article><h1>{title}</h1>{above}{body}{below}</article></main>
    <aside><h2>Most read</h2><ul><li><a href="/a">Herring prices fall</a></li></ul></aside>
    <footer><p>Copyright The Lindholm Post. <a href="/terms">Terms</a></p></footer></body></html>"""


def read(html: str | bytes, address: str | None = ADDRESS, charset: str | None = None, **sidecar: str) -> Article:
    """The article of a page, as fetched from ``address``."""
    data = html if isinstance(html, bytes) else html.encode()
    name = address or "page.html"
    return extract(Fetched(Source(name, name), data, sidecar, "text/html", charset, address))


def where(article: Article, field: str) -> tuple[str, str] | None:
    """Where that piece of metadata was found, and how it is written there."""
    return next(((found.where, found.written) for found in article.found if found.field == field), None)
