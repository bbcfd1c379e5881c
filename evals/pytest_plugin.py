"""Each case a pytest test: `pytest cases.jsonl --qa-articles articles`. Does nothing unless --qa-articles is given.

A case that does not pass fails, with what is missing and what was answered; with ``--qa-baseline`` one that did not
pass there either is an expected failure. One that cannot be graded is an error. Loaded with every pytest run, so this
module imports nothing of weight before it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.titles import heading

if TYPE_CHECKING:
    from evals.asker import Asker
    from evals.baseline import Baselines
    from evals.types import Case, Result

_ASKERS = pytest.StashKey["dict[Path, Asker]"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options; without --qa-articles nothing else here does anything."""
    group = parser.getgroup("On the Record", "answer quality, a test a case")
    group.addoption("--qa-articles", metavar="FOLDER", help="Articles that the .jsonl files of cases are about.")
    group.addoption("--qa-baseline", metavar="FILE", help="Cases that do not pass in this baseline may go on failing.")
    group.addoption("--qa-recordings", metavar="FILE", help="Answer from these recorded replies; never calls out.")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Files of cases, when there are articles to ask about."""
    if file_path.suffix != ".jsonl" or not parent.config.getoption("--qa-articles"):
        return None
    return CasesFile.from_parent(parent, path=file_path)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Closes what answered."""
    for asker in config.stash.get(_ASKERS, {}).values():
        asker.close()


class CasesFile(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """A test for each case, in order; a line that cannot be used is a collection error that names it."""
        from evals import baseline, cases
        from qa.errors import QAError

        known = self.config.getoption("--qa-baseline")
        try:
            found = cases.load(self.path)
            accepted = baseline.load(Path(known)) if known else {}
        except QAError as error:
            raise self.CollectError(str(error)) from error
        for case in found:
            item: CaseItem = CaseItem.from_parent(self, name=case.id, case=case, accepted=accepted)
            item.extra_keyword_matches.add(case.kind)
            yield item

    def asker(self) -> Asker:
        """What answers for this file: the articles are taken in once a process."""
        from evals.asker import Asker

        askers = self.config.stash.setdefault(_ASKERS, {})
        if self.path not in askers:
            recordings = self.config.getoption("--qa-recordings")
            articles = self.config.invocation_params.dir / self.config.getoption("--qa-articles")
            askers[self.path] = Asker(articles, recordings=Path(recordings) if recordings else None)
        return askers[self.path]


class CaseItem(pytest.Item):
    """One case. `-k` finds it by its id and by its kind."""

    parent: CasesFile

    def __init__(self, *, case: Case, accepted: Baselines, **others: object) -> None:
        super().__init__(**others)  # type: ignore[arg-type]  # pytest's own
        self.case = case
        self.accepted = accepted
        self.result: Result | None = None

    def setup(self) -> None:
        """Asks. What cannot be graded is an error of the set-up, as pytest tells errors from failures."""
        from qa.errors import QAError

        try:
            asker = self.parent.asker()
            self.result = asker.ask(self.case)
        except QAError as error:
            pytest.fail(f"could not grade: {error}", pytrace=False)
        if self.result.score.state != "graded":
            pytest.fail(f"could not grade: {self.result.score.reason}", pytrace=False)
        if self._failed_before(asker.reader):
            self.add_marker(pytest.mark.xfail(reason="does not pass in the baseline either", strict=False))

    def runtest(self) -> None:
        """Passes when the case is passed."""
        from evals.metrics import passed

        if self.result and not passed(self.result.score):
            pytest.fail(self._told(self.result), pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The case's own line."""
        return self.path, int(self.case.origin.rpartition(":")[2]) - 1, self.case.id

    def _failed_before(self, reader: str) -> bool:
        from evals.baseline import hash_of

        before = self.accepted.get(self.path.stem, {}).get(reader)
        outcome = before.cases.get(self.case.id) if before else None
        return outcome is not None and outcome.expects == hash_of(self.case) and not outcome.passed

    def _told(self, result: Result) -> str:
        from evals.reports.junit import missed

        lines = [self.case.question, missed(result), ""]
        answer = result.answer
        for claim in answer.claims if answer else ():
            lines.append(f"  {claim.text}")
            for citation in claim.citations:
                name = heading(citation.title, withheld=citation.title_withheld) or citation.article_id
                lines.append(f"    {name}: “{citation.quote}”")
        if answer and not answer.claims:
            lines.append(f"  declined: {answer.status}")
        return "\n".join(lines)
