"""`python -m bench [NAME ...]`: runs the measurements, all of them without a name, one after the other.

Those over a whole installation share one in `.bench/news`, which `ingest` fills: most of an hour the first
time, and where it was stopped it goes on.
"""

import subprocess
import sys
from collections.abc import Mapping, Sequence

PLACE = ".bench/news"
NAMES: Mapping[str, Sequence[str]] = {
    "ingest": ("0", PLACE),
    "latency": (f"{PLACE}/data",),
    "news_retrieval": (f"{PLACE}/data",),
    "levers": (f"{PLACE}/data", "--read"),
    "news_answers": (f"{PLACE}/data",),
    "events": (f"{PLACE}/data",),
    "embedding": (),
    "extraction": (),
    "segmenters": (),
    "copies": (),
    "passage_sizes": (),
    "text_search": (),
    "reading": (),
    "prompt_tokens": (),
    "follow_up": (),
    "asking": (),
    "newsroom": (),
    "yes_no": (),
    "abstention": (),
    "far": (),
    "verify": (),
    "deeds": (),
    "support": (),
    "corroborate": (),
    "disagree": (),
    "disagree_pairs": (),
    "premise": (),
    "injection": (),
    "vector_index": (),
    "http": (),
    "slack": (),
}


def main(names: list[str]) -> int:
    """Runs each measurement in a process of its own; 1 when one failed, 2 for a name that there is not."""
    if unknown := set(names) - set(NAMES):
        print(f"no such measurement: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    failed = []
    for name in names or NAMES:
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{name}", *NAMES[name]], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
