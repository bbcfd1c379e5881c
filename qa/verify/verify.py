"""Holds a draft claim against the sentences that it cites."""

import re
from collections.abc import Callable

from qa.cite import cite
from qa.types import Check, Claim, DraftClaim, Evidence, Rejection, RejectionReason, Support
from qa.verify import (
    attribution,
    clauses,
    coverage,
    dates,
    deeds,
    modality,
    names,
    numbers,
    polarity,
    quantifiers,
    quotes,
    roles,
    speaker,
    units,
)
from qa.verify.normalise import letters, readings, words
from qa.verify.source import Nearness, Source, source_of

_SIGNS = re.compile(r"[%‰$€£¥₹₽₩₪₺₴+]|(?<!\w)-(?=\d)")

_QUOTE = re.compile(r"[\"“”„«»]|(?<!\w)[‘']")

_LONGEST_CLAIM = 20_000  # characters, as many as are read of a sentence, so that any sentence may be claimed as it is

# A check gets a cleaned claim and its source and says whether the claim passes; the first that fails gives the reason.
CHECKS: tuple[tuple[str, RejectionReason, Callable[[str, Source], bool]], ...] = (
    ("quotes", "quote_not_in_source", quotes.backed),
    ("dates", "date_not_in_source", dates.backed),
    ("numbers", "number_not_in_source", numbers.backed),
    ("units", "number_not_in_source", units.agree),
    ("names", "name_not_in_source", names.backed),
    ("polarity", "polarity", polarity.agrees),
    ("speaker", "speaker", speaker.agrees),
    ("who says", "speaker", roles.said_by_them),
    ("who does", "speaker", roles.done_by_them),
    ("dates of clauses", "date_not_in_source", clauses.dates_agree),
    ("numbers of clauses", "number_not_in_source", clauses.numbers_agree),
    ("modality", "modality", modality.agrees),
    ("attribution", "modality", attribution.agrees),
    ("quantifiers", "quantifier", quantifiers.agree),
    ("deeds", "low_support", deeds.agree),
)


def verify(draft: DraftClaim, evidence: Evidence, near: Nearness | None = None) -> Claim | Rejection:
    """The claim with its citations and the checks that it passed, or its rejection with the reason.

    Labels that name no sentence are dropped. ``near`` is what comparing `own_words` gave. ``origins`` is 0: counting
    them is ``corroborate``'s work. Total for any text; the time is linear in the length of the claim and of the cited
    articles.
    """
    cited = cite(draft.labels, evidence)
    if not draft.labels:
        return Rejection(draft.text, "no_citation")
    if not cited.citations:
        return Rejection(draft.text, "unknown_sentence")
    source = source_of(draft.labels, evidence, near)
    claims = readings(draft.text[: _LONGEST_CLAIM + 1])
    if len(draft.text) > _LONGEST_CLAIM or not any(words(claim) for claim in claims) or _only_asks(claims[0]):
        return Rejection(draft.text, "low_support", cited.citations)  # no statement, or anything but a short one
    if any(_is_verbatim(claim, source) for claim in claims):
        checks: tuple[Check, ...] = (Check("verbatim", passed=True),)
        score = 1.0
    else:
        failed = [reason for claim in claims if (reason := _failure(claim, source))]
        if len(failed) == len(claims):
            return Rejection(draft.text, failed[0], cited.citations)
        score = _score(claims, source, passes=True)
        if score < coverage.LEAST:
            return Rejection(draft.text, "low_support", cited.citations)
        checks = tuple(Check(name, passed=True) for name in (*(name for name, _, _ in CHECKS), "coverage"))
    return Claim(draft.text, 0, Support("supported", round(score, 3), checks), cited.citations)


def own_words(draft: DraftClaim, evidence: Evidence) -> tuple[str, tuple[str, ...]] | None:
    """The cleaned claim and the sentences that its words may be compared with; ``None`` where nothing hangs on that:
    it cites none, or it is one of them."""
    source, claims = source_of(draft.labels, evidence), readings(draft.text[:_LONGEST_CLAIM])
    if not source.cited or any(_is_verbatim(claim, source) for claim in claims):
        return None
    return claims[0], tuple(sentence[0] for cited in source.cited for sentence in cited.sentences)


def support_score(draft: DraftClaim, evidence: Evidence, near: Nearness | None = None) -> float:
    """The support score of ``draft``, 0 to 1: what ``verify`` keeps where the claim passes in words of its own, and
    what it would be where a check rejects it. Labels that name no sentence support nothing."""
    source, claims = source_of(draft.labels, evidence, near), readings(draft.text[:_LONGEST_CLAIM])
    return _score(claims, source, passes=not all(_failure(claim, source) for claim in claims))


def _score(claims: tuple[str, ...], source: Source, *, passes: bool) -> float:
    return max(coverage.score(claim, source, passes=passes) for claim in claims)


def _only_asks(claim: str) -> bool:
    """Whether a cleaned claim is a question, which states nothing, whoever asks it in the article."""
    return claim.endswith("?") and not _QUOTE.search(claim)


def _failure(claim: str, source: Source) -> RejectionReason | None:
    return next((reason for _, reason, passes in CHECKS if not passes(claim, source)), None)


def _is_verbatim(claim: str, source: Source) -> bool:
    """Whether the claim is one of the cited sentences, or all of one article's, letter for letter."""
    sentences = [*source.texts, *(whole for cited in source.cited for whole in cited.wholes)]
    return _verbatim_key(claim) in {_verbatim_key(sentence) for sentence in sentences}


def _verbatim_key(text: str) -> tuple[str, tuple[str, ...]]:
    """The letters of a text, and the signs that are not letters and matter all the same."""
    return letters(text).text, tuple(_SIGNS.findall(text))
