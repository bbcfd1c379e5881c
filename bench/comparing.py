"""Verification as it is when a question is asked: the shipped model compares the words of a claim with those of its
sentences."""

import asyncio

from qa.adapters.minilm import MiniLM
from qa.checking import compared
from qa.types import Claim, DraftClaim, Evidence, Rejection
from qa.verify import Nearness, verify

_MODEL = MiniLM()


def near(draft: DraftClaim, evidence: Evidence) -> Nearness | None:
    """See `qa.checking.compared`."""
    return asyncio.run(compared(draft, evidence, _MODEL))


def verified(draft: DraftClaim, evidence: Evidence) -> Claim | Rejection:
    """What `qa.verify.verify` makes of it with that."""
    return verify(draft, evidence, near(draft, evidence))
