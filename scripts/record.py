"""Records the stand-in's replies to the cases on the demonstration articles: `python -m scripts.record [OPTIONS]`.

Further options go to `qa eval --record`. Needed after a change of a prompt, of the articles, of the cases or of what is
retrieved; replies that nothing asks for any more are dropped.
"""

import os
import sys
import threading

from qa.cli import main
from scripts import stand_in_model


def record(options: list[str]) -> None:
    """Runs `qa eval --record` beside the server, and exits as it does."""
    with stand_in_model.serve() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        os.environ["OPENAI_BASE_URL"] = f"http://127.0.0.1:{stand_in_model.PORT}/v1"
        os.environ["QA_MODEL"] = stand_in_model.MODEL
        try:
            main(["eval", "--record", *options])
        finally:
            server.shutdown()


if __name__ == "__main__":
    record(sys.argv[1:])
