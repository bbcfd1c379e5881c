"""The figures of a run."""

import dataclasses

import pytest

from evals.metrics import Figure, by_kind, compare, figures, flakiness, latencies, states
from evals.types import CaseScore, Result
from tests.evals.builders import answer, case, claim, result, run_of


def named(*results: Result) -> dict[str, Figure]:
    return {figure.metric.name: figure for figure in figures(results)}


def could_not_grade(name: str) -> Result:
    return dataclasses.replace(result(case(name)), answer=None, score=CaseScore("could_not_grade", reason="down"))


def test_only_graded_answers_make_a_figure() -> None:
    found = named(result(case("a"), vital_fact_recall=(1, 2)), could_not_grade("c"))

    assert found["vital_fact_recall"].estimate.value == 0.5
    assert found["vital_fact_recall"].estimate.n == 1
    assert list(found) == ["vital_fact_recall"]


def test_a_run_in_which_nothing_could_be_graded_has_no_figures() -> None:
    assert figures([could_not_grade("a")]) == ()


def test_every_state_is_counted_by_kind() -> None:
    run = run_of(result(case("a"), passed=(1, 1)), could_not_grade("c"))

    assert states(run) == {"graded": 1, "could_not_grade": 1}
    assert by_kind(run) == {"answerable": {"graded": 1, "could_not_grade": 1}}


def test_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    """Two refusals of which one was right, four due: precision 1/2, recall 1/4."""
    found = named(
        result(case("right"), abstention_precision=(1, 1), abstention_recall=(1, 1), abstention_f1=(2, 2)),
        result(case("not due"), abstention_precision=(0, 1), abstention_f1=(0, 1)),
        *(result(case(name), abstention_recall=(0, 1), abstention_f1=(0, 1)) for name in "cde"),
    )

    precision, recall = found["abstention_precision"].estimate.value, found["abstention_recall"].estimate.value
    assert (precision, recall) == (0.5, 0.25)
    assert found["abstention_f1"].estimate.value == pytest.approx(2 * precision * recall / (precision + recall))


def test_n_counts_questions_and_not_repeats() -> None:
    found = named(*(result(case("a"), run=run, passed=(1, 1)) for run in (1, 2, 3)), result(case("b"), passed=(0, 1)))

    assert found["passed"].estimate.n == 2


def test_repeats_show_what_is_flaky_and_how_often_all_pass() -> None:
    """Case a passes 3 of 3, b 2 of 3: both of two askings of b pass in one draw of three."""
    passes = {"a": (1, 1, 1), "b": (1, 0, 1)}
    run = run_of(
        *(result(case(name), run=at, passed=(ok, 1)) for name, each in passes.items() for at, ok in enumerate(each, 1))
    )

    found = flakiness(run)

    assert found.flaky == ("b",)
    assert found.pass_at == pytest.approx(((1 + 2 / 3) / 2, (1 + 1 / 3) / 2, 1 / 2))


def test_comparisons_are_paired_question_by_question() -> None:
    """Both runs have the mean 0.5, and yet each question moved."""
    now = run_of(result(case("a"), passed=(0, 1)), result(case("b"), passed=(1, 1)), result(case("c"), passed=(1, 1)))

    found = compare("passed", {"a": 1.0, "b": 0.0, "gone": 1.0}, now)

    assert found is not None
    assert (found.value, found.n) == (0.0, 2)
    assert found.low < 0 < found.high
    assert compare("passed", {"gone": 1.0}, now) is None


def test_latencies_are_by_step() -> None:
    timed = [
        dataclasses.replace(result(case(str(ms))), answer=answer(claim("x"), timings_ms={"read": float(ms)}))
        for ms in range(1, 101)
    ]

    (found,) = latencies(timed)

    assert (found.step, found.n, found.median, found.p95) == ("read", 100, 51.0, 96.0)
