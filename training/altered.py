"""Questions and claims changed in one place, so that the text which answered or supported them does so no more."""

import re
from collections.abc import Callable, Sequence

from qa.words import MONTHS, NUMBER_WORDS, WEEKDAYS, tokens

_NEGATABLE = re.compile(r"\b(is|are|was|were|will|would|can|could|has|have|had)\b(?! (?:not|n't|no))")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w,]|\.\d)|(?<![\w.,])\d+(?:\.\d+)?(?![\w,]|\.\d)")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_PAIRS = """increased/decreased rose/fell won/lost approved/rejected accepted/denied confirmed/denied supported/opposed
first/last largest/smallest highest/lowest most/least before/after more/fewer oldest/youngest north/south east/west
higher/lower win/lose buy/sell bought/sold began/ended start/end increase/decrease rise/fall male/female best/worst
longest/shortest early/late joined/left arrested/released signed/vetoed opened/closed banned/allowed"""
_OPPOSITES: dict[str, str] = {}
for _pair in _PAIRS.split():
    _one, _, _other = _pair.partition("/")
    _OPPOSITES |= {_one: _other, _other: _one}
_OPPOSED = re.compile(rf"\b({'|'.join(_OPPOSITES)})\b")

Way = Callable[[str, Sequence[str], int], str | None]


def names(text: str) -> list[str]:
    """The runs of capitalised words inside the sentences of ``text`` that are no months or weekdays."""
    return [m.group() for m in _NAME.finditer(text) if _is_name(m.group())]


def numbers(text: str) -> list[re.Match[str]]:
    """Where ``text`` has numbers in digits."""
    return list(_NUMBER.finditer(text))


def _is_name(text: str) -> bool:
    return not any(word.is_stop or word.lower in MONTHS | WEEKDAYS for word in tokens(text))


def claim(text: str, others: Sequence[str], chance: int) -> str | None:
    """``text`` with one number, name, verb or negation changed; None when it has none of them."""
    return _one_of((_number, _name, _opposite, _negated), text, others, chance)


def question(text: str, others: Sequence[str], read: str, chance: int) -> str | None:
    """``text`` with one number, name or verb changed that ``read``, which answers it, has; None when there is none."""

    def held(way: Way) -> Way:
        def within(text: str, others: Sequence[str], chance: int) -> str | None:
            changed = way(text, others, chance)
            if changed is None:
                return None
            lost = set(re.findall(r"[\w,.]*\w", text)) - set(re.findall(r"[\w,.]*\w", changed))
            return changed if lost and all(word.lower() in read.lower() for word in lost) else None

        return within

    return _one_of(tuple(held(way) for way in (_number, _name, _opposite)), text, others, chance)


def _one_of(ways: Sequence[Way], text: str, others: Sequence[str], chance: int) -> str | None:
    found = [changed for way in ways if (changed := way(text, others, chance)) is not None]
    return found[chance // 7 % len(found)] if found else None


def _number(text: str, others: Sequence[str], chance: int) -> str | None:
    del others
    found = numbers(text)
    if found:
        one = found[chance % len(found)]
        number = one.group()
        is_year = len(number) == 4 and number[:2] in {"18", "19", "20"}
        place = 3 if is_year else 0
        digit = str((int(number[place]) + 1 + chance % 7) % 9 + 1)
        if digit == number[place]:
            digit = str(int(digit) % 9 + 1)
        return text[: one.start()] + number[:place] + digit + number[place + 1 :] + text[one.end() :]
    for word in tokens(text):
        if word.text.lower() in NUMBER_WORDS and word.text.islower() and 2 < NUMBER_WORDS[word.lower] < 100:
            words = [w for w, v in NUMBER_WORDS.items() if 2 < v < 100 and w not in {word.lower, "dozens"}]
            return text[: word.start] + words[chance % len(words)] + text[word.end :]
    return None


def _name(text: str, others: Sequence[str], chance: int) -> str | None:
    found = [m for m in _NAME.finditer(text) if _is_name(m.group())]
    if not found:
        return None
    one = found[chance % len(found)]
    fitting = [n for n in others if n not in text and len(n.split()) == len(one.group().split())]
    return text[: one.start()] + fitting[chance % len(fitting)] + text[one.end() :] if fitting else None


def _opposite(text: str, others: Sequence[str], chance: int) -> str | None:
    del others
    found = list(_OPPOSED.finditer(text))
    if not found:
        return None
    one = found[chance % len(found)]
    return text[: one.start()] + _OPPOSITES[one.group()] + text[one.end() :]


def _negated(text: str, others: Sequence[str], chance: int) -> str | None:
    del others, chance
    found = _NEGATABLE.search(text)
    return text[: found.end()] + " not" + text[found.end() :] if found else None
