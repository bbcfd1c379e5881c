"""A question as the service understands it."""

from dataclasses import dataclass
from typing import Literal

AnswerKind = Literal[
    "who",
    "when",
    "where",
    "how_many",
    "how_long",
    "how_much",
    "what_said",
    "yes_no",
    "why",
    "how",
    "definition",
    "what",
    "other",
]


Refusal = Literal["unsupported_language", "small_talk"]


@dataclass(frozen=True, slots=True)
class Query:
    """What a question asks for.

    ``kinds`` are the kinds of answer that it expects, in the order asked (at least one). ``words`` are its content
    words in lower case, without repeats, for full-text search. ``names`` are its proper names as typed (empty when
    the question is typed without capitals: the evidence then tells which words are names). ``focus`` is what is
    counted or chosen ("diplomats" of "how many Russian diplomats"). ``speaker`` is who spoke, for ``what_said``.
    ``refusal`` is ``unsupported_language`` when the question is clearly not English, ``small_talk`` when it asks
    nothing of the articles (a greeting, "What can you do?", "???").
    """

    text: str
    kinds: tuple[AnswerKind, ...]
    words: tuple[str, ...]
    names: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    focus: str | None = None
    speaker: str | None = None
    negated: bool = False
    refusal: Refusal | None = None

    @property
    def kind(self) -> AnswerKind:
        """The kind of answer asked for first."""
        return self.kinds[0]
