"""One form per web address, so that the same article gets the same id."""

import re
from urllib.parse import urlsplit, urlunsplit

_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|ocid|cmpid)=", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
_FACES = re.compile(r"^(?:www\d?|m|mobile|amp|edition)\.")  # hosts that show one site
_HOST = re.compile(r"[^\s/?#@\\]+")


def canonical_url(url: str) -> str | None:
    """``url`` with its scheme and host in small letters, without fragment, default port, user name and tracking
    parameters; the rest as it is. ``None`` when it is no address of the web."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not _HOST.fullmatch(host) or re.search(r"\s", url):
        return None
    if ":" in host:
        host = f"[{host}]"
    if port not in (None, _PORTS[scheme]):
        host = f"{host}:{port}"
    query = "&".join(part for part in parts.query.split("&") if part and not _TRACKING.match(part))
    return urlunsplit((scheme, host, parts.path or "/", query, ""))


def same_site(one: str, two: str) -> bool:
    """Whether two addresses are of one site, as far as the host tells: ``www.``, ``m.`` and ``amp.`` do not count."""
    return _FACES.sub("", urlsplit(one).hostname or "") == _FACES.sub("", urlsplit(two).hostname or "")
