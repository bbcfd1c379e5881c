"""The report as JUnit XML, one test a case.

With a gate a failure is a case that got worse; one that does not pass but did not before either is skipped with a
message, because it is not what the change did, and yet nothing that did not pass may look passed. Without a gate every
case that does not pass is a failure. What could not be graded is an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from evals.gate import Verdict
from evals.metrics import passed
from evals.types import Result, Run

# What XML 1.0 cannot hold, whatever the escaping.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(runs: Sequence[tuple[Run, Verdict | None]]) -> str:
    """All of ``runs``, a suite each."""
    root = ElementTree.Element("testsuites")
    for run, verdict in runs:
        suite = ElementTree.SubElement(root, "testsuite", name=_clean(run.name), timestamp=run.started_at.rstrip("Z"))
        outcomes = [_case(suite, result, run, verdict) for result in run.results]
        if verdict and verdict.status != "holds":
            gate = ElementTree.SubElement(suite, "testcase", classname=_clean(run.name), name="gate")
            tag = "failure" if verdict.status == "fell" else "error"
            _say(gate, tag, "; ".join(verdict.reasons))
            outcomes.append(tag)
        suite.set("tests", str(len(outcomes)))
        for tag, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            suite.set(count, str(outcomes.count(tag)))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ElementTree.Element, result: Result, run: Run, verdict: Verdict | None) -> str:
    case, repeat = result.ready.case, f" (run {result.run})" if run.runs > 1 else ""
    seconds = result.answer.timings_ms.get("total", 0.0) / 1000 if result.answer else 0.0
    entry = ElementTree.SubElement(
        suite,
        "testcase",
        classname=_clean(f"{run.name}.{case.kind}"),
        name=_clean(case.id + repeat),
        time=f"{seconds:.3f}",
    )
    tag, message = _outcome(result, verdict)
    if tag:
        _say(entry, tag, message)
    return tag


def _outcome(result: Result, verdict: Verdict | None) -> tuple[str, str]:
    score, name = result.score, result.ready.case.id
    if score.state == "could_not_grade":
        return "error", f"could not grade: {score.reason}"
    worse = [fall.what for fall in verdict.falls if fall.case == name] if verdict else []
    worse += ["no longer passes" for flip in verdict.flips if flip.case == name and not flip.better] if verdict else []
    if worse:
        return "failure", "; ".join(worse)
    if passed(score):
        return "", ""
    return ("skipped", "does not pass, as in the baseline") if verdict else ("failure", missed(result))


def missed(result: Result) -> str:
    """Why a graded case does not pass, in words."""
    case, answer = result.ready.case, result.answer
    faults = []
    if answer and answer.status not in case.status:
        faults.append(f"the status is {answer.status}, expected is {' or '.join(sorted(case.status))}")
    for fact, met in zip(case.facts, result.score.facts, strict=True):
        if fact.importance == "vital" and not met:
            faults.append(f"does not say {fact.label!r}")
        if fact.importance == "forbidden" and met:
            faults.append(f"says {fact.label!r}")
    faults += [
        f"{name.replace('_', ' ')} {ratio.part:g} of {ratio.whole:g}"
        for name in ("quote_exactness", "citation_validity")
        if (ratio := result.score.ratios.get(name)) and ratio.part < ratio.whole
    ]
    return "; ".join(faults)


def _say(entry: ElementTree.Element, tag: str, message: str) -> None:
    ElementTree.SubElement(entry, tag, message=_clean(message))


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", text)
