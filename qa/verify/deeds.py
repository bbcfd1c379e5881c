"""Deeds: what a claim tells of its names is what the sentences tell of them, not something of the claim's own.

A claim over real numbers and names may still tell what nobody reports. It fails when seven in ten of its telling words
stand nowhere in the sentences; when it nearly copies a sentence with another verb in the place of the sentence's, one
that the article has nowhere and that is no usual word for the same; and when it is short, with no verb of the sentences
and little else of theirs. Where a model compared the words (`Source.near`), the first is decided by how far the claim's
farthest two are from all of the sentences', and so is a single new verb; a verb in the place of the sentence's must not
be far either, whoever has it elsewhere. The lines were drawn on half of RAGTruth's honest summaries and on made claims
(`python -m bench.deeds`): accepted gap, a longer claim in words of its own whose verb alone is invented.
"""

from collections.abc import Sequence

from qa.remembered import remembered
from qa.verify.alignment import Change, changes
from qa.verify.negation import Token, analyse
from qa.verify.normalise import clean
from qa.verify.number_words import JOINED, SMALL, TENS
from qa.verify.source import Nearness, Source
from qa.verify.vocabulary import items
from qa.words import is_past_form, stem, word_set

# What they say stands in the words beside them, and sentences often say it without them.
LIGHT = frozenset(
    map(
        stem,
        word_set(
            """speak talk tell say add call name describe report decide agree refuse decline turn reject begin start
            stop continue happen occur take come go get become remain use include involve state claim note announce
            explain argue mention express emphasize highlight stress warn insist suggest discuss have be do"""
        ),
    )
)
_SAME_DEED = tuple(
    frozenset(map(stem, group.split()))
    for group in (
        "kill die murder slay shoot stab", "injure wound hurt harm", "launch conduct carry mount hold stage undertake",
        "attempt try seek", "post upload share publish release issue", "experience suffer undergo face meet endure see",
        "begin start commence open launch kick found", "win secure capture clinch take earn claim receive get obtain",
        "arrest detain hold capture seize", "end finish conclude close stop", "buy acquire purchase",
        "move relocate transfer", "fire dismiss sack oust remove", "pass approve adopt back support endorse",
        "increase rise grow climb surge jump raise boost", "decrease fall drop decline lower cut reduce shrink",
        "leave depart quit exit go flee", "show reveal indicate demonstrate display find prove suggest",
        "help assist aid support", "create make build establish found form set develop produce design",
        "give provide offer grant supply deliver", "ask request urge call demand seek", "arrive reach land come",
        "choose select pick name appoint elect nominate", "destroy damage wreck level ravage devastate hit strike",
        "visit tour travel go", "join enter walk sign", "require need demand", "center revolve focus concentrate",
        "crown recognise recognize honor honour award", "surface emerge appear filter", "discover find spot locate",
        "hit strike slam crash collide", "cause prompt lead trigger spark bring result", "attack assault target strike",
        "confirm verify acknowledge", "criticize criticise blast slam condemn denounce", "cost total amount",
        "work serve act", "live reside stay", "send dispatch deploy ship", "write author pen", "earn make receive",
        "play perform star appear", "halt stop suspend pause", "cancel scrap drop", "lose suffer", "marry wed",
        "speak talk address tell", "lead head chair run", "plan intend aim", "own possess have", "watch see view",
    )
)  # fmt: skip
_PREFIX = 5  # letters that two words share when the one is made of the other (organise, organiser)
_SHORT = 4  # telling words
_ENOUGH = 0.7  # of a short claim's words
_MOST_MISSING = 0.7
_LEAST = 3  # telling words that say enough to be weighed
_LONGEST = 2  # telling words that stand in the place of a verb
_FAR, _FAR_ELSEWHERE, _FAR_ALONE, _FAR_VERB = 0.18, 0.25, 0.2, 0.33
"""Nearness (a cosine) below which words are far from all of the sentences': the mean of a claim's two farthest, the
same where seven in ten of its words stand nowhere in the sentences, its only new word, and a verb in the place of
theirs."""
_SAME_VERB = 0.6  # near enough to say the same


