"""What each number of ``answered`` counts for. Written by scripts/fit_answered.py: run it, do not edit."""

ANSWERED_BIAS = -0.769
ANSWERED: dict[str, float] = {
    "decision": 1.418,
    "relevance": 0.738,
    "certainty": 0.276,
    "nearest": 1.059,
    "words": 0.191,
}
