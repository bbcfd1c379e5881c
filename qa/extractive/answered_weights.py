"""What each number of ``answered`` counts for. Written by scripts/fit_answered.py: run it, do not edit."""

ANSWERED_BIAS = -0.228
ANSWERED: dict[str, float] = {
    "decision": 1.143,
    "relevance": 0.198,
    "certainty": 0.460,
    "lead": 0.310,
}
