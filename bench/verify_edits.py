"""Edits of a news sentence: those that typesetting and honest shortening make, and those that make it untrue.

Each takes a sentence, its article's text and a random generator, and gives the edited sentence or ``None`` when the
sentence offers nothing to edit.
"""

import random
import re
import unicodedata
from collections.abc import Callable

from qa.verify.name_words import TITLES
from qa.words import STOP_WORDS

Edit = Callable[[str, str, random.Random], str | None]

_LONG = re.compile(r"[a-z]{7,}")
_NAME = re.compile(r"(?<=[a-z,;] )([A-Z][a-z]+(?: [A-Z][a-z]+){1,2})(?=[ ,.;'’])")
_SURNAME = re.compile(r"(?<=[a-z,;] )([A-Z][a-z]{2,})(?=[ ,.;'’])")
_DIGIT = re.compile(r"\d")
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August"]
_SHORT = {"January": "Jan.", "February": "Feb.", "August": "Aug.", "September": "Sept.", "October": "Oct."}
_SHORT |= {"November": "Nov.", "December": "Dec."}
_MONTHS += ["September", "October", "November", "December"]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NEGATION = re.compile(r"\b(?:not|never|no|cannot|nobody|none|nothing)\b|\b(\w+)n['’]t\b", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|would|has|have|had|can|could|should|did|does|must)\b"
    r"(?! not| n|['’]| (?:more|only|just|as|at least|to)\b)(?= [a-z])"
)
_NO_NAME = STOP_WORDS | TITLES | {"hundred", "thousand", "republican", "democratic"}
_QUOTE = re.compile(r"[“\"]([^“”\"]{25,})[”\"]")
_TURNED = {
    "denied": "confirmed", "rejected": "accepted", "refused to": "agreed to", "failed to": "managed to",
    "approved": "rejected", "confirmed": "denied", "accepted": "rejected", "banned": "allowed", "won": "lost",
    "rose": "fell", "fell": "rose", "increased": "decreased", "declined to": "agreed to", "supported": "opposed",
    "ruled out": "promised", "without": "with", "unlikely": "likely", "opposed": "supported",
}  # fmt: skip


def _each_long_word(mark: str) -> Edit:
    return lambda s, _, rng: (
        _LONG.sub(lambda m: m.group()[: (k := rng.randint(3, len(m.group()) - 3))] + mark + m.group()[k:], s)
        if _LONG.search(s)
        else None
    )


def _replaced(pairs: dict[str, str]) -> Edit:
    def edit(sentence: str, _: str, __: random.Random) -> str | None:
        edited = sentence
        for old, new in pairs.items():
            edited = edited.replace(old, new)
        return edited if edited != sentence else None

    return edit


def _curly(sentence: str, _: str, __: random.Random) -> str | None:
    edited = re.sub(r'(^|[\s(\[—-])"', r"\1“", sentence).replace('"', "”")
    edited = re.sub(r"(^|[\s(\[—“-])'", r"\1‘", edited).replace("'", "’")
    return edited if edited != sentence else None


def _spaces(sentence: str, _: str, rng: random.Random) -> str:
    return re.sub(" ", lambda _: rng.choice([" ", "\u00a0", "\u2009", "  ", "\n"]), sentence)


def _zero_width(sentence: str, _: str, rng: random.Random) -> str:
    return re.sub("(?<=[a-z])(?=[a-z])", lambda _: rng.choice(["", "", "", "\u200b", "\u2060", "\ufeff"]), sentence)


def _fullwidth(sentence: str, _: str, __: random.Random) -> str | None:
    edited = re.sub(r"\d", lambda m: chr(ord(m.group()) + 0xFEE0), sentence)
    return edited if edited != sentence else None


def _outside_quotes(edit: Edit) -> Edit:
    """``edit`` where there is no quotation: to reword one is not honest."""
    return lambda sentence, article, rng: None if re.search(r"[\"“”]", sentence) else edit(sentence, article, rng)


