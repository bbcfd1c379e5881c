"""The time, from the system."""

from datetime import UTC, datetime


class SystemClock:
    """The Clock port on the system's clock."""

    def now(self) -> str:
        """The present instant in UTC, to the second, with a trailing ``Z``."""
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
