"""Offices: "the Russian president" and "the president of Russia" mean whom an article calls "Russian President Vladimir
Putin" or "President Vladimir Putin of Russia", and nobody else."""

from collections.abc import Iterator, Sequence

from qa.verify.name_words import TITLES
from qa.verify.vocabulary import Item, Vocabulary, forms

_LOOKED_AT = 100  # occurrences of a title
_LONGEST = 4  # words of a name


def means_one_cited(text: Sequence[Item], place: int, cited: Vocabulary, articles: Sequence[Vocabulary]) -> bool:
    """Whether the country at ``place`` of a claim stands beside a title ("the Russian president"), and an article gives
    both to somebody whom the cited sentences name."""
    title = _title_beside(text, place)
    if title is None:
        return False
    country = forms(text[place].base)
    return any(
        any(word in cited.places for word in names)
        for article in articles
        for names in _holders(title, country, article)
    )


def _title_beside(text: Sequence[Item], place: int) -> str | None:
    following = text[place + 1] if place + 1 < len(text) else None
    if following and following.gap == " " and following.base in TITLES:
        return following.base
    if place > 1 and text[place - 1].base == "of" and text[place - 2].base in TITLES:
        return text[place - 2].base
    return None


def _holders(title: str, country: set[str], article: Vocabulary) -> Iterator[list[str]]:
    """The words of each name that the article puts behind ``title`` with ``country`` before or behind it."""
    for number, place in article.places.get(title, ())[:_LOOKED_AT]:
        text = article.texts[number]
        names = []
        for item in text[place + 1 : place + 1 + _LONGEST]:
            if item.gap != " " or not item.is_capital:
                break
            names.append(item.base)
        behind = text[place + len(names) + 1 : place + len(names) + 3]
        owned = place > 0 and not country.isdisjoint(forms(text[place - 1].base))
        of_it = len(behind) == 2 and behind[0].base == "of" and not country.isdisjoint(forms(behind[1].base))
        if names and (owned or of_it):
            yield names
