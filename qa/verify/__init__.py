"""Does a claim stand in the sentences that it cites? Pure checks, no model."""

from qa.verify.verify import verify

__all__ = ["verify"]
