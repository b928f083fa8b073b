"""Every regular expression of the project: `python -m tests.support.patterns`.

Printed are, as JSON lines, those whose time grows faster than their text.
"""

import ast
import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType, ModuleType, SimpleNamespace
from typing import Any

from tests.support.hard_texts import Pattern, Use, hard_on
from tests.support.places import ROOT

ROOMS = ("corpus", "rag", "ui", "eval")
ANCHORED = ("match", "fullmatch")  # these begin in one place
FUNCTIONS = (*ANCHORED, "compile", "search", "split", "sub", "subn", "findall", "finditer")
IN_ORDER = "rag.text.ordered"
Place = tuple[str, int]  # file and line


def files() -> list[Path]:
    rooms = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
    return [ROOT / "app.py", *rooms]


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def module(file: Path) -> ModuleType:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return importlib.import_module(".".join(part for part in parts if part != "__init__"))


def sites() -> Iterator[tuple[Path, ast.AST, ast.expr | ast.stmt]]:
    """Every mention of what compiles, in its call or, if that is none, its whole statement."""
    for file in files():
        calls = {id(n.func): n for n in ast.walk(tree(file)) if isinstance(n, ast.Call)}
        for statement in tree(file).body:
            for node in ast.walk(statement):
                if compiles(node, file):
                    yield file, node, calls.get(id(node), statement)


def compiles(node: ast.AST, file: Path) -> bool:
    """Whether a name is one of `re`'s functions, or of those of `rag.text.ordered` that compile."""
    if isinstance(node, ast.Attribute):
        return ast.unparse(node.value) == "re" and node.attr in FUNCTIONS
    return isinstance(node, ast.Name) and node.id in ("expressions", "pieces") and in_order(file)


@cache
def in_order(file: Path) -> bool:
    return f"from {IN_ORDER} import" in file.read_text(encoding="utf-8")


def recorded(build: Callable[[], None]) -> dict[Place, set[Pattern]]:
    """What is compiled where while something is built: for what only the running code knows."""
    seen: dict[Place, set[Pattern]] = {}
    compiling = re._compile  # type: ignore[attr-defined]

    def watching(pattern: Any, flags: int) -> Pattern:
        compiled: Pattern = compiling(pattern, flags)
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename.startswith(str(ROOT)):
                place = name(Path(frame.f_code.co_filename)), frame.f_lineno
                seen.setdefault(place, set()).add(compiled)
            frame = frame.f_back
        return compiled

    re._compile = watching  # type: ignore[attr-defined]
    try:
        build()
    finally:
        re._compile = compiling  # type: ignore[attr-defined]
    return seen


def uses(build: Callable[[], None]) -> tuple[list[Use], list[str]]:
    """All patterns, each with its place, and the places whose pattern nobody could find.

    A pattern is what its expression says where the module's own names are enough, and otherwise
    what was compiled there while the modules were imported and `build` ran.
    """

    def load() -> None:
        for file in files():
            if not file.stem.startswith("__main__"):
                module(file)
        build()

    seen, found, missing = recorded(load), [], []
    for file, mention, node in sites():
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        patterns = {p for line in lines for p in seen.get((name(file), line), ())}
        patterns |= evaluated(file, node)
        place = f"{name(file)}:{mention.lineno}"
        anchored = getattr(mention, "attr", "") in ANCHORED or begins_only(file, node)
        found += [Use(place, pattern, anchored) for pattern in patterns]
        missing += [] if patterns else [place]
    return sorted(set(found), key=lambda use: use.place), missing


def evaluated(file: Path, call: ast.expr | ast.stmt) -> set[Pattern]:
    if not isinstance(call, ast.Call) or not ast.unparse(call.func).startswith("re."):
        return set()
    flags = next((k.value for k in call.keywords if k.arg == "flags"), None)
    if ast.unparse(call.func) == "re.compile" and len(call.args) > 1:
        flags = call.args[1]
    try:
        names = vars(module(file))
        pattern = eval(ast.unparse(call.args[0]), dict(names))
        options = eval(ast.unparse(flags), dict(names)) if flags is not None else 0
    except NameError:
        return set()
    return {pattern if isinstance(pattern, re.Pattern) else re.compile(pattern, options)}


def begins_only(file: Path, call: ast.expr | ast.stmt) -> bool:
    """Whether a pattern with a name is used for nothing but matching from the beginning."""
    named = [
        ast.unparse(node.targets[0])
        for node in tree(file).body
        if isinstance(node, ast.Assign) and node.value is call
    ]
    if not named or not named[0].startswith("_"):
        return False
    methods = [
        node.attr if isinstance(node, ast.Attribute) else ""
        for node in ast.walk(tree(file))
        if (isinstance(node, ast.Attribute) and ast.unparse(node.value) == named[0])
    ]
    mentions = sum(isinstance(n, ast.Name) and n.id == named[0] for n in ast.walk(tree(file)))
    return len(methods) == mentions - 1 and set(methods) <= set(ANCHORED)


def build() -> None:
    """Call what compiles patterns that its module's names are not enough for."""
    from corpus import Podcast, people
    from corpus.formats.pages import show_notes as shownotes
    from corpus.timing import chapter_evidence as evidence
    from rag.question import answer_type as expected
    from rag.retrieval import exact
    from rag.show import facts
    from rag.show import patterns as show_questions
    from ui.html.answer import quotes

    podcast = Podcast("werkstatt", "Werkstatt", publisher="Werkstatt GmbH")
    people.role_of("Gast")
    show_questions.kinds_of("Wer ist zu Gast?")
    expected.holds_expected("Was kostet das?", "")
    exact.expression("Häuser von Voß")
    list(quotes._split("Uwe Groß:\n\n„Hallo“ [1]", ["„Hallo“ [1]"]))
    facts.kinds_asked("Was macht Werkstatt?", podcast)
    shownotes.turns("Uwe Groß: Hallo", ("Uwe Groß",))
    evidence._relatives("esche" * 2, SimpleNamespace(vocabulary="esche", words={}))


def main() -> int:
    """Print how many patterns there are, and each that is slow."""
    found, missing = uses(build)
    print(json.dumps({"uses": [use.place for use in found], "missing": missing}), flush=True)
    once = {(use.pattern, use.is_anchored): use for use in found}
    for use in once.values():
        slow = hard_on(use)
        if slow:
            attack, times = slow
            line = {"place": use.place, "pattern": use.pattern.pattern, "times": times}
            print(json.dumps(line | vars(attack), default=str), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
