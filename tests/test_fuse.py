"""Reciprocal rank fusion and the spread over articles."""

from hypothesis import given
from hypothesis import strategies as st

from qa.fuse import fuse, spread


def test_what_both_rankings_hold_comes_before_what_one_holds() -> None:
    assert [key for key, _ in fuse(["a", "b"], ["c", "b"])] == ["b", "a", "c"]


def test_the_score_is_the_sum_of_reciprocal_ranks_plus_sixty() -> None:
    assert dict(fuse(["a"], ["b", "a"])) == {"a": 1 / 61 + 1 / 62, "b": 1 / 61}


def test_ties_break_by_id() -> None:
    assert [key for key, _ in fuse(["b"], ["a"])] == ["a", "b"]


def test_no_group_takes_more_than_its_share() -> None:
    assert spread(["a1", "a2", "a3", "b1"], lambda key: key[0], limit=3, per_group=2) == ["a1", "a2", "b1"]


def test_places_left_over_go_to_the_best_of_the_rest() -> None:
    assert spread(["a1", "a2", "a3"], lambda key: key[0], limit=3, per_group=1) == ["a1", "a2", "a3"]


@given(st.lists(st.text("ab12", min_size=2, max_size=4), unique=True), st.integers(0, 9), st.integers(1, 9))
def test_spread_fills_the_limit_and_keeps_the_order(ranked: list[str], limit: int, per_group: int) -> None:
    chosen = spread(ranked, lambda key: key[0], limit, per_group)
    assert len(chosen) == min(limit, len(ranked))
    assert chosen == [key for key in ranked if key in chosen]


def test_a_group_that_both_rankings_find_goes_before_one_that_one_of_them_finds() -> None:
    dense, text = ["a.1", "b.1", "c.1"], ["d.1", "b.2", "e.1"]
    alone = [key for key, _ in fuse(dense, text)]
    together = [key for key, _ in fuse(dense, text, group=lambda key: key[0])]
    assert alone[:2] == ["a.1", "d.1"]
    assert together[:2] == ["b.1", "b.2"]


def test_a_group_with_two_that_match_goes_before_one_whose_only_one_matches_a_little_better() -> None:
    rankings = ["c.1", "a.1", "b.1", "b.2"], ["c.1", "b.1", "a.1"]
    assert [key for key, _ in fuse(*rankings)][:3] == ["c.1", "a.1", "b.1"]
    assert [key for key, _ in fuse(*rankings, group=lambda key: key[0])][:3] == ["c.1", "b.1", "a.1"]


def test_no_group_ranks_by_more_than_two() -> None:
    ranking = ["a.1", "a.2", *(f"b.{n}" for n in range(40))]
    together = [key for key, _ in fuse(ranking, group=lambda key: key[0])]
    assert together[0] == "a.1"


def test_without_groups_to_share_the_order_is_the_same() -> None:
    rankings = ["a", "b", "c"], ["c", "d"]
    alone, grouped = fuse(*rankings), fuse(*rankings, group=lambda key: key)
    assert [key for key, _ in grouped] == [key for key, _ in alone]


def test_what_is_put_off_is_taken_only_when_places_are_left() -> None:
    ranked = ["a1", "a2", "b1", "c1"]
    assert spread(ranked, lambda key: key[0], 2, 4, {"a2", "b1"}) == ["a1", "c1"]
    assert spread(ranked, lambda key: key[0], 3, 4, {"a2", "b1"}) == ["a1", "a2", "c1"]
