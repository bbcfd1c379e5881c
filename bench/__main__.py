"""`python -m bench [NAME ...]`: runs the measurements, all of them without a name, one after the other."""

import subprocess
import sys

NAMES = (
    "embedding",
    "extraction",
    "segmenters",
    "passage_sizes",
    "text_search",
    "news_retrieval",
    "reading",
    "prompt_tokens",
    "abstention",
    "vector_index",
    "verify",
    "http",
    "slack",
)


def main(names: list[str]) -> int:
    """Runs each measurement in a process of its own; 1 when one failed, 2 for a name that there is not."""
    if unknown := set(names) - set(NAMES):
        print(f"no such measurement: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    failed = []
    for name in names or NAMES:
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
