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
    sentences; ``names`` the keys of each name; ``numbers`` those of figures; ``speaker`` those of the one whose words
    are asked for; ``all`` those of every word."""

    query: Query
    keys: tuple[str, ...]
    weights: Mapping[str, float]
    names: tuple[frozenset[str], ...]
    numbers: frozenset[str]
    speaker: frozenset[str]
    all: frozenset[str]

    @property
    def name_keys(self) -> frozenset[str]:
        """The keys of all names together."""
        return frozenset().union(*self.names)

    def names_known(self, pool: Pool) -> bool:
        """Whether each name stands somewhere in the evidence, at least in part. Of 106 quiz questions with the news
        article that answers, one has a name that is nowhere in it."""
        return all(name & pool.known for name in self.names)

    @property
    def topic(self) -> dict[str, float]:
        """The weights of what is asked about those whom the question names."""
        return {k: weight for k, weight in self.weights.items() if k not in self.name_keys | self.speaker}

    @property
    def is_bare(self) -> bool:
        """Whether it names someone or something and says nothing about it ("What did X say?", "What is X?")."""
        return set(self.keys) <= self.name_keys | self.speaker or len(self.keys) == 1


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
        speaker=frozenset(key(word) for word in tokens(query.speaker or "") if not word.is_stop),
        all=frozenset(key(word) for word in every),
    )


def _names(query: Query, content: list[Token], pool: Pool) -> tuple[frozenset[str], ...]:
    """The question's names; in a question without capitals, the words that the evidence writes with a capital and
    never without."""
    if query.names:
        runs = [frozenset(key(word) for word in tokens(name) if not word.is_stop) for name in query.names]
        return tuple(run for run in runs if run)
    return tuple(frozenset({key(word)}) for word in content if key(word) in pool.capitals - pool.lowers)
