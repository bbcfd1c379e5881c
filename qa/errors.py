"""Every error that the service raises on purpose. Anything else that escapes is a bug.

QAError
├── InputError            what was given cannot be used (usage)
│   ├── SourceError       one source cannot become an article; the rest of the run goes on
│   │   ├── NotAnArticleError  a source that is rightly left out: a stub, a live blog, a page that is gone
│   │   └── PurgedError        an article that was purged, and may not come in again
│   └── ConversationNotFoundError there is no conversation of that id
├── ConfigError           a setting is missing or contradicts another
├── PromptError           a prompt file is missing, or its variables are not the expected ones
├── StoreError            the store cannot do it
│   ├── StoreFullError    no space left: writes fail, reading goes on
│   ├── StoreBusyError    another process kept the store locked for too long
│   └── StoreVersionError the store was written by a newer release
├── IndexMismatchError    the vectors were made by another embedder or segmenter: `qa reindex`
├── EmbeddingError        a text could not be embedded
├── ModelError            the shipped reading model could not be run
└── ReaderError           the reader gave nothing that can be used
    ├── ReaderAuthError      the key was refused
    ├── ReaderRequestError   the endpoint refused the request: no such model, too long, not understood
    ├── ReaderRateLimitError still limited after the retries
    ├── ReaderTimeoutError   no answer in time
    ├── ReaderUnavailableError connection refused, or 5xx after the retries
    └── ReaderReplyError     a reply that no parser makes sense of (empty, not JSON, wrong shape)
"""


class QAError(Exception):
    """Base of all. ``code`` is stable and machine-readable; ``next_step`` says what a person can do about it."""

    code = "error"
    next_step = ""

    def __init__(self, message: str, *, next_step: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if next_step is not None:
            self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()


class InputError(QAError):
    """What was given cannot be used."""

    code = "invalid_input"


class SourceError(InputError):
    """One source cannot become an article. ``reason`` is a word for the report (``empty``, ``binary``, …)."""

    code = "bad_source"

    def __init__(self, reason: str, message: str, *, next_step: str | None = None) -> None:
        super().__init__(message, next_step=next_step)
        self.reason = reason


class NotAnArticleError(SourceError):
    """A source that is rightly left out: the report calls it skipped, not failed. ``reason`` says what it is."""

    code = "not_an_article"


class PurgedError(SourceError):
    """The article was purged, and may not come in again."""

    code = "article_gone"


class ConversationNotFoundError(InputError):
    """There is no conversation of that id."""

    code = "conversation_not_found"
    next_step = "Begin a conversation first, or ask without one."


class ConfigError(QAError):
    """A setting is missing or contradicts another."""

    code = "config"


class PromptError(QAError):
    """A prompt file is missing, or its variables are not the expected ones."""

    code = "prompt"


class StoreError(QAError):
    """The store cannot do it."""

    code = "store"


class StoreFullError(StoreError):
    """No space left: writes fail, reading goes on."""

    code = "store_full"
    next_step = "Free some disk space and try again; nothing that was acknowledged is lost."


class StoreBusyError(StoreError):
    """Another process kept the store locked for too long."""

    code = "store_busy"
    next_step = "Try again in a moment."


class StoreVersionError(StoreError):
    """The store was written by a newer release."""

    code = "store_version"
    next_step = "Upgrade this installation, or point QA_DATA_DIR at another folder."


class IndexMismatchError(QAError):
    """The stored vectors were made by another embedder."""

    code = "index_mismatch"
    next_step = "Run `qa reindex`: it embeds everything again beside the old index and then swaps."


class EmbeddingError(QAError):
    """A text could not be embedded."""

    code = "embedding"


class ModelError(QAError):
    """The shipped reading model could not be loaded or run."""

    code = "model"


class ReaderError(QAError):
    """The reader gave nothing that can be used."""

    code = "reader"


class ReaderAuthError(ReaderError):
    """The key was refused."""

    code = "reader_auth"
    next_step = "Check OPENAI_API_KEY and OPENAI_BASE_URL, or set QA_READER=extractive to answer without a model."


class ReaderRequestError(ReaderError):
    """The endpoint refused the request: no such model, too long, not understood."""

    code = "reader_request"
    next_step = "Check QA_MODEL and OPENAI_BASE_URL, or set QA_READER=extractive to answer without a model."


class ReaderRateLimitError(ReaderError):
    """Still limited after the retries."""

    code = "reader_rate_limit"
    next_step = "Wait and ask again, or set QA_READER=extractive to answer without a model."


class ReaderTimeoutError(ReaderError):
    """No answer in time."""

    code = "reader_timeout"
    next_step = "Ask again, raise QA_READER_TIMEOUT, or set QA_READER=extractive."


class ReaderUnavailableError(ReaderError):
    """Connection refused, or 5xx after the retries."""

    code = "reader_unavailable"
    next_step = "Check OPENAI_BASE_URL and the network, or set QA_READER=extractive to answer without a model."


class ReaderReplyError(ReaderError):
    """A reply that no parser makes sense of."""

    code = "reader_reply"
    next_step = "Ask again, or choose another QA_MODEL."
