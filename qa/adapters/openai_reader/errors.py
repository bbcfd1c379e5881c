"""From their errors to ours. The key never gets into a message, whatever the endpoint echoes."""

import httpx
import openai

from qa.errors import (
    ReaderAuthError,
    ReaderError,
    ReaderRateLimitError,
    ReaderReplyError,
    ReaderRequestError,
    ReaderTimeoutError,
    ReaderUnavailableError,
)
from qa.prompts import visible

MAX_MESSAGE = 300  # characters of what the endpoint says

_SHORT: dict[int, tuple[type[ReaderError], str]] = {
    401: (ReaderAuthError, "refused the key"),
    403: (ReaderAuthError, "refused the key"),
    408: (ReaderTimeoutError, "gave no answer in time"),
    429: (ReaderRateLimitError, "limits the rate, even after waiting"),
}


def typed(error: Exception, *, model: str, secret: str) -> ReaderError:
    """``error`` (of openai, of httpx, or of decoding) as a ReaderError; ``secret`` is blotted out."""
    if isinstance(error, ReaderError):
        return error
    if isinstance(error, (openai.APITimeoutError, httpx.TimeoutException, TimeoutError)):
        return ReaderTimeoutError("The model's endpoint gave no answer in time.")
    if isinstance(error, openai.APIStatusError):
        return _of_status(error, model, secret)
    if isinstance(error, (openai.APIConnectionError, httpx.TransportError, OSError)):
        cause = error.__cause__ or error
        return ReaderUnavailableError(f"The model's endpoint cannot be reached: {_said(str(cause), secret)}.")
    if isinstance(error, openai.APIError):  # an error object inside the stream
        return ReaderUnavailableError(f"The model's endpoint broke off: {_said(error.message, secret)}.")
    return ReaderReplyError(f"The model's endpoint sent what is no reply ({type(error).__name__}).")


def _of_status(error: openai.APIStatusError, model: str, secret: str) -> ReaderError:
    status = error.status_code
    if error.code == "insufficient_quota":
        return ReaderRateLimitError("The account's quota is used up.", next_step="Check its plan and billing.")
    if status in _SHORT:  # what they say with a 401 often quotes a part of the key
        kind, what = _SHORT[status]
        return kind(f"The model's endpoint {what} ({status}).")
    if status == 404:
        return ReaderRequestError(
            f"The model's endpoint does not know the model {model!r}, or its address is wrong (404)."
        )
    said = _said(error.message, secret)
    if status >= 500:
        return ReaderUnavailableError(f"The model's endpoint fails ({status}): {said}.")
    what = "refused the request" if status >= 400 else "redirects, so OPENAI_BASE_URL is not its last address"
    return ReaderRequestError(f"The model's endpoint {what} ({status}): {said}.")


def _said(message: str, secret: str) -> str:
    if secret:
        message = message.replace(secret, "***")
    return visible(message)[:MAX_MESSAGE].rstrip(".")
