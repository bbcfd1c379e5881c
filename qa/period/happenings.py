"""Events from which a question takes its time ("since the election", "before Obama ordered the expulsions"), and the
days on which sentences of articles put them.

A phrase counts when it names an event: a noun of one ("summit") or of doing ("expulsions") behind "the", or a clause
with a doer and a past form. What follows "named" or "appeared" is no time. A sentence dates an event when it tells the
same words and a date stands with them: right beside the noun ("the election of November 8", "Sunday's vote"), or in the
clause of its verb ("an earthquake struck the coast on Monday"), resolved against the day of its article.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa.period.calendar import Days
from qa.period.phrases import spans
from qa.statements import Statement, country, is_deed, keys_of
from qa.verify.normalise import clean
from qa.words import Token, is_past_form, stem, tokens, word_set

_WORD = re.compile(
    r"(?<!\w)(since|after|before|until|till|during|following|prior to|ahead of|in the wake of|in the aftermath of|"
    r"in the run-up to|up to)\s+(?=\S)",
    re.IGNORECASE,
)
_END = re.compile(
    r"[,;?!:]|\.\s|\s-\s|\s(?=(?:who|whom|whose|what|which|when|where|why|how|did|does|and then)\b)", re.IGNORECASE
)
_BEGINNING = re.compile(r"^the (?:very )?(?:beginning|start|outbreak|onset) of ", re.IGNORECASE)
_NO_TIME_BEHIND = word_set("named look looks looked looking go goes going appear appears appeared testify testified")
_LEANING = word_set("his her its their our")
_DEFINITE = word_set("the this that") | _LEANING
_ASKS = word_set("who whom whose what which when where why how it he she they we i you there")
EVENTS = frozenset(
    map(
        stem,
        word_set(
            """accident agreement airstrike ambush anniversary arrest assassination assault attack auction
            avalanche ballot battle beginning blackout blast blaze blockade bombing boycott breach ceasefire
            ceremony championship clash collapse collision concert conference congress convention coronation
            coup crackdown crash crisis cyclone deal death debate debut default departure derailment
            disaster downgrade drought earthquake eclipse election embargo end epidemic eruption exit
            explosion festival final fire flood flooding funeral game genocide hack hearing heatwave holiday
            hurricane inauguration incident incursion insurrection intervention interview invasion landslide
            launch leak lockdown march massacre match meeting merger mission mobilisation mobilization
            murder mutiny olympics opening outage outbreak pandemic parade pardon peace poll premiere
            protest purge putsch quake race raid rally rebellion recession referendum reform release return
            revolt revolution riot robbery rollout scandal sentencing session shooting shutdown siege speech
            spill split stampede start storm strike summit surgery surrender takeover talks tariff tour
            tournament tragedy treaty trial truce tsunami typhoon unrest uprising verdict visit vote walkout
            war wedding wildfire"""
        ),
    )
)
_ALIKE = [
    frozenset(map(stem, group.split()))
    for group in ("election vote ballot poll", "earthquake quake tremor", "war invasion invade", "fire blaze wildfire")
]
_BEGINS = frozenset(map(stem, word_set("began begun started happened occurred struck hit")))
_UNCHANGED = word_set("hit cut put set shut spread burst quit split")
_OFF = word_set("cancelled canceled postponed called scrapped suspended delayed")
_LONGEST = 300  # characters of an event's name
_BESIDE = 3  # words between the noun and its date
_VERB = 4  # words from the noun to its verb
_CLAUSE = 14  # words from the verb to its date
_PARTS = word_set("since after before until till when while as that which who whose because for than")
_TO_DATE = word_set("on of in from at held took place the last this next early late")
_COARSE = 40  # days; a range that is longer dates nothing
_VAGUE = 8  # days; a longer range beside a verb may be of another
_ONE = 2  # days apart in which articles put one event
_CLEAR = 2  # how many times as many articles as for any other day


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as a question names it. ``word`` is what stands before it ("since"), ``keys`` are what an article must
    tell, ``head`` the keys that may stand for the event itself, ``names`` those of what else the question names,
    ``year`` the one in its name. ``is_clause`` when a sentence must tell all ``keys`` itself."""

    word: str
    phrase: str
    keys: frozenset[str]
    head: frozenset[str]
    names: frozenset[str]
    year: int | None = None
    is_clause: bool = False

    @property
    def shown(self) -> str:
        """ "since the election"."""
        return f"{self.word} {self.phrase}"

    @property
    def is_before(self) -> bool:
        """Whether the question asks about the time before it."""
        return self.word not in ("since", "after", "following", "during", "in the wake of", "in the aftermath of")


