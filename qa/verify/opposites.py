"""Words that turn a statement round: opposites, and words with a denying prefix."""

from qa.words import stem, word_set

_PAIRS = (
    (
        "accept accepted approve approved approval agree endorse back backed adopt",
        "reject refuse dismiss oppose veto block",
    ),
    ("confirm admit acknowledge concede", "deny dispute"),
    ("allow permit let legalise legalize authorise authorize", "ban bar block prohibit forbid prevent outlaw"),
    ("succeed manage", "fail"),
    ("win beat", "lose"),
    ("rise increase grow gain climb jump surge soar", "fall drop decline decrease shrink slump plunge sink slip"),
    ("support favour favor", "oppose"),
    ("guilty convict", "innocent acquit"),
    ("start begin launch", "end stop halt finish"),
    ("arrive enter join", "leave exit depart quit"),
    ("open reopen", "close shut"),
    ("impose tighten", "lift ease remove scrap"),
    ("survive", "die"),
    ("pass", "defeat"),
    ("buy", "sell"),
    ("able", "unable"),
    ("hire appoint", "fire sack dismiss"),
    ("more above over", "fewer below under"),
)
OPPOSITES = tuple(
    (frozenset(map(stem, one.split())), frozenset(map(stem, other.split())))
    for pair in _PAIRS
    for one, other in (pair, pair[::-1])
)
"""Stems that say the contrary of one another; each pair stands both ways round."""

UNDONE = frozenset(
    map(
        stem,
        word_set(
            """allow permit let ban bar block start begin launch end stop halt finish arrive enter join leave exit
            depart quit open reopen close shut impose tighten lift ease remove scrap buy sell hire appoint
            fire sack dismiss"""
        ),
    )
)
"""Those of them that do not exclude each other: what was opened may be closed a year later."""

_PREFIXED = {
    "un": """likely lawful constitutional successful happy fair clear known safe stable aware willing
        expected certain usual necessary common popular armed harmed hurt injured changed affected founded
        grounded confirmed verified paid available acceptable prepared related true wanted welcome well
        conscious employed insured vaccinated answered resolved justified precedented provoked""",
    "in": "complete correct accurate sufficient eligible effective capable visible secure valid dependent direct",
    "im": "possible probable mature moral perfect",
    "il": "legal legitimate",
    "ir": "regular relevant responsible",
    "dis": "agree agreed approve approved honest satisfied connected qualified similar",
    "non": "violent existent compliant",
}
UNPREFIXED = {prefix + word: word for prefix, words in _PREFIXED.items() for word in words.split()}
"""``unlikely`` → ``likely``."""
PREFIXED = {word: prefixed for prefixed, word in UNPREFIXED.items()}

NEGATIVE_LOOKING = frozenset(
    map(
        stem,
        word_set(
            """few little only stop halt end suspend cancel ban block bar lack against oppose close lose remain
        still avoid prevent refuse fail deny reject unknown unclear yet dismiss false dispute absent absence
        empty missing prohibit forbid decline withdraw drop scrap skip miss hold delay postpone reluctant
        unable unlikely impossible rare zero free quit keep instead rather stay unchanged despite dead die
        abandon cut leave difficult difficulty struggle"""
        ),
    )
)
"""Stems on which a claim may build a "not" of its own: "remained closed" is "did not open"."""
