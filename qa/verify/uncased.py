"""Names in scripts without capitals, where nothing but the company of a word shows that it is one.

Looked at are words beside a title ("President"), the subject of a reporting verb, what ``ne`` marks in Hindi, katakana
(foreign names and loanwords) and Chinese names with a middle dot. Accepted gap: any other name passes here.
"""

import re

from qa.verify.normalise import fold
from qa.verify.source import Source
from qa.words import word_set

_HAN = r"\u3400-\u9fff"
_KATAKANA = r"[\u30a1-\u30fa\u30fc]{2,}"
_ARABIC = r"[\u0620-\u064a\u066e-\u06d3]"
_HEBREW = r"[\u05d0-\u05ea]"
_INDIC = r"[\u0900-\u0963\u0971-\u0d7f]"
_HANGUL = r"[\uac00-\ud7a3]"
_START = r"(?:^|[。，！？；：、,.!?;:]\s?)"

_NAMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<name>{_KATAKANA})",
        # The two characters on either side of the dot: where such a name begins and ends is not marked.
        rf"(?P<name>[{_HAN}]{{1,2}}[·・•][{_HAN}]{{1,2}})",
        rf"{_START}(?P<name>[{_HAN}]{{2,6}}?)(?:说|說|表示|称|稱|宣布|指出|认为|認為|强调|強調|否认|否認|拒绝|拒絕)",
        rf"(?P<name>[{_HAN}]{{2}})(?:总统|總統|总理|總理|主席|部长|部長|首相|大統領|大臣|先生|女士)",
        rf"(?<!{_ARABIC})(?:الرئيس|الوزير|رئيس الوزراء|وزير الخارجية|السيد|الملك|الأمير) (?P<name>{_ARABIC}{{3,}})",
        rf"(?<!{_ARABIC})(?:قال|أعلن|أكد|صرح|رفض|نفى) (?!الرئيس|الوزير|رئيس|وزير|السيد|إن|أن)(?P<name>{_ARABIC}{{3,}})",
        rf"(?<!{_HEBREW})(?:הנשיא|ראש הממשלה|השר|שר החוץ|מר) (?P<name>{_HEBREW}{{3,}})",
        rf"(?<!{_HEBREW})(?:אמר|הודיע|הכחיש|סירב) (?!הנשיא|ראש|השר|שר|מר|כי|ש)(?P<name>{_HEBREW}{{3,}})",
        rf"(?:राष्ट्रपति|प्रधानमंत्री|मंत्री|श्री) (?P<name>{_INDIC}{{3,}})",
        rf"(?P<name>{_INDIC}{{3,}}) ने(?!{_INDIC})",
        rf"(?P<name>{_HANGUL}{{2,}}) (?:대통령|총리|장관|의원|씨|대표)",
    )
)
_PEOPLE_AT_LARGE = word_set("他们 她们 官员 警方 专家 政府 报道 消息 发言人 外交部")
_LETTERS_ONLY = re.compile(r"[\s·・•]+")


def backed(claim: str, source: Source) -> bool:
    """Whether the names that ``claim`` (a cleaned text) shows in scripts without capitals stand in the sentences."""
    if claim.isascii():
        return True
    text = _LETTERS_ONLY.sub("", fold(" ".join(source.texts)))
    named = {match["name"] for pattern in _NAMES for match in pattern.finditer(claim)}
    return all(name in _PEOPLE_AT_LARGE or _LETTERS_ONLY.sub("", fold(name)) in text for name in named)
