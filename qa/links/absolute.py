"""A link as it is written, made whole."""

from urllib.parse import urljoin


def absolute(written: str, base: str) -> str:
    """``written`` against ``base``; "" when that makes no address."""
    try:
        return urljoin(base, written.strip())
    except ValueError:
        return ""
