"""The furniture of a news page: recognised, kept out of the body, and remembered in ``Article.left_out``.

Every rule asks for a whole line or for a fixed place, because a sentence of the body that is taken for furniture is
worse than furniture that stays. What cannot be told by its form stays in the body.
"""

import re

from qa.extract.sheet import Line, Sheet

_ADVICE = r"(?: (?:For|Please|To|Use|Try|Upgrade|Update|Switch|Visit|Download|Read|Learn|See|Find|By)\b[^.]{1,120}\.?)?"
_COOKIES = (
    r"cookies(?: and [^.,]{1,60}?)?(?: (?:to|for) (?:ensure|give|improve|offer|provide|make|personali[sz]e|analy[sz]e"
    r"|deliver|enhance|optimi[sz]e|analytics|advertising)\b[^.]{0,100})?"
)
_BANNERS = (  # of the page: only at its top or end
    re.compile(
        rf"(?:IE|Internet Explorer)(?: ?\d+)?(?: and \w+)? (?:is|are) (?:not|no longer) supported\.{_ADVICE}", re.I
    ),
    re.compile(
        rf"(?:Sorry, )?(?:your|this) browser is (?:not supported|no longer supported|out of date)\.{_ADVICE}", re.I
    ),
    re.compile(rf"Your browser does not support [^.]{{1,40}}\.{_ADVICE}", re.I),
    re.compile(r"(?:Please )?(?:enable|turn on) JavaScript(?: and cookies)?(?: to [^.]{1,60})?\.?", re.I),
    re.compile(r"(?:You need to enable JavaScript|JavaScript (?:is disabled|is required))[^.]{0,60}\.?", re.I),
    re.compile(
        rf"(?:(?:This|Our) (?:website|site|page) uses|We (?:and our partners )?use) {_COOKIES}\.{_ADVICE}", re.I
    ),
    re.compile(r"By (?:continuing to use|using) (?:this|our) (?:website|site),? you agree to [^.]{1,120}\.?", re.I),
    re.compile(r"Accept (?:all )?cookies|Skip to (?:main )?content", re.I),
)
_ADVERT = re.compile(r"Advertisement|ADVERTISEMENT")
_EDGE = 3
_NO_WORDS = re.compile(r"[\W_]+")
_UPDATE_MARK = re.compile(r"(?:\[(?:UPDATED?|Updated?)\]|(?:UPDATED?|Updated?) ?\||UPDATE \d{1,2} ?[-–—|:]) ?(?=\S)")
_HEADING = re.compile(r"(?P<mark>#{1,6} )(?P<text>.*?\w.*?)(?: #+)?")
_STOPPED = re.compile(r"[.,;:…—–-][\"'”’)\]]*$")
_TWO_SENTENCES = re.compile(r"(?:[?!]|[a-z]{3}\.)[\"'”’)]* \S")
_ABBREVIATED = re.compile(r"(?:\b(?:[A-Z]\.){2,}|\b(?:Jr|Sr|Inc|Co|Corp|Ltd|a\.m|p\.m)\.)[\"'”’]*$")
_LONGEST_TITLE = 200
_SHORTEST_TITLE = 3  # words; two are often a name without its "By"
_WORD = re.compile(r"\w+")


def find_banners(sheet: Sheet) -> None:
    """Takes out lines about the page's browser, scripts or cookies, and lines without a word (``* * *``)."""
    lines = list(sheet.body())
    for place, line in enumerate(lines):
        at_edge = place < _EDGE or place >= len(lines) - _EDGE
        if _ADVERT.fullmatch(line.text) or (at_edge and any(banner.fullmatch(line.text) for banner in _BANNERS)):
            sheet.drop(line, "banner")
        elif _NO_WORDS.fullmatch(line.text):
            sheet.drop(line, "rule")


def find_title(sheet: Sheet, markdown: bool) -> None:
    """Takes out the title: the first line, where it has the form of a headline and text follows. ``markdown``: heading
    marks go from every line, not from the first alone.

    Where metadata give the title, a line among the first goes when it says the same, and no other: the first may be a
    standfirst.
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
        candidates = [line for line in (first, *others[: _EDGE - 1]) if _says(line.text, sheet.known_title)]
    else:
        candidates = [first] if heading or _is_headline(first.text) else []
    for line in candidates[:1]:
        sheet.title = line.text
        sheet.drop(line, "title")


def _unmark(sheet: Sheet, line: Line) -> bool:
    heading = _HEADING.fullmatch(line.text)
    if heading:
        sheet.take(line, "heading_mark", heading["mark"], heading["text"])
    return heading is not None


def _is_headline(line: str) -> bool:
    if len(line) > _LONGEST_TITLE or len(_WORD.findall(line)) < _SHORTEST_TITLE or _TWO_SENTENCES.search(line):
        return False
    return not _STOPPED.search(line) or _ABBREVIATED.search(line) is not None


def _says(line: str, title: str) -> bool:
    """Whether ``line`` is ``title``, or a headline with most of its words: outlets change one between the page and its
    metadata."""
    ours, theirs = set(_WORD.findall(line.casefold())), set(_WORD.findall(title.casefold()))
    return ours == theirs or (_is_headline(line) and 2 * len(ours & theirs) > len(ours | theirs))
