"""The built wheel works without the source tree: its prompts, its demonstration articles and its model are in it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    (found,) = folder.glob("ontherecord-*.whl")
    return found


def test_the_wheel_holds_its_data_and_nothing_of_the_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "qa/_data/prompts/read.md" in names
    assert len([name for name in names if name.startswith("qa/_data/seeds/") and name.endswith(".yaml")]) == 14
    assert any(name.startswith("qa/models/") and name.endswith(".onnx") for name in names)
    data = {
        "qa/py.typed",
        "evals/reports/html/report.css",
        "evals/cases/seeds.jsonl",
        "evals/cases/schema.json",
        "api/page/static/index.html",
    }
    assert data <= set(names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    points = next(name for name in names if name.endswith("entry_points.txt"))
    assert "[pytest11]\nontherecord = evals.pytest_plugin" in zipfile.ZipFile(wheel).read(points).decode()
    assert not [name for name in names if name.startswith(("tests/", "bench/", "scripts/"))]


def test_the_demonstration_answers_from_the_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(site)]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True, timeout=120)
    environment = os.environ | {"PYTHONPATH": str(site), "QA_DATA_DIR": str(tmp_path / "data")}
    where = subprocess.run(
        [sys.executable, "-c", "import qa; print(qa.__file__)"],
        env=environment, cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert where.stdout.startswith(str(site))
    done = subprocess.run(
        [sys.executable, "-m", "qa.cli", "demo", "How long were the Russian diplomats given to leave?"],
        env=environment, cwd=tmp_path, check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "72 hours" in done.stdout
