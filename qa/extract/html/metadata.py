"""What a page says about itself: JSON-LD, then meta tags (OpenGraph and others), then ``<time>`` and markup, then the
address. Each piece is kept with the place where it was found; what none of them gives stays unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa.extract.clean import clean
from qa.extract.dates import from_any
from qa.extract.html import byline, json_ld
from qa.extract.names import canonical, is_agency
from qa.extract.urls import canonical_url, same_site
from qa.types import Found

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_META: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "dc.title", "title"),
    "publisher": ("og:site_name", "article:publisher", "dc.publisher", "application-name", "publisher"),
    "byline": ("author", "byl", "article:author", "dc.creator", "parsely-author", "sailthru.author", "twitter:creator"),
    "published_at": (
        "article:published_time",
        "og:published_time",
        "datepublished",
        "date.published",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publish-date",
        "publishdate",
        "dc.date.issued",
        "dc.date",
        "date",
        "article.published",
        "cxenseparse:recs:publishtime",
    ),
    "updated_at": ("article:modified_time", "og:updated_time", "lastmod", "datemodified", "dc.date.modified"),
}
_LONGEST = {"title": 300, "publisher": 100, "byline": 200}
_NO_NAME = re.compile(
    r"https?://|www\.|^@|[{}<>]|^\W*$|^(?:admin(?:istrator)?|editor(?:ial)?|webmaster|staff|user)$", re.I
)
_BY = re.compile(r"^(?:(?:written|reported|posted|story|words) )?by:?\s+", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2]|[a-z]{3})[/-]?(0[1-9]|[12]\d|3[01])(?=[/\-_.]|$)", re.I)
_SEPARATED = re.compile(r"\s+[|\u2013\u2014\u00b7-]\s+")
_DAY, _MINUTE = len("2016-12-30"), len("2016-12-30T14:05")


@dataclass(slots=True)
class Facts:
    """What was found. ``values`` has the keys of a sidecar; ``types`` are the JSON-LD types of the page;
    ``article_body`` is the text that JSON-LD carries; ``free`` is false where the page says that it is not."""

    values: dict[str, str] = field(default_factory=dict)
    found: tuple[Found, ...] = ()
    language: str | None = None
    types: frozenset[str] = frozenset()
    article_body: str = ""
    word_count: int | None = None
    free: bool | None = None

    def add(self, name: str, where: str, written: object) -> None:
        """Takes ``written`` as the value of ``name``, when it is one and none was found before. A day gives way to the
        hour that metadata give of it."""
        value = _value(name, written)
        if value and (name not in self.values or (where == "meta" and _hour_of(self.values[name], value))):
            self.values[name] = value
            self.found = (
                *(found for found in self.found if found.field != name),
                Found(name, where, " ".join(str(written).split())[:300]),
            )

    def drop(self, name: str) -> None:
        """Forgets the value of ``name``."""
        self.values.pop(name, None)
        self.found = tuple(found for found in self.found if found.field != name)


def find_metadata(tree: HtmlElement, address: str | None) -> Facts:
    """The facts of the page at ``address``."""
    facts = Facts()
    facts.add("byline", "markup", byline.shown(tree))
    facts.add("origin", "markup", byline.agency(tree))
    _from_json_ld(tree, facts)
    _from_meta(tree, facts)
    _from_markup(tree, facts)
    _from_address(tree, facts, address)
    _tidy(facts)
    return facts


def _value(name: str, written: object) -> str | None:
    text = " ".join(clean(str(written)).split()) if isinstance(written, str) else ""
    if name in ("published_at", "updated_at"):
        return from_any(text)
    if name == "url":
        return canonical_url(text)
    if name == "byline":
        text = _BY.sub("", text).strip(" ,;|")
    if not text or len(text) > _LONGEST.get(name, 300) or (name != "title" and _NO_NAME.search(text)):
        return None
    return text


def _hour_of(day: str, value: str) -> bool:
    """Whether ``value`` is an instant of ``day``."""
    return value.startswith(f"{day}T") and len(day) == _DAY


def _from_json_ld(tree: HtmlElement, facts: Facts) -> None:
    blocks = [script.text or "" for script in tree.iterfind(".//script[@type='application/ld+json']")]
    nodes = list(json_ld.nodes(blocks))
    facts.types = frozenset(kind for node in nodes for kind in json_ld.types(node))
    article = json_ld.main_article(nodes)
    if article is None:
        return
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    facts.add("title", "json_ld", article.get("headline") or article.get("name"))
    facts.add("published_at", "json_ld", article.get("datePublished") or article.get("dateCreated"))
    facts.add("updated_at", "json_ld", article.get("dateModified"))
    facts.add("byline", "json_ld", json_ld.names(article.get("author") or article.get("creator"), by_id))
    publisher = json_ld.names(article.get("publisher"), by_id)
    site = tree.xpath("string((//meta[@property='og:site_name']/@content)[1])").strip()
    if publisher and is_agency(publisher) and site and not is_agency(site):  # whose text it is, not whose page
        facts.add("origin", "json_ld", canonical(publisher))
    else:
        facts.add("publisher", "json_ld", publisher)
    body = article.get("articleBody")
    facts.article_body = body if isinstance(body, str) else ""
    facts.free = json_ld.truth(article.get("isAccessibleForFree"))
    facts.word_count = json_ld.number(article.get("wordCount"))
    language = article.get("inLanguage")
    facts.language = language if isinstance(language, str) else None


def _from_meta(tree: HtmlElement, facts: Facts) -> None:
    tags = dict(_meta_tags(tree))
    for name, keys in _META.items():
        for key in keys:
            if key in tags:
                facts.add(name, "meta", tags[key])
    language: str = tree.get("lang") or tree.get("xml:lang") or facts.language or tags.get("og:locale", "")
    facts.language = language.replace("_", "-").strip()[:12].lower() or None
    if kind := tags.get("og:type"):
        facts.types |= {f"og:{kind.lower()}"}


def _meta_tags(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Name and content of each meta tag; where one stands twice the first is kept."""
    seen: set[str] = set()
    for tag in tree.iterfind(".//meta[@content]"):
        key = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        if key and key not in seen and tag.get("content", "").strip():
            seen.add(key)
            yield key, tag.get("content", "")


