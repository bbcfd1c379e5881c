"""An answer in the shape of a chat completion, whole or in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qa.record import to_dict
from qa.refusal import refusal
from qa.titles import heading
from qa.types import UNDECIDED, Answer, Claim

MODEL = "ontherecord"


@dataclass
class Completion:
    """The completion of one question. ``base`` is the address that the service was asked at, with a slash at its end;
    ``created`` is in seconds since 1970."""

    answer_id: str
    base: str
    created: int
    begun: bool = False

    def whole(self, answer: Answer) -> dict[str, Any]:
        """The completion at once."""
        message = {
            "role": "assistant",
            "content": _content(answer),
            "refusal": None,
            "annotations": self._annotations(answer),
        }
        choice = {"index": 0, "message": message, "finish_reason": _finish(answer), "logprobs": None}
        return self._head("chat.completion") | {
            "choices": [choice],
            "usage": _usage(answer),
            "record": to_dict(answer),
        }

    def begin(self) -> dict[str, Any]:
        """The first piece: who speaks."""
        return self._piece({"role": "assistant", "content": ""})

    def claim(self, claim: Claim) -> dict[str, Any]:
        """A piece with one claim."""
        space = " " if self.begun else ""
        self.begun = True
        return self._piece({"content": space + claim.in_full})

    def end(self, answer: Answer, *, usage: bool) -> Iterator[dict[str, Any]]:
        """The last pieces. Annotations are no part of a piece in OpenAI's own shape: here they are a further field."""
        if not self.begun:
            yield self._piece({"content": _content(answer)})
        elif answer.yes_no and answer.yes_no in UNDECIDED:
            yield self._piece({"content": f" {UNDECIDED[answer.yes_no]}"})
        last = self._piece({"annotations": self._annotations(answer)}, _finish(answer))
        yield last | {"record": to_dict(answer)}
        if usage:
            yield self._head("chat.completion.chunk") | {"choices": [], "usage": _usage(answer)}

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": f"chatcmpl-{self.answer_id}", "object": kind, "created": self.created, "model": MODEL}

    def _piece(self, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return self._head("chat.completion.chunk") | {"choices": [choice]}

    def _annotations(self, answer: Answer) -> list[dict[str, Any]]:
        """One for each citation, over the claim that it is for. Its URL is the permalink: an article need not have
        one. Indexes count code points, the end is exclusive."""
        found = []
        start = 0
        for claim in answer.claims:
            start = answer.text.find(claim.text, start)
            end = start + len(claim.text)
            for citation in claim.citations:
                place = {
                    "url": f"{self.base}?answer={self.answer_id}",
                    "title": heading(citation.title, withheld=citation.title_withheld) or citation.article_id,
                    "start_index": start,
                    "end_index": end,
                }
                found.append({"type": "url_citation", "url_citation": place})
            start = end
        return found


def _content(answer: Answer) -> str:
    return answer.text or refusal(answer)


def _finish(answer: Answer) -> str:
    return "length" if answer.reason == "length" else "stop"


def _usage(answer: Answer) -> dict[str, int]:
    usage = answer.usage
    total = usage.input_tokens + usage.output_tokens
    return {"prompt_tokens": usage.input_tokens, "completion_tokens": usage.output_tokens, "total_tokens": total}
