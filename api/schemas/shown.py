"""What the service sends: exactly the documented keys."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Shown(BaseModel):
    """What the service sends: exactly these keys."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
