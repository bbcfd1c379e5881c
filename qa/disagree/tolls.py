"""The ways in which news counts the dead, the hurt, the arrested, the missing, those who must leave, and jobs."""

import re
from dataclasses import dataclass

_HEDGE = (
    r"(?:(?:the )?(?:lives|life) of |at least |more than |about |around |some |nearly |almost |as many as |up to )*"
)
_NUMBER = r"[\w,.-]+(?: (?:hundred|thousand|million))*"
_NOT_WHO = (
    r"(?!(?:not|never|nearly|almost|no|who|that|which|is|are|was|were|has|have|had|will|would|could|might|refus\w+"
    r"|return\w+|stayed)\b)"
)
_WHO = rf"(?: {_NOT_WHO}[\w'-]+){{0,3}}?"  # "(14) people", "(14) miners in all"
_GONE = r"(?:lost|cut|axed|shed|eliminated|at risk|go)"
_WERE = (
    r"(?: (?:were|was|are|have|had|has|been|being|also|now|feared|confirmed|reported|remain|remained|still|listed))*"
)
_WILL = rf"{_WERE}(?: (?:will|would|could|to))?(?: be)?"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a question asks for, and what stands right before or behind a number that gives it."""

    asks: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]
    grows: bool = True


def _kind(asks: str, before: str, behind: str, *, grows: bool = True) -> Kind:
    return Kind(
        re.compile(rf"\b(?:{asks})\b"),
        re.compile(rf"\b(?:{before}) {_HEDGE}$"),
        re.compile(rf"{_NUMBER}(?:{behind})\b"),
        grows=grows,
    )


KINDS = (
    _kind(
        r"killed|die[ds]?|dead|deaths?|fatalities|lives|perish(?:ed)?|toll",
        r"killing|killed|kills|loss of|toll(?: [\w,'-]+){0,7} (?:to|at|was|is|of|reached|reaches|passed|hit)"
        r"|(?:claim(?:s|ed|ing)|took|taking|cost|costing)(?= (?:[\w-]+ ){0,3}$)",
        rf"{_WHO}{_WERE} (?:killed|dead|died|perished|slain|lost their lives)"
        rf"|{_WHO} (?:deaths|fatalities)|(?: [\w'-]+)? bodies{_WERE} (?:recovered|found|pulled|retrieved|counted)"
        rf"|(?: [\w'-]+)? lives{_WERE} lost",
    ),
    _kind(
        r"injured|wounded|hurt|injur(?:y|ies)",
        r"injuring|wounding|hurting|injured|wounded",
        rf"{_WHO}{_WERE} (?:injured|wounded|hurt|hospitali[sz]ed)|{_WHO} (?:injuries|wounded|injured)"
        rf"|{_WHO} (?:for|with) (?:[\w'-]+ ){{0,2}}(?:wounds|injuries)"
        rf"|{_WHO}{_WERE} (?:taken|rushed|brought|sent|admitted) to (?:\w+ )?hospitals?",
    ),
    _kind(
        r"arrest(?:ed|s)?|detain(?:ed)?|custody",
        r"arrest(?:s|ed|ing)|detain(?:s|ed|ing)|rounded up",
        rf"{_WHO}{_WERE} (?:arrested|detained)|(?: [\w'-]+)? arrests"
        rf"|{_WHO}{_WERE}(?: taken| put)? (?:in|into)(?: police)? custody",
    ),
    _kind(
        r"missing|unaccounted",
        r"missing(?: [\w'-]+){0,4} (?:at|to|is|was)",
        rf"{_WHO}{_WERE} (?:missing|unaccounted|trapped and missing)",
    ),
    _kind(
        r"evacuat(?:ed?|ion)|displaced|flee|fled|homeless|leave their homes",
        r"evacuat(?:ed|ing)|displac(?:ed|ing)",
        rf"{_WHO}{_WERE} (?:evacuated|displaced|fled|forced (?:from|out of))"
        rf"|{_WHO} (?:from|to (?:leave|flee)) their homes"
        rf"|{_WHO}{_WERE} (?:told|ordered) to (?:leave|evacuate)",
    ),
    _kind(
        r"jobs(?=.{0,80}\b(?:cut|cuts|lost|lose|loses|go|shed|axed?|slash(?:ed)?|eliminated?|risk)\b)"
        r"|(?:lost|lose|losing) .{0,80}jobs|job (?:cuts|losses)|lay off|laid off|layoffs|redundan\w+",
        r"lay(?:s|ing)? off|laid off|dismiss(?:es|ed|ing)?|cut|cuts|cutting|shed|sheds|shedding|axe|axed|axing"
        r"|slash(?:ed|ing)?|eliminat(?:e|es|ed|ing)|lost|losing|loss of",
        rf"(?: [\w'-]+)? (?:layoffs|redundancies|job cuts|job losses)"
        rf"|(?: [\w'-]+)? (?:jobs|positions|posts){_WILL} {_GONE}"
        rf"|{_WHO}{_WILL} (?:laid off|dismissed|made redundant)|{_WHO} (?:lose|lost|losing) their jobs",
        grows=False,
    ),
)