def agree(claim: str, source: Source) -> bool:
    """Whether ``claim`` (a cleaned text) tells no deed of its own, as far as words show it."""
    tokens = analyse(claim)[0]
    ours = [token for token in tokens if token.telling]
    here = known([token for text in source.texts for token in analyse(text)[0]])
    named = {item.base for item in items(claim) if item.is_capital}  # whether these stand there, `names` says
    own = [token for token in ours if token.word not in named and not is_number(token.word)]
    new = [token for token in own if not stands(token, here)]
    elsewhere = len(ours) >= _LEAST and len(new) >= _MOST_MISSING * len(ours)
    if elsewhere if source.near is None else _is_far(own, new, source.near, elsewhere=elsewhere):
        return False
    if _is_short_and_other(claim, ours, here):
        return False
    replacing = [verb for change in changes(claim, source.texts) if (verb := _verb_instead(change))]
    return not any(_is_other(verb, source) for verb in replacing)


def _is_far(own: Sequence[Token], new: Sequence[Token], near: Nearness, *, elsewhere: bool) -> bool:
    """Whether the two words that are farthest from the sentences' are far from them all, or a verb is that is the only
    one of ``new``, which stand nowhere in them. What the model did not read is near."""
    two = sorted(near.get(token.word, 1.0) for token in own)[:2]
    if two and sum(two) / len(two) < (_FAR_ELSEWHERE if elsewhere else _FAR):
        return True
    alone = new[0].word if len(new) == 1 else ""
    return (is_past_form(alone) or alone.endswith("ing")) and near.get(alone, 1.0) < _FAR_ALONE


def known(words: Sequence[Token]) -> set[str]:
    """What a word may be recognised by among ``words``: its stem, or its first letters when it is long."""
    return {token.stem for token in words} | {token.word[:_PREFIX] for token in words if len(token.word) > _PREFIX}


def stands(token: Token, among: set[str]) -> bool:
    """Whether ``token`` is among the words of which ``among`` was made."""
    return token.stem in among or (len(token.word) > _PREFIX and token.word[:_PREFIX] in among)


def is_number(word: str) -> bool:
    """Whether a folded word is a figure or a number word."""
    return word[0].isdigit() or word in SMALL or word in TENS or word in JOINED


def _is_short_and_other(claim: str, ours: Sequence[Token], here: set[str]) -> bool:
    """Whether all that a short claim shares with the sentences is whom it is about ("The diplomats died.")."""
    tokens, negations = analyse(claim)
    denying = {negation.place for negation in negations}
    verbs = [
        token
        for at, token in enumerate(tokens)
        if token.telling and at not in denying and token.stem not in LIGHT
        if is_past_form(token.word) or token.word.endswith("ing")
    ]
    if not verbs or len(ours) > _SHORT:
        return False
    return not any(stands(verb, here) for verb in verbs) and sum(stands(t, here) for t in ours) <= _ENOUGH * len(ours)


def _verb_instead(change: Change) -> Token | None:
    """The claim's verb where the sentence has another one that usually says something else."""
    if not change.inside:
        return None
    ours, theirs = ([t for t in analyse(side)[0] if t.telling] for side in change[:2])
    if len(ours) != 1 or not 0 < len(theirs) <= _LONGEST:
        return None
    verb = ours[0]
    verbs = [token for token in theirs if is_past_form(token.word) or token.word.endswith("ing")]
    if not is_past_form(verb.word) or not verbs:
        return None
    same = any(verb.stem in group and any(t.stem in group for t in theirs) for group in _SAME_DEED)
    return None if same else verb


def _is_other(verb: Token, source: Source) -> bool:
    """Whether a verb in the place of the sentence's is one that the article has nowhere, or says something else."""
    if source.near is not None and verb.word in source.near:
        if source.near[verb.word] < _FAR_VERB:
            return True
        if source.near[verb.word] >= _SAME_VERB:
            return False
    return verb.stem not in LIGHT and not any(stands(verb, _words_of(cited.article.text)) for cited in source.cited)


@remembered
def _words_of(text: str) -> set[str]:
    return known(analyse(clean(text))[0])