def _from_markup(tree: HtmlElement, facts: Facts) -> None:
    marked: Mapping[str, tuple[str, ...]] = {
        "published_at": (
            "//*[@itemprop='datePublished']",
            "//time[@pubdate]",
            "//article//header//time[@datetime]",
            "(//time[contains(@class,'publish') or contains(@class,'entry-date')])[1]",
            # What stands below the headline and is nothing but a date.
            "(//h1/following::time)[1]",
            "(//h1/following::*[contains(@class,'date') or contains(@class,'posted')][string-length(.) < 60])[1]",
        ),
        "updated_at": (
            "//*[@itemprop='dateModified']",
            "(//time[contains(@class,'updated') and not(contains(@class,'publish'))])[1]",
        ),
    }
    for name, paths in marked.items():
        for path in paths:
            for element in tree.xpath(path)[:1]:
                date = element.get("datetime") or element.get("content") or element.text_content()
                facts.add(name, "time" if element.tag == "time" else "markup", date)
    first = tree.xpath("(//h1)[1]")
    facts.add("title", "markup", first[0].text_content() if first else None)
    facts.add("byline", "markup", byline.shown(tree, plain=True))
    facts.add("byline", "markup", byline.marked(tree))
    title = tree.findtext(".//title")
    facts.add("title", "markup", _SEPARATED.split(title)[0] if title else None)


def _from_address(tree: HtmlElement, facts: Facts, address: str | None) -> None:
    """The canonical address, where it is on the same site: another's would let a page pass for somebody else's
    article. And the day that is part of the address, where nothing else gives one."""
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for href in tree.xpath(path)[:1]:
            absolute = _absolute(str(href), address)
            if absolute and (address is None or same_site(absolute, address)):
                facts.add("url", "link", absolute)
    if address:
        facts.add("url", "address", address)
    where = address or facts.values.get("url", "")
    if day := _IN_ADDRESS.search(where):
        facts.add("published_at", "address", "-".join((day[1], _month(day[2]), day[3])))


def _month(written: str) -> str:
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    lowered = written.lower()
    return f"{names.index(lowered) + 1:02}" if lowered in names else written


def _absolute(href: str, address: str | None) -> str | None:
    from urllib.parse import urljoin, urlsplit

    try:
        absolute = urljoin(address or "", href.strip())
        bare = urlsplit(absolute).path in ("", "/")
        page = urlsplit(address).path not in ("", "/") if address else False
    except ValueError:
        return None
    return None if bare and page else canonical_url(absolute)  # a canonical link to the front page is a mistake


def _tidy(facts: Facts) -> None:
    """A byline that is only the publisher's name says nothing; an agency in it is the origin. An update in the minute
    of the publication is none."""
    values: dict[str, Any] = facts.values
    written, publisher = values.get("byline"), values.get("publisher")
    if written and publisher and written.casefold() == publisher.casefold() and not is_agency(written):
        facts.drop("byline")
    if _same_moment(facts):
        facts.drop("updated_at")
    if written and (agency := next((one for one in re.split(r", | and |; ?|/| via ", written) if is_agency(one)), "")):
        facts.add("origin", "markup", canonical(agency))
    title, separated = values.get("title"), _SEPARATED.split(values.get("title", ""))
    if title and publisher and len(separated) > 1 and separated[-1].casefold() == publisher.casefold():
        values["title"] = title[: title.rindex(separated[-1])].rstrip(" |\u2013\u2014\u00b7-")


def _same_moment(facts: Facts) -> bool:
    """Whether the update is the publication over again. Of two hours of one day whose zones are unknown only the day
    is kept, but they are two moments."""
    published, updated = facts.values.get("published_at", ""), facts.values.get("updated_at", "")
    if len(updated) == _DAY == len(published):
        written = {found.field: found.written for found in facts.found}
        hours = [written[name][_DAY:] for name in ("published_at", "updated_at")]
        return published == updated and (hours[0] == hours[1] or not all(hours))
    return published[: min(_MINUTE, len(updated))] == updated[:_MINUTE]
