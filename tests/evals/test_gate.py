"""The gate: what it lets pass, what it stops, and when it says that it did not run."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from evals import baseline as baselines
from evals.baseline import Baseline, Rules, baseline_of
from evals.gate import Verdict, judge, updated
from evals.types import CaseScore, Result, Run
from tests.evals.builders import case, claim, forbidden, result, run_of, unanswerable, vital

FACTS = (vital("a"), vital("b"), forbidden("c"))


def graded(name: str, met: tuple[bool, ...] = (True, True, False), **fields: Any) -> Result:
    """An answerable case with two vital facts and a forbidden one, answered."""
    one = result(
        case(name, facts=FACTS, cluster=fields.pop("cluster", name)),
        claims=[claim("It says so.")],
        vital_fact_recall=(sum(met[:2]), 2),
        passed=(met == (True, True, False), 1),
        **{"wrong_refusal": (0, 1), "wrong_article": (0, 1), "quote_exactness": (1, 1), **fields},
    )
    return dataclasses.replace(one, score=dataclasses.replace(one.score, facts=met))


def declined(name: str) -> Result:
    one = graded(name, (False, False, False), wrong_refusal=(1, 1))
    return dataclasses.replace(one, answer=None)


def refusal(name: str, *, kept: bool) -> Result:
    return result(unanswerable(name), wrong_answer=(not kept, 1), passed=(kept, 1), abstention_recall=(kept, 1))


def broken(name: str) -> Result:
    return dataclasses.replace(graded(name), answer=None, score=CaseScore("could_not_grade", reason="reader_timeout"))


def base(run: Run, **rules: Any) -> Baseline:
    return baseline_of(run, rules=Rules(**rules), lowered=())


GOOD = run_of(*(graded(name) for name in "pqrstu"), refusal("v", kept=True), refusal("w", kept=True))


def changed(*results: Result, **fields: Any) -> Run:
    """GOOD with some results replaced."""
    new = {one.ready.case.id: one for one in results}
    return run_of(*(new.get(one.ready.case.id, one) for one in GOOD.results), **fields)


def test_the_same_scores_hold() -> None:
    verdict = judge(GOOD, base(GOOD))

    assert (verdict.status, verdict.exit_code) == ("holds", 0)
    assert not verdict.falls
    assert not verdict.flips


def test_without_a_baseline_the_gate_did_not_run() -> None:
    verdict = judge(GOOD, None)

    assert (verdict.status, verdict.exit_code) == ("could_not_run", 2)


def test_over_other_articles_the_gate_did_not_run() -> None:
    assert judge(changed(corpus="c1"), base(GOOD)).status == "could_not_run"


def test_a_case_that_could_not_be_graded_is_never_passed() -> None:
    verdict = judge(changed(broken("p")), base(GOOD))

    assert verdict.status == "could_not_run"
    assert verdict.reasons == ("p could not be graded: reader_timeout",)


def test_lost_vital_facts_have_a_fixed_allowance() -> None:
    two = judge(changed(graded("p", (False, True, False)), graded("q", (True, False, False))), base(GOOD))
    three = judge(changed(graded("p", (False, False, False)), graded("q", (True, False, False))), base(GOOD))

    assert (two.status, len(two.falls)) == ("holds", 2)
    assert (three.status, three.exit_code) == ("fell", 1)
    assert three.reasons == ("3 vital facts no longer stated; 2 allowed",)
    assert [(fall.case, fall.what) for fall in three.falls] == [
        ("p", "no longer says 'a'"),
        ("p", "no longer says 'b'"),
        ("q", "no longer says 'b'"),
    ]


def test_facts_gained_elsewhere_do_not_pay_for_facts_lost() -> None:
    before = base(changed(*(graded(name, (False, False, False)) for name in "qrs")))

    verdict = judge(changed(graded("p", (False, False, False)), graded("t", (False, True, False))), before)

    assert verdict.status == "fell"


def test_wrong_refusals_have_an_allowance_of_their_own() -> None:
    rules = {"lost_vital_facts": 99}

    assert judge(changed(declined("p")), base(GOOD, **rules)).status == "holds"
    verdict = judge(changed(declined("p"), declined("q")), base(GOOD, **rules))
    assert verdict.reasons == ("2 answerable questions now declined; 1 allowed",)


def test_answering_what_should_be_declined_falls_too() -> None:
    verdict = judge(changed(refusal("v", kept=False), refusal("w", kept=False)), base(GOOD))

    assert verdict.reasons == ("2 wrong answers that were not given before; 1 allowed",)


def test_saying_what_is_forbidden_is_a_wrong_answer() -> None:
    said = [graded(name, (True, True, True)) for name in "pq"]

    assert judge(changed(*said), base(GOOD)).reasons == ("2 wrong answers that were not given before; 1 allowed",)


def test_citing_wrong_articles_only_falls() -> None:
    astray = [graded(name, wrong_article=(1, 1)) for name in "pq"]

    assert judge(changed(*astray), base(GOOD)).reasons == ("2 questions that now cite wrong articles only; 1 allowed",)


@pytest.mark.parametrize("metric", ["quote_exactness", "citation_validity"])
def test_one_quote_that_is_not_exact_is_too_many(metric: str) -> None:
    ratio: dict[str, Any] = {metric: (2, 3)}
    verdict = judge(changed(graded("p", **ratio)), base(GOOD, lost_vital_facts=99))

    assert verdict.status == "fell"
    assert verdict.reasons[0].startswith("p: ")
    assert "2 of 3" in verdict.reasons[0]


def test_exactness_gates_cases_that_are_new_too() -> None:
    new = graded("new", quote_exactness=(0, 1))

    assert judge(run_of(*GOOD.results, new), base(GOOD)).status == "fell"


def test_a_case_that_is_gone_falls() -> None:
    verdict = judge(run_of(*GOOD.results[1:]), base(GOOD))

    assert verdict.reasons == ("p: the case is gone",)


def test_a_case_whose_expectations_changed_is_named_and_not_compared() -> None:
    other = dataclasses.replace(graded("p", (False, False, False)).ready.case, facts=(*FACTS, vital("d")))
    now = dataclasses.replace(graded("p", (False,) * 4), ready=dataclasses.replace(GOOD.results[0].ready, case=other))

    verdict = judge(changed(now), base(GOOD))

    assert verdict.falls == ()
    assert "p" in verdict.notes[0]


def test_flips_come_with_the_claims_before_and_after() -> None:
    worse = graded("p", (False, True, False))
    assert worse.answer
    worse = dataclasses.replace(worse, answer=dataclasses.replace(worse.answer, claims=(claim("Other."),)))

    (flip,) = judge(changed(worse), base(GOOD)).flips

    assert (flip.case, flip.better, flip.before, flip.after) == ("p", False, ("It says so.",), ("Other.",))


def large(lost: int, *, of: int = 200, cluster: int = 1) -> Run:
    """``of`` cases over many articles; the first ``lost`` lose both vital facts."""
    results = [graded(f"n{at}", (at >= lost, at >= lost, False), cluster=str(at // cluster)) for at in range(of)]
    return run_of(*results, articles=of // cluster)


def test_a_large_set_is_held_to_non_inferiority() -> None:
    """One of 200 lost is half a point; four are two points, and three points below cannot be ruled out."""
    before = base(large(0))

    assert judge(large(1), before).status == "holds"
    verdict = judge(large(4), before)
    assert verdict.status == "fell"
    assert verdict.reasons[0].startswith("vital facts stated: -2.0 points")
    assert judge(large(4), before, margin=0.05).status == "holds"


def test_losses_that_sit_in_one_article_weigh_more() -> None:
    assert judge(large(2, of=400, cluster=1), base(large(0, of=400, cluster=1))).status == "holds"
    assert judge(large(8, of=400, cluster=8), base(large(0, of=400, cluster=8))).status == "fell"


def test_wrong_refusals_of_a_large_set_are_held_to_the_margin_the_right_way_round() -> None:
    few, many = large(0), large(0)
    refused = [declined(f"n{at}") for at in range(20)]
    worse = run_of(*refused, *many.results[20:], articles=200)

    assert any("answerable, but declined: +10.0 points" in r for r in judge(worse, base(few)).reasons)
    assert judge(few, base(worse)).status == "holds"


def test_update_takes_better_scores_over() -> None:
    before = base(changed(graded("p", (False, True, False))), lost_vital_facts=7)

    after = updated(GOOD, before)

    assert isinstance(after, Baseline)
    assert after.cases["p"].facts == (True, True, False)
    assert after.rules.lost_vital_facts == 7
    assert after.lowered == ()


def test_update_refuses_worse_scores_without_a_reason_however_small() -> None:
    worse = changed(graded("p", (True, False, False)))

    refused = updated(worse, base(GOOD))

    assert isinstance(refused, Verdict)
    assert refused.exit_code == 1
    assert "p: no longer says 'b'" in refused.reasons


def test_a_lower_figure_is_worse_even_when_no_case_fell() -> None:
    refused = updated(changed(graded("p", mrr=(0.5, 1))), base(changed(graded("p", mrr=(1, 1)))))

    assert isinstance(refused, Verdict)
    assert any("MRR" in reason for reason in refused.reasons)


def test_a_reason_lowers_the_baseline_and_stays_in_it() -> None:
    worse = changed(graded("p", (True, False, False)))

    after = updated(worse, base(GOOD), reason="the article was corrected")

    assert isinstance(after, Baseline)
    assert [(one.reason, one.cases) for one in after.lowered] == [("the article was corrected", ("p",))]
    again = updated(worse, after)
    assert isinstance(again, Baseline)
    assert again.lowered == after.lowered


def test_no_reason_takes_quotes_over_that_are_not_exact() -> None:
    refused = updated(changed(graded("p", quote_exactness=(0, 1))), base(GOOD), reason="never mind")

    assert isinstance(refused, Verdict)


def test_a_first_update_makes_the_baseline() -> None:
    assert isinstance(updated(GOOD, None), Baseline)


def test_a_baseline_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "baseline.json"
    first = updated(changed(graded("p", (True, False, False))), base(GOOD), reason='"because" – so')
    assert isinstance(first, Baseline)
    kept = {"mine": {"extractive": first, "openai m": base(GOOD)}, "other": {"extractive": base(GOOD)}}

    baselines.save(path, kept)

    assert baselines.load(path) == kept
    assert sum(line.startswith('"p": ') for line in path.read_text(encoding="utf-8").splitlines()) == 3


def test_a_missing_file_holds_no_baseline_and_a_broken_one_is_an_error(tmp_path: Path) -> None:
    from qa.errors import ConfigError

    assert baselines.load(tmp_path / "none.json") == {}
    for text in ("{", "[]", '{"format": 2, "baselines": {}}', '{"format": 1, "baselines": {"a": {"b": {}}}}'):
        (tmp_path / "bad.json").write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError):
            baselines.load(tmp_path / "bad.json")


def test_texts_of_benchmarks_are_not_kept() -> None:
    assert base(GOOD).cases["p"].claims == ("It says so.",)
    assert base(changed(own=False)).cases["p"].claims == ()


def test_repeats_count_by_majority() -> None:
    def thrice(*mets: tuple[bool, ...]) -> Run:
        return run_of(*(dataclasses.replace(graded("p", met), run=at) for at, met in enumerate(mets, 1)))

    had, lost = (True, True, False), (False, True, False)
    before = base(thrice(had, had, had), lost_vital_facts=0)

    assert judge(thrice(lost, had, had), before).status == "holds"
    assert judge(thrice(had, lost, lost), before).status == "fell"


def test_a_change_of_prompt_is_said_where_a_model_reads() -> None:
    now = changed(prompts={"read": "p1"}, reader="openai gpt")

    assert "Prompts changed since the baseline: read." in judge(now, base(GOOD)).notes
    assert judge(changed(prompts={"read": "p1"}), base(GOOD)).notes == ()
