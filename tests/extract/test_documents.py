"""PDF, DOCX and mail become articles; what such files can do to a program is refused with a reason."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import docx
import pypdf
import pytest

from qa.errors import SourceError
from qa.extract import extract
from qa.types import Article, Fetched, Source
from tests.extract.pages import body
from tests.extract.web import PARAGRAPHS, page


def read(data: bytes, name: str) -> Article:
    return extract(Fetched(Source(name, name), data))


def reason(data: bytes, name: str) -> str:
    with pytest.raises(SourceError) as refused:
        read(data, name)
    assert refused.value.next_step
    return refused.value.reason


def pdf(*pages: list[str], title: str = "") -> bytes:
    """A PDF whose pages hold these lines, written by hand: pypdf writes no text."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = " ".join(f"({line.replace('(', '').replace(')', '')}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 11 Tf 50 780 Td {shown} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    objects.append(f"<< /Title ({title}) /Author (Jane Doe) >>")
    out = b"%PDF-1.4\n"
    offsets = []
    for number, text in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(out)}\n%%EOF"
    return out + end.encode()


LINES = [
    "The mayor of Lindholm opened the new bridge over the Sund on Monday, three",
    "years after the old one was closed to lorries because of its cracks.",
    "It cost 40 million crowns, the council said, of which the county pays a full",
    "half.",
]


class TestPdf:
    def test_lines_are_joined_and_page_furniture_goes(self) -> None:
        made = [["The Lindholm Post", *LINES, str(number)] for number in (1, 2, 3)]
        article = read(pdf(*made, title="Lindholm opens its bridge"), "a.pdf")
        assert (article.title, article.byline) == ("Lindholm opens its bridge", "Jane Doe")
        assert "on Monday, three years after" in article.text
        assert "The Lindholm Post" not in article.text

    def test_a_pdf_without_text_says_so(self) -> None:
        writer = pypdf.PdfWriter()
        writer.add_blank_page(200, 200)
        blank = io.BytesIO()
        writer.write(blank)
        assert reason(blank.getvalue(), "a.pdf") == "no_text"

    def test_a_pdf_with_a_password(self) -> None:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(LINES)))
        writer.encrypt("secret", algorithm="RC4-128")
        locked = io.BytesIO()
        writer.write(locked)
        assert reason(locked.getvalue(), "a.pdf") == "encrypted"

    def test_a_pdf_of_100_000_pages_is_not_begun(self) -> None:
        """Its page tree names the same page again and again."""
        one = pdf(LINES).decode("latin-1")
        many = one.replace("/Count 1 /Kids [5 0 R]", f"/Count 100000 /Kids [{'5 0 R ' * 100_000}]")
        assert many != one
        assert reason(many.encode("latin-1"), "a.pdf") == "too_long"

    @pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n" + b"\x00\xff" * 500, pdf(LINES)[:300]])
    def test_a_damaged_pdf(self, data: bytes, caplog: pytest.LogCaptureFixture) -> None:
        assert reason(data, "a.pdf") in ("damaged", "no_text")
        assert not caplog.records, "the report says it once"

    def test_a_pdf_is_known_by_its_beginning_whatever_its_name(self) -> None:
        assert "on Monday" in read(pdf(LINES), "a.txt").text


class TestDocx:
    def test_paragraphs_and_tables_in_order(self) -> None:
        document = docx.Document()
        document.core_properties.title = "Lindholm opens its bridge"
        for text in PARAGRAPHS[:2]:
            document.add_paragraph(text)
        table = document.add_table(rows=1, cols=2)
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Cars by noon", "1,200"
        document.add_paragraph(PARAGRAPHS[2])
        out = io.BytesIO()
        document.save(out)
        article = read(out.getvalue(), "a.docx")
        assert article.title == "Lindholm opens its bridge"
        assert body(article) == [*PARAGRAPHS[:2], "Cars by noon | 1,200", PARAGRAPHS[2]]

    def test_a_zip_bomb_is_not_unpacked(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b"\x00" * 200_000_000)
        assert len(out.getvalue()) < 1_000_000
        assert reason(out.getvalue(), "a.docx") == "bomb"

    def test_an_xml_bomb_in_it(self) -> None:
        document = docx.Document()
        document.add_paragraph(PARAGRAPHS[0])
        plain, out = io.BytesIO(), io.BytesIO()
        document.save(plain)
        entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
        with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w") as target:
            for name in source.namelist():
                data = source.read(name).decode("utf-8", "replace") if name.endswith("document.xml") else None
                if data is not None:
                    start = data.index("?>") + 2
                    bomb = f'{data[:start]}<!DOCTYPE d [<!ENTITY e0 "haha">{entities}]>{data[start:]}'
                    target.writestr(name, bomb.replace("The mayor", "&e11;"))
                else:
                    target.writestr(name, source.read(name))
        try:
            assert len(read(out.getvalue(), "a.docx").text) < 10_000
        except SourceError as refused:
            assert refused.reason == "damaged"  # noqa: PT017 - either way nothing grows

    @pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 500])
    def test_a_damaged_document(self, data: bytes) -> None:
        assert reason(data, "a.docx") == "damaged"


class TestMail:
    def mail(self) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = "Lindholm opens its bridge"
        message["From"] = "Lindholm Council <press@lindholm.example>"
        message["Date"] = "Tue, 05 Mar 2024 09:30:00 +0100"
        return message

    def test_the_text_part_and_the_headers(self) -> None:
        message = self.mail()
        message.set_content("\n\n".join(PARAGRAPHS) + "\n-- \nPress office, Town hall 3\n")
        message.add_alternative(page("Another text"), subtype="html")
        article = read(message.as_bytes(), "a.eml")
        assert (article.title, article.publisher) == ("Lindholm opens its bridge", "Lindholm Council")
        assert article.published_at == "2024-03-05T08:30:00Z"
        assert body(article) == list(PARAGRAPHS)

    def test_html_alone(self) -> None:
        message = self.mail()
        message.set_content(page(), subtype="html")
        assert body(read(message.as_bytes(), "a.eml")) == list(PARAGRAPHS)

    def test_a_mail_with_only_an_attachment(self) -> None:
        message = self.mail()
        message.add_attachment(b"\x00" * 100, maintype="application", subtype="octet-stream")
        assert reason(message.as_bytes(), "a.eml") in ("empty", "damaged")


def test_a_library_that_is_not_there_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pypdf", None)
    with pytest.raises(SourceError, match=r"pip install .*documents") as refused:
        read(pdf(LINES), "a.pdf")
    assert refused.value.reason == "not_installed"
