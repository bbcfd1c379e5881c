"""The web, fetched politely and with suspicion."""

from qa.adapters.web.fetcher import Web, WebSettings

__all__ = ["Web", "WebSettings"]
