"""A news page becomes an article: its body, its captions, and what it says about itself, with the place of each."""

from __future__ import annotations

import pytest

from qa.errors import NotAnArticleError, SourceError
from tests.extract.pages import body, captions, left
from tests.extract.web import ADDRESS, PARAGRAPHS, page, read, where

NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Lindholm opens its bridge",
    "datePublished": "2024-03-05T09:30:00+01:00",
    "dateModified": "2024-03-05T18:00:00+01:00",
    "author": [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "Ola Berg"}],
    "publisher": {"@type": "Organization", "name": "The Lindholm Post"},
    "inLanguage": "en-GB",
}


LATER = (
    "The first tram is to cross on the first of May. Until then the council wants to plant a row of limes on the"
    " eastern ramp, which the neighbours have asked for since the plans were shown to them two years ago."
)


class TestBody:
    def test_the_text_is_the_articles_and_nothing_of_the_page_around_it(self) -> None:
        assert body(read(page())) == list(PARAGRAPHS)

    def test_captions_are_told_from_the_body_and_their_credit_goes(self) -> None:
        figure = (
            "<figure><img src=x.jpg><figcaption>Cars queue at the toll gate on Monday. (Photo: Ola Berg/Reuters)"
            "</figcaption></figure>"
        )
        article = read(page(above=figure))
        assert captions(article) == ["Cars queue at the toll gate on Monday."]
        assert body(article) == list(PARAGRAPHS)
        assert article.origin is None  # who took the picture did not write the article

    def test_a_body_in_several_boxes_is_taken_whole(self) -> None:
        boxes = "".join(
            f'<div class="chunk"><p>{text}</p><p>{text[::-1]}</p></div><div>ad</div>' for text in PARAGRAPHS
        )
        article = read(f"<html><body><article><h1>Bridge</h1>{boxes}</article></body></html>")
        assert all(text in article.text for text in PARAGRAPHS)

    def test_a_body_that_only_a_script_fills_in_comes_from_json_ld(self) -> None:
        article = read(page(PARAGRAPHS[0], ld=NEWS | {"articleBody": "\n\n".join(PARAGRAPHS)}))
        assert body(article) == list(PARAGRAPHS)

    def test_the_text_of_another_article_in_json_ld_is_not_taken_for_this_one(self) -> None:
        other = "Herring prices fell by a third in one week, fishermen complained to the ministry. " * 40
        assert "Herring" not in read(page(*PARAGRAPHS[:2], ld=NEWS | {"articleBody": other})).text

    @pytest.mark.parametrize(
        "note",
        [
            "Correction: An earlier version of this article said that the bridge cost 45 million crowns.",
            "This article was amended on 6 March 2024 to correct the price.",
            "An earlier version of this story misstated the price of the bridge.",
        ],
    )
    def test_a_correction_is_kept_beside_the_text_where_nothing_wrong_can_be_cited(self, note: str) -> None:
        article = read(page(*PARAGRAPHS, note))
        assert left(article, "correction") == [note]
        assert body(article) == list(PARAGRAPHS)

    def test_in_an_article_that_is_a_correction_the_note_is_the_news(self) -> None:
        note = "Correction: We wrote that the bridge cost 45 million crowns. It cost 54 million."
        article = read(page(note, *PARAGRAPHS, ld=NEWS | {"headline": "Correction: the bridge cost 54 million"}))
        assert note in article.text
        assert left(article, "correction") == []

    def test_a_sentence_about_a_correction_is_news(self) -> None:
        told = PARAGRAPHS[0] + " The correction: forty trams, not fifty, will cross it every day in the coming summer."
        assert told in read(page(told, *PARAGRAPHS[1:])).text


