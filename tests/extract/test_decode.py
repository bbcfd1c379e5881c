"""Bytes become text, or an error that says what they are."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import SourceError
from qa.extract.decode import decode

NEWS = "The café’s owner said “no” – twice – and asked for €5.\nThe minister’s answer was shorter.\n" * 3


@pytest.mark.parametrize(
    ("data", "case"),
    [
        (NEWS.encode(), "UTF-8"),
        (codecs.BOM_UTF8 + NEWS.encode(), "UTF-8 with its mark"),
        (codecs.BOM_UTF16_LE + NEWS.encode("utf-16-le"), "UTF-16, little end first"),
        (codecs.BOM_UTF16_BE + NEWS.encode("utf-16-be"), "UTF-16, big end first"),
        (codecs.BOM_UTF32_LE + NEWS.encode("utf-32-le"), "UTF-32, whose mark begins like that of UTF-16"),
        (codecs.BOM_UTF32_BE + NEWS.encode("utf-32-be"), "UTF-32, big end first"),
        (NEWS.encode("utf-16-le"), "UTF-16 without a mark"),
        (NEWS.encode("utf-16-be"), "UTF-16 without a mark, big end first"),
        (NEWS.encode("cp1252"), "Windows-1252"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_text_is_read_in_its_encoding(data: bytes, case: str) -> None:
    assert decode(data) == NEWS


def test_a_single_typographic_quote_is_enough_for_windows_1252() -> None:
    assert decode("It’s over.".encode("cp1252")) == "It’s over."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Президент заявил, что никто не будет выслан из страны. Министр предложил ответные меры. " * 4, "cp1251"),
        ("大統領は誰も追放しないと述べた。外相は対抗措置を提案していた。" * 6, "shift_jis"),
    ],
)
def test_other_scripts_are_found_by_statistics(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).strip() == text.strip()


@pytest.mark.parametrize("data", [b"", b"   \n\t \r\n"])
def test_an_empty_file_is_named_as_empty(data: bytes) -> None:
    with pytest.raises(SourceError) as error:
        decode(data)
    assert error.value.reason == "empty"
    assert error.value.next_step


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\nsome text in a document",
        b"PK\x03\x04\x14\x00 word/document.xml",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"GIF89a and more",
        bytes(range(256)) * 8,
        b"plain text with a zero\x00 byte in the middle of it",
        b"\x01\x02\x03\x04\x05\x06 hello",
    ],
)
def test_a_binary_file_is_named_as_binary(data: bytes) -> None:
    with pytest.raises(SourceError) as error:
        decode(data)
    assert error.value.reason == "binary"
    assert "plain text" in error.value.next_step


def test_one_broken_byte_in_utf8_is_an_error_and_does_not_garble_the_rest() -> None:
    data = NEWS.encode()
    with pytest.raises(SourceError) as error:
        decode(data[:60] + b"\xff" + data[60:])
    assert error.value.reason == "encoding"
    assert "byte 60" in error.value.message


def test_a_cut_utf16_file_is_an_error() -> None:
    with pytest.raises(SourceError) as error:
        decode(codecs.BOM_UTF16_LE + NEWS.encode("utf-16-le")[:-1])
    assert error.value.reason == "encoding"


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_source_error(data: bytes) -> None:
    try:
        text = decode(data)
    except SourceError:
        return
    assert "\0" not in text
    text.encode()  # no halves of surrogate pairs


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=200))
def test_utf8_text_comes_back_as_it_is(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff") and text.encode().strip():
        assert decode(text.encode()) == text
