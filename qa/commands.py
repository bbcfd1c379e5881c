"""Sentences in the imperative ("Send the reader to …"): they report nothing, and a model that reads one may follow it.

Unless the question asks how to do something they are no evidence. Found by a verb in its base form that opens the
sentence and what follows a verb there: an article, a pronoun, a number, a small word. Accepted gap: a command that
opens otherwise ("Readers are reminded to …"), and one in a quotation, which is a report.
"""

import re

from qa.remembered import remembered
from qa.verify.normalise import clean, fold
from qa.words import word_set

_LONGEST = 600  # characters of a sentence that are looked at
_HEAD = 60  # characters in which its first two words stand
VERBS = word_set(
    """accept act adapt add address adjust advertise advise alter analyse analyze announce answer append apply approach
    arrange ask assess assist assume attach attend avoid bake base become begin believe block boil book break breathe
    bring browse build buy calculate call cancel capitalise capitalize carry cast change charge chat check choose cite
    claim classify clean clear click close collect combine come compare complete compose compute conclude confirm
    connect consider construct contact continue convert convince cook copy correct count craft create cut debug decide
    decline declare define delete deliver demonstrate deny describe design detail determine develop devise direct
    disclose discuss display disregard distribute divide do download draft draw drop eat edit email embed emphasise
    emphasize employ enable encode encourage end enhance ensure enter erase escape evaluate examine exclude execute
    explain explore export express extract fetch fill find finish fix focus follow forget format forward frame generate
    get give go group guess hand have help hide highlight hold identify ignore illustrate imagine imitate include infer
    inform insert insist install introduce invent invite join judge jump justify keep kick know label lead learn leave
    let link list listen locate look make mark match mention merge mimic mix modify move name note number obey offer
    omit open order output outline override paraphrase pay perform persuade pick place plan play plot point post
    praise predict prefix prepare present pretend print proceed process produce promote prompt propose prove provide
    publish pull push put quote raise rank rate reach read rearrange recall recite recommend record reduce refer reflect
    refuse reject release remember remind remove render reorder repeat rephrase replace reply request resolve respond
    restate return reveal reverse review rewrite run save say scramble search see select sell send separate serve set
    shape share shift show shuffle sign simplify skip solve sort speak specify spell split start state stick stop store
    submit substitute suggest sum summarise summarize supply support suppose swap switch take talk teach tell test
    thank think throw transcribe transform translate transmit trust try turn type underline understand update upload
    urge use verify view visit wait walk warn watch weave work wrap write"""
)
_AFTER = word_set(
    """a an the this that these those all every each any both either some no nothing everything anything something only
    just your my his her its our their me us him them it you yourself as by with into in on to from out up off down over
    for about how what which who whether why that between one two three four five six seven eight nine ten twenty half
    more most other another aside always never not instead further back here there like so at"""
)
_BEFORE = re.compile(
    r"^(?:(?:please|kindly|now|then|also|always|never|just|simply|first|next|finally|do not|don't),? )+"
)
_WORD = re.compile(r"[a-z']+|\d+|\"|'")
# Nouns as often as verbs, after which a small word proves nothing: "Work on the bridge began", "Talk of a strike".
_NOUNS = word_set(
    """act address answer approach base block book break call cast change charge check claim contact cook copy count
    cut design detail display draft drop edit email end escape export fill focus format frame group guess hand help hold
    judge jump kick label lead link list look mark match mention mix move name note number offer order output outline
    pay pick place plan play plot point post praise prompt pull push quote raise rank rate reach record release reply
    request return review run search set shape share shift show sign sort start state stick stop store sum supply
    support swap switch talk test trust turn type update use view visit wait walk watch work"""
)
_OBJECTS = word_set(
    """a an the this these those all every each any both your my its our me us him them it nothing everything only"""
)
_HOW_TO = re.compile(
    r"\bhow (?:to|do|does|can|could|should|would|must)\b|\bwhat (?:should|can|could|must|do) (?:i|you|we|one|people)\b"
    r"|\b(?:tips?|advice|steps?|instructions?|recipes?|recommend\w*|advise\w*|ways to)\b"
    r"|\bwhere (?:do|can|should) (?:i|you|we)\b",
    re.IGNORECASE,
)


@remembered
def is_command(text: str) -> bool:
    """Whether the sentence ``text`` is in the imperative. Total for any text, in time linear in its length."""
    plain = fold(clean(text[:_LONGEST])).lstrip(" *_#>-")
    before = _BEFORE.match(plain)
    start = before.end() if before else 0
    first = _WORD.search(plain, start, start + _HEAD)
    if first is None or first[0] not in VERBS or not plain[start].isalpha():
        return False
    second = _WORD.search(plain, first.end(), start + _HEAD)
    if second is None:
        return False
    return second[0] in (_OBJECTS if first[0] in _NOUNS else _AFTER) or second[0].isdecimal()


def asks_how_to(question: str) -> bool:
    """Whether ``question`` asks for what to do, so that commands are its answers."""
    return bool(_HOW_TO.search(question))
