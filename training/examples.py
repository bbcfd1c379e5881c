"""What the model is trained on: one question or claim, one sentence with what stands before it, and what is known."""

from dataclasses import dataclass
from typing import Literal

Support = Literal["supported", "refuted", "neutral"]


@dataclass(frozen=True, slots=True)
class Example:
    """``asked`` is a question, or a claim where ``support`` is set. ``before`` is the title or the sentence that stands
    before ``text``, or empty.

    ``relevant`` says whether ``text`` answers; ``span`` is where in it the answer stands (None: not known, unless
    ``relevant`` is false, which means that there is no span)."""

    source: str
    asked: str
    before: str
    text: str
    relevant: bool | None = None
    span: tuple[int, int] | None = None
    support: Support | None = None
