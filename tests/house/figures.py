"""How the house is built, in numbers: `python -m tests.house` prints them."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median

from tests.support.places import ROOT

PACKAGES = ("corpus", "rag", "ui", "eval")
QUESTION_WORDS = frozenset(("What", "Where", "Who", "Whose", "How", "Whether", "Which", "When"))


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one package: levels of rooms, the largest room, and what its functions are like."""

    levels: int
    largest_room: int
    longest_module: int
    functions: int
    median_function: float
    used_once: float
    question_docstrings: float


def modules(package: str) -> dict[str, Path]:
    """Every module by its dotted name."""
    files = sorted((ROOT / package).rglob("*.py"))
    names = (".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files)
    return {name.removesuffix(".__init__"): file for name, file in zip(names, files, strict=True)}


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(file: Path) -> Iterator[str]:
    """The dotted names of modules that a file imports when it is imported itself."""
    for node in tree(file).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            yield node.module


def room(module: str) -> str:
    """The folder that a module lies in; a module of the package itself is a room of its own."""
    parts = module.split(".")
    return ".".join(parts[:-1]) if len(parts) > 2 else module


def room_imports(package: str) -> dict[str, set[str]]:
    """Which rooms each room imports from."""
    known = modules(package)
    found: dict[str, set[str]] = {}
    for name, file in known.items():
        if file.name == "__init__.py":
            continue
        others = {room(other) for other in imported(file) if other in known and other != package}
        found.setdefault(room(name), set()).update(others - {room(name)})
    return found


def levels(graph: dict[str, set[str]]) -> int:
    """The longest chain of rooms that import from one another. Raises CycleError for a circle."""
    height: dict[str, int] = {}
    for name in TopologicalSorter(graph).static_order():
        height[name] = 1 + max((height[below] for below in graph.get(name, ())), default=0)
    return max(height.values())


def figures(package: str) -> Figures:
    """Measure one package."""
    files = list(modules(package).values())
    functions = [n for f in files for n in ast.walk(tree(f)) if isinstance(n, ast.FunctionDef)]
    docstrings = [doc.split()[0] for node in functions if (doc := ast.get_docstring(node))]
    sizes = Counter(file.parent for file in files if file.name != "__init__.py")
    return Figures(
        levels=levels(room_imports(package)),
        largest_room=max(sizes.values()),
        longest_module=max(len(file.read_text("utf-8").splitlines()) for file in files),
        functions=len(functions),
        median_function=median((n.end_lineno or 0) - n.lineno + 1 for n in functions),
        used_once=sum(map(_used_once, files)) / len(functions),
        question_docstrings=sum(word in QUESTION_WORDS for word in docstrings) / len(docstrings),
    )


def _used_once(file: Path) -> int:
    """How many private functions of a module are named once beside their definition."""
    names = Counter(re.findall(r"\b_[a-z]\w*\b", file.read_text("utf-8")))
    private = [n.name for n in ast.walk(tree(file)) if isinstance(n, ast.FunctionDef)]
    return sum(names[name] == 2 for name in private if re.match("_[a-z]", name))
