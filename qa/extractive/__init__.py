"""Picks the sentences that answer a question, and declines when none does. Pure: the vectors come from outside.

``pool``      the evidence as comparable words
``kinds``     whether a sentence holds the kind of answer that is expected
``features``  what is known about a question and a sentence, as numbers
``weights``   what each of these numbers counts for, fitted by scripts/fit_extractive.py
``answered``  whether to answer, with what the cross-encoder reads; fitted by scripts/fit_answered.py
``order``     which sentence answers best, and which stand beside it
``measured``  what a number counts
``several``   the several things that a sentence names
``sorts``     what sort of thing something is: a company, a country, a person
``stages``    which round, quarter or game is told of
``latest``    what is newest on a subject, what happened somewhere
``introduced``  who somebody is
``told``      how sentences tell the deed that is asked about (found by qa.premise)
``choose``    the sentences worth an embedding; from scores to claims
"""

from qa.extractive.choose import SHORTLIST, THRESHOLD, choose, in_turn, shortlist
from qa.extractive.latest import asks_for_latest, latest
from qa.extractive.pool import Candidate, Pool, pool
from qa.extractive.stages import of_other_stages

__all__ = [
    "SHORTLIST",
    "THRESHOLD",
    "Candidate",
    "Pool",
    "asks_for_latest",
    "choose",
    "in_turn",
    "latest",
    "of_other_stages",
    "pool",
    "shortlist",
]