TYPESETTING: dict[str, Edit] = {
    "none": lambda s, _, __: s,
    "soft hyphens": _each_long_word("\u00ad"),
    "line-break hyphens": _each_long_word("-\n"),
    "soft hyphens at line breaks": _each_long_word("\u00ad\n"),
    "ligatures": _replaced({"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}),
    "curly quotes": _curly,
    "straight quotes": _replaced({"“": '"', "”": '"', "‘": "'", "’": "'"}),
    "guillemets": _replaced({"“": "«", "”": "»"}),
    "spaces": _spaces,
    "zero width": _zero_width,
    "decomposed": lambda s, _, __: d if (d := unicodedata.normalize("NFD", s)) != s else None,
    "hyphens and dashes": _replaced({"-": "‑", "—": " – ", "–": "-"}),
    "full-width digits": _fullwidth,
    "upper case": lambda s, _, __: s.upper(),
    "lower case": lambda s, _, __: s.lower(),
    "points of acronyms": _replaced(
        {"U.S.": "US", "U.N.": "UN", "U.K.": "UK", "D.C.": "DC", "a.m.": "am", "p.m.": "pm"}
    ),
}


def _without(pattern: str, group: str = "") -> Edit:
    compiled = re.compile(pattern)

    def edit(sentence: str, _: str, __: random.Random) -> str | None:
        edited, count = compiled.subn(group, sentence, count=1)
        edited = edited.strip()
        if not count or len(edited.split()) < 5 or edited.count('"') % 2 or edited.count("“") != edited.count("”"):
            return None
        return edited[0].upper() + edited[1:]

    return edit


def _number_form(sentence: str, _: str, __: random.Random) -> str | None:
    for n, word in enumerate(_WORDS, start=2):
        figure = rf"(?<= ){n}(?= [a-z]{{4}})"
        if re.search(rf"(?<!-)\b{word}(?= [a-z])(?! quarters)", sentence):
            return re.sub(rf"(?<!-)\b{word}(?= [a-z])(?! quarters)", str(n), sentence, count=1)
        if re.search(figure, sentence) and not any(m[:3] in sentence for m in _MONTHS):
            return re.sub(figure, word, sentence, count=1)
    edited = re.sub(r"(\d)%", r"\1 percent", sentence)
    if edited == sentence:
        edited = re.sub(r"(\d) (?:percent|per cent)\b", r"\1%", sentence)
    if edited == sentence:
        edited = re.sub(r"\$([\d.]+) billion", r"$\1bn", sentence)
    return edited if edited != sentence else None


def _date_form(sentence: str, _: str, __: random.Random) -> str | None:
    for long in _MONTHS:
        for name in {long, _SHORT.get(long, long)}:
            if match := re.search(rf"\b{re.escape(name)} (\d{{1,2}})(?=[ ,.](?!\d|and))", sentence):
                return sentence.replace(match.group(), f"{match[1]} {long}", 1)
    return None


def _full_name(sentence: str, article: str, _: random.Random) -> str | None:
    """A surname becomes the full name that the article uses, when it uses just one."""
    for match in _SURNAME.finditer(sentence):
        full: set[str] = set(re.findall(rf"(?<=[a-z,;] )([A-Z][a-z]+ {match[1]})\b(?! [A-Z])", article)) - {match[1]}
        if (
            len(full) == 1
            and match[1] not in _MONTHS + _DAYS
            and not re.search(rf"[A-Z]\S* {match[1]}|{match[1]} [A-Z]", sentence)
        ):
            return sentence[: match.start()] + full.pop() + sentence[match.end() :]
    return None


def _last_name(sentence: str, _: str, __: random.Random) -> str | None:
    match = _NAME.search(sentence)
    return sentence.replace(match[1], match[1].split()[-1], 1) if match else None


def _quoting(sentence: str, _: str, __: random.Random) -> str | None:
    """The longest quotation alone, handed on in other marks with an ellipsis or a bracket in it."""
    match = _QUOTE.search(sentence)
    words = match[1].split() if match else []
    if len(words) < 8 or (len(words) % 2 and match and _NEGATION.search(match[1])):
        return None  # what an ellipsis leaves out must not be a negation
    return (
        f"It was said: ‘{' '.join(words[:3])} […] {' '.join(words[-3:])}’"
        if len(words) % 2
        else (f"It was said: “{' '.join(words[:2])} [so to speak] {' '.join(words[2:])}”")
    )


HONEST: dict[str, Edit] = {
    "without the opening clause": _without(r"^[^,“\"]{8,60}, (?=[a-zA-Z])"),
    "without the closing clause": _without(r", (?!and|or)[^,“”\"]{10,}[.]$", "."),
    "without brackets": _outside_quotes(_without(r" \([^()]{3,}\)")),
    "without brackets in a quotation": _without(r"(?<=\w) \([^()\"“”]{3,}\)(?=[^\"“”]*[\"”])"),
    "without the relative clause": _outside_quotes(_without(r", (?:who|which)[^,“”\"]{5,},(?= )", "")),
    "without the attribution": _without(r", (?:he|she|they|[A-Z]\w+(?: [A-Z]\w+)?) (?:said|says)[^,“”\"]*[.]$", "."),
    "first of two clauses": _without(r",? (?:and|but|while) (?:he|she|it|they|the|[A-Z]\w+) [^“”\"]{10,}[.]$", "."),
    "other form of a number": _outside_quotes(_number_form),
    "other form of a date": _outside_quotes(_date_form),
    "surname to full name": _outside_quotes(_full_name),
    "full name to surname": _outside_quotes(_last_name),
    "ellipsis or bracket in a quotation": _quoting,
}  # fmt: skip


def _digit(sentence: str, _: str, rng: random.Random) -> str | None:
    places = [m.start() for m in _DIGIT.finditer(sentence)]
    if not places:
        return None
    place = rng.choice(places)
    new = rng.choice([d for d in "123456789" if d != sentence[place]])
    return sentence[:place] + new + sentence[place + 1 :]


def _swapped(words: list[str]) -> Edit:
    pattern = re.compile(rf"\b(?:{'|'.join(words)})\b")

    def edit(sentence: str, _: str, rng: random.Random) -> str | None:
        match = pattern.search(sentence)
        if not match or (match.group() == "May" and not re.search(r"May \d", sentence)):
            return None
        left = [word for word in words if word not in sentence]
        return sentence[: match.start()] + rng.choice(left) + sentence[match.end() :] if left else None

    return edit


def _names(article: str, sentence: str) -> list[str]:
    """The full names of the article that share no word with the sentence."""
    found = {n for n in _NAME.findall(article) if not any(part.lower() in _NO_NAME for part in n.split())}
    return sorted(name for name in found if not any(part in sentence for part in name.split()))


def _other_name(sentence: str, article: str, rng: random.Random) -> str | None:
    """A full name becomes another full name of the article that shares no word with the sentence."""
    match = _NAME.search(sentence)
    others = _names(article, sentence)
    return sentence.replace(match[1], rng.choice(others), 1) if match and others else None


def _other_surname(sentence: str, article: str, rng: random.Random) -> str | None:
    match = _NAME.search(sentence)
    others = [name.split()[-1] for name in _names(article, sentence)]
    return sentence.replace(match[1], f"{match[1].split()[0]} {rng.choice(others)}", 1) if match and others else None


def _other_first_name(sentence: str, article: str, rng: random.Random) -> str | None:
    match = _NAME.search(sentence)
    others = [name.split()[0] for name in _names(article, sentence)]
    rest = " ".join(match[1].split()[1:]) if match else ""
    return sentence.replace(match[1], f"{rng.choice(others)} {rest}", 1) if match and others else None


def _no_negation(sentence: str, _: str, __: random.Random) -> str | None:
    match = _NEGATION.search(sentence)
    if not match or re.match(r"[. ]+(?:only|just|matter|doubt|\d)", sentence[match.end() :]):
        return None
    if re.search(r"(?:or|if) $", sentence[: match.start()]):
        return None
    new = {"wo": "will", "ca": "can", "Wo": "Will", "Ca": "Can"}.get(match[1], match[1]) if match[1] else ""
    new = {"no": "a", "No": "A", "cannot": "can", "nothing": "something", "none": "some"}.get(match.group(), new)
    return re.sub("  +", " ", sentence[: match.start()] + new + sentence[match.end() :]).strip()


def _with_negation(sentence: str, _: str, __: random.Random) -> str | None:
    match = _AUXILIARY.search(sentence)
    return sentence[: match.end()] + " not" + sentence[match.end() :] if match else None


def _turned(sentence: str, _: str, __: random.Random) -> str | None:
    for old, new in _TURNED.items():
        if re.search(rf"\b{old}(?= [a-z])", sentence):
            return re.sub(rf"\b{old}(?= [a-z])", new, sentence, count=1)
    return None


def _misquoted(sentence: str, article: str, rng: random.Random) -> str | None:
    """One word inside a quotation is gone, or has become another word of the article."""
    match = _QUOTE.search(sentence)
    if match and match.group()[0] == '"' and sentence[: match.start()].count('"') % 2:
        return None  # between two quotations
    words = match[1].split() if match else []
    places = [n for n, word in enumerate(words[1:-1], start=1) if len(word) > 3 and word.isalpha()]
    if not match or not places:
        return None
    place = rng.choice(places)
    other = rng.choice(_LONG.findall(article))
    words[place] = "" if place % 2 or other == words[place] else other
    return sentence[: match.start(1)] + " ".join(filter(None, words)) + sentence[match.end(1) :]


ALTERED: dict[str, Edit] = {
    "digit": _digit,
    "number word": _swapped(_WORDS),
    "other full name": _other_name,
    "other surname": _other_surname,
    "other first name": _other_first_name,
    "weekday": _swapped(_DAYS),
    "month": _swapped(_MONTHS),
    "negation dropped": _no_negation,
    "negation added": _with_negation,
    "turned round": _turned,
    "misquoted": _misquoted,
}
