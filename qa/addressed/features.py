"""What a sentence looks like that tells an assistant what to do, as numbers: whom it speaks of, what it asks for, how.

Kinds of words, not phrases: a machine or a reader that is spoken of, a reply and its shape, instructions, the page
itself; an imperative at the head or behind an opening clause, a duty, a past tense. Then pairs of these, for one alone
is common in the news.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from qa.addressed.patterns import words_of
from qa.commands import VERBS
from qa.remembered import KEPT_WORDS
from qa.words import is_past_form, word_set

MOST = 60  # words that are looked at

_KINDS = {
    "machine": word_set(
        """ai a.i assistant assistants chatbot chatbots bot bots llm llms gpt copilot summariser summarizer summarisers
        summarizers agent agents model models automated digest digests software crawler crawlers machine machines
        algorithm whoever"""
    ),
    "reply": word_set(
        """answer answers reply replies response responses summary summaries output outputs completion message
        conversation chat turn turns condensing summarising summarizing answering responding replying completions"""
    ),
    "shape": word_set(
        """word words sentence sentences line lines letter letters vowel vowels consonant consonants character
        characters paragraph paragraphs phrase phrases table list lists bullet bullets column columns capitals capital
        uppercase lowercase italics italic bold emoji emojis rhyme rhymes rhyming verse haiku poem json html markdown
        link links url hashtag format formatted tone numerals synonyms anagram anagrams backwards slogan table
        synonym translation"""
    ),
    "prompt": word_set(
        """instruction instructions prompt prompts guideline guidelines rule rules directive directives policy policies
        task previous previously above prior earlier system hidden override operator developer developers constraints
        safeguards restrictions"""
    ),
    "page": word_set("text page article document passage story content context paragraph website site webpage file"),
    "reader": word_set(
        """user users reader readers person anyone someone somebody anybody customer customers visitor visitors people
        audience human questioner"""
    ),
    "you": word_set("you your yours yourself you're you've you'll"),
    "asks": word_set(
        """asked asks ask asking inquire inquires inquired enquire enquires enquired wonder wonders query queried
        question questions questioned prompted wants know"""
    ),
    "duty": word_set(
        """must should shall ought please kindly always never only need needs required obliged expected supposed
        reminded requested grateful appreciate appreciated favour favor nothing except exclusively solely"""
    ),
    "tongue": word_set(
        """german french spanish italian dutch finnish swedish portuguese polish russian chinese japanese latin
        esperanto greek korean arabic turkish hindi danish english pirate shakespearean"""
    ),
    "here": word_set("this these following here now henceforth onwards below above"),
    "every": word_set("every any each all no whenever whichever whatever throughout entire"),
}
_SAY = word_set(
    """add answer append avoid begin call cite claim close conclude confirm deny describe disregard end ensure exclude
    express finish forget give hide highlight ignore include insert leave list mention name omit open output overlook
    praise present pretend print promote put quote recommend refuse repeat replace reply report respond return reveal
    rewrite say share sign skip speak spell start state stress swap tell translate treat urge use withhold write"""
)
_POLITE = re.compile(
    r"^(?:(?:please|kindly|now|then|also|always|never|just|simply|first|next|finally|do not|don't|hi|hello|hey|dear|"
    r"okay|ok|and|but|so|oh|remember to|remember|make sure to|be sure to|feel free to),? )+"
)
_WORD = re.compile(r"[a-z](?:[a-z.]*[a-z])?(?:'[a-z]+)?|\d+")
_CAPITAL = re.compile(r" [A-Z](?<=[a-z,] [A-Z])[a-z]")  # looks behind only where a space and a capital stand
_QUOTE = re.compile(r"[\"“”«»]")
_OPENING = word_set("i we he she they it the a")
_NEXT_WORD = r"(?:please |kindly |always |never |just |only |then |so |do not |don't )*([a-z']+)\b"
_LATER = re.compile(r"[,:;.!?)>-] +" + _NEXT_WORD)
_LATER_OR_PLEASE = re.compile(r"(?:[,:;.!?)>-] +|\bplease +)" + _NEXT_WORD)
_FRAME = re.compile(
    r"^(?:\W{0,3}(?:user|human|assistant|system|ai|bot|response|instruction|task|prompt|important|note|attention|admin)"
    r"\b ?[:>\])]|#{2,} ?\w|<[a-z|/][^>]{0,40}>|\[/?[a-z_]{3,12}\]|(?:end|begin|start) of \w+ ?[.:\])]|```)"
)
_WOULD = re.compile(r"\b(?:could|would|can|will) you\b|\bwe would\b|\bit would be\b|\byou would\b|\bwould like you\b")
_IS_TO = re.compile(r"\b(?:is|are|ought|has|have|needs?|expected|obliged|reminded|required|asked|requested) to\b")
_THIS_PAGE = re.compile(
    r"\b(?:this|the present|the above|the following|these) (?:\w+ )?"
    r"(?:page|text|article|document|passage|story|content|line|note|website|conversation|topic|question|source|notice)s?\b"
)
_YOUR_REPLY = re.compile(
    r"\b(?:your|its|their|the|any|every|each|all|final|next) (?:\w+ )?(?:answer|reply|response|summary|output|turn)s?\b"
    r"|\b(?:answers|replies|responses|summaries|questions|queries) (?:to|about|on|of)\b"
)
# Words without which the patterns above find nothing.
_BEFORE_TO = word_set("is are ought has have need needs expected obliged reminded required asked requested")
_PAGES = frozenset(
    page + ending
    for page in word_set(
        "page text article document passage story content line note website conversation topic question source notice"
    )
    for ending in ("", "s")
)
_REPLIES = frozenset(
    reply + ending for reply in word_set("answer reply response summary output turn") for ending in ("", "s")
) | word_set("replies summaries questions queries")
_FOREIGN = (
    word_set("""ignoriere ignorieren vergiss antworte antwortest antworten schreibe sage ignorez ignorer oubliez
    oublie repondez reponds repondre ecris ecrivez ajoute ajoutez dites olvida olvide ignora ignoren responde
    responda escribe escriba anade termina diga dimentica rispondi scrivi aggiungi concludi vergeet negeer antwoord
    schrijf zeg esqueca escreva diga забудь забудьте игнорируй игнорируйте отвечай ответь ответьте напиши скажи
    glem svar ignorera svara zignoruj odpowiedz unut cevapla"""),
    word_set("""anweisungen anweisung antwort befehle instructions consignes consigne reponse instrucciones respuesta
    instruzioni risposta istruzioni instructies antwoord instrucoes resposta инструкции указания ответ ответе ответы
    vorherigen vorherige bisherigen precedentes precedente precedenti anterior anteriores vorige предыдущие предыдущее
    nur seulement solamente solo soltanto alleen apenas somente только tout todo tutto alles все"""),
)
_CJK = re.compile(r"(?:忽略|无视|忘记|無視|忘れ|指示|指令|回答|答え|回复|返信|무시|지시|대답)")

BASIC = (
    *_KINDS, "imperative", "later", "would", "is to", "says", "frame", "reply first", "machine first", "this page",
    "your reply", "past", "many past", "names", "first word", "quoted", "short", "question", "foreign",
)  # fmt: skip
CROSSED = (
    "machine", "reply", "shape", "prompt", "page", "reader", "you", "asks", "duty", "tongue", "every", "reply first",
    "machine first", "this page", "your reply", "imperative", "later", "would", "is to", "says", "here",
)  # fmt: skip
NAMES = (
    *BASIC,
    *(f"{one} & {two}" for one, two in combinations(CROSSED, 2)),
    *(f"{one}, no past" for one in CROSSED),
)
"""What each of the numbers of ``features`` is."""


def features(plain: str, written: str) -> tuple[float, ...]:
    """The numbers of ``NAMES`` for a sentence: ``plain`` is folded to lower case, ``written`` as it stands, cleaned."""
    found = signs(plain, written)
    basic = {name: found.get(name, 0.0) for name in BASIC}
    crossed = (basic[one] * basic[two] for one, two in combinations(CROSSED, 2))
    unpast = (basic[one] * (1 - basic["past"]) for one in CROSSED)
    return (*basic.values(), *crossed, *unpast)


def signs(plain: str, written: str) -> dict[str, float]:
    """Those of ``BASIC`` that are not 0."""
    polite = _POLITE.match(plain)
    words = _WORD.findall(plain, polite.end() if polite else 0)[:MOST]
    letters = words_of(plain)
    told = frozenset(letters)
    first = words[0] if words else ""
    of_words = [sign for word in words for sign in _signs_of(word)]
    early = [sign for word in words[:4] for sign in _signs_of(word)]
    past = of_words.count("past") - _signs_of(first).count("past")  # "Stated" at the head may be an order
    holds = {
        "duty": polite,
        "imperative": first in VERBS and words[1:2] not in (["of"], ["and"]),
        "later": not VERBS.isdisjoint((_LATER_OR_PLEASE if "please" in told else _LATER).findall(plain)),
        "would": ("you" in told or "would" in told) and _WOULD.search(plain),
        "is to": "to" in told and not _BEFORE_TO.isdisjoint(told) and _IS_TO.search(plain),
        "reply first": "reply" in early,
        "machine first": "machine" in early,
        "this page": not _PAGES.isdisjoint(told) and _THIS_PAGE.search(plain),
        "your reply": not _REPLIES.isdisjoint(told) and _YOUR_REPLY.search(plain),
        "frame": _FRAME.match(written.lower()),
        "many past": past > 1,
        "first word": first in _OPENING,
        "quoted": _QUOTE.search(written),
        "short": len(words) < 12,
        "question": plain.endswith("?"),
        "foreign": _is_foreign(letters[:MOST], plain),
    }
    found = dict.fromkeys([*of_words, *(sign for sign, value in holds.items() if value)], 1.0)
    if not past:
        found.pop("past", None)
    if capitals := len(_CAPITAL.findall(written)):
        found["names"] = min(capitals, 3) / 3
    return found


@lru_cache(maxsize=KEPT_WORDS)
def _signs_of(word: str) -> tuple[str, ...]:
    """Those of ``BASIC`` that ``word`` makes, wherever it stands."""
    past = is_past_form(word) or word in ("was", "were", "had", "did", "said")
    also = {"says": word in _SAY, "past": past}
    return (*(kind for kind, words in _KINDS.items() if word in words), *(sign for sign, so in also.items() if so))


def _is_foreign(words: Sequence[str], plain: str) -> bool:
    """Whether words of another language ask for an answer, or not to heed what was said."""
    asks, heeds = _FOREIGN
    return (not asks.isdisjoint(words) and not heeds.isdisjoint(words)) or (
        not plain.isascii() and len(set(_CJK.findall(plain))) > 1
    )
