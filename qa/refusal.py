"""Says in a sentence why an answer was declined, the same on every face."""

from qa.types import Answer

_SENTENCES = {
    "nothing_retrieved": "No article matches.",
    "insufficient_evidence": "The articles don't say.",
    "unsupported_language": "Questions are understood in English only, so far.",
    "failed_verification": "The articles don't bear out what the reader said, so nothing of it is shown.",
}


def refusal(answer: Answer) -> str:
    """The sentence for ``answer``, which has no claims; its reason says more than its status where both are known."""
    return _SENTENCES[answer.reason if answer.reason in _SENTENCES else answer.status]
