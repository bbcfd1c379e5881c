"""Scores one answer: what it adds to each figure. Pure; the answer's articles are given.

The abstention figures come from the answer's status alone. Figures about citations leave out answers without any, so
that declining cannot raise them; what declining costs shows in the facts and in the abstention.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from evals.grade import Said, said, states
from evals.reading import exact_match, token_f1
from evals.types import Case, CaseScore, Fact, Gold, Ratio, ReadyCase
from qa.types import Answer, Citation, HitRef, StoredArticle

Articles = Mapping[tuple[str, str], StoredArticle]
"""Articles by id and version."""

DEPTHS = (1, 5, 10)
"""The k of recall@k."""


def score(ready: ReadyCase, answer: Answer, articles: Articles) -> CaseScore:
    """How ``answer`` did on ``ready``. ``articles`` are those that it cites; what is missing there does not exist."""
    if ready.problem:
        return CaseScore("could_not_grade", reason=ready.problem)
    facts = _facts(ready, answer)
    ratios = {
        **_fact_ratios(ready, facts),
        **_citation_ratios(ready, answer, articles),
        **_abstention_ratios(ready, answer),
        **_retrieval_ratios(ready.gold, answer.hits),
        **_disagreement_ratios(ready, answer),
        **_reading_ratios(ready.case, answer),
        "input_tokens": Ratio(answer.usage.input_tokens, 1),
        "output_tokens": Ratio(answer.usage.output_tokens, 1),
    }
    if answer.usage.cost_usd is not None:
        ratios["cost_usd"] = Ratio(answer.usage.cost_usd, 1)
    ratios["passed"] = Ratio(float(_passed(ready, answer, facts, ratios)), 1)
    given = {name: ratio for name, ratio in ratios.items() if ratio.whole}
    return CaseScore("graded", facts, given)


def _facts(ready: ReadyCase, answer: Answer) -> tuple[bool, ...]:
    statements = [said(claim.text, claim.citations) for claim in answer.claims]
    statements += [side for sides in _sides(answer) for side in sides]
    return tuple(states(fact, statements) for fact in ready.case.facts)


def _sides(answer: Answer) -> list[list[Said]]:
    return [[said(side.text, side.citations) for side in entry.sides] for entry in answer.disagreements]


def _fact_ratios(ready: ReadyCase, facts: Sequence[bool]) -> dict[str, Ratio]:
    by_importance = {
        name: [met for fact, met in zip(ready.case.facts, facts, strict=True) if fact.importance in importances]
        for name, importances in (
            ("vital_fact_recall", ("vital",)),
            ("fact_recall", ("vital", "okay")),
            ("forbidden_said", ("forbidden",)),
        )
    }
    return {name: Ratio(sum(met), len(met)) for name, met in by_importance.items()}


def _citation_ratios(ready: ReadyCase, answer: Answer, articles: Articles) -> dict[str, Ratio]:
    citations = [citation for claim in answer.claims for citation in claim.citations]
    citations += [citation for entry in answer.disagreements for side in entry.sides for citation in side.citations]
    backed = [any(_is_valid(citation, articles) for citation in claim.citations) for claim in answer.claims]
    ratios = {
        "quote_exactness": Ratio(sum(_is_exact(citation, articles) for citation in citations), len(citations)),
        "citation_validity": Ratio(sum(_is_valid(citation, articles) for citation in citations), len(citations)),
        "claim_coverage": Ratio(sum(backed), len(backed)),
    }
    if ready.gold:
        cited = {(citation.article_id, number) for citation in citations for number in citation.sentences}
        expected = {(gold.article_id, number) for gold in ready.passages for number in gold.sentences}
        right = {gold.article_id for gold in ready.passages}
        met = sum(any(_is_cited(gold, cited) for gold in group) for group in ready.gold)
        ratios |= {
            "citation_precision": Ratio(len(cited & expected), len(cited)),
            "citation_recall": Ratio(met, len(ready.gold)),
            "wrong_article": Ratio(sum(citation.article_id not in right for citation in citations), len(citations)),
        }
        if ready.case.needed == "all":  # elsewhere passages are alternatives, and an F1 over them would mean nothing
            ratios["citation_f1"] = Ratio(2 * len(cited & expected), len(cited) + len(expected))
    return ratios


def _is_cited(gold: Gold, cited: set[tuple[str, int]]) -> bool:
    return any((gold.article_id, number) in cited for number in gold.sentences)


def _is_exact(citation: Citation, articles: Articles) -> bool:
    """Whether the quote is what stands at its place."""
    stored = articles.get((citation.article_id, citation.version))
    return stored is not None and stored.article.text[citation.start : citation.end] == citation.quote != ""


def _is_valid(citation: Citation, articles: Articles) -> bool:
    """Whether the citation covers exactly the sentences that it names, in a version that exists."""
    stored = articles.get((citation.article_id, citation.version))
    if stored is None or not citation.sentences:
        return False
    named = [sentence for sentence in stored.sentences if sentence.number in citation.sentences]
    if len(named) != len(citation.sentences) or any(sentence.kind != citation.kind for sentence in named):
        return False
    return (named[0].start, named[-1].end) == (citation.start, citation.end)


def _abstention_ratios(ready: ReadyCase, answer: Answer) -> dict[str, Ratio]:
    """Declining is the positive. F1 is 2 × right refusals over refusals made and refusals due."""
    expects = ready.case.expects
    if expects == "either":
        return {}
    declined, due = not answer.claims, expects == "decline"
    right = declined and due
    return {
        "abstention_precision": Ratio(right, declined),
        "abstention_recall": Ratio(right, due),
        "abstention_f1": Ratio(2 * right, declined + due),
        "wrong_refusal": Ratio(declined and not due, not due),
        "wrong_answer": Ratio(not declined and due, due),
    }


def _retrieval_ratios(groups: Sequence[Sequence[Gold]], hits: Sequence[HitRef]) -> dict[str, Ratio]:
    """Over the hits as ranked, each relevant when it overlaps an expected passage that no better hit has given."""
    if not groups:
        return {}
    ranks = [_rank(group, hits) for group in groups]
    found = [rank for rank in ranks if rank]
    best = sum(1 / math.log2(place + 1) for place in range(1, min(len(groups), DEPTHS[-1]) + 1))
    gain = sum(1 / math.log2(place + 1) for place in _places(found))
    return {
        **{f"recall@{k}": Ratio(sum(rank <= k for rank in found), len(groups)) for k in DEPTHS},
        "mrr": Ratio(1 / min(found) if found else 0.0, 1),
        "ndcg@10": Ratio(gain / best, 1),
    }


def _rank(group: Sequence[Gold], hits: Sequence[HitRef]) -> int | None:
    for rank, hit in enumerate(hits[: DEPTHS[-1]], 1):
        if any(hit.article_id == gold.article_id and hit.start < gold.end and gold.start < hit.end for gold in group):
            return rank
    return None


def _places(ranks: Sequence[int]) -> Iterator[int]:
    """``ranks`` in order, each moved down to a place of its own: one hit may give several of the groups, and must not
    count for more than an ideal ranking can have."""
    last = 0
    for rank in sorted(ranks):
        last = max(rank, last + 1)
        yield last


def _disagreement_ratios(ready: ReadyCase, answer: Answer) -> dict[str, Ratio]:
    """How many of the expected values the answer's disagreements show, and how many of these set two such values
    against each other. One side alone is no disagreement."""
    if ready.case.sides is None:
        return {}
    values = [Fact("vital", forms) for forms in ready.case.sides]
    shown = [sides for sides in _sides(answer) if len(sides) > 1]
    stated = [any(states(value, sides) for sides in shown) for value in values]
    right = [sum(states(value, sides) for value in values) > 1 for sides in shown]
    return {
        "disagreement_recall": Ratio(sum(stated), len(values)),
        "disagreement_precision": Ratio(sum(right), len(shown)),
    }


def _reading_ratios(case: Case, answer: Answer) -> dict[str, Ratio]:
    if case.references is None:
        return {}
    said = " ".join(claim.text for claim in answer.claims)
    return {
        "exact_match": Ratio(exact_match(said, case.references), 1),
        "token_f1": Ratio(token_f1(said, case.references), 1),
    }


def _passed(ready: ReadyCase, answer: Answer, facts: Sequence[bool], ratios: Mapping[str, Ratio]) -> bool:
    """A case is passed when the status is an expected one, every vital fact is said, nothing forbidden is, every
    citation is exact and valid, and it comes to the yes or no that is expected, where one is."""
    wanted = {"vital": True, "forbidden": False}
    right = all(wanted.get(fact.importance, met) == met for fact, met in zip(ready.case.facts, facts, strict=True))
    exact = all(ratios[name].part == ratios[name].whole for name in ("quote_exactness", "citation_validity"))
    decided = ready.case.yes_no in (None, answer.yes_no)
    return answer.status in ready.case.status and right and exact and decided
