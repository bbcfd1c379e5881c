"""Which events the articles date for questions that take their time from one, and what narrowing by it costs.

    QA_BENCH_DIR=… python -m bench.events DATA [--half report|fit] [--limit N]

DATA is the data folder of an installation that has taken in RealTime QA's articles. Of its quiz questions those with
such a phrase ("after the attack on …"), with the time cut of `bench.news_answers`: prints each event with the days
found and the sentence that gives them, to be judged by hand, how many are dated, the processor time of that, and in how
many the answer stands in the passages found with and without the range.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.news_answers import Asked, Searches, first_found, questions
from bench.reading_sets import contains
from qa.adapters.minilm import MiniLM
from qa.adapters.sqlite import SqliteStore
from qa.app import STORE_FILE
from qa.period import happening, within
from qa.question import understand
from qa.retrieve import Retrieval, retrieve
from qa.types import Filters, Question
from qa.when import when


async def measure(options: argparse.Namespace) -> None:
    """Prints each event, and the figures."""
    folder = Path(os.environ["QA_BENCH_DIR"]) / "realtimeqa"
    store = SqliteStore(options.data / STORE_FILE)
    since = await first_found(store, folder)
    newest = max(moment for moment in since.values() if moment != "9999")
    searches = Searches(store, since, {})
    retrieval = Retrieval(MiniLM(), searches, searches)
    asked = [one for one in questions(folder, options.half, newest) if happening(one.text, understand(one.text).names)]
    dated, spent, with_range, without = 0, [], [], []
    for one in asked[: options.limit]:
        searches.now = one.moment
        question = Question(one.text, f"{one.day.replace('/', '-')}T23:59:59Z")
        query, start = understand(one.text), time.thread_time()
        found = await when(question, query, retrieval, store)
        spent.append(time.thread_time() - start)
        notice = next((n for n in found.notices if n.kind == "dated_event"), None)
        if notice is None or found.period is None:
            print(f"    -  {one.text[:140]}")
            continue
        dated += 1
        print(f"  {found.period.from_ or '…'} to {found.period.to or '…'}  {one.text[:140]} ({one.day})")
        first = notice.citations[0]
        print(f"        {notice.text} {first.published_at} | {' '.join(first.quote.split())[:200]}")
        narrowed = within(Filters(), found.narrows, question.asked_at)
        without.append(await _holds(one, question, retrieval))
        with_range.append(await _holds(one, replace(question, filters=narrowed), retrieval))
    await store.close()
    print(f"{len(spent)} of {len(asked)} questions with an event: {dated} dated; {1000 * np.mean(spent):.0f} ms each")
    print(f"answer in the passages of those dated: without the range {sum(without)}, with it {sum(with_range)}")


async def _holds(asked: Asked, question: Question, retrieval: Retrieval) -> bool:
    found = await retrieve(question, understand(question.text).words, retrieval)
    return any(contains(hit.passage.text, answer) for hit in found.hits for answer in asked.answers)


def main() -> None:
    """Reads the options and measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", choices=("report", "fit"), default="report")
    parser.add_argument("--limit", type=int, default=10_000)
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
