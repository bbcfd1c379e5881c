"""What schemathesis must not draw by chance: a word for Idempotency-Key that it used for another request before is
refused, as it should be (`test_idempotency.py`)."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.hook
def before_load_schema(context: object, raw_schema: dict[str, Any]) -> None:
    """Takes the header out of the document."""
    for item in raw_schema["paths"].values():
        for operation in item.values():
            kept = [one for one in operation.get("parameters", []) if one["name"] != "Idempotency-Key"]
            operation["parameters"] = kept
