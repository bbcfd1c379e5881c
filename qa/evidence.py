"""From hits to evidence: the sentences that a reader may cite, each under a short label."""

from collections.abc import Mapping, Sequence

from qa.addressed import is_addressed
from qa.commands import is_command
from qa.ports import ArticleStore
from qa.titles import titled
from qa.types import Evidence, EvidencePassage, EvidenceSentence, Hit, Sentence, StoredArticle


def gather(hits: Sequence[Hit], articles: Mapping[tuple[str, str], StoredArticle], *, how_to: bool = False) -> Evidence:
    """The evidence of ``hits``, in their order; ``articles`` is keyed by ``(article_id, version)``.

    Passages are labelled ``S1``, ``S2``, …, their sentences ``S1.1``, ``S1.2``, …. A sentence that stands in two
    overlapping passages is kept by the first of them only; a passage that is left with none is dropped, and so is a
    hit whose article is not in ``articles`` (it was purged after it was found). A sentence that tells an assistant what
    to do is no evidence: no reader sees it and nothing can cite it. Nor is any other command, unless the question asks
    ``how_to`` do something. A title that tells an assistant what to do is withheld.
    """
    seen: set[tuple[str, str, int]] = set()
    passages: list[EvidencePassage] = []
    for hit in hits:
        stored = articles.get((hit.passage.article_id, hit.passage.version))
        if stored is None:
            continue
        fresh = [s for s in _sentences(hit, stored, how_to) if (s.article_id, s.version, s.number) not in seen]
        if not fresh:
            continue
        seen.update((s.article_id, s.version, s.number) for s in fresh)
        label = f"S{len(passages) + 1}"
        labelled = tuple(
            EvidenceSentence(f"{label}.{place}", sentence, stored.article.text[sentence.start : sentence.end])
            for place, sentence in enumerate(fresh, start=1)
        )
        passages.append(EvidencePassage(label, hit, titled(stored.article), labelled))
    return Evidence(tuple(passages))


async def articles_of(hits: Sequence[Hit], store: ArticleStore) -> Mapping[tuple[str, str], StoredArticle]:
    """The articles of ``hits`` by id and version. One that was deleted meanwhile is left out."""
    wanted = dict.fromkeys((hit.passage.article_id, hit.passage.version) for hit in hits)
    found = {key: await store.get(*key) for key in wanted}
    return {key: article for key, article in found.items() if article is not None}


def _sentences(hit: Hit, stored: StoredArticle, how_to: bool) -> list[Sentence]:
    passage = hit.passage
    inside = (s for s in stored.sentences if passage.first <= s.number <= passage.last and s.kind == passage.kind)
    texts = ((s, stored.article.text[s.start : s.end]) for s in inside)
    return [s for s, text in texts if not is_addressed(text) and (how_to or not is_command(text))]
