"""A question as the sentences of one evidence are compared with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.extractive.pool import Pool, key
from qa.types.query import Query
from qa.words import Token, tokens

NAME_COUNTS = 1.5  # a name that is missing says more than another rare word


@dataclass(frozen=True, slots=True)
class Asked:
    """``keys`` are those of the content words, in order; ``weights`` what each of them counts for among these
    sentences; ``names`` the keys of each name; ``numbers`` those of figures; ``all`` those of every word."""

    query: Query
    keys: tuple[str, ...]
    weights: Mapping[str, float]
    names: tuple[frozenset[str], ...]
    numbers: frozenset[str]
    all: frozenset[str]

    @property
    def name_keys(self) -> frozenset[str]:
        """The keys of all names together."""
        return frozenset().union(*self.names)


def asked(query: Query, pool: Pool) -> Asked:
    """``query`` beside the sentences of ``pool``."""
    every = tokens(query.text)
    wanted = set(query.words)
    content = [word for word in every if word.lower in wanted]
    keys = tuple(dict.fromkeys(key(word) for word in content))
    names = _names(query, content, pool)
    inside = frozenset().union(*names)
    return Asked(
        query=query,
        keys=keys,
        weights={k: pool.rarity(k) * (NAME_COUNTS if k in inside else 1.0) for k in keys},
        names=names,
        numbers=frozenset(key(word) for word in content if word.is_number),
        all=frozenset(key(word) for word in every),
    )


def _names(query: Query, content: list[Token], pool: Pool) -> tuple[frozenset[str], ...]:
    """The question's names; in a question without capitals, the words that the evidence writes with a capital and
    never without."""
    if query.names:
        runs = [frozenset(key(word) for word in tokens(name) if not word.is_stop) for name in query.names]
        return tuple(run for run in runs if run)
    return tuple(frozenset({key(word)}) for word in content if key(word) in pool.capitals - pool.lowers)
