"""The answer record as plain JSON values, and back, and articles as JSON values: the one place where their keys and the
order of these stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields
from typing import Any, TypeVar

from qa.titles import is_withheld, shown
from qa.types import (
    Answer,
    Article,
    Check,
    Citation,
    Claim,
    ClaimEvent,
    Disagreement,
    DisagreementEvent,
    DoneEvent,
    Event,
    Filters,
    HitRef,
    HitsEvent,
    Notice,
    NoticeEvent,
    Period,
    PromptRef,
    Rejection,
    Side,
    StoredArticle,
    Superseding,
    Support,
    Usage,
)

T = TypeVar("T")


def to_dict(answer: Answer) -> dict[str, object]:
    """The record of ``answer``: dicts, lists, strings, numbers and ``None`` only."""
    return {
        "id": answer.id,
        "question": answer.question,
        "asked_at": answer.asked_at,
        "conversation_id": answer.conversation_id,
        "searched_as": answer.searched_as,
        "filters": _filters(answer.filters),
        "status": answer.status,
        "reason": answer.reason,
        "text": answer.text,
        "yes_no": answer.yes_no,
        "as_of": answer.as_of,
        "period": _period(answer.period),
        "claims": [_claim(claim) for claim in answer.claims],
        "disagreements": [_disagreement(disagreement) for disagreement in answer.disagreements],
        "notices": [_notice(notice) for notice in answer.notices],
        "rejected": [
            {"text": r.text, "reason": r.reason, "citations": [_citation(citation) for citation in r.citations]}
            for r in answer.rejected
        ],
        "hits": [asdict(hit) for hit in answer.hits],
        "reader": answer.reader,
        "model": answer.model,
        "prompt": asdict(answer.prompt) if answer.prompt else None,
        "index": answer.index,
        "degraded": list(answer.degraded),
        "stored": answer.stored,
        "usage": asdict(answer.usage),
        "timings_ms": dict(answer.timings_ms),
    }


def event_to_dict(event: Event) -> dict[str, object]:
    """``event`` as JSON values, its ``type`` first."""
    match event:
        case HitsEvent(hits=hits):
            return {"type": event.type, "hits": [asdict(hit) for hit in hits]}
        case ClaimEvent(claim=claim):
            return {"type": event.type, "claim": _claim(claim)}
        case DisagreementEvent(disagreement=disagreement):
            return {"type": event.type, "disagreement": _disagreement(disagreement)}
        case NoticeEvent(notice=notice):
            return {"type": event.type, "notice": _notice(notice)}
        case DoneEvent(answer=answer):
            return {"type": event.type, "answer": to_dict(answer)}
        case _:
            return {"type": event.type} | asdict(event)


def from_dict(record: Mapping[str, Any]) -> Answer:
    """The answer that ``to_dict`` made ``record`` of. Keys that this release does not know are passed over; a key
    that it needs and does not find is a KeyError."""
    parsed = {
        "filters": _made(Filters, _named(record["filters"])),
        "claims": tuple(
            _made(
                Claim,
                claim,
                support=_support(claim["support"]),
                citations=_citations(claim),
                superseded_by=_superseded_by(claim),
                items=tuple(claim.get("items", ())),
            )
            for claim in record["claims"]
        ),
        "disagreements": tuple(
            Disagreement(
                entry["about"], tuple(_made(Side, side, citations=_citations(side)) for side in entry["sides"])
            )
            for entry in record["disagreements"]
        ),
        "period": _made(Period, _named(record["period"])) if record.get("period") else None,
        "notices": tuple(_made(Notice, entry, citations=_citations(entry)) for entry in record.get("notices", ())),
        "rejected": tuple(_made(Rejection, entry, citations=_citations(entry)) for entry in record["rejected"]),
        "hits": tuple(_made(HitRef, hit) for hit in record["hits"]),
        "prompt": _made(PromptRef, record["prompt"]) if record["prompt"] else None,
        "degraded": tuple(record["degraded"]),
        "usage": _made(Usage, record["usage"]),
        "timings_ms": dict(record["timings_ms"]),
    }
    return _made(Answer, record, **parsed)


def article_to_dict(article: Article) -> dict[str, object]:
    """The article's metadata, without its text, and without a title that addresses an assistant."""
    keys = ("id", "version", "source", "title", "publisher", "origin", "byline", "dateline", "url", "published_at")
    return {key: getattr(article, key) for key in keys} | {
        "title": shown(article.title),
        "title_withheld": is_withheld(article.title),
        "updated_at": article.updated_at,
        "language": article.language,
    }