@dataclass(frozen=True, slots=True)
class Dated:
    """The days of an event, and the sentences that put it there, an article each, those first that found it first."""

    days: Days
    statements: tuple[Statement, ...]


def happening(text: str, names: Sequence[str]) -> Happening | None:
    """The event by which the question ``text`` tells its time; ``None`` when it names none. ``names`` are its names."""
    cleaned = clean(text)
    named = frozenset(key for name in names for key in keys_of(name))
    for match in _WORD.finditer(cleaned):
        before = tokens(cleaned[max(0, match.start() - _LONGEST) : match.start()])
        if before and before[-1].lower in _NO_TIME_BEHIND:
            continue
        end = _END.search(cleaned, match.end(), match.end() + 2 * _LONGEST)
        phrase = cleaned[match.end() : end.start() if end else match.end() + 2 * _LONGEST].strip(" .\"'")
        if len(phrase) > _LONGEST:
            continue  # no event has so long a name
        words = tokens(_BEGINNING.sub("the ", phrase))
        head = _head(words)
        if head is None or {word.lower for word in words} & _ASKS:
            continue
        keys = frozenset(keys_of(_BEGINNING.sub("the ", phrase)))
        years = [int(word.text) for word in words if re.fullmatch(r"(?:19|20)\d\d", word.text)]
        others = named - keys
        alike = frozenset().union({head}, *(group for group in _ALIKE if head in group))
        keys -= alike | _BEGINS | {str(year) for year in years}
        leans = words[0].lower in _LEANING  # whose it is, only a name of the question can tell
        if leans:
            whose = {key for key in others if not country(key)}
            if not whose:
                continue
            keys |= whose
        is_clause = leans or any(at and _is_past(word.lower) and _key(word) == head for at, word in enumerate(words))
        return Happening(match[1].lower(), phrase, keys, alike, others, years[0] if years else None, is_clause)
    return None


def dated(event: Happening, statements: Sequence[Statement], asked_at: str) -> Dated | None:
    """When ``event`` was, as ``statements`` put it; ``None`` when none does, or when they differ and no day is given by
    twice as many articles as any other. Nothing is dated behind the moment of asking."""
    found = [
        (days, statement)
        for statement in statements
        if _is_about(event, statement)
        for days in _dates(event, statement)
        if days[0].isoformat() <= asked_at[:10] and (event.year is None or event.year in (days[0].year, days[1].year))
    ]
    groups: list[tuple[Days, dict[str, Statement]]] = []
    for days, statement in sorted(found, key=lambda one: ((one[0][1] - one[0][0]).days, one[0][0])):
        near = next((of for of in groups if _may_be_one(of[0], days)), None)
        if near is None:
            near = (days, {})
            groups.append(near)
        near[1].setdefault(statement.article.id, statement)
    groups.sort(key=lambda of: -len(of[1]))
    if not groups or (len(groups) > 1 and len(groups[0][1]) < _CLEAR * len(groups[1][1])):
        return None
    return Dated(groups[0][0], tuple(groups[0][1].values()))


def _may_be_one(days: Days, other: Days) -> bool:
    slack = timedelta(days=_ONE)
    return days[0] - slack <= other[1] and other[0] - slack <= days[1]


