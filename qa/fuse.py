"""Reciprocal rank fusion, and the spread of hits over articles."""

from collections.abc import Callable, Sequence

# Cormack, Clarke, Büttcher: "Reciprocal Rank Fusion outperforms Condorcet and individual rank learning methods"
# (SIGIR 2009) take 60 and find that the value matters little.
K = 60


def fuse(*rankings: Sequence[str]) -> list[tuple[str, float]]:
    """Ids with their fused scores, best first, ties by id; each ranking holds an id at most once, best first."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1.0 / (K + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def spread(ranked: Sequence[str], group: Callable[[str], str], limit: int, per_group: int) -> list[str]:
    """The first ``limit`` of ``ranked`` with at most ``per_group`` of one group, topped up in order when that leaves
    fewer; the order of ``ranked`` is kept."""
    taken: set[str] = set()
    counts: dict[str, int] = {}
    for key in ranked:
        if len(taken) == limit:
            break
        name = group(key)
        if counts.get(name, 0) < per_group:
            counts[name] = counts.get(name, 0) + 1
            taken.add(key)
    for key in ranked:
        if len(taken) >= limit:
            break
        taken.add(key)
    return [key for key in ranked if key in taken]
