"""`import qa` and `qa --help` stay light: the heavy libraries load when first used."""

import subprocess
import sys

import pytest

HEAVY = {"llama_index", "chromadb", "openai", "onnxruntime", "tokenizers", "numpy", "pydantic", "sqlite3", "rich"}


@pytest.mark.parametrize("statement", ["import qa", "import qa.cli", "from qa.cli import main"])
def test_no_heavy_library_is_loaded(statement: str) -> None:
    script = f"{statement}\nimport sys\nprint(*sorted({HEAVY!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_help_loads_none_of_them() -> None:
    script = (
        "import sys\nfrom qa.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as stop:\n    assert not stop.code\n"
        f"print('LOADED', *sorted({HEAVY!r} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("LOADED")
