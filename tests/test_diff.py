"""What changed between two versions: sentences, metadata, corrections; nothing that did not."""

from __future__ import annotations

from qa.diff import Change, diff, words
from qa.extract import extract
from qa.segment import segment
from qa.types import Fetched, Source, StoredArticle

OLD = (
    "The bridge of Lindholm opened on Monday. It cost 40 million crowns, the council said. The police counted 1,200"
    " cars by noon. Nobody was hurt in the crowd."
)


def stored(text: str, **sidecar: str) -> StoredArticle:
    article = extract(Fetched(Source("a.txt", "a.txt"), text.encode(), sidecar))
    return StoredArticle(article, tuple(segment(article)), current=True)


def test_the_same_text_has_no_changes() -> None:
    assert diff(stored(OLD), stored(OLD)) == ()


def test_a_changed_sentence_is_a_pair_and_shows_its_words() -> None:
    [change] = diff(stored(OLD), stored(OLD.replace("40 million", "45 million")))
    assert change.kind == "changed"
    assert [(kind, text) for kind, text in words(change) if kind != "same"] == [("removed", "40"), ("added", "45")]


def test_sentences_come_and_go_in_their_order() -> None:
    new = OLD.replace(" Nobody was hurt in the crowd.", "").replace(
        "The police", "Two trams will follow in May. The police"
    )
    assert diff(stored(OLD), stored(new)) == (
        Change("text", "added", None, "Two trams will follow in May."),
        Change("text", "removed", "Nobody was hurt in the crowd."),
    )


def test_metadata_and_corrections_come_first() -> None:
    note = "Correction: An earlier version of this article gave the wrong price."
    changes = diff(
        stored(OLD, title="Bridge opens", published_at="2024-03-05"),
        stored(f"{OLD}\n\n{note}", title="Bridge opened", published_at="2024-03-05", updated_at="2024-03-06"),
    )
    assert changes == (
        Change("title", "changed", "Bridge opens", "Bridge opened"),
        Change("updated_at", "added", None, "2024-03-06"),
        Change("correction", "added", None, note),
    )


def test_a_rewritten_article_is_not_paired_by_chance() -> None:
    kinds = {change.kind for change in diff(stored(OLD), stored("Herring prices fell. Fishermen complained loudly."))}
    assert kinds == {"added", "removed"}