def _head(words: Sequence[Token]) -> str | None:
    """The key of the noun of an event that ends the first noun phrase of ``words``, or of the past form of a clause."""
    if not words:
        return None
    named = words[0].lower in _DEFINITE or words[0].is_capital
    if not named:
        return None
    last: Token | None = None
    for at, word in enumerate(words):
        if at and _is_past(word.lower) and not word.is_capital and last is not None:
            return _key(word)
        if word.is_stop and last is not None:
            break
        if not word.is_stop:
            last = word
    if last is None or not (stem(last.lower) in EVENTS or is_deed(last.lower)):
        return None
    return _key(last)


def _is_past(word: str) -> bool:
    return is_past_form(word) or word in _UNCHANGED


def _key(word: Token) -> str:
    found = keys_of(word.text)
    return found[0] if found else word.stem


def _is_about(event: Happening, statement: Statement) -> bool:
    """Whether the article, for a clause the sentence, tells of all that the event's name holds and, where that is no
    more than a noun, of somebody or something that the question names."""
    told = statement.content() | statement.context
    if not event.keys <= (statement.content() if event.is_clause else told):
        return False
    return bool(event.keys) or not event.names or bool(event.names & told)


def _dates(event: Happening, statement: Statement) -> Iterator[Days]:
    """The days on which ``statement`` puts ``event``."""
    if any(token.word in _OFF for token in statement.tokens):
        return
    named = list(_days_of(statement))
    for place, key in enumerate(statement.keys):
        token = statement.tokens[place]
        if key not in event.head or token.odd or token.asked:
            continue
        beside = [days for first, last, days in named if _is_beside(statement, place, first, last)]
        if not beside:
            of_verb = (days for first, last, days in named if _is_of_verb(statement, place, first, last))
            beside = [days for days in of_verb if (days[1] - days[0]).days < _VAGUE]
        if len(beside) == 1:
            yield beside[0]


def _days_of(statement: Statement) -> Iterator[tuple[int, int, Days]]:
    """The first and the last word of each date of ``statement``, and its days; without the day of the article only
    dates that give a year, and none that are as long as a season."""
    for span in spans(statement.text, date.fromisoformat(statement.day or "2100-01-01"), told=True):
        if (statement.day or (span.bare and span.whole)) and (span.days[1] - span.days[0]).days <= _COARSE:
            yield statement.at(span.start), statement.at(span.end - 1), span.days


def _is_beside(statement: Statement, place: int, first: int, last: int) -> bool:
    """ "The election of November 8", "the vote on Sunday", "Sunday's vote", "the November 8 election"."""
    if first > place:
        between = statement.tokens[place + 1 : first]
        return len(between) <= _BESIDE and all(t.word in _TO_DATE and not t.breaks for t in between)
    between = statement.tokens[last + 1 : place + 1]
    names = all(statement.is_name(at) or statement.tokens[at].telling for at in range(last + 1, place))
    return len(between) <= _BESIDE and names and not any(token.breaks for token in between)


def _is_of_verb(statement: Statement, place: int, first: int, last: int) -> bool:
    """ "An earthquake struck the coast on Monday", "On Thursday Obama ordered 35 expulsions": the date is in the clause
    of the event's verb, and no other verb stands between."""
    verb = place
    if not _is_past(statement.tokens[place].word):
        near = range(place + 1, min(len(statement.tokens), place + 1 + _VERB))
        verb = next((at for at in near if _is_past(statement.tokens[at].word)), -1)
        if verb < 0 or any(statement.tokens[at].breaks for at in range(place + 1, verb + 1)):
            return False
    between = range(verb + 1, first) if first > verb else range(last + 1, min(verb, place))
    if len(between) > _CLAUSE or any(_is_past(word := statement.tokens[at].word) or word in _PARTS for at in between):
        return False
    breaks = [at for at in (*between, first if first > verb else verb) if statement.tokens[at].breaks]
    return not breaks if first > verb else len(breaks) <= 1
