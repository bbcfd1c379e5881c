"""Does a claim stand in the sentences that it cites, and how far? Pure checks, no model."""

from qa.verify.verify import support_score, verify

__all__ = ["support_score", "verify"]
