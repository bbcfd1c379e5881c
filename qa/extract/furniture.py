"""The furniture of a news page: recognised, kept out of the body, and remembered in ``Article.left_out``.

Every rule asks for a whole line or for a fixed place, because a sentence of the body that is taken for furniture is
worse than furniture that stays. What cannot be told by its form stays in the body.
"""

import re

from qa.extract.sheet import Line, Sheet

_MORE = r"(?: (?:By|Read|Learn|See|Find)[^.]{0,120}\.?)?"
_BANNERS = (
    re.compile(r"(?:IE|Internet Explorer) ?\d* is (?:not|no longer) supported\.(?: For an? [^.]{1,100}\.)?", re.I),
    re.compile(r"(?:Sorry, )?(?:your|this) browser is (?:not supported|no longer supported|out of date)\.?", re.I),
    re.compile(r"Your browser does not support [^.]{1,40}\.(?: Please [^.]{1,80}\.)?", re.I),
    re.compile(r"(?:Please )?(?:enable|turn on) JavaScript(?: and cookies)?(?: to [^.]{1,60})?\.?", re.I),
    re.compile(r"(?:You need to enable JavaScript|JavaScript (?:is disabled|is required))[^.]{0,60}\.?", re.I),
    re.compile(rf"(?:This|Our) (?:website|site|page) uses cookies[^.]{{0,120}}\.{_MORE}", re.I),
    re.compile(rf"We (?:and our partners )?use cookies[^.]{{0,160}}\.{_MORE}", re.I),
    re.compile(r"By (?:continuing to use|using) (?:this|our) (?:website|site),? you agree to [^.]{1,120}\.?", re.I),
    re.compile(r"Accept (?:all )?cookies|Skip to (?:main )?content|Advertisement", re.I),
)
_NO_WORDS = re.compile(r"[\W_]+")
_UPDATE_MARK = re.compile(r"(?:\[(?:UPDATED?|Updated?)\]|(?:UPDATED?|Updated?) ?\||UPDATE \d{1,2} ?[-–—|:]) ?(?=\S)")
_HEADING = re.compile(r"(?P<mark>#{1,6} )(?P<text>.*?\w.*?)(?: #+)?")
_STOPPED = re.compile(r"[.,;:…][\"'”’)\]]*$")
_ABBREVIATED = re.compile(r"(?:\b(?:[A-Z]\.){2,}|\b(?:Jr|Sr|Inc|Co|Corp|Ltd|a\.m|p\.m)\.)[\"'”’]*$")
_LONGEST_TITLE = 200
_WORD = re.compile(r"\w+")


def find_banners(sheet: Sheet) -> None:
    """Takes out lines about the page's browser, scripts or cookies, and lines without a word (``* * *``)."""
    for line in list(sheet.body()):
        if any(banner.fullmatch(line.text) for banner in _BANNERS):
            sheet.drop(line, "banner")
        elif _NO_WORDS.fullmatch(line.text):
            sheet.drop(line, "rule")


def find_title(sheet: Sheet, markdown: bool) -> None:
    """Takes out the title: the first line, where it has the form of a headline and text follows. ``markdown``: heading
    marks go from every line, not from the first alone.

    Where metadata give the title, the first line goes only when it says the same: it may be a standfirst.
    """
    first, *others = sheet.body()
    heading = _unmark(sheet, first)
    if mark := _UPDATE_MARK.match(first.text):
        sheet.take(first, "update_mark", mark.group(), first.text[mark.end() :])
    if markdown:
        for line in others:
            _unmark(sheet, line)
    if not others:
        return
    if sheet.known_title is not None:
        is_title = _alike(first.text, sheet.known_title)
    else:
        is_title = heading or _is_headline(first.text)
    if is_title:
        sheet.title = first.text
        sheet.drop(first, "title")


def _unmark(sheet: Sheet, line: Line) -> bool:
    heading = _HEADING.fullmatch(line.text)
    if heading:
        sheet.take(line, "heading_mark", heading["mark"], heading["text"])
    return heading is not None


def _is_headline(line: str) -> bool:
    stopped = _STOPPED.search(line) and not _ABBREVIATED.search(line)
    return len(line) <= _LONGEST_TITLE and not stopped


def _alike(line: str, title: str) -> bool:
    """Whether most of the words are the same: outlets change a word between the page and its metadata."""
    ours, theirs = set(_WORD.findall(line.casefold())), set(_WORD.findall(title.casefold()))
    return 2 * len(ours & theirs) > len(ours | theirs)
