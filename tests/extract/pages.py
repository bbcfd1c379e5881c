"""Makes articles from text, as ingest would."""

from qa.extract import extract
from qa.types import Article, Fetched, Source

STORY = "The council met on Monday. It decided nothing.\n\nA second meeting is planned."


def page(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def article(text: str, name: str = "story.txt", **sidecar: str) -> Article:
    return extract(Fetched(Source(name, name), text.encode(), sidecar))


def left(article: Article, kind: str) -> list[str]:
    """What was left out of ``article`` as ``kind``."""
    return [entry.text for entry in article.left_out if entry.kind == kind]


def captions(article: Article) -> list[str]:
    return [article.text[span.start : span.end] for span in article.captions]


def body(article: Article) -> list[str]:
    """The paragraphs of the body."""
    end = article.captions[0].start if article.captions else len(article.text)
    return article.text[:end].strip().split("\n\n")
