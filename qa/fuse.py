"""Reciprocal rank fusion, and the spread of hits over articles."""

from collections.abc import Callable, Collection, Sequence

# Cormack, Clarke, Büttcher: "Reciprocal Rank Fusion outperforms Condorcet and individual rank learning methods"
# (SIGIR 2009) take 60 and find that the value matters little.
K = 60


def fuse(*rankings: Sequence[str], group: Callable[[str], str] | None = None) -> list[tuple[str, float]]:
    """Ids with their fused scores, best first, ties by id; each ranking holds an id at most once, best first.

    With ``group`` (the article of a passage), an id also gets what its group has: in each ranking, groups rank by
    their best id. An article that both searches find counts so, in whichever of its passages each has found it
    (`python -m bench.news_retrieval`).
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1.0 / (K + rank)
    if group is not None:
        of_groups = dict(fuse(*(list(dict.fromkeys(map(group, ranking))) for ranking in rankings)))
        scores = {key: score + of_groups[group(key)] for key, score in scores.items()}
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


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
