"""The words of numbers: English cardinals, ordinals, fractions and scales, currencies, and Chinese numerals."""

from collections.abc import Sequence
from fractions import Fraction


def _values(table: str) -> dict[str, int]:
    """``word word=value`` pairs: every word up to the next value has that value."""
    found: dict[str, int] = {}
    for group in table.split(";"):
        names, _, value = group.partition("=")
        found |= dict.fromkeys(names.split(), int(value))
    return found


_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINAL_UNITS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"

SMALL = {word: n for n, word in enumerate(f"{_UNITS} seventeen eighteen nineteen".split())}
TENS = {word: n for n, word in zip(range(20, 100, 10), _TENS.split(), strict=True)}
# "thirtyfive" too: that is what is left of "thirty-five" when it was broken at the end of a line.
JOINED = {tens + unit: ten + n for tens, ten in TENS.items() for unit, n in SMALL.items() if 0 < n < 10}

SCALES = _values(
    "hundred=100; thousand=1000; million mln=1000000; billion milliard bln=1000000000; trillion=1000000000000;"
    "dozen=12; lakh=100000; crore=10000000"
)
"""What a number may be followed by."""

SHORT_SCALES = _values("k=1000; m mn=1000000; b bn=1000000000; t tn trn=1000000000000")
"""Scales that are written onto the figure: ``1.2bn``."""

VAGUE = _values("tens=10; dozens=12; hundreds=100; thousands=1000; millions=1000000; billions=1000000000")

ORDINALS = {
    **{word: n for n, word in enumerate(_ORDINAL_UNITS.split())},
    **{word + "th": n for word, n in SMALL.items() if n > 12},
    **{word[:-1] + "ieth": n for word, n in TENS.items()},
    "hundredth": 100,
    "thousandth": 1000,
}
_PARTS = _values("half=2; third=3; quarter=4; fifth=5; sixth=6; seventh=7; eighth=8; ninth=9; tenth=10; hundredth=100")
FRACTIONS = {word + ending: Fraction(1, n) for word, n in _PARTS.items() for ending in ("", "s")}
FRACTIONS["halves"] = Fraction(1, 2)

# What a word of the source also says; a claim may put the number in its place.
IMPLIED = _values(
    "no none nobody nil=0; single sole lone once=1; both pair couple twins duo twice double doubled=2;"
    "trio triple tripled thrice=3; quartet=4; decade=10; century=100"
)
IMPLIED_ORDINALS = _values("initial initially inaugural debut earliest one=1; two=2")

_CURRENCY_WORDS = {
    "dollar": "$ dollar dollars buck bucks",
    "dollar us": "us$ usd",
    "dollar au": "a$ aud",
    "dollar ca": "c$ cad",
    "dollar hk": "hk$ hkd",
    "dollar nz": "nz$ nzd",
    "dollar sg": "s$ sgd",
    "euro": "€ euro euros eur",
    "pound": "£ pound pounds gbp sterling quid",
    "yen or yuan": "¥ yen jpy yuan renminbi cny rmb",  # the sign is the same
    "rouble": "₽ ruble rubles rouble roubles rub",
    "rupee": "₹ rupee rupees inr rs",
    "won": "₩",  # the word is a verb more often
    "shekel": "₪ shekel shekels",
    "lira": "₺ lira",
    "hryvnia": "₴ hryvnia",
    "franc": "franc francs chf",
    "peso": "peso pesos",
    "cent": "cent cents",
    "penny": "penny pence",
}
CURRENCIES = {word: currency for currency, names in _CURRENCY_WORDS.items() for word in names.split()}
DOLLARS_OF = {"us": "us", "american": "us", "australian": "au", "canadian": "ca"}

CJK_DIGITS = {character: n for n, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
CJK_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}


def cardinal(words: Sequence[str]) -> tuple[Fraction, int] | None:
    """The value that ``words`` begin with, and how many of them it takes; ``None`` when they begin with no number.

    "two hundred and five", "a dozen", "half a million", "one point two million", "two and a half million".
    """
    total, group, at = Fraction(0), *_opening(words)
    if at == 0:
        return None
    lowest: int | None = None  # the scale taken last: scales only get smaller, else a new number begins
    while at < len(words):
        scale = SCALES.get(words[at], 0)
        if scale == 100 and 0 < group < 100:
            group, at = group * 100, at + 1
        elif scale and group and (lowest is None or scale < lowest):
            total, group, lowest, at = total + group * scale, Fraction(0), scale, at + 1
        else:
            skip = at + 1 if words[at] == "and" else at
            more, used = _below_hundred(words[skip : skip + 2])
            if not used or group % 100 or not (group or lowest) or group.denominator > 1:
                break
            group, at = group + more, skip + used
    return total + group, at


def _opening(words: Sequence[str]) -> tuple[Fraction, int]:
    """What stands before the first scale, and how many words that is (0: no number begins here)."""
    first, following = words[0], words[1] if len(words) > 1 else ""
    if first == "half":
        at = 2 if following in ("a", "an") else 1
        return (Fraction(1, 2), at) if at < len(words) and words[at] in SCALES else (Fraction(0), 0)
    if first in ("a", "an"):
        return (Fraction(1), 1) if following in SCALES else (Fraction(0), 0)
    value, used = _below_hundred(words[:2])
    if used and words[used : used + 1] == ["point"]:
        digits = ""
        while (at := used + 1 + len(digits)) < len(words) and len(digits) < 9 and SMALL.get(words[at], 10) < 10:
            digits += str(SMALL[words[at]])
        if digits:
            return value + Fraction(int(digits), 10 ** len(digits)), used + 1 + len(digits)
    if used and words[used : used + 3] in (["and", "a", "half"], ["and", "one", "half"]):
        return value + Fraction(1, 2), used + 3
    return Fraction(value), used


def _below_hundred(words: Sequence[str]) -> tuple[int, int]:
    first = words[0] if words else ""
    if first in TENS:
        unit = SMALL.get(words[1], 0) if len(words) > 1 else 0
        return (TENS[first] + unit, 2) if 0 < unit < 10 else (TENS[first], 1)
    if first in JOINED:
        return JOINED[first], 1
    return (SMALL[first], 1) if first in SMALL else (0, 0)


def chinese(numeral: str) -> int:
    """The value of a Chinese numeral (三十五, 两百万, 二〇一六), of its first 18 characters."""
    if all(character in CJK_DIGITS for character in numeral):
        return int("".join(str(CJK_DIGITS[character]) for character in numeral[:18]))
    total = section = digit = 0
    for character in numeral[:18]:
        if character in CJK_DIGITS:
            digit = CJK_DIGITS[character]
        elif CJK_SCALES[character] < 10**4:
            section, digit = section + (digit or 1) * CJK_SCALES[character], 0
        else:
            total, section, digit = (total + section + digit or 1) * CJK_SCALES[character], 0, 0
    return total + section + digit
