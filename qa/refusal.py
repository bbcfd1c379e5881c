"""Says in a sentence why an answer was declined, the same on every face."""

from qa.types import Answer

_SENTENCES = {
    "nothing_retrieved": "No article matches.",
    "insufficient_evidence": "The articles don't say.",
    "unsupported_language": "Questions are understood in English only, so far.",
    "small_talk": "Ask about what the articles report: who, what, when, where, why, how many, or whether something "
    "is so. Each answer shows the sentences that it rests on; when the articles don't say, you are told so.",
    "failed_verification": "The articles don't bear out what the reader said, so nothing of it is shown.",
}


UNREAD = frozenset({"unsupported_language", "small_talk"})
"""Reasons of an answer for which no passage was read: none is near, either."""


def refusal(answer: Answer) -> str:
    """The sentence for ``answer``, which has no claims; its reason says more than its status where both are known."""
    return _SENTENCES[answer.reason if answer.reason in _SENTENCES else answer.status]
