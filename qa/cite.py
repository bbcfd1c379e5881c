"""From sentence labels to citations: the quote is cut from the article here, so no reader can invent one."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote as percent_encode

from qa.types import Article, Citation, Evidence, Sentence

EXACT_LENGTH = 300  # characters; above it a text fragment names both ends (the limit of Chrome's own link generator)
EDGE_WORDS = 6
EDGE_LENGTH = 80  # characters; keeps links short in scripts that put no space between words


class Cited(NamedTuple):
    """``citations`` in the order in which their first label appears, and the labels that name no sentence."""

    citations: tuple[Citation, ...]
    unknown: tuple[str, ...]


class _Place(NamedTuple):
    """A cited sentence; ``turn`` is the place of its label among the labels."""

    turn: int
    sentence: Sentence


def cite(labels: Sequence[str], evidence: Evidence) -> Cited:
    """What ``labels`` (``S3.2``) stand for in ``evidence``.

    Neighbouring sentences of one article and one kind make one citation, from the start of the first to the end of
    the last; two captions stay two. ``quote == article.text[start:end]`` holds for each. A label that occurs twice
    counts once.
    """
    sentences = evidence.sentences()
    articles = {s.label: passage.article for passage in evidence.passages for s in passage.sentences}
    by_article: dict[tuple[str, str], tuple[Article, dict[int, _Place]]] = {}
    for turn, label in enumerate(labels):
        if label not in sentences:
            continue
        sentence, article = sentences[label].sentence, articles[label]
        _, places = by_article.setdefault((article.id, article.version), (article, {}))
        places.setdefault(sentence.number, _Place(turn, sentence))
    found = [
        (min(place.turn for place in run), _citation(article, [place.sentence for place in run]))
        for article, places in by_article.values()
        for run in _runs(article, [places[number] for number in sorted(places)])
    ]
    unknown = dict.fromkeys(label for label in labels if label not in sentences)
    return Cited(tuple(citation for _, citation in sorted(found, key=lambda pair: pair[0])), tuple(unknown))


def _runs(article: Article, places: Sequence[_Place]) -> Iterator[list[_Place]]:
    """``places`` (in the order of their numbers), cut wherever two do not belong together."""
    run: list[_Place] = []
    for place in places:
        if run and not _together(article, run[-1].sentence, place.sentence):
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _together(article: Article, first: Sentence, second: Sentence) -> bool:
    if second.number != first.number + 1 or first.kind != second.kind:
        return False
    if first.kind == "body":
        return True
    return any(span.start <= first.start and second.end <= span.end for span in article.captions)


def _citation(article: Article, sentences: Sequence[Sentence]) -> Citation:
    start, end = sentences[0].start, sentences[-1].end
    cut = article.text[start:end]
    return Citation(
        article_id=article.id,
        version=article.version,
        sentences=tuple(sentence.number for sentence in sentences),
        kind=sentences[0].kind,
        start=start,
        end=end,
        quote=cut,
        title=article.title,
        publisher=article.publisher,
        origin=article.origin,
        published_at=article.published_at,
        url=article.url,
        deep_link=deep_link(article.url, cut) if article.url else None,
        title_withheld=article.title_withheld,
    )


def deep_link(url: str, text: str) -> str:
    """``url`` with a text fragment that makes a browser scroll to ``text`` and mark it.

    Syntax: https://wicg.github.io/scroll-to-text-fragment/ (``#:~:text=textStart,textEnd``). Both ends are named for a
    long text and for one that runs over several paragraphs, because ``textStart`` alone matches within one only.
    """
    paragraphs = [line.split() for line in text.splitlines() if line.strip()]
    if not paragraphs:
        return url
    whole = " ".join(paragraphs[0])
    if len(paragraphs) == 1 and len(whole) <= EXACT_LENGTH:
        fragment = _encode(whole)
    else:
        first = " ".join(paragraphs[0][:EDGE_WORDS])[:EDGE_LENGTH]
        last = " ".join(paragraphs[-1][-EDGE_WORDS:])[-EDGE_LENGTH:]
        fragment = f"{_encode(first)},{_encode(last)}"
    page = url.partition(":~:")[0]
    return f"{page}{'' if '#' in page else '#'}:~:text={fragment}"


def _encode(text: str) -> str:
    """Percent-encoded; the hyphen too, which otherwise marks a prefix or a suffix."""
    return percent_encode(text, safe="", errors="replace").replace("-", "%2D")
