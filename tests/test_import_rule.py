"""Imports go one way: types, errors, ids ← ports ← steps ← flows ← adapters ← app ← {api, evals} ← cli."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# What a module may import is a layer of a lower number, or its own layer where that is marked below.
LAYERS = {
    "qa.types": 0,
    "qa.errors": 0,
    "qa.ids": 0,
    "qa.resources": 1,
    "qa.ports": 1,
    "qa.operating": 1,
    "qa.sourcing": 1,
    # steps: everything in qa that is not named here is one
    "qa.ask": 3,
    "qa.ingest": 3,
    "qa.reindex": 3,
    "qa.adapters": 4,
    "qa.settings": 5,
    "qa.app": 5,
    "api": 6,
    "evals": 6,
    "qa.cli": 7,
}
STEP = 2
SAME_LAYER = {0, 2, 4, 5, 7}  # api and evals never import each other, the flows neither
HEAVY = {
    "llama_index": "qa.adapters",
    "chromadb": "qa.adapters",
    "openai": "qa.adapters",
    "sqlite3": "qa.adapters",
    "psycopg": "qa.adapters",
    "onnxruntime": "qa.adapters",
    "tokenizers": "qa.adapters",
    "fastapi": "api",
    "starlette": "api",
    "slack_bolt": "api",
    "slack_sdk": "api",
    "mcp": "api",
}


def modules() -> Iterator[tuple[str, Path]]:
    for package in ("qa", "api", "evals"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(path: Path) -> Iterator[str]:
    """Every module that ``path`` imports, wherever in the file, but for type checking only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def layer(module: str) -> int | None:
    """The layer of one of our modules; ``None`` for the bare package and for what is not ours."""
    for name, number in LAYERS.items():
        if within(module, name):
            return number
    return STEP if module.startswith("qa.") else None


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=str)
def test_a_module_imports_only_what_stands_below_it(module: str, path: Path) -> None:
    own = layer(module)
    for imported in imports(path):
        theirs = layer(imported)
        if own is None or theirs is None or within(imported, module) or within(module, imported):
            continue
        package = any(within(module, name) and within(imported, name) for name in ("api", "evals"))
        same = own == theirs and (own in SAME_LAYER or package)
        assert theirs < own or same, f"{module} imports {imported}"


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=str)
def test_heavy_libraries_are_named_in_their_place_only(module: str, path: Path) -> None:
    for imported in imports(path):
        library = imported.split(".")[0]
        if library in HEAVY:
            assert within(module, HEAVY[library]), f"{module} imports {library}"


def test_the_rule_sees_a_wrong_import(tmp_path: Path) -> None:
    """A check that cannot fail is a defect."""
    wrong = tmp_path / "fuse.py"
    wrong.write_text("def f():\n    from qa.adapters.minilm import MiniLM\n    import sqlite3\n", encoding="utf-8")
    found = set(imports(wrong))
    assert {"qa.adapters.minilm", "sqlite3"} <= found
    assert layer("qa.fuse") == STEP
    assert layer("qa.adapters.minilm") == LAYERS["qa.adapters"]
