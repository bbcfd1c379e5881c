"""Makes an index forget what was purged: Chroma frees nothing that it deletes, so the generation goes as a whole."""

from __future__ import annotations

import time
from pathlib import Path

from qa.adapters.chroma.generation import Generations
from qa.adapters.ownership import Ownership
from qa.errors import StoreBusyError

REQUEST = "forget"
"""A file in the index folder that asks the owner to build a new generation and throw the old one away."""

_PAUSE = 0.05


def forget(folder: Path, seconds: float = 60.0) -> None:
    """Returns when no file in ``folder`` is older than this call. Blocks while an owner builds its index anew.

    StoreBusyError when that takes longer than ``seconds``: the owner goes on with it.
    """
    if not folder.is_dir():
        return
    request = folder / REQUEST
    request.touch()
    deadline = time.monotonic() + seconds
    while request.exists():
        ownership = Ownership.acquire(folder)
        if ownership is not None:
            Generations(folder).discard_all()
            request.unlink(missing_ok=True)
            ownership.release()
            return
        if time.monotonic() > deadline:
            message = "The index is still being made anew by the process that holds it."
            raise StoreBusyError(message, next_step="Look again in a minute: `qa doctor` says when it is done.")
        time.sleep(_PAUSE)
