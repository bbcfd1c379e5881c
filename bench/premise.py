"""How often a question that its passage answers is taken for one with a false premise.

    QA_BENCH_DIR=... python -m bench.premise

SQuAD 2.0 and CLAP NQ, each question with its passage and two others. A denial that is found where the passage answers
is an alarm; it is false unless the denial is itself (part of) the marked answer.
"""

from bench.reading_sets import bench
from qa.premise import premise
from qa.question import understand
from qa.statements import statements


def main() -> None:
    """Prints the table."""
    for name in ("squad2", "clapnq"):
        answerable = [one for one in bench(name) if one.gold]
        false = alarms = 0
        for one in answerable:
            found = premise(understand(one.question), statements(one.evidence), one.evidence)
            if found.drafts:
                alarms += 1
                wrong = not set(found.drafts[0].labels) & one.gold
                false += wrong
                print(f"    {'false' if wrong else 'right'}: {one.question} -> {found.drafts[0].text[:140]}")
        print(f"{name}: {alarms} alarms, {false} false, in {len(answerable)} questions that are answered")


if __name__ == "__main__":
    main()