class TestMetadata:
    def test_json_ld_gives_all_of_it_and_dates_keep_their_zone(self) -> None:
        article = read(page(ld=NEWS))
        assert (article.title, article.byline) == ("Lindholm opens its bridge", "Jane Doe, Ola Berg")
        assert (article.publisher, article.language) == ("The Lindholm Post", "en")
        assert (article.published_at, article.updated_at) == ("2024-03-05T08:30:00Z", "2024-03-05T17:00:00Z")
        assert where(article, "published_at") == ("json_ld", "2024-03-05T09:30:00+01:00")

    def test_a_graph_with_references_is_followed(self) -> None:
        graph = {
            "@graph": [
                {"@type": "WebSite", "@id": "#site", "name": "The Lindholm Post"},
                {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
                {"@type": ["NewsArticle"], "headline": "H", "author": {"@id": "#jane"}, "publisher": {"@id": "#site"}},
            ]
        }
        article = read(page(ld=graph))
        assert (article.byline, article.publisher) == ("Jane Doe", "The Lindholm Post")

    def test_open_graph_where_there_is_no_json_ld(self) -> None:
        head = (
            '<meta property="og:title" content="Bridge opens"><meta property="og:site_name" content="The Post">'
            '<meta name="author" content="By Jane Doe"><meta property="og:locale" content="en_GB">'
            '<meta property="article:published_time" content="2024-03-05T09:30:00Z">'
        )
        article = read(page(head=head))
        assert (article.title, article.publisher, article.byline) == ("Bridge opens", "The Post", "Jane Doe")
        assert where(article, "published_at") == ("meta", "2024-03-05T09:30:00Z")

    def test_a_time_element_then_the_day_in_the_address(self) -> None:
        time = '<header><time datetime="2024-03-04">4 March</time></header>'
        assert read(page(above=time)).published_at == "2024-03-04"
        bare = read(page())
        assert (bare.published_at, where(bare, "published_at")) == ("2024-03-05", ("address", "2024-03-05"))
        assert read(page(), "https://www.lindholm.example/bridge").published_at is None

    def test_a_time_without_its_zone_gives_the_day_alone(self) -> None:
        assert read(page(ld=NEWS | {"datePublished": "2024-03-05T23:50:00"})).published_at == "2024-03-05"

    @pytest.mark.parametrize("written", ["soon", "0000-00-00", "1970-01-01T00:00:00Z", "9999-12-31", 20240305, None])
    def test_a_date_that_is_none_stays_unknown(self, written: object) -> None:
        assert read(page(ld=NEWS | {"datePublished": written}), "https://a.example/x").published_at is None

    @pytest.mark.parametrize("author", ["https://facebook.com/post", "@post", "", "{{author}}", ["", None], 3])
    def test_a_byline_that_is_no_name_stays_unknown(self, author: object) -> None:
        assert read(page(ld=NEWS | {"author": author})).byline is None

    def test_an_agency_in_the_byline_is_the_origin(self) -> None:
        article = read(page(ld=NEWS | {"author": {"name": "Associated Press"}}))
        assert article.origin == "AP"

    def test_an_agency_in_the_text_is_the_origin(self) -> None:
        text = "LINDHOLM (Reuters) - " + PARAGRAPHS[0]
        assert read(page(text, *PARAGRAPHS[1:])).origin == "Reuters"

    @pytest.mark.parametrize(
        "above",
        [
            '<div class="byline">By <a href="/j">Jane Doe</a> and <a href="/o">Ola Berg</a></div>',
            '<div class="byline">By <a>Jane Doe</a>, <a>Ola Berg</a> Published Monday</div>',
            '<p class="author-box">By Jane Doe, Ola Berg | The Post</p>',
        ],
    )
    def test_the_byline_that_is_shown_wins_over_whoever_typed_the_page_in(self, above: str) -> None:
        typed = NEWS | {"author": {"@type": "Person", "name": "Tove Typist"}}
        article = read(page(above=above, ld=typed))
        assert (article.byline, where(article, "byline")) == ("Jane Doe, Ola Berg", ("markup", "Jane Doe, Ola Berg"))

    def test_a_byline_in_no_marked_element(self) -> None:
        above = '<p class="meta">By <a>Jane Doe</a> , <a>Ola Berg</a> on Monday, March 4th, 2024 at 11:08 a.m.</p>'
        assert read(page(above=above)).byline == "Jane Doe, Ola Berg"
        typed = NEWS | {"author": "Tove Typist"}
        assert read(page(above=above, ld=typed)).byline == "Tove Typist"  # it may be another article's

    def test_an_author_who_is_marked_but_none_who_comments(self) -> None:
        comment = '<div class="comment"><span class="author">Kari Nordmann</span></div>'
        author = '<span class="author">Jane Doe</span>'
        assert read(page(above=author, below=comment)).byline == "Jane Doe"
        assert read(page(below=comment)).byline is None

    @pytest.mark.parametrize("sentence", ["By the time it opened, ", "By Monday night ", "By 2030 the bridge "])
    def test_a_sentence_that_begins_with_by_is_no_byline(self, sentence: str) -> None:
        assert read(page(f"{sentence}all of it was paid, the council said.", *PARAGRAPHS)).byline is None

    def test_an_agency_beside_the_name_is_the_origin(self) -> None:
        box = '<div class="byline-section"><span class="author">Jane Doe</span><span>Associated Press</span></div>'
        article = read(page(above=box))
        assert (article.byline, article.origin) == ("Jane Doe", "AP")

    def test_an_agency_does_not_publish_the_page_of_another_outlet(self) -> None:
        agency = NEWS | {"publisher": {"@type": "Organization", "name": "Associated Press"}}
        site = '<meta property="og:site_name" content="The Lindholm Post">'
        article = read(page(head=site, ld=agency))
        assert (article.publisher, article.origin) == ("The Lindholm Post", "AP")
        assert read(page(ld=agency)).publisher == "Associated Press"

    @pytest.mark.parametrize(
        ("published", "updated", "expected"),
        [
            ("2024-03-05T09:30:00Z", "2024-03-05T09:30:40Z", None),
            ("2024-03-05T09:30:00Z", "2024-03-05T09:31:00Z", "2024-03-05T09:31:00Z"),
            ("2024-03-05", "2024-03-05", None),
            ("2024-03-05T09:30:00Z", "2024-03-05", None),
            ("2024-03-05", "2024-03-05T17:00:00Z", "2024-03-05T17:00:00Z"),
            ("2024-03-05T09:30", "2024-03-05T17:00", "2024-03-05"),
            ("2024-03-05T09:30", "2024-03-05T09:30", None),
            (None, "2024-03-05", "2024-03-05"),
        ],
    )
    def test_an_update_in_the_minute_of_publication_is_none(
        self, published: str | None, updated: str, expected: str | None
    ) -> None:
        dated = NEWS | {"datePublished": published, "dateModified": updated}
        assert read(page(ld=dated), "https://a.example/x").updated_at == expected

    def test_a_day_gives_way_to_the_hour_that_metadata_give_of_it(self) -> None:
        hour = '<meta property="article:published_time" content="2024-03-05T09:30:00Z">'
        assert (
            read(page(head=hour, ld=NEWS | {"datePublished": "March 5, 2024"})).published_at == "2024-03-05T09:30:00Z"
        )
        assert read(page(head=hour, ld=NEWS | {"datePublished": "2024-03-02"})).published_at == "2024-03-02"

    def test_a_date_as_javascript_writes_it(self) -> None:
        dated = NEWS | {"datePublished": "Tue Mar 05 2024 03:05:46 GMT+0100 (CET)"}
        assert read(page(ld=dated)).published_at == "2024-03-05T02:05:46Z"

    def test_json_ld_with_commas_that_json_does_not_allow(self) -> None:
        block = '{"@type": "NewsArticle", "author": "Jane Doe", "keywords": ["bridges", "Lindholm", ],}'
        script = f'<script type="application/ld+json">{block}</script>'
        assert read(page(head=script)).byline == "Jane Doe"

    def test_the_sidecar_wins(self) -> None:
        assert read(page(ld=NEWS), publisher="Archive").publisher == "Archive"

    def test_the_canonical_address_is_the_articles(self) -> None:
        plain = read(page(), ADDRESS)
        link = f'<link rel="canonical" href="{ADDRESS}">'
        for address in (f"{ADDRESS}?utm_source=x", "https://m.lindholm.example/amp/bridge"):
            assert read(page(head=link), address).id == plain.id

    def test_a_canonical_address_on_another_site_is_no_proof(self) -> None:
        """A page could pass for an article of somebody else, and take its place."""
        victim = read(page(), "https://famous.example/story")
        forged = page(head='<link rel="canonical" href="https://famous.example/story">')
        assert read(forged, "https://evil.example/x").id != victim.id

    def test_a_canonical_address_of_the_front_page_is_a_mistake(self) -> None:
        link = '<link rel="canonical" href="https://www.lindholm.example/">'
        assert read(page(head=link)).url == ADDRESS

    def test_a_file_without_an_address_believes_its_canonical_link(self) -> None:
        assert read(page(head=f'<link rel="canonical" href="{ADDRESS}">'), None).url == ADDRESS


class TestRefused:
    @pytest.mark.parametrize(
        ("reason", "html", "address"),
        [
            ("not_found", page("Sorry about that. Try the search.", title="Page not found"), ADDRESS),
            ("not_found", page("Oops! It may have been moved.", title="404"), ADDRESS),
            ("paywall", page(PARAGRAPHS[0], "Subscribe to continue reading. Already a subscriber? Log in."), ADDRESS),
            ("paywall", page(PARAGRAPHS[0], ld=NEWS | {"isAccessibleForFree": "False"}), ADDRESS),
            (
                "paywall",
                page(*PARAGRAPHS, PARAGRAPHS[0][::-1], ld=NEWS | {"isAccessibleForFree": False, "wordCount": 900}),
                ADDRESS,
            ),
            (
                "cookie_wall",
                page(
                    "We and our partners use cookies to personalise ads. Accept all or manage preferences. You can"
                    " withdraw your consent in our privacy policy at any time.",
                    title="Before you continue",
                ),
                ADDRESS,
            ),
            ("live_blog", page(ld={"@type": "LiveBlogPosting", "headline": "Bridge: as it happens"}), ADDRESS),
            (
                "live_blog",
                page(above="".join(f"<time datetime='2024-03-05T1{n}:00Z'>1{n}.00</time>" for n in range(6))),
                "https://a.example/news/live/bridge",
            ),
            (
                "gallery",
                page("The bridge in pictures.", above="<figure><img src=x></figure>" * 9),
                "https://a.example/gallery/bridge",
            ),
            ("front_page", page(), "https://www.lindholm.example/"),
            ("blocked", page("Please verify you are a human to go on.", title="One moment"), ADDRESS),
            ("needs_javascript", page("Please enable JavaScript to read this site."), ADDRESS),
        ],
    )
    def test_what_is_no_article_says_what_it_is(self, reason: str, html: str, address: str) -> None:
        with pytest.raises(NotAnArticleError) as refused:
            read(html, address)
        assert refused.value.reason == reason
        assert refused.value.next_step

    @pytest.mark.parametrize(
        "html",
        [
            page(*PARAGRAPHS, LATER, ld=NEWS | {"isAccessibleForFree": False}),
            page(*PARAGRAPHS, LATER, "Subscribe to continue reading our newsletters."),
            page(*PARAGRAPHS, title="Page not found: a century of lost newspapers"),
            page(*(text + " Cookies were served; guests gave their consent." for text in PARAGRAPHS)),
            page(*PARAGRAPHS, above="<figure><img src=x></figure>" * 9),
        ],
    )
    def test_a_whole_article_stays_one_whatever_it_is_about(self, html: str) -> None:
        assert PARAGRAPHS[2] in read(html).text

    def test_a_page_without_text_is_empty(self) -> None:
        with pytest.raises(SourceError) as refused:
            read("<html><body><nav><a href='/'>Home</a></nav></body></html>")
        assert refused.value.reason in ("empty", "not_found")


class TestHostile:
    @pytest.mark.parametrize(
        ("encoding", "declared", "server"),
        [
            ("utf-8", "iso-8859-1", "windows-1252"),
            ("cp1252", "utf-8", None),
            ("cp1252", "iso-8859-1", "utf-8"),
            ("utf-16", "utf-8", "utf-8"),
            ("cp1251", "windows-1251", None),
            ("utf-8", "no-such-charset", "rot13"),
        ],
    )
    def test_a_charset_that_lies_garbles_nothing(self, encoding: str, declared: str, server: str | None) -> None:
        text = PARAGRAPHS[0] + (" Мост открыт." if encoding == "cp1251" else " Café Zürich’s prices – up.")
        html = page(text, *PARAGRAPHS[1:], head=f'<meta charset="{declared}">')
        if encoding == "cp1251":
            html = html.replace("“", '"').replace("”", '"')
        assert text in read(html.encode(encoding), charset=server).text

    def test_null_bytes_and_marks_that_turn_the_writing_are_gone(self) -> None:
        html = page(PARAGRAPHS[0] + "\u202egnp.exe\u202c", *PARAGRAPHS[1:]).replace("mayor", "may\x00or")
        article = read(html)
        assert "The mayor of" in article.text
        assert not {"\x00", "\u202e", "\u202c"} & set(article.text)

    def test_elements_in_each_other_without_end_are_refused(self) -> None:
        with pytest.raises(SourceError) as refused:
            read("<html><body>" + "<div>" * 200_000 + "x")
        assert refused.value.reason == "too_deep"

    def test_a_line_of_ten_megabytes_is_a_page_like_another(self) -> None:
        article = read(page(" ".join(PARAGRAPHS) * 100, *PARAGRAPHS))
        assert PARAGRAPHS[1] in article.text

    @pytest.mark.parametrize("block", ["{", "[" * 5000, '{"@graph": ' * 500, "null", '"x"', "<!-- {} -->", "{}" * 9])
    def test_broken_json_ld_is_passed_over(self, block: str) -> None:
        head = f'<script type="application/ld+json">{block}</script>'
        assert read(page(head=head)).title == "Lindholm opens its bridge"

    def test_an_external_entity_is_not_fetched(self) -> None:
        html = page(PARAGRAPHS[0] + " &xxe;", *PARAGRAPHS[1:])
        html = html.replace("<!DOCTYPE html>", '<!DOCTYPE html [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>')
        assert "root:" not in read(html).text
