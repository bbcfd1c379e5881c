"""Bytes to text: byte order marks, UTF-8, UTF-16, Windows-1252, and what charset-normalizer finds for the rest."""

import codecs
import re

from qa.errors import SourceError

_BOMS = (  # UTF-32 before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP or office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
}
_SAVE_AS_TEXT = "Save the article as plain text (UTF-8) and ingest that."
_FEW = 0.05  # Windows-1252 news has typographic quotes and some accents; more than this is another script
_ASCII = 0x80
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def decode(data: bytes) -> str:
    """The text of ``data``, as it is written. SourceError: ``empty``, ``binary`` or ``encoding``."""
    if not data.strip():
        raise SourceError("empty", "The file is empty.", next_step="Put the article's text into it, or remove it.")
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            raise SourceError("binary", f"The file is {name}, not text.", next_step=_SAVE_AS_TEXT)
    text = _decoded(data)
    if "\0" in text or len(_CONTROL.findall(text)) * 100 > len(text):
        raise SourceError("binary", "The file is not text (control characters).", next_step=_SAVE_AS_TEXT)
    return text


def _decoded(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding)
    if b"\0" in data:
        return _strict(data, _utf16(data))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, error)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(encoding, error.start) from None


def _utf16(data: bytes) -> str:
    """Which byte order UTF-16 without a mark has: Latin text has a zero in nearly every other byte."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if len(data) % 2 or most * 2 < len(data) * 0.5 or least * 20 > most:
        raise SourceError("binary", "The file is not text (zero bytes).", next_step=_SAVE_AS_TEXT)
    return "utf-16-be" if even > odd else "utf-16-le"


def _legacy(data: bytes, error: UnicodeDecodeError) -> str:
    """Text in no Unicode encoding. Mostly ASCII is taken for Windows-1252, where a guess by statistics has too little
    to go on; one broken byte in a UTF-8 file is an error, because any guess would garble the rest."""
    if _nearly_utf8(data):
        raise _broken("utf-8", error.start)
    high = sum(byte >= _ASCII for byte in data)
    if high <= max(2, len(data) * _FEW):
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass  # five byte values mean nothing in Windows-1252
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise SourceError("binary", "The file is not text in any known encoding.", next_step=_SAVE_AS_TEXT)
    return str(best)


def _nearly_utf8(data: bytes) -> bool:
    """Whether good multi-byte characters far outnumber the broken bytes."""
    text = data.decode("utf-8", errors="replace")
    good = sum(ord(c) >= _ASCII and c != "\ufffd" for c in text)
    return good > 3 * text.count("\ufffd")


def _broken(encoding: str, position: int) -> SourceError:
    message = f"The file looks like {encoding.upper()}, but its byte {position} is broken."
    return SourceError("encoding", message, next_step="Save it again as UTF-8.")
