"""A page comes whole or with a reason; the server is asked politely."""

from __future__ import annotations

import gzip
import time
import zlib

import pytest

from qa.adapters.web import Web, WebSettings
from qa.errors import NotAnArticleError, SourceError
from qa.types import Fetched, Source
from qa.types.sources import NotModified, Visit
from tests.extract.web import page
from tests.web.server import Exchange, Page, Site


async def fetched(web: Web, url: str, visit: Visit | None = None) -> Fetched:
    result = await web.fetch(Source(url, url), visit)
    assert isinstance(result, Fetched)
    return result


async def reason(web: Web, url: str) -> str:
    with pytest.raises(SourceError) as refused:
        await web.fetch(Source(url, url))
    assert refused.value.next_step
    return refused.value.reason


def visit(url: str, etag: str | None = None, last_modified: str | None = None) -> Visit:
    return Visit(url, "a" * 16, "v" * 16, "", "", "2024-01-01T00:00:00Z", etag, last_modified)


class TestPages:
    async def test_a_page_with_what_the_server_says_of_it(self, web: Web, lindholm: Site) -> None:
        url = lindholm.put("/x", page(), Content_Type='text/html; charset="ISO-8859-1"', ETag='"1"')
        got = await fetched(web, url)
        assert (got.data, got.media_type, got.charset) == (page().encode(), "text/html", "iso-8859-1")
        assert (got.url, got.etag) == (url, '"1"')

    async def test_redirects_are_followed_to_the_address_in_the_end(self, web: Web, lindholm: Site) -> None:
        end = lindholm.put("/end", page())
        start = lindholm.put("/start", status=301, Location="/end")
        assert (await fetched(web, start)).url == end

    @pytest.mark.parametrize("encoding", ["gzip", "deflate"])
    async def test_packed_pages_are_unpacked(self, encoding: str, web: Web, lindholm: Site) -> None:
        packed = gzip.compress(page().encode()) if encoding == "gzip" else zlib.compress(page().encode())
        url = lindholm.put("/x", packed, Content_Encoding=encoding)
        assert (await fetched(web, url)).data == page().encode()

    @pytest.mark.parametrize(
        ("status", "expected"),
        [
            (404, "not_found"),
            (410, "gone"),
            (401, "forbidden"),
            (403, "forbidden"),
            (418, "refused"),
            (500, "server_error"),
        ],
    )
    async def test_a_status_is_a_reason(self, status: int, expected: str, web: Web, lindholm: Site) -> None:
        assert await reason(web, lindholm.put("/x", page(), status, Retry_After="0")) == expected

    async def test_a_picture_is_no_article(self, web: Web, lindholm: Site) -> None:
        url = lindholm.put("/x", b"\x89PNG", Content_Type="image/png")
        with pytest.raises(NotAnArticleError) as refused:
            await web.fetch(Source(url, url))
        assert refused.value.reason == "media_type"

    async def test_a_server_that_is_not_there(self, web: Web) -> None:
        assert await reason(web, "http://127.0.0.1:1/x") == "unreachable"


