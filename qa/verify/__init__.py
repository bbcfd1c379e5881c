"""Does a claim stand in the sentences that it cites, and how far? Pure checks; a model may compare the words."""

from qa.verify.source import Nearness
from qa.verify.verify import own_words, support_score, verify

__all__ = ["Nearness", "own_words", "support_score", "verify"]
