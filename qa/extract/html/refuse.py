"""Pages that are no article, though the server says 200. Each rule asks for a sign and for a short body: a whole
article about cookies, or behind a meter that let us in, stays one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qa.errors import NotAnArticleError
from qa.extract.html.metadata import Facts

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WORD = re.compile(r"\w+")
_STUB = 150  # words: a page that has more of an article is worth keeping
_NOTICE = 100  # words: the longest a site makes of a page that is not there
_PART = 0.5  # of the words that the page says the article has
_NOT_FOUND = re.compile(
    r"\b(?:404|page (?:you (?:requested|are looking for|were looking for) )?(?:was |is |could |can)?(?:not|n't|never)?"
    r" ?(?:be )?(?:not found|found|unavailable|does(?:n't| not) exist|no longer (?:exists?|available))"
    r"|(?:could|can)(?:n't|not| not) (?:find|be found)|no longer (?:available|exists?)|seite nicht gefunden"
    r"|page introuvable|p\u00e1gina no encontrada|doesn.t exist)\b",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"\b(?:subscribe (?:now |today )?to (?:continue|read|keep|unlock|access)|(?:to continue|continue) reading"
    r"|already (?:a |have )?(?:subscriber|subscribed|a subscription|an account)|subscribers? only|for subscribers"
    r"|exclusive to (?:our )?(?:subscribers|members)|(?:sign|log) ?in to (?:continue|read)"
    r"|register to (?:continue|read)"
    r"|free articles? (?:left|remaining|this month)|create a free account to)\b",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\b(?:cookies?|consent|accept all|reject all|privacy (?:policy|settings)|our partners|personali[sz]ed ad\w*"
    r"|legitimate interests?|manage (?:options|preferences|settings)|vendors)\b",
    re.IGNORECASE,
)
_BLOCKED = re.compile(
    r"\b(?:verify (?:that )?you are (?:a )?human|are you a robot|access (?:to this page has been )?denied|captcha"
    r"|unusual (?:traffic|activity) from|checking your browser|enable cookies and reload|bot detection"
    r"|not available in your (?:country|region))\b",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"\b(?:enable|requires?|turn on|disabled|need) (?:your )?java ?script|java ?script is", re.IGNORECASE
)
_LIVE = re.compile(r"/live(?:-?blog)?(?:/|-updates|$)|live-?blog|[-/]live-updates|-as-it-happened", re.IGNORECASE)
_GALLERY = re.compile(r"/(?:gallery|galleries|photos?|pictures|slideshows?|in-pictures|photo-gallery)(?:/|-|$)", re.I)
_LIVE_TIMES = 5
_PICTURES = 5


def refuse(tree: HtmlElement, facts: Facts, body: list[str], address: str | None) -> None:
    """Raises NotAnArticleError with what the page is, where it is no article."""
    words = len(_WORD.findall(" ".join(body)))
    path = urlsplit(address or facts.values.get("url", "")).path
    host = urlsplit(address or "").hostname or ""
    if "LiveBlogPosting" in facts.types or (_LIVE.search(path) and _times(tree) >= _LIVE_TIMES):
        raise _is("live_blog", "a live blog, whose entries change", "Ingest the story that sums it up.")
    if address and path in ("", "/"):
        raise _is("front_page", "a front page", "Name its feed or sitemap, or the page of one article.")
    shown = " ".join(_visible(tree).split())
    heading = f"{facts.values.get('title', '')} {tree.findtext('.//title') or ''} {_headings(tree)}"
    if words < _NOTICE and _NOT_FOUND.search(heading):
        raise _is("not_found", "a page that says it was not found", "Check the address.")
    if words < _STUB and _BLOCKED.search(f"{heading} {shown[:2000]}"):
        raise _is("blocked", "a page that keeps programs out", "Save the page from a browser and ingest the file.")
    if host.startswith("consent.") or (words < _STUB and _is_consent(" ".join(body) or shown)):
        raise _is("cookie_wall", "a request to accept cookies", "Save the page from a browser and ingest the file.")
    if _is_stub(words, facts, shown):
        raise _is("paywall", f"the beginning of an article ({words} words), the rest is for subscribers", _PAYWALL_STEP)
    if words < _STUB and _is_gallery(tree, facts, path):
        raise _is("gallery", "a picture gallery", "Ingest the story that it belongs to.")
    if words < _STUB // 3 and _SCRIPT.search(shown[:5000]):
        raise _is("needs_javascript", "a page that only a script fills", "Save the page from a browser as HTML.")


_PAYWALL_STEP = "Save the whole page from a browser in which you are signed in, and ingest the file."


def _is(reason: str, what: str, step: str) -> NotAnArticleError:
    return NotAnArticleError(reason, f"It is {what}.", next_step=step)


def _is_stub(words: int, facts: Facts, shown: str) -> bool:
    if facts.word_count and facts.free is False and words < _PART * facts.word_count:
        return True
    return words < _STUB and (facts.free is False or _PAYWALL.search(shown) is not None)


def _is_consent(text: str) -> bool:
    """Whether the words are about consent, not a sentence of them: one in eight stands in such a phrase."""
    hits = sum(len(_WORD.findall(match.group())) for match in _CONSENT.finditer(text))
    return hits >= 4 and hits * 12 > len(_WORD.findall(text))


def _is_gallery(tree: HtmlElement, facts: Facts, path: str) -> bool:
    typed = facts.types & {"ImageGallery", "MediaGallery", "og:gallery"}
    return bool(typed or _GALLERY.search(path)) and len(tree.xpath("//figure | //img")) >= _PICTURES


def _times(tree: HtmlElement) -> int:
    return len(tree.findall(".//time"))


def _headings(tree: HtmlElement) -> str:
    return " ".join(heading.text_content() for heading in tree.xpath("(//h1 | //h2)[position() <= 2]"))


def _visible(tree: HtmlElement) -> str:
    """The words of the page, without scripts and styles."""
    texts = tree.xpath("//body//text()[not(parent::script or parent::style or parent::template)]")
    return " ".join(texts[:5000])
