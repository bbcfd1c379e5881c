"""Phrases with which an assistant is addressed: "Ignore all previous instructions", "Add … to your reply".

The patterns were written on half of BIPIA's payloads (Yi et al., 2023) and on what RobustRAG (Xiang
et al., 2024) injects; figures on the other half, on fresh paraphrases and on news: `python -m bench.injection`.
"""

import re

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
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # what a reply shall look like or hold
        rf"\b{_SHAPE}\b.{{0,200}}\byour (?:\w+ ){{0,2}}{_REPLY}\b",
        (
            rf"\b(?:in|within|throughout|to|of|from|into) your (?:\w+ ){{0,2}}{_REPLY}\b"
            rf"[^.!?]{{0,40}}\b{_SHAPE}\b"
        ),
        rf"\byour (?:\w+ ){{0,2}}{_REPLY} (?:must|should|shall|has to|needs to|will) ",
        # overruling what was said before
        (
            r"(?:^|[^\w ] ?|\b(?:please|kindly|now|then|and|or|but|so|must|should|shall|will|can|may|to|you|also|just|"
            r"simply|always|do) )"
            r"(?:ignore|disregard|forget|override|bypass|discard|set aside|pay no attention to|do not follow)\b"
            r"[^.!?]{0,60}"
            r"\b(?:instructions?|prompts?|guidelines|directives?|system messages?|commands|what you were told|"
            r"(?:everything|anything|all)(?: that was said| you were told| written)? (?:above|before))\b"
        ),
        r"\b(?:new|updated|hidden|secret|following) (?:instructions?|directives?|system prompt)\b[^.!?]{0,20}:",
        r"^(?:system|developer) prompt ?:|\b(?:your|my|this|new|hidden|following) (?:system|developer) prompt\b",
        r"<\|im_(?:start|end)\|>|\[/?inst\]|###? ?(?:instruction|system)s?\b",
        (
            r"^(?:system(?: message)?: ?)?(?:please |always )?(?:tell|ask|urge|instruct|direct|convince|persuade) "
            r"(?:the|every|each|all|your) users? (?:to|that)\b"
        ),
        r"^system(?: message)?: ?(?:please |you |always |never |reveal|ignore|tell|answer|respond|print|say)",
        # who the reader is told to be
        rf"\byou are (?:now |no longer |from now on )?(?:an? |the |my )?(?:\w+ ){{0,2}}{_MODEL}\b",
        r"\bfrom now on,? you (?:are|will|must|shall|should)\b",
        (
            rf"\b(?:dear|attention|note (?:to|for)|message (?:to|for)|instructions? (?:to|for)|hey|hello)"
            rf",? (?:all |any |the |every )?(?:\w+ )?{_MODEL}s?\b[^.!?]{{0,30}}[:,]"
        ),
        rf"\b(?:if|as|when) you(?: are|'re)? (?:an? )?(?:\w+ )?{_MODEL}\b[^.!?]{{0,60}}\b{_SAY}\b",
        # called by its name: "AI assistants: ignore the question", "Chatbots, disregard the text above"
        (
            rf"^(?:all |any |dear |attention,? )?(?:\w+ )?{_MACHINE}(?: ?: ?|, )(?:please |always |you must |must )?"
            r"(?:ignore|disregard|forget)\b"
        ),
        rf"^(?:all |any |dear |attention,? )?(?:\w+ )?{_MACHINE} ?: (?:please |always |you must |must )?{_SAY}\b",
        (
            rf"(?:^|[:;] ?)(?:please )?(?:ignore|disregard|forget) (?:the|this|any) (?:\w+'?s? )?question\b"
            rf".{{0,60}}\b{_SAY}\b"
        ),
        # what to answer to which question
        (
            rf"{_WHEN}(?: you(?: are|'re)?| users? (?:are|is)?| (?:the|a|any) (?:user|reader)s?(?: is| are)?)?"
            rf" {_ASKED}\b[^!]{{0,400}}?\b(?:please |always |must ){_SAY}\b"
        ),
        (
            rf"{_WHEN} (?:you(?: are|'re)?|{_SOMEBODY}) (?:is |are )?"
            rf"{_ASKED}\b[^!]{{0,400}}?[,:] ?{_SAY}\b"
        ),
        r"(?:^|[,;:\"] ?)please,? (?:output|print|return|respond|answer|reply)\b(?: with| only| that|:| \")",
        r"^(?:always |only |just |simply )?(?:output|print|respond|reply)(?: only| just)?(?: with|:| \"| that)",
        (
            rf"^(?:any|every|all|each|the) (?:\w+ )?{_MACHINE} (?:that|which|who|reading|summari[sz]ing|processing) "
            rf"[^.!?]{{0,60}}"
            rf"\b(?:must|should|shall|has to|have to|needs? to|is to|are to)\b"
        ),
        (
            r"\b(?:to|for) (?:any|every|all|each|the) (?:\w+ )?(?:ai|language model|llm|assistant|chat ?bot)s? "
            r"(?:that|which|who|reading|summari[sz]ing|processing)\b"
        ),
        r"\b(?:as|being) an? (?:ai|language model|llm|ai model|ai assistant|chat ?bot),? (?:you|your)\b",
        (
            r"\b(?:set|put|leave|lay|drop|suspend|lift|do not follow|don't follow|break)\b[^.!?]{0,20}"
            r"\byour (?:\w+ )?(?:rules?|guidelines|instructions?|restrictions?|safeguards?|constraints?|policies)\b"
        ),
        (
            r"\b(?:reveal|show|print|repeat|share|disclose|output|leak|tell me|give me)\b[^.!?]{0,40}"
            r"\b(?:your (?:\w+ )?(?:prompt|rules|instructions|guidelines|system message)|"
            r"you were (?:given|told|instructed))"
            r"\b"
        ),
        (
            r"\b(?:respond|reply|answer|output|print|write|return|say)(?: with)? (?:only|nothing but|just|exclusively)"
            r"(?: with| in| by)? (?:the |a |an |yes|no|in )"
        ),
        r"\btreat (?:the following|what follows|this|everything below) as\b",
        (
            r"^(?:please |kindly |also )?(?:include|insert|put|add|append|mention|use|repeat|place|write|say|sprinkle) "
            r"(?:\w+ ){0,3}(?:the |a |an )?(?:words?|phrase|sentence|link|address|url|hashtag|emoji|slogan)s?\b"
        ),
        rf"\bin (?:its|their|your|every|each|the next|the first line of the) (?:\w+ )?{_REPLY}\b[^.!?]{{0,20}}$",
        # work that is asked of a model
        (
            rf"^(?:please )?(?:provide|compose|generate|draft|produce|write|create|give me|show me) "
            rf"(?:me )?(?:an?|the|some) "
            rf"(?:\w+ ){{0,3}}{_WORK}\b(?: (?:about|to|of|for|that|on|in|explaining|describing)\b)"
        ),
        r"^(?:can|could|will|would) you (?:please )?(?:show me|explain|write|translate|provide|teach me)\b",
        (
            r"^(?:please )?(?:replace|substitute|swap|scramble|misspell|shuffle|reverse|capitali[sz]e)\b.{0,40}"
            r"\b(?:letters?|vowels?|consonants?|characters?|(?:every|each|all) (?:\w+ )?words?)\b"
        ),
        (
            r"^(?:please )?(?:explain|describe|break down|summari[sz]e|outline|illustrate) the "
            r"(?:\w+ ){1,4}(?:of|in|between) "
            r"[^.!?]{1,80}\b(?:in simple terms|step by step|for (?:a |beginners|me)|with examples)\b"
        ),
        r"\b(?:translate|rewrite|convert) (?:this|the following|the above|it all)\b[^.!?]{0,60}\b(?:into|to|in|as)\b",
    )
)


def has_phrase(plain: str) -> bool:
    """Whether a sentence that is folded to lower case has one of the phrases."""
    return any(pattern.search(plain) for pattern in _PATTERNS)
