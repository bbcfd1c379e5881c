"""A judge model's opinion on doubtful claims, where one is configured (`QA_JUDGE`).

Asked are claims that passed the checks with a low support score. One that the judge finds unsupported is turned down;
an opinion stands in the claim's checks. Where there is none to be had in time, the claim stands on the checks alone,
the judge is asked no more for this question, and the record's ``degraded`` says ``judge``.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace

from qa.errors import QAError
from qa.ports import Judge, Judgement
from qa.types import Answer, Check, Claim, ReadReport, Rejection, Usage

Outcome = Claim | Rejection | ReadReport
AT_ONCE = 4
"""Claims of one question that are with the judge at a time."""


@dataclass(frozen=True, slots=True)
class Judging:
    """``below`` is the support score under which a claim is doubtful; ``seconds`` are for all claims of a question,
    from the first one that is asked about."""

    judge: Judge
    below: float
    seconds: float


class Hearing:
    """One question's claims before the judge. Without ``judging`` they pass as they are."""

    def __init__(self, question: str, judging: Judging | None) -> None:
        self._question = question
        self._judging = judging
        self._until: float | None = None
        self._failed = False
        self._usage = Usage()

    async def heard(self, outcomes: AsyncGenerator[Outcome, None]) -> AsyncGenerator[Outcome, None]:
        """``outcomes`` in their order, the doubtful claims with the judge's opinion or turned down.

        A claim that is with the judge comes with the next outcome at the soonest. Closing cancels what is asked.
        """
        waiting: deque[Outcome | asyncio.Task[Outcome]] = deque()
        try:
            async with aclosing(outcomes) as source:
                async for outcome in source:
                    waiting.append(self._sent(outcome))
                    while waiting and _is_ready(waiting):
                        yield await _had(waiting.popleft())
            while waiting:
                yield await _had(waiting.popleft())
        finally:
            running = [item for item in waiting if isinstance(item, asyncio.Task)]
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    def noted(self, answer: Answer) -> Answer:
        """``answer`` with what judging consumed, and whether it broke. What a judge costs is not known here."""
        if self._failed:
            answer = replace(answer, degraded=(*answer.degraded, "judge"))
        if self._usage == Usage():
            return answer
        spent, more = answer.usage, self._usage
        tokens = (spent.input_tokens + more.input_tokens, spent.output_tokens + more.output_tokens)
        return replace(answer, usage=Usage(*tokens, None))

    def _sent(self, outcome: Outcome) -> "Outcome | asyncio.Task[Outcome]":
        judging = self._judging
        if judging is None or self._failed or not isinstance(outcome, Claim):
            return outcome
        score = outcome.support.score
        if score is None or score >= judging.below:
            return outcome
        return asyncio.create_task(self._opinion(outcome, judging))

    async def _opinion(self, claim: Claim, judging: Judging) -> Outcome:
        if self._until is None:
            self._until = asyncio.get_running_loop().time() + judging.seconds
        sentences = [citation.quote.strip() for citation in claim.citations]
        try:
            async with asyncio.timeout_at(self._until):
                found = await judging.judge.judge(claim.text, sentences, self._question)
        except (QAError, TimeoutError):
            self._failed = True
            return claim
        return self._decided(claim, found)

    def _decided(self, claim: Claim, found: Judgement) -> Outcome:
        spent = (self._usage.input_tokens + found.usage.input_tokens, self._usage.output_tokens)
        self._usage = Usage(spent[0], spent[1] + found.usage.output_tokens, None)
        if found.verdict == "not_supported":
            return Rejection(claim.text, "judged_unsupported", claim.citations)
        check = Check("judge", passed=found.verdict == "supported", opinion=found.verdict)
        return replace(claim, support=replace(claim.support, checks=(*claim.support.checks, check)))


def _is_ready(waiting: "deque[Outcome | asyncio.Task[Outcome]]") -> bool:
    """Whether the first may be waited for: it is there, or as many as may be are with the judge."""
    first = waiting[0]
    return not isinstance(first, asyncio.Task) or first.done() or len(waiting) >= AT_ONCE


async def _had(item: "Outcome | asyncio.Task[Outcome]") -> Outcome:
    return await item if isinstance(item, asyncio.Task) else item
