"""Makes an index forget what was purged: Chroma frees nothing that it deletes, so the generation goes as a whole."""

from __future__ import annotations

import time
from pathlib import Path

from qa.adapters.chroma.generation import Generations
from qa.adapters.ownership import Ownership
from qa.errors import StoreBusyError

REQUEST = "forget"
"""A file in the index folder that asks the owner to throw away what is there, and to build it anew."""

_PAUSE = 0.05


def forget(folder: Path, seconds: float = 60.0) -> None:
    """Returns when no file in ``folder`` is older than this call; an owner builds its index anew then.

    StoreBusyError when the owner does not get to it within ``seconds``; it will.
    """
    if not folder.is_dir():
        return
    request = folder / REQUEST
    request.touch()
    deadline = time.monotonic() + seconds
    while request.exists():
        ownership = Ownership.acquire(folder)
        if ownership is not None:
            try:
                Generations(folder).discard_all()
                request.unlink(missing_ok=True)
            finally:
                ownership.release()
            return
        if time.monotonic() > deadline:
            message = "The process that holds the index has not thrown it away yet."
            raise StoreBusyError(message, next_step="Purge it once more in a minute, to be sure.")
        time.sleep(_PAUSE)
