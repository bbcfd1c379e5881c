"""How much evidence is sent."""

from dataclasses import replace

from qa.prompts import framed
from qa.types import Evidence

ASCII_A_TOKEN = 3.9
"""English news with its labels, in o200k_base: `python -m bench.prompt_tokens` prints how far the estimate is off."""


def within(evidence: Evidence, tokens: int) -> Evidence:
    """The first passages of ``evidence`` that, framed, take about ``tokens`` at most.

    Passages come best first, so what is dropped is the weakest. The first that does not fit ends it, cut behind its
    last sentence that does: a shorter one behind it is weaker, and would be sent in place of a better one.
    """
    kept = []
    left = float(tokens)
    for passage, lines in zip(evidence.passages, framed(evidence), strict=True):
        fitting = 0
        for line in lines:
            left -= _tokens(f"{line}\n")
            if left < 0:
                break
            fitting += 1
        if fitting > 1:  # the opening line alone says nothing
            kept.append(replace(passage, sentences=passage.sentences[: fitting - 1]))
        if fitting < len(lines):
            break
    return Evidence(tuple(kept))


def estimate(text: str) -> int:
    """About how many tokens ``text`` is. Characters outside ASCII count as one each, which is rather too many."""
    return round(_tokens(text))


def _tokens(text: str) -> float:
    plain = len(text.encode("ascii", "ignore"))
    return plain / ASCII_A_TOKEN + len(text) - plain
