"""Reciprocal rank fusion, and the spread of hits over articles."""

from collections.abc import Callable, Collection, Iterable, Sequence

# Cormack, Clarke, Büttcher: "Reciprocal Rank Fusion outperforms Condorcet and individual rank learning methods"
# (SIGIR 2009) take 60 and find that the value matters little.
K = 60
BEST = 2
"""By so many of its ids a group ranks: an article with two passages that match tells more than one that has one."""
SHARE = 0.5
"""What a group adds to its ids, against their own ranks. More finds more articles with the answer among the first five,
and fewer passages with it among the first ten (`python -m bench.levers`)."""


def fuse(*rankings: Sequence[str], group: Callable[[str], str] | None = None) -> list[tuple[str, float]]:
    """Ids with their fused scores, best first, ties by id; each ranking holds an id at most once, best first.

    With ``group`` (the article of a passage), an id also gets half of what its group has: in each ranking, groups rank
    by the sum of what their best two ids get. An article that both searches find counts so, in whichever of its
    passages each has found it.
    """
    scores = _reciprocal(rankings)
    if group is not None:
        of_groups = _reciprocal([_groups(ranking, group) for ranking in rankings])
        scores = {key: score + SHARE * of_groups[group(key)] for key, score in scores.items()}
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def _reciprocal(rankings: Iterable[Sequence[str]]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1.0 / (K + rank)
    return scores


def _groups(ranking: Sequence[str], group: Callable[[str], str]) -> list[str]:
    """The groups of ``ranking``, best first; of those that have the same, the one whose best id comes first."""
    scores: dict[str, list[float]] = {}
    for rank, key in enumerate(ranking, start=1):
        scores.setdefault(group(key), []).append(1.0 / (K + rank))
    return sorted(scores, key=lambda name: -sum(scores[name][:BEST]))


def spread(
    ranked: Sequence[str],
    group: Callable[[str], str],
    limit: int,
    per_group: int,
    put_off: Collection[str] = frozenset(),
) -> list[str]:
    """The first ``limit`` of ``ranked`` with at most ``per_group`` of one group and none of ``put_off``, topped up in
    order when that leaves fewer; the order of ``ranked`` is kept."""
    taken: set[str] = set()
    counts: dict[str, int] = {}
    for key in ranked:
        if len(taken) == limit:
            break
        name = group(key)
        if counts.get(name, 0) < per_group and key not in put_off:
            counts[name] = counts.get(name, 0) + 1
            taken.add(key)
    for key in ranked:
        if len(taken) >= limit:
            break
        taken.add(key)
    return [key for key in ranked if key in taken]
