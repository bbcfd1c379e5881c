"""What each feature counts for: the coefficients of a logistic regression, fitted by scripts/fit_extractive.py."""

BIAS = -3.6
WEIGHTS: dict[str, float] = {
    "similarity": 2.5,
    "similarity_behind_best": 2.0,
    "coverage": 2.0,
    "coverage_around": 1.0,
    "coverage_evidence": 1.0,
    "similarity_by_coverage": 1.0,
    "pairs": 0.5,
    "names": 0.7,
    "names_around": 0.5,
    "names_absent": -2.0,
    "numbers_absent": -0.7,
    "rank": 0.3,
    "caption": -0.4,
    "heading": -0.7,
    "short": -0.7,
    "asks": -0.7,
    "few_words": -0.2,
    **{f"{kind}_missing": -2.0 for kind in ("who", "when", "where", "how_many", "how_long", "how_much", "what_said")},
    **{f"{kind}_held": 0.8 for kind in ("who", "when", "where", "how_many", "how_long", "how_much", "what_said")},
    "definition_held": 1.5,
    "definition_missing": -1.0,
    "why_held": 0.6,
    "why_missing": -0.6,
    "kind_by_coverage": 0.5,
}
THRESHOLD = 0.5
