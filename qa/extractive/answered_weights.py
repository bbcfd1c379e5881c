"""What each number of ``answered`` counts for. Written by scripts/fit_answered.py: run it, do not edit."""

ANSWERED_BIAS = -0.189
ANSWERED: dict[str, float] = {
    "decision": 2.070,
    "relevance": 0.672,
    "certainty": 0.323,
    "lead": 0.049,
}
