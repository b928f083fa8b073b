"""What pip installs from a wheel runs without the checkout, in nobody's way."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from corpus import save_corpus
from tests.support.fakes import small_corpus
from tests.support.places import ROOT

SOURCES = ("corpus", "eval", "prompts", "rag", "ui")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="where pip puts commands differs"),
]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it; what that needs is lent from this one."""
    place = tmp_path_factory.mktemp("installed")
    sources = place / "sources"
    for name in SOURCES:
        shutil.copytree(ROOT / name, sources / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("app.py", "nachgefragt.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, sources)
    pip("wheel", "--no-build-isolation", "--wheel-dir", place, sources)
    venv.create(place / "venv")
    [site] = (place / "venv").glob("lib/python*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"))
    (wheel,) = place.glob("*.whl")
    python = place / "venv" / "bin" / "python"
    pip("--python", python, "install", wheel)
    return place


def pip(*arguments: object) -> None:
    words = [sys.executable, "-m", "pip", "--quiet", *map(str, arguments), "--no-deps"]
    subprocess.run(words, check=True)


def run(installed: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    home = installed / "home"
    return subprocess.run(
        [installed / "venv" / "bin" / "nachgefragt", *map(str, arguments)],
        cwd=installed,
        env={"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )


@pytest.mark.model
def test_a_podcast_is_asked_and_lies_in_the_users_folder(installed):
    save_corpus(small_corpus(), installed / "mine")
    assert run(installed, "check", "mine").returncode == 0
    missing = run(installed, "ask", "Ist Esche zäh?", "--corpus", "mine")
    assert missing.returncode == 1
    assert "Run: nachgefragt index" in missing.stderr
    indexed = run(installed, "index", "--corpus", "mine")
    assert indexed.returncode == 0, indexed.stderr
    answer = run(installed, "ask", "Ist Esche zäh?", "--corpus", "mine")
    assert "Esche ist zäh" in answer.stdout, answer.stderr
    assert (installed / "home" / "data" / "nachgefragt" / "indexes" / "werkstatt").is_dir()


def test_commands_are_named_as_they_are_called(installed):
    told = run(installed, "index", "--help").stdout
    assert told.startswith("usage: nachgefragt index") and "python -m" not in told
    assert "See: nachgefragt --help" in run(installed, "nothing").stderr
    assert run(installed, "--version").stdout.startswith("nachgefragt ")


def test_nothing_of_it_can_be_taken_for_somebody_elses(installed):
    python = installed / "venv" / "bin" / "python"
    for name in (*SOURCES, "app"):
        code = (
            f"import importlib.util, sys; sys.exit(importlib.util.find_spec({name!r}) is not None)"
        )
        assert subprocess.run([python, "-I", "-c", code]).returncode == 0, name
