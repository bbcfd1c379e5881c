"""What a claim is held against: the sentences that it cites, cleaned, and the articles that they stand in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa.types import Article, Evidence, EvidenceSentence
from qa.verify.normalise import readings

_LONGEST_SENTENCE = 20_000  # characters; what stands behind them in a "sentence" without an end is not looked at


@dataclass(frozen=True, slots=True)
class Cited:
    """The cited sentences of one article, in the article's order.

    ``sentences`` holds each one's readings: one, or two where a word may have been broken at a line's end; ``starts``
    are their places in the article's text.
    """

    article: Article
    starts: tuple[int, ...]
    sentences: tuple[tuple[str, ...], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Every reading of every sentence."""
        return tuple(text for sentence in self.sentences for text in sentence)

    @property
    def wholes(self) -> tuple[str, ...]:
        """The sentences as one text: the first readings, and the last ones where they differ."""
        return tuple(dict.fromkeys(" ".join(sentence[place] for sentence in self.sentences) for place in (0, -1)))


Nearness = Mapping[str, float]
"""How near each word of a claim (folded) comes to the nearest word of its sentences, by what both mean there."""


@dataclass(frozen=True, slots=True)
class Source:
    """All that a claim cites, article by article; ``near`` where its words were compared with the sentences'."""

    cited: tuple[Cited, ...]
    near: Nearness | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """Every reading of every cited sentence."""
        return tuple(text for cited in self.cited for text in cited.texts)

    @property
    def backgrounds(self) -> tuple[str, ...]:
        """The titles and texts of the cited articles: they may say what a name's other parts are, nothing else."""
        articles = [cited.article for cited in self.cited]
        return tuple(f"{article.title or ''}\n\n{article.text}" for article in articles)


def source_of(labels: Iterable[str], evidence: Evidence, near: Nearness | None = None) -> Source:
    """The sentences of ``evidence`` that ``labels`` name; labels that name none are passed over."""
    known = evidence.sentences()
    by_article: dict[tuple[str, str], list[EvidenceSentence]] = {}
    for label in dict.fromkeys(labels):
        if label in known:
            sentence = known[label].sentence
            by_article.setdefault((sentence.article_id, sentence.version), []).append(known[label])
    articles = {(p.article.id, p.article.version): p.article for p in evidence.passages}
    return Source(tuple(_cited(articles[key], group) for key, group in by_article.items()), near)


def _cited(article: Article, group: Sequence[EvidenceSentence]) -> Cited:
    ordered = sorted(group, key=lambda item: item.sentence.number)
    starts = tuple(item.sentence.start for item in ordered)
    return Cited(article, starts, tuple(readings(item.text[:_LONGEST_SENTENCE]) for item in ordered))