class TestLimits:
    async def test_a_page_that_says_it_is_too_large_is_not_read(self, web: Web, lindholm: Site) -> None:
        def huge(exchange: Exchange) -> None:
            exchange.send(Page(b"x", 200, {"Content-Length": "99999999999"}))

        assert await reason(web, lindholm.handle("/x", huge)) == "too_large"

    async def test_a_page_without_end_is_cut_off_while_it_comes(self, web: Web, lindholm: Site) -> None:
        sent = 0

        def endless(exchange: Exchange) -> None:
            nonlocal sent
            exchange.send(Page(b"", 200, {"Transfer-Encoding": "chunked"}))
            for _ in range(10_000):
                exchange.request.wfile.write(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
                sent += 65_536

        assert await reason(web, lindholm.handle("/x", endless)) == "too_large"
        assert sent < 50_000_000

    async def test_a_gzip_bomb_is_noticed_before_it_unpacks(self, web: Web, lindholm: Site) -> None:
        url = lindholm.zipped("/x", b"\x00" * 200_000_000)
        began = time.monotonic()
        assert await reason(web, url) == "bomb"
        assert time.monotonic() - began < 2

    async def test_a_packing_that_is_none(self, web: Web, lindholm: Site) -> None:
        assert await reason(web, lindholm.put("/x", b"hello", Content_Encoding="gzip")) == "encoding"
        assert await reason(web, lindholm.put("/y", b"hello", Content_Encoding="zzz")) == "encoding"

    async def test_a_server_that_falls_silent(self, web: Web, lindholm: Site) -> None:
        def silent(exchange: Exchange) -> None:
            exchange.request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc")
            exchange.request.wfile.flush()
            time.sleep(2)

        assert await reason(web, lindholm.handle("/x", silent)) == "too_slow"

    async def test_a_server_that_drips(self, lindholm: Site) -> None:
        """A byte now and then is no silence; the time for the whole still runs out."""
        from qa.adapters.web.transfer import Limits

        def drips(exchange: Exchange) -> None:
            exchange.request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
            for _ in range(50):
                exchange.request.wfile.write(b"x")
                exchange.request.wfile.flush()
                time.sleep(0.1)

        limits = Limits(seconds=1.0, silence=0.5)
        web = Web(WebSettings(interval=0, allow=("127.0.0.0/8",), limits=limits))
        began = time.monotonic()
        assert await reason(web, lindholm.handle("/x", drips)) == "too_slow"
        assert time.monotonic() - began < 4

    async def test_a_reply_that_is_no_http(self, web: Web, lindholm: Site) -> None:
        def nonsense(exchange: Exchange) -> None:
            exchange.request.wfile.write(b"\x00\x01\x02 hello\r\n\r\n")
            exchange.request.close_connection = True

        assert await reason(web, lindholm.handle("/x", nonsense)) == "unreachable"


class TestPoliteness:
    async def test_robots_txt_is_asked_first_and_obeyed(self, web: Web, lindholm: Site) -> None:
        lindholm.put("/robots.txt", "User-agent: *\nDisallow: /private/\n", Content_Type="text/plain")
        kept, open_ = lindholm.put("/private/x", page()), lindholm.put("/x", page())
        with pytest.raises(NotAnArticleError) as refused:
            await web.fetch(Source(kept, kept))
        assert refused.value.reason == "robots"
        await fetched(web, open_)
        assert lindholm.paths() == ["/x"]
        assert [path for path, _ in lindholm.asked].count("/robots.txt") == 1

    async def test_rules_for_us_by_name(self, web: Web, lindholm: Site) -> None:
        lindholm.put("/robots.txt", "User-agent: ontherecord\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
        assert await reason(web, lindholm.put("/x", page())) == "robots"

    async def test_robots_txt_that_fails_forbids_and_one_that_is_not_there_allows(
        self, web: Web, lindholm: Site
    ) -> None:
        await fetched(web, lindholm.put("/x", page()))  # 404 for robots.txt
        lindholm.put("/robots.txt", "", 503)
        fresh = Web(WebSettings(interval=0, allow=("127.0.0.1/32",)))
        assert await reason(fresh, lindholm.put("/y", page())) == "robots"

    async def test_a_redirect_to_a_page_that_robots_txt_keeps_is_not_followed(self, web: Web, lindholm: Site) -> None:
        lindholm.put("/robots.txt", "User-agent: *\nDisallow: /private/\n")
        lindholm.put("/private/x", page())
        assert await reason(web, lindholm.put("/x", status=302, Location="/private/x")) == "robots"

    async def test_one_host_is_asked_no_faster_than_its_interval(self, lindholm: Site) -> None:
        web = Web(WebSettings(interval=0.2, allow=("127.0.0.1/32",)))
        for name in "abc":
            await fetched(web, lindholm.put(f"/{name}", page()))
        gaps = [later - earlier for earlier, later in zip(lindholm.at, lindholm.at[1:], strict=False)]
        assert len(gaps) == 3
        assert min(gaps) > 0.15

    async def test_a_slow_reply_is_followed_by_a_rest(self, lindholm: Site) -> None:
        web = Web(WebSettings(interval=0.2, allow=("127.0.0.1/32",)))

        def slow(exchange: Exchange) -> None:
            time.sleep(0.3)
            exchange.send(Page(page().encode(), 200, {}))
            done.append(time.monotonic())

        done: list[float] = []
        for name in "ab":
            await fetched(web, lindholm.handle(f"/{name}", slow))
        assert done[1] - done[0] > 0.3 + 0.15

    async def test_a_server_that_asks_for_a_moment_gets_it_once(self, web: Web, lindholm: Site) -> None:
        tries = []

        def busy(exchange: Exchange) -> None:
            tries.append(time.monotonic())
            exchange.send(Page(b"", 429, {"Retry-After": "1"}) if len(tries) == 1 else Page(page().encode(), 200, {}))

        await fetched(web, lindholm.handle("/x", busy))
        assert tries[1] - tries[0] >= 1
        assert await reason(web, lindholm.put("/y", "", 429, Retry_After="3600")) == "rate_limited"

    async def test_an_unchanged_page_is_not_sent_again(self, web: Web, lindholm: Site) -> None:
        def conditional(exchange: Exchange) -> None:
            same = exchange.request.headers.get("If-None-Match") == '"1"'
            exchange.send(Page(b"", 304) if same else Page(page().encode(), 200, {"ETag": '"1"'}))

        url = lindholm.handle("/x", conditional)
        first = await fetched(web, url)
        again = await web.fetch(Source(url, url), visit(url, first.etag))
        assert isinstance(again, NotModified)
        await fetched(web, url)  # without a visit it comes whole

    async def test_the_agent_says_who_asks(self, web: Web, lindholm: Site) -> None:
        await fetched(web, lindholm.put("/x", page()))
        assert {headers["User-Agent"] for _, headers in lindholm.asked} == {"ontherecord/test"}
