"""Tells small talk and questions to the service itself from questions about the articles. Whole texts only: "Hello, who
ordered the expulsions?" asks something, and "What can Russia do?" does not mean the service."""

import re

from qa.words import tokens

_GREETINGS = (
    r"(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day|night)|hello there|hi there|hey there)"
)
_COURTESIES = (
    r"(?:(?:many )?thanks?(?: you| a lot| so much| very much)*|thx|cheers|bye|good ?bye|see you(?: later)?|ok(?:ay)?"
    r"|cool|great|nice|perfect|wow|sorry|please|yes|no|sure|right|got it|never ?mind|test(?:ing)?|ping)"
)
_TO_THE_SERVICE = (
    r"(?:help(?: me)?(?: please)?|(?:so )?(?:who|what) are you|what(?:'s| is) (?:this|your name)|how are you(?: doing)?"
    r"|what (?:can|do|could) you (?:do|know|answer|offer)(?: for me)?|what can (?:i|we) (?:ask|do)(?: you)?(?: here)?"
    r"|what (?:should|could|may) (?:i|we) ask(?: you)?|how (?:do|can|should) (?:i|we) (?:use|ask) (?:this|you|it)"
    r"|how (?:does|do) (?:this|it|you) work|are you (?:a |an )?(?:robot|bot|human|person|ai|machine|there|real|chatgpt)"
    r"|do you speak english|(?:what|which) (?:articles|sources) do you (?:have|know|use)|can you help(?: me)?)"
)
_SMALL_TALK = re.compile(
    rf"^(?:(?:{_GREETINGS}|{_COURTESIES}|{_TO_THE_SERVICE})\b(?: (?:there|all|everyone|again|bot|please|then)\b)?"
    r"[\s,.!?…-]*)+$",
    re.IGNORECASE,
)
_NAME = re.compile(r"^(?:Nice|Ping) ?\?$")  # of the words above those that name a place or a person, when asked about
_LONGEST = 80  # characters; no small talk is longer, and a pattern need not look at more


def is_small_talk(text: str) -> bool:
    """Whether ``text`` asks nothing of the articles: a greeting, thanks, a question to the service itself, or nothing
    that could be a word."""
    text = " ".join(text.replace("’", "'").split())
    return not tokens(text) or (len(text) <= _LONGEST and bool(_SMALL_TALK.match(text)) and not _NAME.match(text))
