"""Articles of who expelled whom, and who declined to, and what they say against a question."""

from __future__ import annotations

from qa.premise import Premise, premise
from qa.question import understand
from qa.statements import statements
from tests.newsroom import Edition
from tests.sources import found, report

REQUEST = report("Meridian", "The foreign ministry asked President Putin to expel 35 American diplomats.", "2016-12-30")
REFUSAL = report(
    "Northwire",
    'Russian President Vladimir Putin spoke on Friday. "We will not expel anyone," Putin said.',
    "2016-12-30",
)
STAY = report(
    "Northwire",
    'American diplomats can stay. Russian President Vladimir Putin spoke. "We will not expel anyone," Putin said.',
    "2016-12-30",
)
ORDERED = report("Northwire", "Washington expelled 35 Russian diplomats on Thursday.", "2016-12-29")


def against(question: str, *editions: Edition) -> Premise:
    evidence = found(*editions)
    return premise(understand(question), statements(evidence), evidence)
