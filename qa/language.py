"""Tells a text that is clearly not English, by script and by function words. Conservative: in doubt it is English."""

import unicodedata

from qa.words import STOP_WORDS, tokens, word_set

# Function and question words of frequent languages in Latin script that are no English words ("die", "was", "on" and
# the like are left out). Enough to recognise a question; not a language identifier.
_FOREIGN = (
    word_set(
        """el los las una unos qué que quién quien quiénes cuándo cuando dónde donde cómo cuántos cuántas cuál por para
    con del está están fue fueron hay según sobre más pero también esto ese esta este como ha han le les des du est sont
    était qui quoi quand où pourquoi combien quel quelle quels quelles avec dans sur pour par pas une aux ce cette
    ces ils elle elles nous vous été sera selon der das den dem ein eine einen einem einer ist sind waren wurde
    wurden hat haben wer wann wo warum wie wieviel wieviele welche welcher welches und oder nicht mit von für auf
    aus über nach bei zu zum zur sich auch hatte il lo gli uno della dello delle degli nel nella che chi dove perché
    quanti quante quale è sono era stato stata hanno ha detto non anche alla dal o os uma umas quem onde porque
    quantos quantas qual foi foram não com pelo pela disse dos das são het een wie waar waarom hoeveel welke zijn
    werd werden heeft hebben niet voor naar over uit kto kiedy gdzie dlaczego ile jest są był była było nie się
    przez dla jak czy och är som vem när var varför hur många vilken inte ett från gesagt sagte dijo dit detto disse
    hat kim ne nasıl neden kaç hangi için ve bir bu değil mi"""
    )
    - STOP_WORDS
    - word_set("das over as die do")
)

# English function words that are also frequent words elsewhere: they speak for neither side.
_SHARED = word_set("a an as am do he her i in is me must no on so to was were will has had he for at be")


def is_foreign(text: str) -> bool:
    """Whether most letters of ``text`` are in another script than Latin, or its function words are of another
    language and hardly one is English. Fewer than three words in Latin script are never called foreign."""
    if "¿" in text:
        return True
    letters = [char for char in text if char.isalpha()]
    latin = sum(unicodedata.name(char, "").startswith(("LATIN", "FULLWIDTH LATIN")) for char in letters)
    if letters and latin < len(letters) / 2:
        return True
    words = [token.lower for token in tokens(text)]
    if len(words) < 3:
        return False
    english = sum(word in STOP_WORDS and word not in _SHARED for word in words)
    foreign = sum(word in _FOREIGN for word in words)
    return foreign >= 2 and foreign >= 3 * english and foreign / len(words) >= 0.25