def stored_to_dict(stored: StoredArticle) -> dict[str, object]:
    """The article with its text, its sentences, what was left out, and where its metadata were found."""
    article = stored.article
    sentences = [{"number": s.number, "start": s.start, "end": s.end, "kind": s.kind} for s in stored.sentences]
    left_out = [{"kind": left.kind, "text": left.text} for left in article.left_out]
    found = [{"field": f.field, "where": f.where, "written": f.written} for f in article.found]
    rest = {"current": stored.current, "text": article.text, "sentences": sentences, "left_out": left_out}
    return article_to_dict(article) | rest | {"found": found}


_FIELD = {"from": "from_"}  # a keyword of Python, so not a field's name


def _named(given: Mapping[str, Any]) -> dict[str, Any]:
    """``given`` under the names of fields."""
    return {_FIELD.get(name, name): value for name, value in given.items()}


def _period(period: Period | None) -> dict[str, object] | None:
    return {"phrase": period.phrase, "from": period.from_, "to": period.to} if period else None


def _notice(notice: Notice) -> dict[str, object]:
    citations = [_citation(citation) for citation in notice.citations]
    return {"kind": notice.kind, "text": notice.text, "citations": citations}


def _filters(filters: Filters) -> dict[str, object]:
    given = {
        "from": filters.from_,
        "to": filters.to,
        "publisher": filters.publisher,
        "article_id": filters.article_id,
        "origin": filters.origin,
        "as_of": filters.as_of,
    }
    return {name: value for name, value in given.items() if value is not None}


def _claim(claim: Claim) -> dict[str, object]:
    support = claim.support
    return {
        "text": claim.text,
        "exact": claim.exact,
        "items": list(claim.items),
        "superseded_by": _superseding(claim.superseded_by) if claim.superseded_by else None,
        "origins": claim.origins,
        "support": {
            "verdict": support.verdict,
            "score": support.score,
            "checks": [_check(check) for check in support.checks],
        },
        "citations": [_citation(citation) for citation in claim.citations],
    }


def _check(check: Check) -> dict[str, object]:
    opinion = {"opinion": check.opinion} if check.opinion else {}
    return {"name": check.name, "passed": check.passed} | opinion


def _superseding(later: Superseding) -> dict[str, object]:
    citations = [_citation(citation) for citation in later.citations]
    return {"how": later.how, "text": later.text, "value": later.value, "citations": citations}


def _disagreement(disagreement: Disagreement) -> dict[str, object]:
    sides = [
        {"text": side.text, "value": side.value, "citations": [_citation(citation) for citation in side.citations]}
        for side in disagreement.sides
    ]
    return {"about": disagreement.about, "sides": sides}


def _citation(citation: Citation) -> dict[str, object]:
    return asdict(citation) | {"sentences": list(citation.sentences)}


def _support(support: Mapping[str, Any]) -> Support:
    return _made(Support, support, checks=tuple(_made(Check, check) for check in support["checks"]))


def _superseded_by(claim: Mapping[str, Any]) -> Superseding | None:
    later = claim.get("superseded_by")
    return _made(Superseding, later, citations=_citations(later)) if later else None


def _citations(holder: Mapping[str, Any]) -> tuple[Citation, ...]:
    return tuple(_made(Citation, citation, sentences=tuple(citation["sentences"])) for citation in holder["citations"])


def _made(kind: type[T], values: Mapping[str, Any], **parsed: object) -> T:
    """A dataclass ``kind`` of what ``values`` has under the names of its fields, unless it is given in ``parsed``."""
    given: dict[str, object] = {}
    for field in fields(kind):  # type: ignore[arg-type]  # every kind here is a dataclass
        if field.name in parsed:
            given[field.name] = parsed[field.name]
        elif field.name in values:
            given[field.name] = values[field.name]
        elif field.default is MISSING and field.default_factory is MISSING:
            raise KeyError(field.name)
    return kind(**given)
