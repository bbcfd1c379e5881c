"""Citations are cut from the article: whatever a reader says, a quote is the article's own text."""

from urllib.parse import unquote

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.cite import cite, deep_link
from qa.evidence import gather
from qa.types import Article, Evidence, Hit, Passage, Sentence, Span, StoredArticle

BODY = ["Six came.", "Seven left at dawn.", "Nobody said why.", "The gate stayed open."]
CAPTIONS = ["The gate, seen from the road.", "A bus at noon.", "It was late."]


def build(
    body: list[str], captions: list[list[str]], article_id: str = "a" * 16, url: str | None = None
) -> StoredArticle:
    """An article of ``body`` sentences and then captions, each of one or more sentences."""
    text = ""
    sentences: list[Sentence] = []
    spans: list[Span] = []
    for group, kind in [(body, "body"), *((caption, "caption") for caption in captions)]:
        text += "\n\n" if text else ""
        opening = len(text)
        for place, sentence in enumerate(group):
            text += " " if place else ""
            start = len(text)
            text += sentence
            caption = kind == "caption"
            number = len(sentences) + 1
            sentences.append(Sentence(article_id, "v", number, start, len(text), "caption" if caption else "body"))
        if kind == "caption":
            spans.append(Span(opening, len(text)))
    article = Article(
        article_id, "v", "a.txt", "0", "test", text, tuple(spans), title="Gate", publisher="Harbour Post",
        origin="Wire", url=url, published_at="2016-12-30",
    )  # fmt: skip
    return StoredArticle(article, tuple(sentences), current=True)


def evidence_of(*articles: StoredArticle) -> Evidence:
    """Each article's body as one passage, each caption sentence as another."""
    hits = []
    for one in articles:
        runs = [[s for s in one.sentences if s.kind == "body"], *([s] for s in one.sentences if s.kind == "caption")]
        for run in filter(None, runs):
            start, end = run[0].start, run[-1].end
            passage = Passage(
                f"{one.article.id}-{start}", one.article.id, "v", run[0].number, run[-1].number, start, end,
                one.article.text[start:end], run[0].kind,
            )  # fmt: skip
            hits.append(Hit(passage, 1.0))
    return gather(hits, {(one.article.id, "v"): one for one in articles})


def test_neighbouring_sentences_make_one_citation() -> None:
    citations, unknown = cite(["S1.2", "S1.3"], evidence_of(build(BODY, [])))
    assert unknown == ()
    assert [(c.sentences, c.quote) for c in citations] == [((2, 3), "Seven left at dawn. Nobody said why.")]


def test_neighbours_merge_in_whatever_order_they_are_named() -> None:
    citations, _ = cite(["S1.3", "S1.1", "S1.2", "S1.1"], evidence_of(build(BODY, [])))
    assert [c.sentences for c in citations] == [(1, 2, 3)]


def test_sentences_apart_stay_apart_in_the_order_of_their_labels() -> None:
    citations, _ = cite(["S1.4", "S1.1"], evidence_of(build(BODY, [])))
    assert [c.quote for c in citations] == ["The gate stayed open.", "Six came."]


def test_articles_are_never_mixed() -> None:
    one, two = build(BODY, []), build(BODY, [], article_id="b" * 16)
    citations, _ = cite(["S2.1", "S1.2", "S2.2"], evidence_of(one, two))
    assert [(c.article_id[0], c.sentences) for c in citations] == [("b", (1, 2)), ("a", (2,))]


def test_a_caption_does_not_merge_with_the_body_before_it() -> None:
    citations, _ = cite(["S1.4", "S2.1"], evidence_of(build(BODY, [CAPTIONS[:1]])))
    assert [(c.kind, c.sentences) for c in citations] == [("body", (4,)), ("caption", (5,))]


def test_two_captions_stay_two_and_sentences_of_one_caption_merge() -> None:
    citations, _ = cite(["S2.1", "S3.1", "S4.1"], evidence_of(build(BODY, [CAPTIONS[:1], CAPTIONS[1:]])))
    assert [c.sentences for c in citations] == [(5,), (6, 7)]


def test_unknown_labels_are_reported_once_and_cite_nothing() -> None:
    citations, unknown = cite(["S9.1", "S1.1", "nonsense", "S9.1", ""], evidence_of(build(BODY, [])))
    assert [c.sentences for c in citations] == [(1,)]
    assert unknown == ("S9.1", "nonsense", "")


def test_a_citation_carries_what_a_reader_needs_to_find_it() -> None:
    (citation,), _ = cite(["S1.1"], evidence_of(build(BODY, [], url="https://example.com/gate")))
    assert (citation.title, citation.publisher, citation.origin) == ("Gate", "Harbour Post", "Wire")
    assert (citation.published_at, citation.url) == ("2016-12-30", "https://example.com/gate")
    assert citation.deep_link == "https://example.com/gate#:~:text=Six%20came."


def test_an_article_without_a_url_has_no_deep_link() -> None:
    (citation,), _ = cite(["S1.1"], evidence_of(build(BODY, [])))
    assert citation.deep_link is None


sentence_texts = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), max_size=8)


@settings(deadline=None, max_examples=80)
@given(data=st.data(), body=sentence_texts, captions=st.lists(sentence_texts.filter(bool), max_size=3))
def test_every_quote_is_the_articles_text_and_every_known_label_is_cited_once(
    data: st.DataObject, body: list[str], captions: list[list[str]]
) -> None:
    one = build(body, captions, url="https://example.com/x")
    evidence = evidence_of(one)
    known = sorted(evidence.sentences())
    labels = data.draw(st.lists(st.sampled_from([*known, "S99.1", "x"]), max_size=12))
    citations, unknown = cite(labels, evidence)
    text = one.article.text
    for citation in citations:
        assert citation.quote == text[citation.start : citation.end]
        assert citation.start == one.sentences[citation.sentences[0] - 1].start
        assert citation.end == one.sentences[citation.sentences[-1] - 1].end
        assert {one.sentences[n - 1].kind for n in citation.sentences} == {citation.kind}
    cited = [n for citation in citations for n in citation.sentences]
    assert sorted(cited) == sorted({evidence.sentences()[x].sentence.number for x in labels if x in known})
    assert set(unknown) == set(labels) - set(known)


def test_a_long_quote_is_linked_by_both_its_ends() -> None:
    link = deep_link(
        "https://example.com/a", "One two three four five six seven " * 12 + "and the very last words, here."
    )
    start, end = link.partition("#:~:text=")[2].split(",")
    assert unquote(start) == "One two three four five six"
    assert unquote(end) == "and the very last words, here."


def test_a_quote_over_two_paragraphs_is_linked_by_both_its_ends() -> None:
    assert deep_link("https://example.com/a", "He left.\n\nShe stayed.").endswith("#:~:text=He%20left.,She%20stayed.")


def test_signs_that_mean_something_in_a_text_fragment_are_encoded() -> None:
    link = deep_link("https://example.com/a", "tit-for-tat, R&D, 5 %")
    assert link == "https://example.com/a#:~:text=tit%2Dfor%2Dtat%2C%20R%26D%2C%205%20%25"


def test_a_fragment_that_the_url_has_is_kept_and_an_old_text_fragment_is_not() -> None:
    assert deep_link("https://example.com/a#top", "x") == "https://example.com/a#top:~:text=x"
    assert deep_link("https://example.com/a#:~:text=old", "x") == "https://example.com/a#:~:text=x"
