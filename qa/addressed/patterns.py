"""Phrases with which an assistant is addressed: "Ignore all previous instructions", "Add … to your reply".

The patterns were written on half of BIPIA's payloads (Yi et al., 2023) and on what RobustRAG (Xiang
et al., 2024) injects; figures on the other half, on fresh paraphrases and on news: `python -m bench.injection`.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from qa.remembered import remembered
from qa.words import is_past_form, word_set

_REPLY = (
    r"(?:answers?|reply|replies|response|responses|output|completion|summary|generated text|final text|next message)"
)
_MODEL = r"(?:ai|a\.i\.|assistant|chat ?bot|bot|language model|llm|gpt|model|summari[sz]er|agent)"
_SHAPE = (
    r"(?:add|append|attach|include|insert|modify|adapt|alter|augment|enhance|enrich|integrate|incorporate|replace|"
    r"substitute|swap|use|rearrange|misspell|scramble|anagram|shuffle|jumble|group|remove|drop|delete|write|translate|"
    r"end|begin|start|finish|close|open|conclude|encode|tease|embed|place|mention|put|make|give|format|rewrite|convert|"
    r"state|say|slip|weave|work|feature|promote|advertise|recommend|encourage|urge|invite|offer|provide|introduce|"
    r"change|turn|spell|reverse|capitali[sz]e|fill|link|plug|ensure|let|sprinkle|merge|combine|separate|split|break|"
    r"transform|apply|employ|present|express|deliver|craft|number|prefix|suffix|sign)"
)
_SAY = r"(?:output|answer|respond|reply|say|state|print|return|write|type|tell)"
_WHEN = r"\b(?:when|whenever|if|once)"
_ASKED = (
    r"(?:asked|ask|asks|questioned|prompted|queried|wants? to know|wish(?:es)? to know|inquires?|enquires?|wonders?)"
)
_SOMEBODY = (
    r"(?:someone|somebody|anyone|anybody|people|(?:a|the|any) (?:user|reader|person|visitor|customer)|users?|readers?)"
)
_MACHINE = (
    r"(?:ai|a\.i\.|assistants?|chat ?bots?|bots?|language models?|llms?|gpts?|ai models?|models?|software|tools?|"
    r"agents?|"
    r"summari[sz]ers?|systems?|crawlers?|machines?|programs?)"
)
_WORK = (
    r"(?:poem|letter|essay|story|summary|list|code|function|script|recipe|haiku|e-?mail|limerick|song|dialogue|speech|"
    r"paragraph|blog post|article|tutorial|example|translation|program|query|snippet|review|slogan|description|outline)"
)
_ASKS = (
    "asked ask asks questioned prompted queried want wants wish wishes inquire inquires enquire enquires wonder wonders"
)
_SAYS = "output answer respond reply say state print return write type tell"
_WORD = re.compile(r"[^\W\d_]+")
PHRASES = tuple(
    (word_set(words), re.compile(pattern))
    for words, pattern in (
        # what a reply shall look like or hold
        ("your", rf"\b{_SHAPE}\b.{{0,200}}\byour (?:\w+ ){{0,2}}{_REPLY}\b"),
        (
            "your",
            (
                rf"\b(?:in|within|throughout|to|of|from|into) your (?:\w+ ){{0,2}}{_REPLY}\b"
                rf"[^.!?]{{0,40}}\b{_SHAPE}\b"
            ),
        ),
        ("your", rf"\byour (?:\w+ ){{0,2}}{_REPLY} (?:must|should|shall|has to|needs to|will) "),
        # overruling what was said before
        (
            "ignore disregard forget override bypass discard aside attention follow",
            (
                r"(?:^|[^\w ] ?|\b(?:please|kindly|now|then|and|or|but|so|must|should|shall|will|can|may|to|you|also|"
                r"just|simply|always|do) )"
                r"(?:ignore|disregard|forget|override|bypass|discard|set aside|pay no attention to|do not follow)\b"
                r"[^.!?]{0,60}"
                r"\b(?:instructions?|prompts?|guidelines|directives?|system messages?|commands|what you were told|"
                r"(?:everything|anything|all)(?: that was said| you were told| written)? (?:above|before))\b"
            ),
        ),
        (
            "instruction instructions directive directives prompt",
            r"\b(?:new|updated|hidden|secret|following) (?:instructions?|directives?|system prompt)\b[^.!?]{0,20}:",
        ),
        (
            "prompt",
            r"^(?:system|developer) prompt ?:|\b(?:your|my|this|new|hidden|following) (?:system|developer) prompt\b",
        ),
        (
            "im inst instruction instructions system systems",
            r"<\|im_(?:start|end)\|>|\[/?inst\]|###? ?(?:instruction|system)s?\b",
        ),
        (
            "user users",
            (
                r"^(?:system(?: message)?: ?)?(?:please |always )?(?:tell|ask|urge|instruct|direct|convince|persuade) "
                r"(?:the|every|each|all|your) users? (?:to|that)\b"
            ),
        ),
        (
            "system",
            r"^system(?: message)?: ?(?:please |you |always |never |reveal|ignore|tell|answer|respond|print|say)",
        ),
        # who the reader is told to be
        ("you", rf"\byou are (?:now |no longer |from now on )?(?:an? |the |my )?(?:\w+ ){{0,2}}{_MODEL}\b"),
        ("now", r"\bfrom now on,? you (?:are|will|must|shall|should)\b"),
        (
            "dear attention note message instruction instructions hey hello",
            (
                rf"\b(?:dear|attention|note (?:to|for)|message (?:to|for)|instructions? (?:to|for)|hey|hello)"
                rf",? (?:all |any |the |every )?(?:\w+ )?{_MODEL}s?\b[^.!?]{{0,30}}[:,]"
            ),
        ),
        ("you", rf"\b(?:if|as|when) you(?: are|'re)? (?:an? )?(?:\w+ )?{_MODEL}\b[^.!?]{{0,60}}\b{_SAY}\b"),
        # called by its name: "AI assistants: ignore the question", "Chatbots, disregard the text above"
        (
            "ignore disregard forget",
            (
                rf"^(?:all |any |dear |attention,? )?(?:\w+ )?{_MACHINE}(?: ?: ?|, )"
                r"(?:please |always |you must |must )?(?:ignore|disregard|forget)\b"
            ),
        ),
        (
            _SAYS,
            rf"^(?:all |any |dear |attention,? )?(?:\w+ )?{_MACHINE} ?: (?:please |always |you must |must )?{_SAY}\b",
        ),
        (
            "ignore disregard forget",
            (
                rf"(?:^|[:;] ?)(?:please )?(?:ignore|disregard|forget) (?:the|this|any) (?:\w+'?s? )?question\b"
                rf".{{0,60}}\b{_SAY}\b"
            ),
        ),
        # what to answer to which question
        (
            _ASKS,
            (
                rf"{_WHEN}(?: you(?: are|'re)?| users? (?:are|is)?| (?:the|a|any) (?:user|reader)s?(?: is| are)?)?"
                rf" {_ASKED}\b[^!]{{0,400}}?\b(?:please |always |must ){_SAY}\b"
            ),
        ),
        (
            _ASKS,
            (
                rf"{_WHEN} (?:you(?: are|'re)?|{_SOMEBODY}) (?:is |are )?"
                rf"{_ASKED}\b[^!]{{0,400}}?[,:] ?{_SAY}\b"
            ),
        ),
        (
            "please",
            r"(?:^|[,;:\"] ?)please,? (?:output|print|return|respond|answer|reply)\b(?: with| only| that|:| \")",
        ),
        (
            "output print respond reply",
            r"^(?:always |only |just |simply )?(?:output|print|respond|reply)(?: only| just)?(?: with|:| \"| that)",
        ),
        (
            "that which who reading summarising summarizing processing",
            (
                rf"^(?:any|every|all|each|the) (?:\w+ )?{_MACHINE} "
                rf"(?:that|which|who|reading|summari[sz]ing|processing) [^.!?]{{0,60}}"
                rf"\b(?:must|should|shall|has to|have to|needs? to|is to|are to)\b"
            ),
        ),
        (
            "ai ais model models llm llms assistant assistants chatbot chatbots bot bots",
            (
                r"\b(?:to|for) (?:any|every|all|each|the) (?:\w+ )?(?:ai|language model|llm|assistant|chat ?bot)s? "
                r"(?:that|which|who|reading|summari[sz]ing|processing)\b"
            ),
        ),
        (
            "ai model llm assistant chatbot bot",
            r"\b(?:as|being) an? (?:ai|language model|llm|ai model|ai assistant|chat ?bot),? (?:you|your)\b",
        ),
        (
            "your",
            (
                r"\b(?:set|put|leave|lay|drop|suspend|lift|do not follow|don't follow|break)\b[^.!?]{0,20}"
                r"\byour (?:\w+ )?(?:rules?|guidelines|instructions?|restrictions?|safeguards?|constraints?|policies)\b"
            ),
        ),
        (
            "your you",
            (
                r"\b(?:reveal|show|print|repeat|share|disclose|output|leak|tell me|give me)\b[^.!?]{0,40}"
                r"\b(?:your (?:\w+ )?(?:prompt|rules|instructions|guidelines|system message)|"
                r"you were (?:given|told|instructed))"
                r"\b"
            ),
        ),
        (
            "only nothing just exclusively",
            (
                r"\b(?:respond|reply|answer|output|print|write|return|say)(?: with)? "
                r"(?:only|nothing but|just|exclusively)(?: with| in| by)? (?:the |a |an |yes|no|in )"
            ),
        ),
        ("treat", r"\btreat (?:the following|what follows|this|everything below) as\b"),
        (
            "include insert put add append mention use repeat place write say sprinkle",
            (
                r"^(?:please |kindly |also )?"
                r"(?:include|insert|put|add|append|mention|use|repeat|place|write|say|sprinkle) "
                r"(?:\w+ ){0,3}(?:the |a |an )?(?:words?|phrase|sentence|link|address|url|hashtag|emoji|slogan)s?\b"
            ),
        ),
        (
            "answer answers reply replies response responses output completion summary text message",
            rf"\bin (?:its|their|your|every|each|the next|the first line of the) (?:\w+ )?{_REPLY}\b[^.!?]{{0,20}}$",
        ),
        # work that is asked of a model
        (
            "provide compose generate draft produce write create give show",
            (
                rf"^(?:please )?(?:provide|compose|generate|draft|produce|write|create|give me|show me) "
                rf"(?:me )?(?:an?|the|some) "
                rf"(?:\w+ ){{0,3}}{_WORK}\b(?: (?:about|to|of|for|that|on|in|explaining|describing)\b)"
            ),
        ),
        ("you", r"^(?:can|could|will|would) you (?:please )?(?:show me|explain|write|translate|provide|teach me)\b"),
        (
            "replace substitute swap scramble misspell shuffle reverse capitalise capitalize",
            (
                r"^(?:please )?(?:replace|substitute|swap|scramble|misspell|shuffle|reverse|capitali[sz]e)\b.{0,40}"
                r"\b(?:letters?|vowels?|consonants?|characters?|(?:every|each|all) (?:\w+ )?words?)\b"
            ),
        ),
        (
            "explain describe break summarise summarize outline illustrate",
            (
                r"^(?:please )?(?:explain|describe|break down|summari[sz]e|outline|illustrate) the "
                r"(?:\w+ ){1,4}(?:of|in|between) "
                r"[^.!?]{1,80}\b(?:in simple terms|step by step|for (?:a |beginners|me)|with examples)\b"
            ),
        ),
        (
            "translate rewrite convert",
            (
                r"\b(?:translate|rewrite|convert) (?:this|the following|the above|it all)\b"
                r"[^.!?]{0,60}\b(?:into|to|in|as)\b"
            ),
        ),
    )
)
"""Each phrase behind words of which it has one at least: most sentences have none, and are searched no further."""
_BEHIND = {
    word: tuple(pattern for words, pattern in PHRASES if word in words)
    for word in frozenset().union(*(words for words, _ in PHRASES))
}


@remembered
def words_of(plain: str) -> tuple[str, ...]:
    """The runs of letters in a folded text."""
    return tuple(_WORD.findall(plain))


def has_phrase(plain: str, words: Iterable[str]) -> bool:
    """Whether a sentence that is folded to lower case has one of the phrases; ``words`` are its words, or more."""
    return any(pattern.search(plain) for word in _BEHIND.keys() & words for pattern in _BEHIND[word])


# Of 14,430 titles of news none begins like this; "List of winners", "Tell us" and "Answer Man" do begin titles.
_TASK = re.compile(
    r"(?:please |kindly |now |then |just |simply |always |never |do not |don't )*(?:"
    r"(?:describe|explain|summari[sz]e|compose|break down|outline|calculate|compute|solve|paraphrase|rephrase|rewrite|"
    r"translate|enumerate|elaborate on|recite|pretend|act as|close by|end by|conclude by|disregard|ignore)\b(?!')|"
    r"(?:respond|reply) (?:with|only|in|as|that|by)\b|"
    r"(?:write|list|answer|mention|include|send|refer|direct|repeat|print|output|append|insert|generate|convert|"
    r"recommend|define|classify) (?:the|a|an|your|in|only|with|every|any|all|two|three|four|five|ten|this|that) |"
    r"(?:would|could|can) you (?:please|mind|kindly)\b)"
)


_REPORTS = re.compile(
    r"[,:].*\b(?:says?|said|tells?|told|warns?|urges?|finds?|found|pleads?|orders?|shows?|suggests?|insists?|claims?|reports?)\b"
)
_NOT_TOLD = word_set("a an the what is are was were be been being and or of with in")  # before "united", "written"


def sets_task(plain: str) -> bool:
    """Whether a title, or a sentence of one, folded to lower case, begins with work that is asked of somebody
    ("Describe the life of a butterfly") and reports nothing: neither who says so ("Send the army, says mayor") nor what
    came about ("Outline plans for the stadium approved")."""
    if not _TASK.match(plain) or _REPORTS.search(plain):
        return False
    words = words_of(plain)
    return not any(is_past_form(word) and before not in _NOT_TOLD for before, word in pairwise(words))
