"""What the model is trained on: one question or claim, some text with what stands before it, and what is known."""

from dataclasses import dataclass
from typing import Literal

Support = Literal["supported", "refuted", "neutral"]


@dataclass(frozen=True, slots=True)
class Example:
    """``asked`` is a question, or a claim where ``support`` is set. ``before`` is the title, the sentence that stands
    before ``text``, both, or empty; ``text`` is a sentence or a few neighbours.

    ``relevant`` says whether ``text`` answers; ``span`` is where in it the answer stands (None: not known, unless
    ``relevant`` is false, which means that there is no span)."""

    source: str
    asked: str
    before: str
    text: str
    relevant: bool | None = None
    span: tuple[int, int] | None = None
    support: Support | None = None


def lead(title: str, previous: str, chance: int) -> str:
    """What is given to be read before a sentence: by ``chance`` its title (most often, as in use), the sentence before
    it, both, or nothing."""
    options = [title or previous, title or previous, previous, f"{title} {previous}".strip(), ""]
    return options[chance % len(options)]
